import assert from 'node:assert/strict';
import { ApiError } from '../../../src/core/api/error';
import { NodeStore } from '../../../src/explorer/tree/nodes';

describe('a notice in the tree', () => {
  const failed = (store: NodeStore, message: string) =>
    store.notice(undefined, 'a', { state: 'failed', error: new ApiError('server', message), stale: false });

  it('stays the same object until its text or its cause changes', () => {
    const store = new NodeStore();
    const first = failed(store, 'CxEngage responded 500.');
    assert.equal(failed(store, 'CxEngage responded 500.'), first);
    const second = failed(store, 'CxEngage responded 503.');
    assert.notEqual(second, first);
    assert.equal(second.id, first.id);
  });
});
