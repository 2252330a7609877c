import { setTimeout } from 'node:timers/promises';

/** Waits until something is so. Has no limit of its own: the test's ends it. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(5);
}
