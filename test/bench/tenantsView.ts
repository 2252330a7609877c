// Figures of the Tenants view with very many tenants, in a real workbench on a sandbox of its own: `npm run bench`.
// Prints what stands in docs/performance.md. Figures, not assertions: they depend on the machine.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../support/host.js';
import { launchBrowser, viewport } from '../support/hostBrowser.js';
import { temporaryFolder } from '../support/hostCleanup.js';
import { projectRoot } from '../support/hostProject.js';
import { startSandboxProcess } from '../support/sandbox.js';
import { Workbench } from '../support/workbench.js';
import { hostWatch, type Turn } from './hostWatch.js';

const [tenants = '10000', integrations = '200'] = process.argv.slice(2);
/** Longest wait for a find over everything, in ms. */
const FIND_LIMIT = 240_000;

interface Phase {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const temporary = temporaryFolder('bench');
const extension = join(temporary.path, 'extension');
const watch = hostWatch(temporary.path, extension);
for (const part of ['package.json', 'package.nls.json', 'media', 'l10n', 'dist'])
  cpSync(join(projectRoot(), part), join(extension, part), { recursive: true });
const main = join(extension, 'dist', 'extension.js');
writeFileSync(main, watch.code + readFileSync(main, 'utf8'));

const sandbox = await startSandboxProcess(['--tenants', tenants, '--integrations', integrations]);
const { url, username, password } = sandbox.line;
const server = await startServer({
  extension: { folder: extension },
  folder: temporary.path,
  env: { CXENGAGE_DEMO_SANDBOX: JSON.stringify({ url, username, password }) },
});
const browser = await launchBrowser({ optimizes: true });
const workbench = await Workbench.open(await browser.newContext({ viewport }), server);
const { page, quickInput } = workbench;
const tree = workbench.tree('Tenants');
const phases: Phase[] = [];

async function phase(name: string, work: () => Promise<unknown>): Promise<void> {
  const from = Date.now();
  await work();
  phases.push({ name, from, to: Date.now() });
}

/** Waits until what `read` gives passes `done`; throws after `limit` ms. */
async function until(read: () => Promise<string>, done: (text: string) => boolean, limit: number): Promise<string> {
  const end = Date.now() + limit;
  for (;;) {
    const text = await read();
    if (done(text)) return text;
    if (Date.now() > end) throw new Error(`still “${text}” after ${limit} ms`);
    await page.waitForTimeout(100);
  }
}

await phase('view opened: first tenants on the screen', async () => {
  await workbench.openContainer('CxEngage');
  await tree.row('Acme Dev').waitFor();
});
await phase('one tenant opened', async () => {
  await tree.expand('Acme Dev');
  await page.locator('.part.sidebar .monaco-list-row[aria-level="2"]').nth(3).waitFor();
});
await phase('everything on screen read again', async () => {
  await tree.button('Refresh').click();
  await page
    .locator('.part.sidebar .monaco-progress-container.active')
    .waitFor({ state: 'visible' })
    .catch(() => undefined);
  await page.locator('.part.sidebar .monaco-progress-container.active').waitFor({ state: 'detached' });
});
await phase('filter set: rows redrawn', async () => {
  await workbench.runCommand('CxEngage: Filter Integrations…');
  await quickInput.choose('Disabled');
  await quickInput.accept();
  await tree.row(/hidden by the filter/).waitFor();
});
await phase('filter cleared', async () => {
  await tree.row(/hidden by the filter/).click();
  await tree.row(/hidden by the filter/).waitFor({ state: 'detached' });
});
await phase('find: first results', async () => {
  await workbench.runCommand('CxEngage: Find Integration…');
  await quickInput.shown('Find Integration');
  await quickInput.type('zendesk');
  await page.locator('.quick-input-list .monaco-list-row').nth(5).waitFor();
});
await phase('find: everything read', () =>
  until(
    () => quickInput.title(),
    (title) => title === 'Find Integration',
    FIND_LIMIT,
  ),
);
await phase('find: a word that nothing has, searched for in everything', async () => {
  await quickInput.type('nothing-has-this-word');
  await quickInput.row('No results').waitFor();
});
await quickInput.cancel();

const turns = await watch.turns();
await browser.close();
await server.stop();
await sandbox.stop();

console.log(
  `\n${tenants} tenants × ${integrations} integrations; ${cpus().length} × ${cpus()[0]?.model ?? ''}, Node ${process.version}\n`,
);
console.log(
  '| step | took | longest work in one go: of the extension | of the whole host | with waiting for the machine | memory of the host |\n| --- | --- | --- | --- | --- | --- |',
);
for (const { name, from, to } of phases) {
  const during = turns.filter(({ at }) => at >= from && at <= to + 50);
  const longest = (of: (turn: Turn) => number): number => Math.max(0, ...during.map(of));
  const memory = turns.findLast(({ at }) => at <= to)?.memory ?? 0;
  console.log(
    `| ${name} | ${((to - from) / 1000).toFixed(1)} s | ${longest(({ own }) => own)} ms | ${longest(({ worked }) => worked)} ms | ${longest(({ took }) => took)} ms | ${memory} MB |`,
  );
}
temporary.remove();
