import type { ApiError } from './error';
import type { Clock } from '../base/clock';

/** Times a failed read or PUT is tried again. */
const MAX_RETRIES = 3;
/** A server may ask for longer waits; then the user is told instead. */
const MAX_RETRY_AFTER_SECONDS = 60;
const BASE_MS = 500;
const MAX_BACKOFF_MS = 8000;
const GATEWAY_STATUSES = new Set([502, 503, 504]);

function isTransient(error: ApiError): boolean {
  return (
    error.kind === 'offline' ||
    error.kind === 'timeout' ||
    error.kind === 'rateLimited' ||
    (error.status !== undefined && GATEWAY_STATUSES.has(error.status))
  );
}

/**
 * How long to wait before the next try of a call that may be repeated.
 * @param attempt tries that failed before this one.
 * @returns milliseconds, or undefined when the error is final. Backoff is exponential with full jitter;
 * `Retry-After` is obeyed up to 60 s and ends the tries beyond. A time limit of our own is tried once more only:
 * nobody waits for four of them.
 */
export function retryDelay(error: ApiError, attempt: number, clock: Clock): number | undefined {
  if (!isTransient(error) || attempt >= MAX_RETRIES) return undefined;
  if (error.kind === 'timeout' && error.status === undefined && attempt >= 1) return undefined;
  if (error.retryAfter !== undefined)
    return error.retryAfter > MAX_RETRY_AFTER_SECONDS ? undefined : error.retryAfter * 1000;
  return clock.random() * Math.min(MAX_BACKOFF_MS, BASE_MS * 2 ** attempt);
}

/**
 * Reads `Retry-After`: seconds, or a date. A date is compared with the response’s own `Date`, so that a wrong clock
 * on this machine does no harm.
 * @returns seconds from now, at least 0, or undefined for what is neither.
 */
export function retryAfterSeconds(header: string | null, date: string | null, clock: Clock): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Number(text);
  const until = Date.parse(text);
  if (Number.isNaN(until) || !/[a-z]/i.test(text)) return undefined;
  const serverNow = date === null ? Number.NaN : Date.parse(date);
  return Math.max(0, (until - (Number.isNaN(serverNow) ? clock.now() : serverNow)) / 1000);
}
