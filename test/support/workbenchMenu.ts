import { type Page } from 'playwright-core';

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
