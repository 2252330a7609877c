import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { readAssets } from '../../src/form/panel/html';
import { temporaryFolder } from '../support/hostCleanup';
import { projectRoot } from '../support/hostProject';

const texts = (path: string): readonly string[] =>
  Object.keys(v.parse(v.record(v.string(), v.unknown()), JSON.parse(readFileSync(path, 'utf8'))));

describe('The page of a form', () => {
  it('gets the translations of its own texts, and few others', async () => {
    const root = projectRoot();
    const alone = temporaryFolder('form-texts');
    mkdirSync(join(alone.path, 'l10n'));
    cpSync(join(root, 'src', 'webview'), join(alone.path, 'src'), { recursive: true });
    execFileSync(process.execPath, [join(root, 'scripts', 'l10n.mjs'), 'export', '--root', alone.path]);
    const own = texts(join(alone.path, 'l10n', 'bundle.l10n.json'));
    alone.remove();
    const all = texts(join(root, 'l10n', 'bundle.l10n.json'));
    const { translations = {} } = await readAssets(root, Object.fromEntries(all.map((text) => [text, `<${text}>`])));
    assert.ok(own.length > 40, `${own.length} texts were found in the sources of the page`);
    assert.deepEqual(
      own.filter((text) => translations[text] !== `<${text}>`),
      [],
    );
    assert.ok(Object.keys(translations).length < 2 * own.length, `${Object.keys(translations).length} translations`);
  });
});
