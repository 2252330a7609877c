import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { COPIES } from '../../src/files/fileKinds';
import { COMMANDS } from '../../src/host/commandIds';

const text = readFileSync('package.json', 'utf8');
const Command = v.looseObject({ command: v.string(), when: v.optional(v.string(), '') });
const { contributes } = v.parse(
  v.looseObject({
    contributes: v.looseObject({
      commands: v.array(Command),
      menus: v.record(v.string(), v.array(Command)),
      keybindings: v.array(Command),
    }),
  }),
  JSON.parse(text),
);
const known: readonly string[] = Object.values(COMMANDS);

describe('The ids of commands', () => {
  it('are named after the constants that hold them, in the one file that has them', () => {
    for (const [name, id] of Object.entries(COMMANDS)) assert.equal(id, `cxengage.${name}`);
  });

  it('are those of the manifest, each once', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...known].sort());
  });

  it('are the only ones that menus, keys, welcome views and the walkthrough name', () => {
    const inMenus = Object.values(contributes.menus).flat();
    const named = [...inMenus, ...contributes.keybindings].map(({ command }) => command);
    const linked = ['package.json', 'package.nls.json', 'package.nls.es.json'].flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/command:(cxengage\.\w+)(?![\w.])/g)].map(([, id = '']) => id),
    );
    assert.ok(named.length > 20 && linked.length > 3, `${named.length} in menus, ${linked.length} in links`);
    for (const id of [...named, ...linked]) assert.ok(known.includes(id), id);
  });
});

describe('The button that plans a file', () => {
  it('is above files of every file system, and not above copies of a file as it was elsewhere', () => {
    const { when } =
      contributes.menus['editor/title']?.find(({ command }) => command === COMMANDS.planIntegrationFiles) ??
      assert.fail('no button');
    const [, pattern = ''] = /resourceScheme =~ \/(.+?)\/$/.exec(when) ?? [];
    const isOffered = (scheme: string): boolean => new RegExp(pattern).test(scheme);
    for (const scheme of COPIES) assert.ok(!isOffered(scheme), scheme);
    for (const scheme of ['file', 'vscode-remote', 'vscode-vfs', 'untitled', 'gitea', 'unheard-of'])
      assert.ok(isOffered(scheme), scheme);
  });
});
