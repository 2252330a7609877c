import type { Deadline } from './timeout';
import type { FetchResponse } from './model';

/** Bodies beyond this are refused: the API's lists are far smaller, and memory is the editor's. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Thrown by `readText` for a body over 32 MiB. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads a body to its end, under the time limits.
 * @returns the text and how many bytes it had. Throws `BodyTooLarge`, `Stopped`, or the client's error.
 */
export async function readText(
  response: FetchResponse,
  deadline: Deadline,
): Promise<{ readonly text: string; readonly bytes: number }> {
  deadline.progress();
  if (Number(response.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw new BodyTooLarge();
  if (response.body === null) return { text: '', bytes: 0 };
  const decoder = new TextDecoder();
  const iterator = response.body[Symbol.asyncIterator]();
  let bytes = 0;
  let text = '';
  for (;;) {
    const next = await deadline.race(iterator.next());
    if (next.done === true) return { text: text + decoder.decode(), bytes };
    deadline.progress();
    bytes += next.value.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new BodyTooLarge();
    text += decoder.decode(next.value, { stream: true });
  }
}
