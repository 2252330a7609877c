import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Locator, type Page } from 'playwright-core';
import { projectRoot } from './hostProject.js';

/** Where pictures are committed: those of the README, and those of the pages in docs/. */
const committed = { readme: ['media', 'readme'], docs: ['docs', 'pictures'] } as const;

/** Saves a picture; those that are committed are replaced only when UPDATE_PICTURES=1. */
export async function savePicture(
  what: Page | Locator,
  name: string,
  usedBy: keyof typeof committed | undefined,
): Promise<string> {
  const isCommitted = usedBy !== undefined && process.env.UPDATE_PICTURES === '1';
  const folder = join(projectRoot(), ...(isCommitted ? committed[usedBy] : ['test-results']));
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await what.screenshot({ path, animations: 'disabled', caret: 'hide' });
  return path;
}
