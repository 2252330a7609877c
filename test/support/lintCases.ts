import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as v from 'valibot';

/** A file that is not there, and what stands in it. */
export type LintCase = readonly [path: string, code: string];

const Report = v.object({
  diagnostics: v.array(v.object({ message: v.string(), code: v.optional(v.string()), filename: v.string() })),
});

/** What the linter needs of the project. */
const NEEDED = ['oxlint.config.mjs', 'package.json', 'scripts'];

/**
 * What the project's own lint says of each case by one rule, e.g. `rooms(arrows)`. The cases are written into a folder
 * of their own, and linted in one go.
 */
export function lintCases(rule: string, cases: readonly LintCase[]): ReadonlyMap<LintCase, readonly string[]> {
  const root = mkdtempSync(join(tmpdir(), 'cxengage-lint-'));
  try {
    for (const name of NEEDED) cpSync(name, join(root, name), { recursive: true });
    symlinkSync(resolve('node_modules'), join(root, 'node_modules'), 'junction');
    const files = new Map<string, LintCase>();
    for (const each of cases) {
      const [path, code] = each;
      // Cases for one file become files beside it.
      const name = files.has(path) ? path.replace(/\.ts$/, `${files.size}.ts`) : path;
      files.set(name, each);
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), `${code}\n`);
    }
    const oxlint = resolve('node_modules', 'oxlint', 'bin', 'oxlint');
    const args = [oxlint, '--config', 'oxlint.config.mjs', '--format', 'json', 'src'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
    assert.equal(stderr, '');
    const { diagnostics } = v.parse(Report, JSON.parse(stdout));
    const found = new Map<LintCase, string[]>(cases.map((each) => [each, []]));
    for (const { message, code, filename } of diagnostics) {
      const each = files.get(filename.replaceAll('\\', '/'));
      assert.ok(each && code !== undefined, `${filename}: ${message}`);
      if (code === rule) found.get(each)?.push(message);
    }
    return found;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
