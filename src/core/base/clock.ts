import { abortedError } from '../api/messages';

/** Time and chance, injected so that tests neither wait nor guess. */
export interface Clock {
  /** Milliseconds since the epoch, as the machine believes. May be wrong by a day: never judge a token by it. */
  now(): number;
  /** Milliseconds that never go back, for durations. */
  monotonic(): number;
  /** Waits. Rejects with `ApiError('aborted')` as soon as `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number from 0 up to 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortedError());
        return;
      }
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(abortedError());
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};
