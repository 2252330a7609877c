import assert from 'node:assert/strict';
import { until } from '../../support/until';
import { createApiClient } from '../../../src/core/api/client';
import { updateIntegrationSafely } from '../../../src/core/directory/update';
import type { IntegrationChange, UpdateOutcome } from '../../../src/core/directory/model';
import type { ApiIntegration, FetchFunction } from '../../../src/core/api/model';
import type { FaultRule } from '../../../src/sandbox/server';
import { CLIENTS, failure, restDraft } from '../api/support';
import { openPlace, type Place } from './writing';

const PUT = { method: 'PUT', path: '/v1/tenants/*/integrations/*' } as const;
const STORED = 'canary-password-9f2c';

function integrationOf(outcome: UpdateOutcome) {
  if (outcome.kind !== 'updated') throw new Error(`conflict ${JSON.stringify(outcome.conflicts)}`);
  return outcome.integration;
}

function conflictOf(outcome: UpdateOutcome) {
  if (outcome.kind !== 'conflict') throw new Error('updated without a question');
  return outcome;
}

for (const [name, fetch] of CLIENTS) {
  describe(`Update over ${name}`, () => {
    let place: Place;
    let made: ApiIntegration;
    beforeEach(async () => {
      place = await openPlace(fetch);
      made = await place.target.client.createIntegration(place.tenantId, {
        ...restDraft('Mine'),
        description: 'first',
      });
    });
    afterEach(async () => {
      await place.sandbox.close();
    });

    const update = (change: IntegrationChange, signal?: AbortSignal) =>
      updateIntegrationSafely({ ...place.target, integrationId: made.id }, change, { signal });
    const stored = () =>
      place.named('Mine')[0] ?? place.sandbox.integrations(place.tenantId).find((each) => each.id === made.id);
    const fault = (action: FaultRule['fault'], on: Partial<FaultRule> = PUT): void => {
      place.fault({ ...on, fault: action });
    };

    it('sends only what changed, and `properties` whole', async () => {
      const basis = await place.seen(made.id);
      await update({ basis, active: false, name: basis.name, description: basis.description });
      await update({ basis: await place.seen(made.id), properties: { username: 'new-user' } });
      assert.deepEqual(place.puts(), [{ active: false }, { properties: { ...made.properties, username: 'new-user' } }]);
    });

    it('sends what is stored in place of the secrets inside texts, and never a mask', async () => {
      const address = 'https://api.acme.com/v1?api_key=canary-query-7&b=1';
      const named = await place.target.client.createIntegration(place.tenantId, {
        ...restDraft('Odd'),
        name: 'Odd https://me:canary-name@x.acme.com',
        description: 'Password: canary-description',
        properties: { ...restDraft('Odd').properties, endpointPrefix: address },
      });
      const edit = async (change: IntegrationChange) =>
        updateIntegrationSafely({ ...place.target, integrationId: named.id }, change);
      const basis = await place.seen(named.id);
      assert.ok(!JSON.stringify(basis).includes('canary'), JSON.stringify(basis));
      await edit({ basis, properties: { endpointPrefix: 'https://api.acme.com/v2?api_key=••••&b=1' } });
      await edit({
        basis: await place.seen(named.id),
        name: basis.name.replace('Odd', 'New'),
        description: `${basis.description} (old)`,
      });
      const [first, second] = place.puts();
      assert.deepEqual(first, { properties: { ...named.properties, endpointPrefix: address.replace('v1', 'v2') } });
      assert.deepEqual(second, {
        name: 'New https://me:canary-name@x.acme.com',
        description: 'Password: canary-description (old)',
      });
      await assert.rejects(edit({ name: 'Desk ••••', properties: { username: 'a ••••' } }), /name, username/);
      assert.equal(place.puts().length, 2);
    });

    it('sends nothing when nothing changes', async () => {
      const basis = await place.seen(made.id);
      const outcome = await update({
        basis,
        name: 'Mine',
        properties: { username: 'svc' },
        secrets: { password: '', token: '   ' },
      });
      assert.equal(integrationOf(outcome).name, 'Mine');
      assert.deepEqual(place.puts(), []);
    });

    it('keeps secrets that are blank or masked, whatever the mask', async () => {
      for (const [index, mask] of [
        '',
        ' ',
        '***',
        '****',
        '••••',
        '********************',
        '••••••',
        ' •••• ',
      ].entries()) {
        integrationOf(
          await update({
            basis: await place.seen(made.id),
            secrets: { password: mask },
            properties: { username: `user-${index}` },
          }),
        );
        assert.deepEqual(
          [stored()?.properties.username, stored()?.properties.password],
          [`user-${index}`, STORED],
          JSON.stringify(mask),
        );
      }
      integrationOf(await update({ properties: { password: '****' } }));
      assert.equal(stored()?.properties.password, STORED);
    });

    it('sets a new secret, and clears one only when explicitly told to', async () => {
      await update({ basis: await place.seen(made.id), secrets: { password: 'canary-new' } });
      assert.equal(stored()?.properties.password, 'canary-new');
      await update({ properties: { username: '', password: '' }, secrets: { token: 'canary-token' } });
      assert.deepEqual(stored()?.properties, {
        endpointPrefix: 'https://svc.example/api',
        username: '',
        password: '',
        token: 'canary-token',
      });
    });

    it('merges what only one side changed', async () => {
      const basis = await place.seen(made.id);
      await place.elsewhere(made.id, {
        description: 'theirs',
        properties: { ...made.properties, endpointPrefix: 'https://theirs.example' },
      });
      const after = integrationOf(
        await update({
          basis,
          name: 'Mine',
          description: 'first',
          active: false,
          properties: { username: 'mine', endpointPrefix: 'https://svc.example/api' },
        }),
      );
      assert.equal(after.description, 'theirs');
      assert.equal(after.active, false);
      assert.deepEqual(stored()?.properties, {
        ...made.properties,
        endpointPrefix: 'https://theirs.example',
        username: 'mine',
      });
    });

    it('asks where both sides changed, writes nothing, and overwrites only what was asked about', async () => {
      const basis = await place.seen(made.id);
      await place.elsewhere(made.id, { description: 'theirs', active: false });
      const conflict = conflictOf(await update({ basis, description: 'mine', active: true, name: 'Mine' }));
      assert.deepEqual(conflict.conflicts, [{ field: 'description', basis: 'first', theirs: 'theirs', mine: 'mine' }]);
      assert.equal(conflict.theirs.description, 'theirs');
      assert.equal(stored()?.description, 'theirs');
      const after = integrationOf(await conflict.overwrite());
      assert.equal(after.description, 'mine');
      assert.equal(after.active, false, 'what only they changed stays');
    });

    it('asks again when the server moved once more before the overwrite', async () => {
      const basis = await place.seen(made.id);
      await place.elsewhere(made.id, { description: 'theirs' });
      const first = conflictOf(await update({ basis, description: 'mine' }));
      await place.elsewhere(made.id, { description: 'theirs again' });
      const second = conflictOf(await first.overwrite());
      assert.deepEqual(second.conflicts, [
        { field: 'description', basis: 'theirs', theirs: 'theirs again', mine: 'mine' },
      ]);
      assert.equal(integrationOf(await second.overwrite()).description, 'mine');
    });

    it('is no conflict when both sides made the same change', async () => {
      const basis = await place.seen(made.id);
      await place.elsewhere(made.id, { description: 'same' });
      assert.equal(integrationOf(await update({ basis, description: 'same' })).description, 'same');
      assert.equal(place.puts().length, 1, 'only theirs');
    });

    it('asks before a new secret replaces one that may have been changed meanwhile, and shows neither', async () => {
      const basis = await place.seen(made.id);
      await place.elsewhere(made.id, { properties: { ...made.properties, password: 'canary-theirs' } });
      const conflict = conflictOf(await update({ basis, secrets: { password: 'canary-mine' } }));
      assert.equal(conflict.conflicts[0]?.field, 'password');
      assert.ok(!JSON.stringify(conflict).includes('canary'));
      assert.equal(stored()?.properties.password, 'canary-theirs');
      integrationOf(await conflict.overwrite());
      assert.equal(stored()?.properties.password, 'canary-mine');
    });

    it('notices a move that the date does not show', async () => {
      const basis = { ...(await place.seen(made.id)), updated: 'not a date' };
      const same = { ...basis, description: 'another text than the server has' };
      assert.equal((await update({ basis: same, description: 'mine' })).kind, 'conflict');
    });

    const passing: readonly (readonly [string, FaultRule['fault']])[] = [
      ['reset before the write', { kind: 'reset', at: 'beforeWrite' }],
      ['reset after the write', { kind: 'reset', at: 'afterWrite' }],
      ['an interrupted response', { kind: 'reset', at: 'midResponse' }],
      ['a truncated response', { kind: 'truncate' }],
      ['a response that stalled', { kind: 'stall', at: 'body' }],
      ['no response', { kind: 'stall', at: 'headers', write: false }],
      ['503', { kind: 'status', status: 503 }],
      ['429 with a wait', { kind: 'status', status: 429, retryAfter: 30 }],
      ['504 after the write', { kind: 'status', status: 504, write: true }],
      ['an empty response', { kind: 'empty' }],
      ['a response without JSON', { kind: 'notJson' }],
    ];
    for (const [what, action] of passing) {
      it(`saves in spite of ${what}`, async () => {
        fault(action);
        const after = integrationOf(await update({ basis: await place.seen(made.id), description: 'saved' }));
        assert.equal(after.description, 'saved');
        assert.equal(stored()?.description, 'saved');
      });
    }

    it('does not retry a PUT over another user’s change', async () => {
      const basis = await place.seen(made.id);
      fault({ kind: 'delay', ms: 100, at: 'beforeWrite' });
      fault({ kind: 'status', status: 503 });
      const running = update({ basis, description: 'mine' });
      await until(() => place.puts().length > 0);
      await place.elsewhere(made.id, { description: 'theirs', active: false });
      const conflict = conflictOf(await running);
      assert.deepEqual(
        conflict.conflicts.map((each) => each.field),
        ['description'],
      );
      assert.equal(stored()?.description, 'theirs');
    });

    it('says whether a change that finally failed was saved', async () => {
      place.sandbox.addFault({ ...PUT, when: { always: true }, fault: { kind: 'status', status: 503 } });
      const error = await failure(update({ description: 'never' }));
      assert.match(error.message, /^Acme-DEV: .*The change was not saved/);
      place.sandbox.clearFaults();
      place.sandbox.addFault({ ...PUT, when: { always: true }, fault: { kind: 'status', status: 500, write: true } });
      assert.equal(
        integrationOf(await update({ description: 'saved all the same' })).description,
        'saved all the same',
      );
      place.sandbox.clearFaults();
      fault({ kind: 'status', status: 500, write: true });
      place.sandbox.addFault({
        method: 'GET',
        path: '/v1/tenants/*/integrations/*',
        skip: 1,
        when: { always: true },
        fault: { kind: 'status', status: 500 },
      });
      assert.match((await failure(update({ description: 'who knows' }))).message, /is not known/);
    });

    it('checks the outcome of a PUT that was canceled in flight', async () => {
      fault({ kind: 'delay', ms: 1000, at: 'afterWrite' });
      const controller = new AbortController();
      const running = update({ description: 'canceled' }, controller.signal);
      await until(() => stored()?.description === 'canceled');
      controller.abort();
      assert.equal(integrationOf(await running).description, 'canceled');
    });

    it('reports nothing for a cancel that changed nothing', async () => {
      const controller = new AbortController();
      controller.abort();
      assert.equal((await failure(update({ description: 'x' }, controller.signal))).kind, 'aborted');
    });

    it('refuses an inherited integration', async () => {
      for (const tenant of place.sandbox.tenants) {
        const listed = await place.target.client.integrations(tenant.id);
        const inherited = listed.find((each) => each.tenantId !== tenant.id);
        if (!inherited) continue;
        const error = await failure(
          updateIntegrationSafely(
            { ...place.target, ref: { accountId: 'a', tenantId: tenant.id }, integrationId: inherited.id },
            { active: false },
          ),
        );
        assert.equal(error.kind, 'refused');
        return;
      }
      assert.fail('the samples have an inherited integration');
    });

    it('gives the server’s refusal with its fields, without the secret in it', async () => {
      const taken = await place.target.client.createIntegration(place.tenantId, restDraft('Taken'));
      const error = await failure(update({ name: taken.name }));
      assert.equal(error.kind, 'duplicate');
      assert.ok(error.fieldErrors.name);
      fault({
        kind: 'status',
        status: 400,
        body: JSON.stringify({ error: { message: 'bad', attribute: { password: `no: canary-mine` } } }),
      });
      const echo = await failure(update({ secrets: { password: 'canary-mine' } }));
      assert.ok(!`${echo.message}${JSON.stringify(echo.fieldErrors)}${place.log.lines.join('\n')}`.includes('canary'));
    });

    it('never sends sdkVersion nor properties that the type does not have', async () => {
      const twilio = place.sandbox.tenants
        .flatMap((tenant) => place.sandbox.integrations(tenant.id))
        .find((each) => each.type === 'twilio' && 'sdkVersion' in each.properties);
      assert.ok(twilio, 'the samples have a Twilio integration with sdkVersion');
      place.sandbox.clearRequests();
      const outcome = await updateIntegrationSafely(
        { ...place.target, ref: { accountId: 'a', tenantId: twilio.tenantId }, integrationId: twilio.id },
        { properties: { forceRegion: true, sdkVersion: '9', invented: 'x' } },
      );
      assert.equal(outcome.kind, 'updated');
      const sent = JSON.stringify(
        place.sandbox.requests.filter((request) => request.method === 'PUT').map((request) => request.body),
      );
      assert.match(sent, /"forceRegion":true/);
      assert.ok(!sent.includes('sdkVersion') && !sent.includes('invented'), sent);
    });
  });

  describe(`Update of hidden secrets over ${name}`, () => {
    let place: Place;
    beforeEach(async () => {
      place = await openPlace(fetch);
    });
    afterEach(async () => {
      await place.sandbox.close();
    });

    /** A server that hides secrets on reading (API facts k.5). */
    const hiding =
      (mask: string, inner: FetchFunction): FetchFunction =>
      async (url, init) => {
        const response = await inner(url, init);
        if (init.method !== 'GET' || response.body === null) return response;
        let text = '';
        const decoder = new TextDecoder();
        for await (const chunk of response.body) text += decoder.decode(chunk, { stream: true });
        const masked = text.replaceAll(`"${STORED}"`, JSON.stringify(mask));
        return {
          status: response.status,
          headers: response.headers,
          body: (async function* () {
            yield await Promise.resolve(Buffer.from(masked));
          })(),
        };
      };

    for (const mask of ['****', '••••••', '']) {
      it(`asks for a secret that the server shows as ${JSON.stringify(mask)} before it writes the whole back`, async () => {
        const client = createApiClient({
          endpoint: place.sandbox.url,
          fetch: hiding(mask, fetch),
          credential: () =>
            Promise.resolve({
              state: 'found',
              credential: { kind: 'password', userName: place.sandbox.username, password: place.sandbox.password },
            }),
        });
        const made = await place.target.client.createIntegration(place.tenantId, restDraft('Hidden'));
        const target = { ...place.target, client, integrationId: made.id };
        const basis = await place.seen(made.id);
        const error = await failure(updateIntegrationSafely(target, { properties: { username: 'new' } }));
        assert.equal(error.kind, 'invalid');
        assert.deepEqual(Object.keys(error.fieldErrors), ['password']);
        assert.equal(place.named('Hidden')[0]?.properties.password, STORED);
        const renamed = await updateIntegrationSafely(target, { basis, active: false });
        assert.equal(renamed.kind, 'updated', 'what needs no properties needs no secret');
        const typed = await updateIntegrationSafely(target, {
          properties: { username: 'new' },
          secrets: { password: 'canary-typed' },
        });
        assert.equal(typed.kind, 'updated');
        assert.deepEqual(place.named('Hidden')[0]?.properties, {
          endpointPrefix: 'https://svc.example/api',
          username: 'new',
          password: 'canary-typed',
          token: '',
        });
      });
    }
  });
}
