import { setTimeout } from 'node:timers/promises';
import { CanceledError } from './errors';

/**
 * Waits for work, but no longer than `ms` milliseconds; the work goes on. Its failure is not reported here.
 * @returns true when the work ended in that time.
 */
export async function settlesWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  const ended = work.then(
    () => true,
    () => true,
  );
  const timedOut = setTimeout(ms, false, { signal: timer.signal }).catch(() => false);
  const first = await Promise.race([ended, timedOut]);
  timer.abort();
  return first;
}

/**
 * Waits for work until `signal` is aborted; the work goes on for the others who wait for it.
 * @param canceled makes the error that is thrown on abort. Left out: `CanceledError`.
 */
export async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  canceled: () => Error = () => new CanceledError(),
): Promise<T> {
  if (!signal) return work;
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => {
      reject(canceled());
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}
