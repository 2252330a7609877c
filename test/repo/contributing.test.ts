import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

interface Block {
  readonly path: string;
  readonly language: string;
  readonly text: string;
}

/** The blocks of CONTRIBUTING.md that say which file they are about. */
function blocks(): readonly Block[] {
  const found = readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/^`([\w./]+)`\n\n```(\w+)\n([\s\S]*?)^```$/gm);
  return Array.from(found, ([, path = '', language = '', text = '']) => ({ path, language, text }));
}

/** Puts each added line after the line that stands before it in the block. */
function applied(before: string, diff: string): string {
  const lines = before.split('\n');
  let at = -1;
  for (const line of diff.trimEnd().split('\n')) {
    const text = line.slice(1);
    if (line.startsWith('+')) {
      at += 1;
      lines.splice(at, 0, text);
    } else {
      at = lines.indexOf(text);
      assert.notEqual(at, -1, `the file has no line “${text}”`);
    }
  }
  return lines.join('\n');
}

const run = (args: readonly string[]): { readonly code: number | null; readonly output: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { code: status, output: stdout + stderr };
};

describe('what CONTRIBUTING says of adding an integration type', function () {
  this.timeout(120_000);
  let root: string;

  before(() => {
    // Below the project, so that packages are found.
    mkdirSync('out', { recursive: true });
    root = mkdtempSync(join('out', 'contributing-'));
    cpSync('src/core', join(root, 'src/core'), { recursive: true });
    for (const { path, language, text } of blocks()) {
      const target = join(root, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, language === 'diff' ? applied(readFileSync(target, 'utf8'), text) : text);
    }
    writeFileSync(
      join(root, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', include: [], files: blocks().map(({ path }) => path) }),
    );
  });

  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('is a type, an entry and a test', () => {
    assert.deepEqual(
      blocks().map(({ path }) => path),
      ['src/core/catalog/types/acmeDesk.ts', 'src/core/catalog/registry.ts', 'test/unit/catalog/acmeDesk.test.ts'],
    );
  });

  it('compiles', () => {
    const { code, output } = run([join('node_modules', 'typescript', 'bin', 'tsc'), '-p', root]);
    assert.equal(code, 0, output);
  });

  it('passes its test', async () => {
    const outfile = join(root, 'acmeDesk.test.mjs');
    await build({
      entryPoints: [join(root, 'test/unit/catalog/acmeDesk.test.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    const { code, output } = run([join('node_modules', 'mocha', 'bin', 'mocha.js'), outfile]);
    assert.equal(code, 0, output);
    assert.match(output, /3 passing/);
  });

  it('breaks the test where the entry is forgotten', async () => {
    cpSync('src/core/catalog/registry.ts', join(root, 'src/core/catalog/registry.ts'));
    const outfile = join(root, 'forgotten.test.mjs');
    await build({
      entryPoints: [join(root, 'test/unit/catalog/acmeDesk.test.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    assert.notEqual(run([join('node_modules', 'mocha', 'bin', 'mocha.js'), outfile]).code, 0);
  });
});
