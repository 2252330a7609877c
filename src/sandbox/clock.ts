import type { Dialect } from './dialect';

/** The server's clock: the machine's, moved by as much as a test asks for. */
export class Clock {
  readonly #times: Dialect['times'];
  #offset = 0;

  constructor(times: Dialect['times']) {
    this.#times = times;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** Whole seconds since 1970, as JWTs count. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Now, as the API writes times. */
  iso(): string {
    return isoTime(this.now(), this.#times);
  }

  /** Moves the clock by a number of seconds, back if negative. Adds to earlier moves. */
  shift(seconds: number): void {
    this.#offset += seconds * 1000;
  }

  reset(): void {
    this.#offset = 0;
  }
}

/** ISO 8601 in UTC: with whole seconds (API facts d.1), or another way (API facts l). */
export function isoTime(milliseconds: number, times: Dialect['times']): string {
  const text = new Date(milliseconds).toISOString();
  if (times === 'milliseconds') return text;
  return `${text.slice(0, 19)}${times === 'seconds' ? 'Z' : ''}`;
}
