/** The server's clock: the machine's, moved by as much as a test asks for. */
export class Clock {
  #offset = 0;

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** Whole seconds since 1970, as JWTs count. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** ISO 8601, UTC, whole seconds: the form of every timestamp of the API (API facts d.1). */
  iso(): string {
    return isoSeconds(this.now());
  }

  /** Moves the clock by so many seconds, back if negative. Adds to earlier moves. */
  shift(seconds: number): void {
    this.#offset += seconds * 1000;
  }

  reset(): void {
    this.#offset = 0;
  }
}

export function isoSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
