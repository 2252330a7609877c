import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const moduleUrl = (path: string): string => JSON.stringify(pathToFileURL(resolve(path)).href);

// A project of a file that is started, one that it loads later, one that both share, and one that the later one shares
// with another, which it loads last.
const sources = {
  'main.ts':
    "import * as vscode from 'vscode';\nimport { count } from './shared';\nexport async function activate(): Promise<unknown> {\n  count();\n  const later = await import('./later.js');\n  return [vscode.name, later.used(), await later.last()];\n}\n",
  'later.ts':
    "import { count } from './shared';\nimport { twice } from './deep';\nexport const used = (): number => count();\nexport const last = async (): Promise<number> => twice((await import('./last.js')).three());\n",
  'deep.ts': 'export const twice = (value: number): number => value * 2;\n',
  'last.ts':
    "import { count } from './shared';\nimport { twice } from './deep';\nexport const three = (): number => count() + twice(0);\n",
  'shared.ts': 'let calls = 0;\nexport const count = (): number => (calls += 1);\n',
  'vscode.cjs': "exports.name = 'the API';\n",
  'build.mjs': `import { build } from ${moduleUrl('node_modules/esbuild/lib/main.js')};
import { commonJsChunks } from ${moduleUrl('scripts/commonJsChunks.mjs')};
const sourcemap = process.argv.includes('debug') ? 'inline' : false;
const options = { bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node22', external: ['vscode'], write: false, metafile: true, entryPoints: ['main.ts'], outdir: 'dist', minify: !sourcemap, sourcemap };
const { metafile } = await build({ ...options, plugins: [commonJsChunks({ together: process.argv.includes('together') ? ['later.ts'] : [] })] });
console.log(JSON.stringify(metafile.outputs));
`,
  // As VS Code does it: the name of its API is answered by VS Code itself.
  'run.cjs':
    "const Module = require('node:module');\nconst load = Module._load;\nModule._load = (name, ...rest) => load(name === 'vscode' ? require.resolve('./vscode.cjs') : name, ...rest);\nrequire('./dist/main.js').activate().then((got) => console.log(JSON.stringify(got)));\n",
};

describe('the bundle of the extension host', () => {
  let folder: string;
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const written = (): readonly string[] => readdirSync(join(folder, 'dist')).sort();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chunks-'));
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is one file with all that loads at once, and one for what loads later', () => {
    const outputs: unknown = JSON.parse(run('build.mjs'));
    assert.match(written().join(' '), /^chunk-[A-Z0-9]{8}\.js last-[A-Z0-9]{8}\.js later-[A-Z0-9]{8}\.js main\.js$/);
    // The list of licenses and the budgets read the description.
    assert.ok(typeof outputs === 'object' && outputs !== null && 'dist/main.js' in outputs);
    assert.deepEqual(
      Object.keys(outputs).sort(),
      written().map((name) => `dist/${name}`),
    );
    const { 'dist/main.js': main } = outputs;
    assert.ok(
      typeof main === 'object' &&
        main !== null &&
        'inputs' in main &&
        typeof main.inputs === 'object' &&
        main.inputs !== null,
    );
    assert.deepEqual(Object.keys(main.inputs).sort(), ['main.ts', 'shared.ts']);
  });

  it('shares what both need instead of having it twice, and takes the API as it is', () => {
    run('build.mjs');
    assert.deepEqual(JSON.parse(run('run.cjs')), ['the API', 2, 6]);
    assert.match(readFileSync(join(folder, 'dist', 'main.js'), 'utf8'), /=require\("vscode"\)/);
  });

  it('is one more file for a module that is to be one with all that loads with it', () => {
    const outputs: unknown = JSON.parse(run('build.mjs', 'together'));
    assert.match(written().join(' '), /^last-[A-Z0-9]{8}\.js later-[A-Z0-9]{8}\.js main\.js$/);
    assert.deepEqual(
      Object.keys(outputs ?? {}).sort(),
      written().map((name) => `dist/${name}`),
    );
    assert.deepEqual(JSON.parse(run('run.cjs')), ['the API', 2, 6]);
  });

  it('leads a debugger back to the sources, in both files', () => {
    writeFileSync(join(folder, 'later.ts'), "export function used(): never {\n  throw new Error('on purpose');\n}\n");
    run('build.mjs', 'debug');
    const stack = run(
      '--enable-source-maps',
      '-e',
      "process.on('unhandledRejection', (error) => console.log(error.stack)); require('./run.cjs')",
    );
    assert.match(stack, /later\.ts:2:9[^]*main\.ts:6:30/);
  });
});
