import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';

const SOURCE = 'src/host/confirmWrite.ts';
const Words = v.record(v.string(), v.unknown());

const readWords = (path: string): v.InferOutput<typeof Words> => v.parse(Words, JSON.parse(readFileSync(path, 'utf8')));

function l10n(command: string, root: string): { readonly status: number | null; readonly stderr: string } {
  return spawnSync(process.execPath, ['scripts/l10n.mjs', command, '--root', root], { encoding: 'utf8' });
}

/** Checks a folder as `npm run l10n` would; one line for each finding. */
function findings(root: string): readonly string[] {
  const { status, stderr } = l10n('check', root);
  const lines = stderr.split('\n').filter((line) => line !== '');
  assert.equal(status, lines.length === 0 ? 0 : 1, stderr);
  return lines;
}

describe('the words of the extension', function () {
  this.timeout(60_000);

  it('are all where they belong, exported and translated', () => {
    assert.deepEqual(findings('.'), []);
  });

  it('have one name for one thing', () => {
    // In a contact center a call is a phone call; an ID and this machine are always called so.
    const english = /\b(?:[Ii]ds?|computer|someone|fewer calls|[Mm]end|[Tt]ak(?:e|en|ing) back)\b/;
    const spanish = /\b(?:ids?|ordenador|almacén de secretos|punto de conexión)\b|[«»]/;
    const strays = (file: string, words: readonly string[], stray: RegExp): readonly string[] =>
      words.filter((text) => stray.test(text)).map((text) => `${file}: ${text}`);
    const texts = (file: string): readonly string[] =>
      Object.values(readWords(file)).filter((text) => typeof text === 'string');
    assert.deepEqual(
      [
        ...strays('l10n/bundle.l10n.json', Object.keys(readWords('l10n/bundle.l10n.json')), english),
        ...strays('package.nls.json', texts('package.nls.json'), english),
        ...strays('l10n/bundle.l10n.es.json', texts('l10n/bundle.l10n.es.json'), spanish),
        ...strays('package.nls.es.json', texts('package.nls.es.json'), spanish),
      ],
      [],
    );
  });

  describe('with a fault in them', () => {
    let root: string;

    /** What is found in a small copy of the project with one file changed. */
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
      for (const part of ['package.json', 'package.nls.json', 'package.nls.es.json', SOURCE])
        cpSync(part, join(root, part));
      l10n('export', root);
      mkdirSync(join(root, 'l10n'), { recursive: true });
      const said = readWords(join(root, 'l10n/bundle.l10n.json'));
      const spanish = Object.entries(readWords('l10n/bundle.l10n.es.json')).filter(([key]) => key in said);
      writeFileSync(join(root, 'l10n/bundle.l10n.es.json'), JSON.stringify(Object.fromEntries(spanish), null, 2));
    });

    it('has none before', () => {
      assert.deepEqual(findings(root), []);
    });

    after(() => {
      rmSync(root, { recursive: true, force: true });
    });

    it('name a bare string of the manifest, and the key it leaves unused', () => {
      const found = change('package.json', '"%command.refresh%"', '"Refresh"').map((line) =>
        line.replace(/\[\d+\]/, '[N]'),
      );
      assert.deepEqual(found, [
        'package.json contributes.commands[N].title: “Refresh” belongs in package.nls.json',
        'package.nls.json: “command.refresh” is used nowhere',
      ]);
    });

    it('name a manifest key that has no string', () => {
      const found = change('package.json', '"%command.refresh%"', '"%command.renew%"');
      assert.ok(
        found.some((line) => line.endsWith('package.nls.json has no “command.renew”')),
        found.join('\n'),
      );
    });

    it('name a string of the code that was not exported', () => {
      const found = change(SOURCE, "'Create “{0}” in {1}?'", "'Make “{0}” in {1}?'");
      assert.ok(found.includes('l10n/bundle.l10n.json is out of date: run “npm run l10n”'), found.join('\n'));
      assert.ok(found.includes('l10n/bundle.l10n.es.json: nothing for “Make “{0}” in {1}?”'), found.join('\n'));
      assert.ok(
        found.includes('l10n/bundle.l10n.es.json: “Create “{0}” in {1}?” is said nowhere any more'),
        found.join('\n'),
      );
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
