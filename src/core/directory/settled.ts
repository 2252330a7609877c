import type { ApiError } from '../api/error';

/** A server that has not written by now will not: longer than any gateway holds a request. */
export const SETTLED_MS = 120_000;

/** The server may write after we stopped listening: nothing was said about the request itself. */
export function mayStillBeWriting({ kind, noEffect }: ApiError): boolean {
  return !noEffect && (kind === 'timeout' || kind === 'aborted');
}
