import assert from 'node:assert/strict';
import { KeptRows, type KeptRow } from '../../../src/explorer/tree/keptRows';

const KEY = 'cxengage.rows';

describe('KeptRows', () => {
  it('lets go of an account also where only another window, closed since, kept its rows', () => {
    const stored = new Map<string, unknown>();
    const state = {
      keys: () => [...stored.keys()],
      get: (key: string) => stored.get(key),
      update: (key: string, value: unknown) => {
        stored.set(key, value);
        return Promise.resolve();
      },
    };
    const row: KeptRow = {
      tenantId: 'tenant-1',
      row: { label: 'Acme', context: 'tenant', accessibilityLabel: 'Acme', expands: 'no', icon: { theme: 'home' } },
    };
    const here = new KeptRows(state);
    new KeptRows(state).keep(new Map([['account-1', [row]]]));
    assert.match(JSON.stringify(stored.get(KEY)), /Acme/);
    // Signed out here, where the view was never on the screen.
    here.keep(new Map());
    assert.deepEqual(stored.get(KEY), {});
  });
});
