import { abortedError } from './error';

interface Waiting {
  start(): void;
}

/** A call that takes longer no longer keeps others waiting. */
const SLOW_AFTER_MS = 2000;
/** With slow calls, at most this many times the limit run at once, not counting urgent ones. */
const MAX_OVERCOMMIT = 4;
/** Urgent calls that may run however many others do. */
const MAX_URGENT = 2;
/** So many urgent calls start one after the other; then it is another's turn, or a long apply would hold up every read. */
const MAX_URGENT_IN_A_ROW = 2;

/** How a call waits. */
export interface QueueOptions {
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
  /** A person waits for it: it starts before all others, and does not wait for calls that get no response. */
  readonly urgent?: boolean | undefined;
}

/**
 * Limits the calls that run at once to one endpoint. Queues (one for each tenant) take turns, so that a tenant with a
 * thousand calls does not hold up the others. A slow call gives its place to the next, so that a few tenants that do not
 * respond do not stop the rest. Urgent calls (a sign-in, a write) start first, two of them even when no place is free; every
 * third turn is for the others.
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
  #urgentInARow = 0;

  /**
   * @param limit how many may run at once; asked at every start, so it may change at any time.
   * @param slowAfter milliseconds after which a running call counts no longer.
   */
  constructor(limit: () => number, slowAfter = SLOW_AFTER_MS) {
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
  async run<T>(queue: string, task: () => Promise<T>, { signal, urgent = false }: QueueOptions = {}): Promise<T> {
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

  #hasRoom(active = this.#active): boolean {
    const limit = Math.max(1, this.#limit());
    return active - this.#slow < limit && active < limit * MAX_OVERCOMMIT;
  }

  #serve(): void {
    for (;;) {
      const isOthersTurn = this.#urgentInARow >= MAX_URGENT_IN_A_ROW;
      // The urgent calls that need no place take none from the others.
      if (isOthersTurn && this.#hasRoom(this.#active - Math.min(this.#urgent, MAX_URGENT)) && this.#startOther())
        continue;
      if ((this.#hasRoom() || this.#urgent < MAX_URGENT) && this.#startUrgent()) continue;
      if (!this.#hasRoom() || !this.#startOther()) return;
    }
  }

  /** @returns false where none waits. */
  #startUrgent(): boolean {
    const entry = this.#urgentQueue.shift();
    if (!entry) return false;
    this.#urgent += 1;
    this.#urgentInARow += 1;
    this.#active += 1;
    entry.start();
    return true;
  }

  /** @returns false where none waits. */
  #startOther(): boolean {
    for (const [queue, waiting] of this.#queues) {
      const entry = waiting.shift();
      this.#queues.delete(queue);
      if (waiting.length > 0) this.#queues.set(queue, waiting);
      if (!entry) continue;
      this.#urgentInARow = 0;
      this.#active += 1;
      entry.start();
      return true;
    }
    return false;
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
