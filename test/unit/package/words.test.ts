import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs the check of `npm run l10n`'s script on a folder; one line for each finding. */
function findings(root: string): readonly string[] {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/l10n.mjs', 'check', '--root', root], { encoding: 'utf8' });
  const lines = stderr.split('\n').filter((line) => line !== '');
  assert.equal(status, lines.length === 0 ? 0 : 1, stderr);
  return lines;
}

describe('the words of the extension', function () {
  this.timeout(30_000);

  it('are all where they belong, exported and translated', () => {
    assert.deepEqual(findings('.'), []);
  });

  describe('with a fault in them', () => {
    let root: string;

    /** A copy of the project with one file changed. */
    function change(file: string, from: string, to: string): readonly string[] {
      const path = join(root, file);
      const before = readFileSync(path, 'utf8');
      assert.ok(before.includes(from), `${file} has no ${from}`);
      writeFileSync(path, before.replace(from, to));
      const found = findings(root);
      writeFileSync(path, before);
      return found;
    }

    before(() => {
      root = mkdtempSync(join(tmpdir(), 'words-'));
      for (const part of ['package.json', 'package.nls.json', 'package.nls.es.json', 'l10n', 'src']) cpSync(part, join(root, part), { recursive: true });
    });

    after(() => {
      rmSync(root, { recursive: true, force: true });
    });

    it('name a bare string of the manifest, and the key it leaves unused', () => {
      const found = change('package.json', '"%command.refresh%"', '"Refresh"').map((line) => line.replace(/\[\d+\]/, '[N]'));
      assert.deepEqual(found, [
        'package.json contributes.commands[N].title: “Refresh” belongs in package.nls.json',
        'package.nls.json: “command.refresh” is used nowhere',
      ]);
    });

    it('name a manifest key that has no string', () => {
      const found = change('package.json', '"%command.refresh%"', '"%command.renew%"');
      assert.ok(found.some((line) => line.endsWith('package.nls.json has no “command.renew”')), found.join('\n'));
    });

    it('name a string of the code that was not exported', () => {
      const found = change('src/host/confirmWrite.ts', "'Create “{0}” in {1}?'", "'Make “{0}” in {1}?'");
      assert.ok(found.includes('l10n/bundle.l10n.json is out of date: run “npm run l10n”'), found.join('\n'));
      assert.ok(found.includes('l10n/bundle.l10n.es.json: nothing for “Make “{0}” in {1}?”'), found.join('\n'));
      assert.ok(found.includes('l10n/bundle.l10n.es.json: “Create “{0}” in {1}?” is said nowhere any more'), found.join('\n'));
    });

    it('name a translation that loses a placeholder', () => {
      const found = change('l10n/bundle.l10n.es.json', '"Create in {0}": "', '"Create in {0}": "{1} ');
      assert.deepEqual(found, ['l10n/bundle.l10n.es.json: other placeholders than in “Create in {0}”']);
    });

    it('name a translation that loses a command', () => {
      const found = change('package.nls.es.json', '(command:cxengage.signIn)', '(command:cxengage.enter)');
      assert.deepEqual(found, ['package.nls.es.json: other commands than in “welcome.signedOut”']);
    });
  });
});
