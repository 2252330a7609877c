import { setTimeout } from 'node:timers/promises';

/**
 * Waits for work, but no longer than so many milliseconds; the work goes on. Whether it failed is not told here.
 * @returns true when the work ended in that time.
 */
export async function settlesWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  const patience = new AbortController();
  const ended = work.then(
    () => true,
    () => true,
  );
  const tooLong = setTimeout(ms, false, { signal: patience.signal }).catch(() => false);
  const first = await Promise.race([ended, tooLong]);
  patience.abort();
  return first;
}
