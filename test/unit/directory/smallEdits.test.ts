import assert from 'node:assert/strict';
import type { FetchFunction } from '../../../src/core/api/model';
import { updateIntegrationSafely } from '../../../src/core/directory/update';
import { failure, restDraft } from '../api/support';
import { openPlace, type Place } from './writing';

const PUT = { method: 'PUT', path: '/v1/tenants/*/integrations/*' } as const;

/** A server that takes the slash off the end of what a PUT sends. */
const tidying: FetchFunction = (url, init) =>
  fetch(
    url,
    init.method === 'PUT' && init.body !== undefined ? { ...init, body: init.body.replaceAll('/"', '"') } : init,
  );

describe('An edit of which a server might tidy away all that it changes', () => {
  let place: Place;
  afterEach(async () => {
    await place.sandbox.close();
  });

  /** Edits a record in which `username`, a value without rules, is stored. */
  async function edit(stored: string, wished: string, send: FetchFunction = (url, init) => fetch(url, init)) {
    place = await openPlace(send);
    const { properties } = restDraft('Mine');
    const made = await place.target.client.createIntegration(place.tenantId, {
      ...restDraft('Mine'),
      properties: { ...properties, username: stored },
    });
    return {
      isStored: () => place.named('Mine')[0]?.properties.username,
      save: async () =>
        updateIntegrationSafely(
          { ...place.target, integrationId: made.id },
          { basis: await place.seen(made.id), properties: { username: wished } },
        ),
    };
  }

  for (const [what, stored, wished] of [
    ['a slash at the end', 'https://x.example.com/api/', 'https://x.example.com/api'],
    ['spaces at the ends', ' svc ', 'svc'],
    ['composed letters', 'Cafe\u0301', 'Caf\u00e9'],
  ] as const) {
    it(`is sent again where a PUT failed that changes only ${what}`, async () => {
      const { save, isStored } = await edit(stored, wished);
      place.fault({ ...PUT, fault: { kind: 'status', status: 502 } });
      assert.equal((await save()).kind, 'updated');
      assert.equal(isStored(), wished);
      assert.equal(place.puts().length, 2);
    });

    it(`is not called saved where every PUT failed that changes only ${what}`, async () => {
      const { save, isStored } = await edit(stored, wished);
      place.sandbox.addFault({ ...PUT, when: { always: true }, fault: { kind: 'status', status: 500 } });
      assert.match((await failure(save())).message, /The change was not saved/);
      assert.equal(isStored(), stored);
    });
  }

  it('counts as saved where its response was lost and it is there to the letter', async () => {
    const { save, isStored } = await edit('svc/', 'svc');
    place.fault({ ...PUT, fault: { kind: 'status', status: 502, write: true } });
    assert.equal((await save()).kind, 'updated');
    assert.deepEqual([isStored(), place.puts().length], ['svc', 1]);
  });

  it('counts as saved where the server tidied it, and no longer has the old value', async () => {
    const { save, isStored } = await edit('svc/', ' svc/', tidying);
    place.fault({ ...PUT, fault: { kind: 'status', status: 502, write: true } });
    assert.equal((await save()).kind, 'updated');
    assert.deepEqual([isStored(), place.puts().length], [' svc', 1]);
  });

  it('counts as saved where the server tidied a value that is new', async () => {
    const { save, isStored } = await edit('https://old.example', 'https://new.example/', tidying);
    place.fault({ ...PUT, fault: { kind: 'status', status: 502, write: true } });
    assert.equal((await save()).kind, 'updated');
    assert.deepEqual([isStored(), place.puts().length], ['https://new.example', 1]);
  });
});
