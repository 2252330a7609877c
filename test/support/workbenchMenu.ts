import { errors, type Page } from 'playwright-core';

/** Longest wait for an entry of a menu that is opened again where it is lost, in ms. */
const entryTimeout = 5000;

/**
 * Chooses an entry of the menu that is open, by keyboard: a menu lets a click pass that comes right after it opened,
 * as it may be the one that opened it.
 */
export async function chooseMenuItem(page: Page, name: string, timeout?: number): Promise<void> {
  const item = page.getByRole('menuitem', { name }).first();
  const limit = timeout === undefined ? {} : { timeout };
  await item.hover(limit);
  await item.press('Enter', limit);
}

/** Opens a menu and chooses an entry; again where the menu went away, as it does when its row is drawn anew. */
export async function chooseFromMenu(page: Page, open: () => Promise<void>, name: string): Promise<void> {
  for (let attemptsLeft = 3; ; attemptsLeft -= 1) {
    await open();
    try {
      await chooseMenuItem(page, name, entryTimeout);
      return;
    } catch (error) {
      if (attemptsLeft === 0 || !(error instanceof errors.TimeoutError)) throw error;
      await page.keyboard.press('Escape');
    }
  }
}
