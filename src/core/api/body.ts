import type { FetchResponse } from './model';
import type { RequestTimeout } from './timeout';

/** Larger bodies are refused: the API's lists are far smaller, and the memory is shared with the editor. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Thrown by `readText` for a body over 32 MiB. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Collects a body as UTF-8 text, of its beginning no more than `maxBytes` and the piece in which they end.
 * @returns the text, and how many bytes were read. Throws what the stream throws.
 */
export async function collectText(
  pieces: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<{ readonly text: string; readonly bytes: number }> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  // Leaving the loop early ends the stream.
  for await (const piece of pieces) {
    bytes += piece.byteLength;
    text += decoder.decode(piece, { stream: true });
    if (bytes > maxBytes) break;
  }
  return { text: text + decoder.decode(), bytes };
}

/** The pieces of a body, each within the time limits. */
async function* timed(body: AsyncIterable<Uint8Array>, timeout: RequestTimeout): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  for (;;) {
    const next = await timeout.race(iterator.next());
    if (next.done === true) return;
    timeout.progress();
    yield next.value;
  }
}

/**
 * Reads a body to its end, under the time limits.
 * @returns the text and how many bytes it had. Throws `BodyTooLarge`, `RequestStopped`, or the client's error.
 */
export async function readText(
  response: FetchResponse,
  timeout: RequestTimeout,
): Promise<{ readonly text: string; readonly bytes: number }> {
  timeout.progress();
  if (Number(response.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw new BodyTooLarge();
  if (response.body === null) return { text: '', bytes: 0 };
  const body = await collectText(timed(response.body, timeout), MAX_BODY_BYTES);
  if (body.bytes > MAX_BODY_BYTES) throw new BodyTooLarge();
  return body;
}
