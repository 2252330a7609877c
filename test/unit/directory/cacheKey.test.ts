import assert from 'node:assert/strict';
import { cacheKey } from '../../../src/core/directory/cacheKey';

describe('Key of a cached copy', () => {
  it('takes the ids that CxEngage gives as they are', () => {
    assert.equal(
      cacheKey('account-1', 'tenant', '5f0c4f5e-6d1f-4d4e-9d0e-1f2a3b4c5d6e'),
      'account-1/tenant/5f0c4f5e-6d1f-4d4e-9d0e-1f2a3b4c5d6e',
    );
  });

  it('makes one plain name of whatever else a server calls a tenant, and another for each', () => {
    const ids = [
      '../../../../../settings',
      '..',
      '.',
      'a/b',
      'a\\b',
      'C:',
      'nul\0',
      '%2e%2e%2f',
      '',
      'é',
      'x'.repeat(300),
    ];
    const keys = ids.map((id) => cacheKey('a', id));
    for (const key of keys) assert.match(key, /^a\/[a-z0-9]{64}$/);
    assert.equal(new Set(keys).size, ids.length);
  });
});
