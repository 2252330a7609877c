// What the end-to-end tests share: one server and one browser for all files, started by the first that asks.
// Loaded by mocha with --require, so that its hooks hold for every test.
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext } from 'playwright-core';
import { type CodeServer, type Payload, startServer, testedBuiltIns } from '../support/host.js';
import { launchBrowser, launchPersistent, windowOptions } from '../support/hostBrowser.js';
import { temporaryFolder } from '../support/hostCleanup.js';
import { projectRoot } from '../support/hostProject.js';
import { Workbench } from '../support/workbench.js';

export { allThemes, openEditor, type StoredText, type Theme, Workbench } from '../support/workbench.js';

/** Opens the control routes of the sandboxes that the extension starts in this run. */
export const sandboxControlKey = randomUUID();

interface Fixture {
  readonly server: CodeServer;
  readonly browser: Browser;
  readonly folder: string;
}

let started: Promise<Fixture> | undefined;
const workspace = temporaryFolder('workspace');
const contexts = new Set<BrowserContext>();
const ends: (() => Promise<void>)[] = [];
const workbenches = new Set<Workbench>();

async function start(): Promise<Fixture> {
  const folder = join(workspace.path, 'acme-integrations');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'README.md'), '# Acme integrations\n');
  const vsix = process.env.CXENGAGE_VSIX;
  const extension = vsix === undefined ? { folder: projectRoot() } : { vsix };
  const [server, browser] = await Promise.all([
    startServer({
      extension,
      builtIns: testedBuiltIns,
      folder,
      idleSeconds: 120,
      graceSeconds: 5,
      env: { CXENGAGE_SANDBOX_CONTROL_KEY: sandboxControlKey },
    }),
    launchBrowser(),
  ]);
  return { server, browser, folder };
}

/**
 * The server and browser of this run. The extension is the package that CXENGAGE_VSIX names (`npm test` sets it),
 * otherwise this folder with the dist/ built last.
 */
async function fixture(): Promise<Fixture> {
  started ??= start();
  const { server } = await started;
  const sentence = await Promise.race([server.died, Promise.resolve(undefined)]);
  if (sentence !== undefined) throw new Error(sentence);
  return await started;
}

export interface OpenOptions {
  /** User settings of this window beside the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A folder for a browser profile that outlives the window: SecretStorage and globalState live in it. Without it the window starts with none. */
  readonly profile?: string;
  /** Another window of the same browser: the two share SecretStorage and globalState. */
  readonly beside?: Workbench;
  /** Adds to what the page is started with, e.g. `['logLevel', 'trace']`. */
  readonly payload?: Payload;
  /** Called with the window's browser before it opens. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

/** Opens a window for a test or a whole file; every window is closed at the end of the run at the latest. */
export async function openWorkbench(options: OpenOptions = {}): Promise<Workbench> {
  const { server, browser } = await fixture();
  await server.writeSettings(options.settings);
  const context =
    options.beside?.page.context() ??
    (options.profile === undefined ? await browser.newContext(windowOptions) : await launchPersistent(options.profile));
  contexts.add(context);
  await options.prepare?.(context);
  const workbench = await Workbench.open(context, server, options.payload);
  workbenches.add(workbench);
  context.once('close', () => {
    contexts.delete(context);
    workbenches.delete(workbench);
  });
  return workbench;
}

/** Has `end` run at the end of the run, for what several files share. */
export function atEnd(end: () => Promise<void>): void {
  ends.push(end);
}

/** The folder that the windows have open. */
export async function workspaceFolder(): Promise<string> {
  return (await fixture()).folder;
}

/** The files that the server keeps: settings, logs. Nothing secret may be found below it. */
export async function serverFolder(): Promise<string> {
  return (await fixture()).server.folder;
}

async function explainFailure(title: string): Promise<void> {
  const name = `failed-${title.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 80)}`;
  for (const [index, workbench] of [...workbenches].entries()) {
    const path = await workbench.screenshot(`${name}-${index}`).catch(() => undefined);
    if (path !== undefined) console.log(`      picture of window ${index}: ${path}`);
    for (const problem of workbench.problems.filter((each) => each.startsWith('uncaught')))
      console.log(`      ${problem}`);
  }
}

export const mochaHooks = {
  async afterEach(this: Mocha.Context): Promise<void> {
    const test = this.currentTest;
    if (test?.state === 'failed') await explainFailure(test.fullTitle());
  },
  async afterAll(): Promise<void> {
    for (const context of contexts) await context.close();
    for (const end of ends) await end();
    if (started !== undefined) {
      const { server, browser } = await started;
      await browser.close();
      await server.stop();
    }
    workspace.remove();
  },
};
