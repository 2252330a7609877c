import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
} from 'playwright-core';
import { installedHost } from './host.js';

/** The size of the window, that of the pictures in the README. */
export const viewport = { width: 1280, height: 800 };

/**
 * What a window for tests is opened with. The server would compress the 20 MB of a workbench anew for every one that
 * starts with an empty cache, which takes longer than sending them within one machine.
 */
export const windowOptions: BrowserContextOptions = { viewport, extraHTTPHeaders: { 'Accept-Encoding': 'identity' } };

export interface BrowserOptions {
  /** Compiles as a user's browser does, for what is measured. */
  readonly optimizes?: boolean;
}

/**
 * A window that lives for a minute does not earn back what the last stage of optimizing takes. Where functions begin and end is otherwise found
 * by reading all 19 MB of a workbench a second time, for the first error whose stack is asked for.
 */
const forShortLives = '--js-flags=--no-turbofan --no-enable-lazy-source-positions';

async function launchOptions({ optimizes = false }: BrowserOptions): Promise<LaunchOptions> {
  const { chromium: executablePath } = await installedHost();
  const quiet = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(optimizes ? [] : [forShortLives]),
  ];
  // Nothing leaves the machine; a service worker answers for the webviews' host names.
  const local = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
  return { executablePath, headless: true, args: [...quiet, local], timeout: 60_000 };
}

/** A browser whose contexts each start with nothing: no secrets, no global state. */
export async function launchBrowser(options: BrowserOptions = {}): Promise<Browser> {
  return await chromium.launch(await launchOptions(options));
}

/** A browser with one profile kept in `profile`: SecretStorage and globalState survive closing and launching it again. */
export async function launchPersistent(profile: string, options: BrowserOptions = {}): Promise<BrowserContext> {
  return await chromium.launchPersistentContext(profile, { ...(await launchOptions(options)), ...windowOptions });
}
