/** Why a call was stopped from our side. */
export type StopReason = 'aborted' | 'firstByte' | 'idle' | 'whole';

/** Milliseconds. */
export interface TimeLimits {
  /** For connecting, sending and waiting until the response begins. */
  readonly firstByte: number;
  /** Between two pieces of the body. */
  readonly idle: number;
  /** For everything together. */
  readonly whole: number;
}

/** How the setting `cxengage.requestTimeout` (seconds) becomes limits: that long to begin, twice that to end. */
export function limitsFrom(seconds: number): TimeLimits {
  return { firstByte: seconds * 1000, idle: seconds * 500, whole: seconds * 2000 };
}

/** Thrown by `RequestTimeout.race` only. */
export class RequestStopped extends Error {
  override readonly name = 'RequestStopped';
  constructor(readonly reason: StopReason) {
    super(reason);
  }
}

/** The reason of the abort that ends every call. Shared, because each error would cost a stack trace. */
const CALL_ENDED = new Error('the call has ended');

/**
 * The time limits and the cancellation of one call. The clients' own handling of a signal is not enough: a body can
 * hang after the response began, so every wait is raced.
 */
export class RequestTimeout {
  readonly #controller = new AbortController();
  readonly #limits: TimeLimits;
  readonly #caller: AbortSignal | undefined;
  readonly #whole: NodeJS.Timeout;
  #step: NodeJS.Timeout;
  #reason: StopReason | undefined;
  #reject: ((error: RequestStopped) => void) | undefined;
  readonly #onAbort = (): void => {
    this.#stop('aborted');
  };

  constructor(limits: TimeLimits, caller?: AbortSignal) {
    this.#limits = limits;
    this.#caller = caller;
    this.#whole = setTimeout(() => {
      this.#stop('whole');
    }, limits.whole);
    this.#step = setTimeout(() => {
      this.#stop('firstByte');
    }, limits.firstByte);
    if (caller?.aborted) this.#stop('aborted');
    else caller?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** For `fetch`: aborted on every stop, and by `dispose`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The response began, or more of it came: from now on the idle limit counts. */
  progress(): void {
    clearTimeout(this.#step);
    this.#step = setTimeout(() => {
      this.#stop('idle');
    }, this.#limits.idle);
  }

  /** Waits for `work`, no longer than allowed. One at a time. Throws `RequestStopped`, or what `work` throws. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      work.then(resolve, reject);
      this.#reject = reject;
      if (this.#reason !== undefined) reject(new RequestStopped(this.#reason));
    });
  }

  /** Ends the timers and lets go of whatever the call still holds. */
  dispose(): void {
    clearTimeout(this.#whole);
    clearTimeout(this.#step);
    this.#caller?.removeEventListener('abort', this.#onAbort);
    this.#reject = undefined;
    this.#controller.abort(CALL_ENDED);
  }

  #stop(reason: StopReason): void {
    this.#reason ??= reason;
    // Our reason first: aborting makes the client reject as well, and the first one counts.
    this.#reject?.(new RequestStopped(this.#reason));
    this.#controller.abort();
  }
}
