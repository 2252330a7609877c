// npm run demo [-- --port N]: a real VS Code with the packaged extension in it, signed in to a sandbox with sample tenants.
// Needs no CxEngage account; everything it starts listens on this machine only and ends with it (Ctrl-C).
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { build } from 'esbuild';
import { chooseHost, findDesktop } from './find-host.mjs';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const home = join(root, '.demo');
const vsix = join(home, 'cxengage-integrations.vsix');

const welcome = `# Acme integrations

A folder to try CxEngage Integrations in. Open **CxEngage** in the activity bar: the sandbox's sample tenants are there.
Then press F1 and run **CxEngage: Create Integration…**.
`;

function readPort() {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port must be a number from 0 to 65535, not "${values.port}".`);
  return port;
}

async function timed(name, task) {
  const start = performance.now();
  const result = await task();
  console.log(`  ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

const runNode = (...args) =>
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

/** The code that starts hosts is the tests' own; here it is bundled by itself. */
async function hostCode() {
  const entryPoints = Object.fromEntries(
    ['host', 'hostCleanup'].map((name) => [name, join(root, 'test', 'support', `${name}.ts`)]),
  );
  await build({
    entryPoints,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outdir: home,
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
  });
  return {
    ...(await import(pathToFileURL(join(home, 'host.mjs')))),
    ...(await import(pathToFileURL(join(home, 'hostCleanup.mjs')))),
  };
}

/** Opens a window of the desktop VS Code with a profile of its own; resolves when it is closed. */
async function openDesktop(program, temporary, folder, env) {
  const profile = ['--user-data-dir', join(temporary, 'user-data'), '--extensions-dir', join(temporary, 'extensions')];
  const [cli, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(program);
  // Windows starts a .cmd through its shell only, which splits at spaces.
  const shell = process.platform === 'win32';
  const quoted = (text) => (shell ? `"${text}"` : text);
  execFileSync(quoted(cli), [...cliArgs, ...profile, '--install-extension', vsix].map(quoted), {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell,
  });
  console.log('\nA window of VS Code opens. Close it, or press Ctrl-C here, to end.');
  const child = spawn(program, [folder, ...profile, '--new-window', '--disable-workspace-trust', '--skip-welcome'], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  process.once('exit', () => child.kill());
  await new Promise((done) => child.once('exit', done));
}

async function main() {
  const port = readPort();
  mkdirSync(home, { recursive: true });
  const where = chooseHost();
  if (where === 'server')
    execFileSync(process.execPath, [join(root, 'scripts', 'install-host.mjs')], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  console.log('Starting the demo:');
  await timed('build', () => runNode('esbuild.mjs'));
  await timed('package', () => runNode('scripts/package.mjs', vsix));
  const { startServer, temporaryFolder } = await hostCode();

  const sandbox = await createRequire(import.meta.url)(join(root, 'dist', 'sandbox.js')).startSandbox();
  const { url, username, password, apiKey, apiSecret, tenants, sampleValues } = sandbox;
  const env = {
    CXENGAGE_DEMO_SANDBOX: JSON.stringify({ url, username, password, apiKey, apiSecret, tenants, sampleValues }),
  };
  const temporary = temporaryFolder('demo').path;
  const folder = join(temporary, 'acme-integrations');
  mkdirSync(folder);
  writeFileSync(join(folder, 'README.md'), welcome);

  if (where === 'desktop') {
    const program = findDesktop();
    if (!program)
      throw new Error(
        'VSCODE_TEST_HOST is "desktop", but no desktop VS Code was found. Set VSCODE_PATH to its program.',
      );
    await openDesktop(program, temporary, folder, env);
    process.exit(0);
  }
  const server = await timed('VS Code', () => startServer({ extension: { vsix }, folder, port, env }));
  console.log(`\nThe sandbox answers at ${url} with the tenants ${tenants.map(({ name }) => name).join(', ')}.`);
  console.log(
    `Open VS Code in a browser, and there the CxEngage icon on the left:\n\n    ${server.origin}/\n\nPress Ctrl-C to end.`,
  );
  console.error(await server.died);
  process.exit(1);
}

try {
  await main();
} catch (error) {
  console.error(`The demo could not be started. ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
