import assert from 'node:assert/strict';
import { parseQuery, search, indexTenant, type SearchEntry } from '../../../src/explorer/find/searchIndex';

function entry(name: string, changes: Partial<SearchEntry> = {}): SearchEntry {
  return {
    integrationId: `id-of-${name}`,
    name,
    type: 'zendesk',
    typeLabel: 'Zendesk',
    host: 'acme.zendesk.example',
    user: 'agent@acme.example',
    state: 'active',
    ...changes,
  };
}

const block = indexTenant({ accountId: 'a', tenantId: 't' }, 'Acme Dev · Europe', [
  entry('Support desk'),
  entry('Order API', { type: 'rest', typeLabel: 'REST', host: 'orders.example', user: '', state: 'disabled' }),
  entry('Störung (alt) [1]'),
]);
const found = (query: string): readonly string[] => [...search(block, parseQuery(query))].map(({ name }) => name);

describe('finding', () => {
  it('matches name, type, host, user, state, ID and tenant, in any case', () => {
    for (const query of ['ORDER', 'rest', 'orders.example', 'disabled', 'id-of-Order'])
      assert.deepEqual(found(query), ['Order API'], query);
    assert.deepEqual(found('agent@'), ['Support desk', 'Störung (alt) [1]']);
    assert.equal(found('acme dev').length, 3);
    assert.equal(found('').length, 3);
    assert.deepEqual(found('störUNG'), ['Störung (alt) [1]']);
  });

  it('requires every word, in any order', () => {
    assert.deepEqual(found('europe desk support'), ['Support desk']);
    assert.deepEqual(found('desk order'), []);
  });

  it('takes what is typed as it is, not as a pattern', () => {
    assert.deepEqual(found('(alt) [1]'), ['Störung (alt) [1]']);
    assert.deepEqual(found('.*'), []);
    assert.deepEqual(found('a|b'), []);
  });

  it('gives each line once and all of what it knows', () => {
    const hits = [...search(block, parseQuery('e'))];
    assert.equal(hits.length, 3);
    assert.deepEqual(hits[1]?.ref, { accountId: 'a', tenantId: 't', integrationId: 'id-of-Order API' });
    assert.deepEqual(hits.map(({ place, user }) => [place, user])[1], ['Acme Dev · Europe', '']);
  });

  it('cannot be confused by names with tabs and line breaks', () => {
    const hostile = indexTenant({ accountId: 'a', tenantId: 't' }, '', [entry('one\ttwo\nthree\u2028four')]);
    assert.deepEqual(
      [...search(hostile, parseQuery('two three'))].map(({ name, typeLabel }) => [name, typeLabel]),
      [['one two three four', 'Zendesk']],
    );
  });
});
