import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { integrationTypes } from '../../../src/core/catalog/registry';
import { canTestConnection } from '../../../src/core/connectionTest/testConnection';
import { contextValue, contextWord } from '../../../src/explorer/tree/contextValue';

const entry = v.looseObject({ command: v.string(), when: v.optional(v.string(), '') });
const { contributes } = v.parse(
  v.looseObject({
    contributes: v.looseObject({
      commands: v.array(v.looseObject({ command: v.string() })),
      menus: v.record(v.string(), v.array(entry)),
      keybindings: v.array(v.looseObject({ command: v.string(), args: v.unknown() })),
    }),
  }),
  JSON.parse(readFileSync('package.json', 'utf8')),
);
const menu = (name: string) => contributes.menus[name] ?? [];

/** Whether a `when` of plain conditions holds, as VS Code reads it: a key that is not set equals no value. */
function holds(when: string, context: { readonly state?: string; readonly isFolder?: string }): boolean {
  const values = new Map([
    ['cxengage.state', context.state],
    ['explorerResourceIsFolder', context.isFolder],
  ]);
  return when.split(' && ').every((condition) => {
    const [, key = '', operator, expected] = /^(\S+)(?: (==|!=) (\S+))?$/.exec(condition) ?? assert.fail(condition);
    assert.ok(values.has(key), condition);
    const value = values.get(key);
    return operator === undefined ? value !== undefined : (value === expected) === (operator === '==');
  });
}

describe('the menus of the Tenants view', () => {
  it('offer the test for the types that have one, and no others', () => {
    const patterns = menu('view/item/context')
      .filter(({ command, when }) => command === 'cxengage.testConnection' && !when.includes('listMultiSelection'))
      .map(({ when }) => /viewItem =~ \/(.*)\/$/.exec(when)?.[1] ?? assert.fail(when));
    assert.equal(patterns.length, 2);
    for (const { id } of integrationTypes()) {
      const value = contextValue('integration', contextWord('type', id), 'active', 'writable');
      for (const pattern of patterns) assert.equal(new RegExp(pattern).test(value), canTestConnection(id), id);
    }
  });

  // VS Code hands the row that has the focus to every command above the tree.
  it('have a Refresh and a report of everything above the tree, of one row in the row', () => {
    const commands = (name: string): readonly string[] => menu(name).map(({ command }) => command);
    for (const command of ['cxengage.refresh', 'cxengage.auditReport']) {
      assert.ok(commands('view/title').includes(`${command}All`) && !commands('view/title').includes(command), command);
      assert.ok(commands('view/item/context').includes(command), command);
    }
  });

  it('offer on several rows no command that acts on the clicked one alone', () => {
    for (const name of ['copyAsCurl', 'signOut', 'refresh', 'rotateSecret']) {
      const [entry, ...others] = menu('view/item/context').filter(({ command }) => command === `cxengage.${name}`);
      assert.ok(entry && others.length === 0, name);
      assert.match(entry.when, / && !listMultiSelection$/, name);
    }
  });

  it('leave out of the palette, signed out, what needs an integration', () => {
    const whens = new Map(menu('commandPalette').map(({ command, when }) => [command, when]));
    for (const name of [
      'editIntegration',
      'duplicateIntegration',
      'testConnection',
      'copyAsCurl',
      'markTenant',
      'showIntegration',
      'copyId',
    ]) {
      const when = whens.get(`cxengage.${name}`) ?? assert.fail(name);
      for (const state of ['signedOut', 'keyringUnavailable']) assert.equal(holds(when, { state }), false, name);
      assert.equal(holds(when, { state: 'ready' }), true, name);
    }
    for (const name of ['createIntegration', 'quickCreateIntegration', 'signIn'])
      assert.equal(whens.get(`cxengage.${name}`), undefined, name);
    for (const name of ['refreshAll', 'auditReportAll', 'copySelectedId', 'editSelectedIntegration', 'reveal'])
      assert.equal(whens.get(`cxengage.${name}`), 'false', name);
  });

  // The state is unset until the extension has started, and a command of the palette is what starts it.
  it('offer in the palette, before the extension has started, all that is offered signed in', () => {
    const ofState = menu('commandPalette').filter(({ when }) => when.includes('cxengage.state'));
    const offered = ofState.filter(({ when }) => holds(when, { state: 'ready' }));
    assert.ok(offered.length > 20);
    for (const { command, when } of offered) assert.equal(holds(when, {}), true, command);
  });

  it('offer a plan of a folder only once an account is known: every project has folders', () => {
    const [folder, ...others] = menu('explorer/context').filter(({ when }) =>
      when.includes('explorerResourceIsFolder'),
    );
    assert.ok(folder && others.length === 0);
    const offered = [undefined, 'signedOut', 'keyringUnavailable', 'ready'].filter((state) =>
      holds(folder.when, { isFolder: 'true', ...(state === undefined ? {} : { state }) }),
    );
    assert.deepEqual(offered, ['ready']);
  });
});
