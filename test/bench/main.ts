// npm run bench: measures in a real host and writes docs/performance.md. Takes some minutes; leave the machine alone.
// `npm run bench -- windows` prints the tables of the windows alone.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/hostCleanup.js';
import { projectRoot } from '../support/hostProject.js';
import { hostCalls } from './hostCalls.js';
import { machine } from './machine.js';
import { performancePage, type Sizes, waitingRows } from './page.js';
import { type WindowFigures, windowFigures } from './windows.js';

const ROUNDS = 5;
const DELAY = 40;
const root = projectRoot();

function sizes(): Sizes {
  const size = (path: string): number => statSync(join(root, path)).size;
  const composition = readdirSync(join(root, 'dist')).find((name) => name.startsWith('composition-')) ?? '';
  const folder = temporaryFolder('bench-vsix');
  const vsix = join(folder.path, 'package.vsix');
  execFileSync(process.execPath, ['scripts/package.mjs', vsix], { cwd: root, stdio: 'pipe' });
  const found = {
    first: size('dist/extension.js'),
    composition: size(`dist/${composition}`),
    form: size('dist/form.js'),
    sandbox: size('dist/sandbox.js'),
    vsix: statSync(vsix).size,
  };
  folder.remove();
  return found;
}

/** The table that a file of this folder prints, run by itself. */
function tableOf(file: string, ...options: readonly string[]): string {
  const printed = execFileSync(process.execPath, [...options, join(root, 'out', 'test', 'bench', file)], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = printed.trim().split('\n');
  const caption = lines.find((line) => line.includes(' tenants × '))?.split(';')[0] ?? '';
  return [`${caption}, in a sandbox of its own:`, '', ...lines.filter((line) => line.startsWith('|'))].join('\n');
}

async function measured<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  console.log(`▶ ${what}`);
  return await work();
}

const windows = (busy: boolean): Promise<WindowFigures> => windowFigures(root, { rounds: ROUNDS, busy });

if (process.argv[2] === 'windows') {
  for (const busy of [false, true]) console.log(waitingRows(await windows(busy)).join('\n'));
  process.exit();
}

const figures = {
  machine: machine(),
  rounds: ROUNDS,
  delay: DELAY,
  sizes: await measured('sizes', sizes),
  calls: await measured('calls', () => hostCalls(root, 0)),
  delayedCalls: await measured('calls that take their time', () => hostCalls(root, DELAY)),
  windows: await measured('windows', () => windows(false)),
  busyWindows: await measured('windows on busy processors', () => windows(true)),
  tenants: await measured('very many tenants', () => tableOf('tenantsView.mjs')),
  plan: await measured('plan and apply', () => tableOf('plan.mjs')),
  fleet: await measured('changes over many tenants', () => tableOf('fleet.mjs', '--expose-gc')),
};
const page = performancePage(figures);
writeFileSync(join(root, 'docs', 'performance.md'), page);
console.log(page);
