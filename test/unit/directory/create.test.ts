import assert from 'node:assert/strict';
import { until } from '../../support/until';
import { createIntegrationOnce } from '../../../src/core/directory/create';
import type { CreateOutcome } from '../../../src/core/directory/model';
import type { FaultRule } from '../../../src/sandbox/server';
import { CLIENTS, restDraft } from '../api/support';
import { openPlace, type Place } from './writing';

const CREATE = { method: 'POST', path: '/v1/tenants/*/integrations' } as const;
const LIST = { method: 'GET', path: '/v1/tenants/*/integrations' } as const;

function errorOf(outcome: CreateOutcome) {
  if (outcome.kind === 'created') throw new Error('it was created');
  return outcome.error;
}

for (const [name, fetch] of CLIENTS) {
  describe(`Create once over ${name}`, () => {
    let place: Place;
    beforeEach(async () => {
      place = await openPlace(fetch);
    });
    afterEach(async () => {
      await place.sandbox.close();
    });

    const create = (draftName: string, signal?: AbortSignal) =>
      createIntegrationOnce(place.target, restDraft(draftName), signal);
    const fault = (action: FaultRule['fault'], on: Partial<FaultRule> = CREATE): void => {
      place.fault({ ...on, fault: action });
    };

    it('creates, and cuts the secrets out of what it gives', async () => {
      const outcome = await create('Plain');
      assert.ok(outcome.kind === 'created' && !outcome.foundByName && outcome.integration.secrets.password);
      assert.ok(!JSON.stringify(outcome).includes('canary'));
      assert.equal(place.posts(), 1);
    });

    it('rejects a name that is taken before it sends anything', async () => {
      await create('Taken');
      const error = errorOf(await create('Taken'));
      assert.equal(error.kind, 'duplicate');
      assert.match(error.message, /^Acme-DEV: .*“Taken”/);
      assert.equal(place.posts(), 1);
    });

    it('rejects a name that differs from an existing one by the spaces around it only', async () => {
      await place.target.client.createIntegration(place.tenantId, restDraft('Spaced '));
      assert.equal(errorOf(await create('Spaced')).kind, 'duplicate');
      assert.equal(errorOf(await create(' Spaced')).kind, 'duplicate');
      assert.equal(place.posts(), 1);
    });

    it('makes one of two creates of the same name started together', async () => {
      const outcomes = await Promise.all([create('Double click'), create('Double click')]);
      assert.deepEqual(
        outcomes.map((outcome) => outcome.kind),
        ['created', 'notCreated'],
      );
      assert.equal(place.named('Double click').length, 1);
      assert.equal(place.posts(), 1);
    });

    const written: readonly (readonly [string, FaultRule['fault']])[] = [
      ['the response never came', { kind: 'reset', at: 'afterWrite' }],
      ['the response was interrupted', { kind: 'reset', at: 'midResponse' }],
      ['the response was truncated', { kind: 'truncate' }],
      ['the response stalled', { kind: 'stall', at: 'body' }],
      ['the server was slow', { kind: 'stall', at: 'headers' }],
      ['the gateway gave up', { kind: 'status', status: 504, write: true }],
      ['the gateway showed a page', { kind: 'html', write: true }],
      ['the server failed after writing', { kind: 'status', status: 500, write: true }],
      ['the response was no JSON', { kind: 'notJson' }],
      ['the response was empty', { kind: 'empty' }],
      ['the response was wrapped in nothing known', { kind: 'wrapping', how: 'data' }],
      ['the response led elsewhere', { kind: 'redirect', write: true }],
    ];
    for (const [what, action] of written) {
      it(`finds what was created although ${what}`, async () => {
        fault(action);
        const outcome = await create('Lost response');
        assert.ok(outcome.kind === 'created' && outcome.foundByName, JSON.stringify(outcome));
        assert.equal(outcome.integration.integrationId, place.named('Lost response')[0]?.id);
        assert.equal(place.posts(), 1);
      });
    }

    const unwritten: readonly (readonly [string, FaultRule['fault']])[] = [
      ['the connection broke before the request was read', { kind: 'reset', at: 'beforeRead' }],
      ['the connection broke before the write', { kind: 'reset', at: 'beforeWrite' }],
      ['the server was unavailable', { kind: 'status', status: 503 }],
      ['the gateway failed', { kind: 'html' }],
      ['the server failed', { kind: 'status', status: 500 }],
    ];
    for (const [what, action] of unwritten) {
      it(`says that nothing was created when ${what}`, async () => {
        fault(action);
        const outcome = await create('Never there');
        assert.equal(outcome.kind, 'notCreated');
        assert.match(errorOf(outcome).message, /^Acme-DEV: .*Nothing was created/);
        assert.equal(place.named('Never there').length, 0);
        assert.equal(place.posts(), 1);
        assert.equal((await create('Never there')).kind, 'created', 'the user may try again');
      });
    }

    it('takes a refusal at its word, with its fields', async () => {
      const outcome = await createIntegrationOnce(place.target, {
        ...restDraft('Refused'),
        properties: { nonsense: true },
      });
      assert.equal(outcome.kind, 'notCreated');
      assert.equal(errorOf(outcome).kind, 'invalid');
      assert.ok(Object.keys(errorOf(outcome).fieldErrors).length > 0);
      assert.equal(place.posts(), 1);
    });

    for (const [what, action] of [
      ['a time limit of ours', { kind: 'stall', at: 'headers', write: false }],
      ['a gateway’s', { kind: 'status', status: 504 }],
    ] as const) {
      it(`leaves it open after ${what}, and finds it when it comes late`, async () => {
        fault(action);
        const outcome = await create('Late');
        if (outcome.kind !== 'unclear') throw new Error(outcome.kind);
        assert.match(outcome.error.message, /^Acme-DEV: .*It is not known yet whether “Late” was created/);
        const still = await outcome.recheck();
        assert.equal(still.kind, 'unclear');
        await place.target.client.createIntegration(place.tenantId, restDraft('Late'));
        const found = await outcome.recheck();
        assert.ok(found.kind === 'created' && found.foundByName);
        assert.equal(place.named('Late').length, 1);
      });
    }

    it('says that nothing was created once no server can still be writing', async () => {
      fault({ kind: 'status', status: 504 });
      const outcome = await create('Given up');
      place.clock.pass(121_000);
      assert.ok(outcome.kind === 'unclear');
      assert.equal((await outcome.recheck()).kind, 'notCreated');
    });

    it('is unclear when looking fails too, and clear once it works again', async () => {
      fault({ kind: 'reset', at: 'afterWrite' });
      place.sandbox.addFault({ ...LIST, skip: 1, when: { always: true }, fault: { kind: 'reset', at: 'beforeRead' } });
      const outcome = await create('Blind');
      if (outcome.kind !== 'unclear') throw new Error(outcome.kind);
      place.sandbox.clearFaults();
      const found = await outcome.recheck();
      assert.ok(found.kind === 'created' && found.foundByName);
    });

    it('creates nothing when it is canceled before the request is sent', async () => {
      const controller = new AbortController();
      controller.abort();
      const outcome = await create('Canceled early', controller.signal);
      assert.equal(errorOf(outcome).kind, 'aborted');
      assert.equal(place.posts(), 0);
    });

    it('checks the outcome of a request that was canceled in flight', async () => {
      const controller = new AbortController();
      fault({ kind: 'delay', ms: 1000, at: 'afterWrite' });
      const running = create('Canceled late', controller.signal);
      await until(() => place.named('Canceled late').length > 0);
      controller.abort();
      const outcome = await running;
      assert.ok(outcome.kind === 'created' && outcome.foundByName, JSON.stringify(outcome));
    });

    it('reports a cancel whose outcome is unknown', async () => {
      const controller = new AbortController();
      fault({ kind: 'stall', at: 'headers', write: false });
      const running = create('Canceled and open', controller.signal);
      await until(() => place.posts() > 0);
      controller.abort();
      const outcome = await running;
      assert.equal(outcome.kind, 'unclear');
      assert.notEqual(errorOf(outcome).kind, 'aborted', 'that would be shown to nobody');
      assert.match(errorOf(outcome).message, /You canceled after the request was sent/);
    });

    it('does not take another user’s integration of the same name for its own', async () => {
      fault({ kind: 'stall', at: 'headers', write: false });
      const running = create('Same name');
      await until(() => place.posts() > 0);
      await place.target.client.createIntegration(place.tenantId, {
        ...restDraft('Same name'),
        properties: { ...restDraft('').properties, username: 'somebody-else' },
      });
      const outcome = await running;
      assert.equal(outcome.kind, 'notCreated');
      assert.equal(errorOf(outcome).kind, 'duplicate');
      assert.match(errorOf(outcome).message, /with other settings was created at the same time/);
    });

    it('does not take an older integration that was renamed since for its own', async () => {
      const older = await place.target.client.createIntegration(place.tenantId, restDraft('Older'));
      fault({ kind: 'stall', at: 'headers', write: false });
      const running = create('Renamed to');
      await until(() => place.posts() >= 2);
      await place.elsewhere(older.id, { name: 'Renamed to' });
      assert.notEqual((await running).kind, 'created');
    });

    it('finds its own when a proxy sent the request twice', async () => {
      // The first copy wrote; the response we get is the one to the second.
      fault({ kind: 'status', status: 400, shape: 2, write: true });
      const outcome = await create('Sent twice');
      assert.ok(outcome.kind === 'created' && outcome.foundByName);
    });

    it('creates where the right to list is missing', async () => {
      place.sandbox.setPermissions('user', place.tenantId, ['MANAGE_ALL_PROVIDERS']);
      assert.equal((await create('Unseen')).kind, 'created');
    });

    it('keeps secrets out of every outcome and every line of the log', async () => {
      fault({
        kind: 'status',
        status: 400,
        body: JSON.stringify({
          error: { message: 'no: canary-password-9f2c', attribute: { password: ['canary-password-9f2c is weak'] } },
        }),
      });
      const outcome = await create('Echo');
      const error = errorOf(outcome);
      assert.ok(
        !`${error.message}${JSON.stringify(error.fieldErrors)}${error.causeText}${place.log.lines.join('\n')}`.includes(
          'canary',
        ),
      );
      assert.ok(error.fieldErrors.password?.[0]?.includes('is weak'));
    });
  });
}
