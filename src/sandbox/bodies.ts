import type { IncomingMessage, ServerResponse } from 'node:http';

/** No request of a client is longer; an integration has a few kilobytes. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** What the bodies of all requests under way may take together. */
const MAX_BODIES_BYTES = 16 * 1024 * 1024;
/** A sender that goes on after its refusal is cut off here. */
const MAX_DISCARDED_BYTES = 8 * 1024 * 1024;

/** Thrown for a body that is not read: longer than allowed (413), or one too many at the same time (503). */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused';

  constructor(readonly status: 413 | 503) {
    super(status === 413 ? 'the body is too long' : 'too many requests at the same time');
  }
}

/** Reads bodies, and limits what they take in memory: each one, and all of them together. */
export class BodyReader {
  #held = 0;

  /**
   * The whole body as text, counted until the response is closed. Throws `BodyRefused`, and what the stream throws
   * when the client goes away.
   */
  async read(request: IncomingMessage, response: ServerResponse): Promise<string> {
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw this.#refuse(request, 413);
    let size = 0;
    response.once('close', () => {
      this.#held -= size;
      size = 0;
    });
    const chunks: Uint8Array[] = [];
    // Not destroyed on refusal: the response could not be sent any more.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!(chunk instanceof Uint8Array)) continue;
      if (size + chunk.length > MAX_BODY_BYTES) throw this.#refuse(request, 413);
      if (this.#held + chunk.length > MAX_BODIES_BYTES) throw this.#refuse(request, 503);
      size += chunk.length;
      this.#held += chunk.length;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  /** Drops the rest of the body, so that a client that is still sending can read why. */
  #refuse(request: IncomingMessage, status: 413 | 503): BodyRefused {
    let discarded = 0;
    request.on('data', (chunk: Uint8Array) => {
      discarded += chunk.length;
      if (discarded > MAX_DISCARDED_BYTES) request.destroy();
    });
    return new BodyRefused(status);
  }
}
