import { abortedError } from './error';

interface Waiting {
  start(): void;
}

/** Milliseconds after which a call no longer keeps others waiting. */
const SLOW_AFTER = 2000;
/** Slow calls included, never more than so many times the limit run at once; urgent ones aside. */
const AT_MOST = 4;
/** So many urgent calls may run whatever else does. */
const URGENT = 2;

/** How a call waits. */
export interface Turn {
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
  /** Somebody waits for it now: it goes before all others, and need not wait for calls that get no answer. */
  readonly urgent?: boolean | undefined;
}

/**
 * At most so many calls at once to one endpoint, served in turn between queues (one for each tenant), so that a
 * tenant with a thousand calls waiting does not hold up the next one. A call that takes long gives its place to the
 * next, so that a few tenants that do not answer do not stop all the others until their time is up. Urgent calls (a
 * sign-in, a write) go first, and two of them find a place even when everything else is taken by calls without answer.
 */
export class FairLimiter {
  readonly #limit: () => number;
  /** Insertion order is the order of turns: a queue that was served goes to the end. */
  readonly #queues = new Map<string, Waiting[]>();
  #urgentQueue: Waiting[] = [];
  readonly #slowAfter: number;
  #active = 0;
  #slow = 0;
  #urgent = 0;

  /**
   * @param limit how many may run at once; asked at every start, so it may change at any time.
   * @param slowAfter milliseconds after which a running call counts no longer.
   */
  constructor(limit: () => number, slowAfter = SLOW_AFTER) {
    this.#limit = limit;
    this.#slowAfter = slowAfter;
  }

  /** Calls running and calls waiting. */
  get load(): { readonly active: number; readonly waiting: number } {
    const waiting = [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, this.#urgentQueue.length);
    return { active: this.#active, waiting };
  }

  /**
   * Runs `task` when its turn comes.
   * @throws ApiError `aborted` when the signal ends the wait; the task was then never started. Else what `task` throws.
   */
  async run<T>(queue: string, task: () => Promise<T>, { signal, urgent = false }: Turn = {}): Promise<T> {
    await this.#turn(urgent ? undefined : queue, signal);
    const call = { slow: false };
    const timer = setTimeout(() => {
      call.slow = true;
      this.#slow += 1;
      this.#serve();
    }, this.#slowAfter);
    try {
      return await task();
    } finally {
      clearTimeout(timer);
      if (call.slow) this.#slow -= 1;
      if (urgent) this.#urgent -= 1;
      this.#active -= 1;
      this.#serve();
    }
  }

  /** @param queue undefined for the urgent one. */
  #turn(queue: string | undefined, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortedError({ noEffect: true }));
        return;
      }
      const onAbort = (): void => {
        this.#remove(queue, entry);
        reject(abortedError({ noEffect: true }));
      };
      const entry: Waiting = {
        start: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const waiting = queue === undefined ? this.#urgentQueue : this.#queues.get(queue);
      if (waiting) waiting.push(entry);
      else if (queue !== undefined) this.#queues.set(queue, [entry]);
      this.#serve();
    });
  }

  #remove(queue: string | undefined, entry: Waiting): void {
    if (queue === undefined) {
      this.#urgentQueue = this.#urgentQueue.filter((other) => other !== entry);
      return;
    }
    const rest = (this.#queues.get(queue) ?? []).filter((other) => other !== entry);
    if (rest.length === 0) this.#queues.delete(queue);
    else this.#queues.set(queue, rest);
  }

  get #hasRoom(): boolean {
    const limit = Math.max(1, this.#limit());
    return this.#active - this.#slow < limit && this.#active < limit * AT_MOST;
  }

  #serve(): void {
    while (this.#hasRoom || this.#urgent < URGENT) {
      const entry = this.#urgentQueue.shift();
      if (!entry) break;
      this.#urgent += 1;
      this.#active += 1;
      entry.start();
    }
    while (this.#hasRoom) {
      const next = this.#queues.entries().next();
      if (next.done) return;
      const [queue, waiting] = next.value;
      const entry = waiting.shift();
      this.#queues.delete(queue);
      if (waiting.length > 0) this.#queues.set(queue, waiting);
      if (!entry) continue;
      this.#active += 1;
      entry.start();
    }
  }
}

/** One limiter for each endpoint, shared by every account there. */
export class LimiterPool {
  readonly #limit: () => number;
  readonly #limiters = new Map<string, FairLimiter>();

  /** @param limit the setting `cxengage.maxConcurrentRequests`, read anew each time. */
  constructor(limit: () => number) {
    this.#limit = limit;
  }

  for(endpointUrl: string): FairLimiter {
    const origin = URL.canParse(endpointUrl) ? new URL(endpointUrl).origin : endpointUrl;
    const known = this.#limiters.get(origin);
    if (known) return known;
    const made = new FairLimiter(this.#limit);
    this.#limiters.set(origin, made);
    return made;
  }
}
