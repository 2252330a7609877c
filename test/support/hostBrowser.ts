import { type Browser, type BrowserContext, chromium, type LaunchOptions } from 'playwright-core';
import { installedHost } from './host.js';

/** The size of the window, that of the pictures in the README. */
export const viewport = { width: 1280, height: 800 };

async function launchOptions(): Promise<LaunchOptions> {
  const { chromium: executablePath } = await installedHost();
  const quiet = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  // Nothing leaves the machine; a service worker answers for the webviews' host names.
  const local = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
  return { executablePath, headless: true, args: [...quiet, local], timeout: 60_000 };
}

/** A browser whose contexts each start with nothing: no secrets, no global state. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch(await launchOptions());
}

/** A browser with one profile kept in `profile`: SecretStorage and globalState survive closing and launching it again. */
export async function launchPersistent(profile: string): Promise<BrowserContext> {
  return await chromium.launchPersistentContext(profile, { ...(await launchOptions()), viewport });
}
