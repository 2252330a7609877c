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
  it('have a Refresh of everything above the tree, of one row in the row', () => {
    const commands = (name: string): readonly string[] => menu(name).map(({ command }) => command);
    assert.ok(
      commands('view/title').includes('cxengage.refreshAll') && !commands('view/title').includes('cxengage.refresh'),
    );
    assert.ok(commands('view/item/context').includes('cxengage.refresh'));
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
    ])
      assert.equal(whens.get(`cxengage.${name}`), 'cxengage.state == ready', name);
    for (const name of ['createIntegration', 'quickCreateIntegration', 'signIn'])
      assert.equal(whens.get(`cxengage.${name}`), undefined, name);
    for (const name of ['refreshAll', 'copySelectedId', 'editSelectedIntegration', 'reveal'])
      assert.equal(whens.get(`cxengage.${name}`), 'false', name);
  });
});
