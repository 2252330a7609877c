import { errors } from 'playwright-core';

/**
 * Does something again, as a user would, where what should follow from it did not come: VS Code lets a click or a key pass
 * while it draws something anew. Only what ran into a time limit is done again.
 * @param times in all; at the last one its error is thrown.
 * @param clearUp is done before each further time.
 */
export async function tryAgain(times: number, act: () => Promise<void>, clearUp?: () => Promise<void>): Promise<void> {
  for (let left = times - 1; ; left -= 1) {
    try {
      await act();
      return;
    } catch (error) {
      if (left === 0 || !(error instanceof errors.TimeoutError)) throw error;
      await clearUp?.();
    }
  }
}
