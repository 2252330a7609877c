import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { integrationTypes } from '../../../src/core/catalog/registry';
import { contextValue, contextWord } from '../../../src/explorer/tree/contextValue';

const entrySchema = v.object({ command: v.string(), when: v.string(), group: v.string() });
const manifestSchema = v.object({
  contributes: v.object({ menus: v.object({ 'view/item/context': v.array(entrySchema) }) }),
});

/** Commands the manifest offers in the context menu of a row with that context value; `several`: of a mixed selection. */
function offered(value: string, several = false): readonly string[] {
  const manifest = v.parse(manifestSchema, JSON.parse(readFileSync('package.json', 'utf8')));
  return manifest.contributes.menus['view/item/context']
    .filter(({ when, group }) => {
      const patterns = [...when.matchAll(/viewItem =~ \/(.+?)\/(?= |$)/g)].map(
        ([, source]) => new RegExp(source ?? ''),
      );
      assert.ok(patterns.length > 0, `no pattern in “${when}”`);
      const isMeant = when.includes('!listMultiSelection') ? !several : several || !when.includes('listMultiSelection');
      return isMeant && !group.startsWith('inline') && patterns.every((pattern) => pattern.test(value));
    })
    .map(({ command }) => command.replace('cxengage.', ''));
}

describe('context values and the menus that match them', () => {
  const integration = (...words: string[]): string =>
    contextValue('integration', contextWord('type', 'zendesk'), ...words);

  it('offer to disable what is active and to enable what is not, never both', () => {
    const active = offered(integration('active', 'writable'));
    const inactive = offered(integration('inactive', 'writable'));
    assert.ok(active.includes('disableIntegration') && !active.includes('enableIntegration'));
    assert.ok(inactive.includes('enableIntegration') && !inactive.includes('disableIntegration'));
  });

  it('offer to enable, disable and test a mixed selection, each once whatever the row', () => {
    for (const type of ['zendesk', 'twilio'])
      for (const state of ['active', 'inactive'])
        for (const access of ['writable', 'readonly']) {
          const commands = offered(contextValue('integration', contextWord('type', type), state, access), true);
          for (const name of ['enableIntegration', 'disableIntegration', 'testConnection'])
            assert.equal(
              commands.filter((command) => command === name).length,
              1,
              `${name}: ${type} ${state} ${access}`,
            );
        }
  });

  it('offer no change to what is read-only', () => {
    for (const state of ['active', 'inactive']) {
      const commands = offered(integration(state, 'readonly'));
      assert.ok(commands.includes('showIntegration'));
      assert.ok(!commands.includes('enableIntegration') && !commands.includes('disableIntegration'));
    }
    assert.ok(!offered(contextValue('tenant', 'readonly')).includes('createIntegration'));
    assert.ok(offered(contextValue('tenant', 'production', 'writable')).includes('createIntegration'));
  });

  it('offer to duplicate what customers can create, and nothing else', () => {
    for (const { id, creatable } of integrationTypes()) {
      assert.equal(
        offered(contextValue('integration', contextWord('type', id), 'active', 'writable')).includes(
          'duplicateIntegration',
        ),
        creatable,
        id,
      );
    }
    assert.ok(
      !offered(contextValue('integration', contextWord('type', 'rest2'), 'active', 'writable')).includes(
        'duplicateIntegration',
      ),
    );
  });

  it('offer one of the two favorite commands', () => {
    for (const kind of [integration, (...words: string[]) => contextValue('tenant', ...words)]) {
      const plain = offered(kind('active', 'writable'));
      const loved = offered(kind('favorite', 'active', 'writable'));
      assert.ok(plain.includes('addFavorite') && !plain.includes('removeFavorite'));
      assert.ok(loved.includes('removeFavorite') && !loved.includes('addFavorite'));
    }
  });

  it('offer to sign in again to every account but the sandbox, which signs in by itself', () => {
    const account = (...words: string[]) => offered(contextValue('account', contextWord('kind', 'password'), ...words));
    for (const words of [[], ['attention']]) assert.ok(account(...words).includes('signInAgain'));
    for (const words of [['sandbox'], ['sandbox', 'attention']]) {
      assert.ok(!account(...words).includes('signInAgain'));
      assert.ok(account(...words).includes('signOut'));
    }
  });

  it('cannot be forged by a type from the server', () => {
    const forged = contextValue(
      'integration',
      contextWord('type', 'x;favorite;active;writable'),
      'inactive',
      'readonly',
    );
    assert.equal(forged, 'integration;type=x-favorite-active-writable;inactive;readonly');
    assert.ok(!offered(forged).includes('removeFavorite'));
    assert.ok(!offered(forged).includes('disableIntegration'));
  });

  it('offer nothing on rows that tell a state', () => {
    assert.deepEqual(offered(contextValue('notice', 'failed')), []);
  });
});
