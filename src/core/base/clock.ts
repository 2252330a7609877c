import { setTimeout } from 'node:timers/promises';
import { CanceledError } from './errors';

/** Time and chance, injected so that tests neither wait nor guess. */
export interface Clock {
  /** Milliseconds since the epoch, as the machine believes. May be wrong by a day: never judge a token by it. */
  now(): number;
  /** Milliseconds that never go back, for durations. */
  monotonic(): number;
  /** Waits. Throws `CanceledError` as soon as `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number from 0 up to 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  random: () => Math.random(),
  async sleep(ms, signal) {
    try {
      await setTimeout(ms, undefined, signal ? { signal } : {});
    } catch {
      // A timer fails only when it is aborted.
      throw new CanceledError();
    }
  },
};
