import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Locator, type Page } from 'playwright-core';
import { projectRoot } from './hostProject.js';

/** Saves a picture; those for the README replace the committed ones only when UPDATE_PICTURES=1. */
export async function savePicture(what: Page | Locator, name: string, forReadme: boolean): Promise<string> {
  const folder = join(
    projectRoot(),
    ...(forReadme && process.env.UPDATE_PICTURES === '1' ? ['media', 'readme'] : ['test-results']),
  );
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await what.screenshot({ path, animations: 'disabled', caret: 'hide' });
  return path;
}
