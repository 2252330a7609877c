import { abortedError, asApiError } from '../api/error';
import { unlessAborted } from '../base/timeouts';
import { TimeSlicer } from '../base/timeSlicer';
import type { Loadable } from './model';
import type { LoadOptions } from './service';

/** How a resource gets and reports what it holds. */
export interface ResourceSource<T> {
  /** Asks the server. Rejects with `ApiError`. */
  load(): Promise<T>;
  /** A copy kept from an earlier time, if any. */
  cached?(): Promise<{ readonly value: T; readonly savedAt: number } | undefined>;
  /** Keeps a copy. Not awaited: a full disk must not fail a load. */
  keep?(value: T): void;
  /** Told when the state changed in a way a person can see. */
  changed(): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Requests made for one load while writes keep coming in. */
const MAX_REQUESTS = 5;

/** What a state knows, for the state that follows it. */
function known<T>(state: Loadable<T>): { readonly value?: T; readonly loadedAt?: number } {
  if (state.state === 'idle' || state.value === undefined) return {};
  return { value: state.value, ...(state.loadedAt === undefined ? {} : { loadedAt: state.loadedAt }) };
}

/** True for two values that look alike as JSON. Lists are compared row by row, giving way to others in between. */
async function isSame(a: unknown, b: unknown): Promise<boolean> {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b)) return JSON.stringify(a) === JSON.stringify(b);
  if (a.length !== b.length) return false;
  const slices = new TimeSlicer();
  for (let i = 0; i < a.length; i += 1) {
    if (JSON.stringify(a[i]) !== JSON.stringify(b[i])) return false;
    if (slices.shouldYield) await slices.yield();
  }
  return true;
}

/**
 * One value that is loaded on demand: at most one request under way however many ask, a kept copy shown at once
 * while a fresh one is fetched, and the last good value kept beside an error.
 */
export class CachedResource<T> {
  readonly #source: ResourceSource<T>;
  #state: Loadable<T> = { state: 'idle' };
  #running: Promise<T> | undefined;
  /** Counts the changes by writes, so that a response to a request made before a write cannot undo it on screen. */
  #writes = 0;

  constructor(source: ResourceSource<T>) {
    this.#source = source;
  }

  get state(): Loadable<T> {
    return this.#state;
  }

  /** The value at hand, fresh or not. */
  get value(): T | undefined {
    return this.#state.state === 'idle' ? undefined : this.#state.value;
  }

  /**
   * Gives the value, from memory where there is one.
   * @throws ApiError when it must be asked for and cannot be had, or `aborted` for this caller alone.
   */
  async load(options: LoadOptions = {}): Promise<T> {
    const current = this.#state;
    if (!options.force && current.state === 'ready') return current.value;
    if (!options.force && current.state === 'idle') {
      const copy = await this.#source.cached?.().catch(() => undefined);
      if (copy && this.#state.state === 'idle') {
        this.#state = { state: 'ready', value: copy.value, loadedAt: copy.savedAt, fromCache: true };
        // The copy is shown now; what the server says follows through a change event.
        void this.#refresh().catch(() => undefined);
        return copy.value;
      }
    }
    return unlessAborted(this.#refresh(), options.signal, abortedError);
  }

  /** Changes the value at hand without claiming that it is newer than it was. */
  revise(change: (value: T) => T): void {
    // Counted even with nothing to change yet: a response on its way may be older than the write.
    this.#writes += 1;
    const current = this.#state;
    if (current.state === 'idle' || current.value === undefined) return;
    this.#state = { ...current, value: change(current.value) };
  }

  /** Asks again while writes come in: the response may be older than they are. In the end their value is kept. */
  async #loadSettled(): Promise<T> {
    for (let asked = 1; ; asked += 1) {
      const writes = this.#writes;
      const value = await this.#source.load();
      if (writes === this.#writes) return value;
      if (asked === MAX_REQUESTS) return this.value ?? value;
    }
  }

  #refresh(): Promise<T> {
    this.#running ??= this.#ask().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #ask(): Promise<T> {
    const before = this.#state;
    this.#state = { state: 'loading', ...known(before) };
    try {
      const value = await this.#loadSettled();
      const shown = this.value;
      this.#state = { state: 'ready', value, loadedAt: this.#source.now(), fromCache: false };
      this.#source.keep?.(value);
      // A response equal to what is shown fires nothing: the tree must not flicker.
      if (before.state !== 'ready' || !(await isSame(shown, value))) this.#source.changed();
      return value;
    } catch (error) {
      const failure = asApiError(error);
      this.#state = { state: 'failed', error: failure, ...known(this.#state) };
      this.#source.changed();
      throw failure;
    }
  }
}
