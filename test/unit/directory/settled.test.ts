import assert from 'node:assert/strict';
import { until } from '../../support/until';
import { UnclearUpdateError } from '../../../src/core/directory/unclear';
import { updateIntegrationSafely, type UpdateResult } from '../../../src/core/directory/update';
import { CLIENTS, failure, restDraft } from '../api/support';
import { openPlace, type Place } from './writing';

const PUT = { method: 'PUT', path: '/v1/tenants/*/integrations/*' } as const;

for (const [name, fetch] of CLIENTS) {
  describe(`An update that got no response over ${name}`, () => {
    let place: Place;
    let integrationId: string;
    beforeEach(async () => {
      place = await openPlace(fetch);
      integrationId = (await place.target.client.createIntegration(place.tenantId, restDraft('Mine'))).id;
    });
    afterEach(async () => {
      await place.sandbox.close();
    });

    const update = (description: string, signal?: AbortSignal): Promise<UpdateResult> =>
      updateIntegrationSafely({ ...place.target, integrationId }, { description }, { signal });

    it('is not taken for undone after a cancel, for the server may still carry it out', async () => {
      place.fault({ ...PUT, fault: { kind: 'delay', ms: 500, at: 'beforeWrite' } });
      const controller = new AbortController();
      const running = update('late', controller.signal);
      await until(() => place.puts().length > 0);
      controller.abort();
      const error = await failure(running);
      assert.match(error.message, /^Acme-DEV: You canceled after the request was sent\. It is not known/);
      assert.ok(error instanceof UnclearUpdateError);
      await until(() => place.named('Mine')[0]?.description === 'late');
      const after = await error.recheck();
      assert.equal(after.kind === 'updated' && after.integration.description, 'late');
    });

    it('says that it was canceled too late, also where nobody responds, and in the end that it was not saved', async () => {
      place.fault({ ...PUT, fault: { kind: 'delay', ms: 60_000, at: 'beforeWrite' } });
      const silence = { method: 'GET', path: PUT.path, skip: 1, fault: { kind: 'status', status: 500 } } as const;
      place.fault(silence);
      const controller = new AbortController();
      const running = update('never', controller.signal);
      await until(() => place.puts().length > 0);
      controller.abort();
      const error = await failure(running);
      assert.notEqual(error.kind, 'aborted', 'that would be shown to nobody');
      assert.match(error.message, /: You canceled after the request was sent\. It is not known/);
      assert.ok(error instanceof UnclearUpdateError);
      place.clock.pass(120_000);
      const { kind, message } = await failure(error.recheck());
      assert.notEqual(kind, 'aborted', 'that would be shown to nobody');
      assert.match(message, /: You canceled after the request was sent\. The change was not saved\.$/);
    });

    it('is not said to be not saved when the next try is refused at once, for the first may still be carried out', async () => {
      place.fault({ ...PUT, fault: { kind: 'stall', at: 'headers', write: false } });
      place.fault({ ...PUT, fault: { kind: 'status', status: 429, retryAfter: 90 } });
      const error = await failure(update('never'));
      assert.match(error.message, /is not known/);
      assert.ok(error instanceof UnclearUpdateError);
      assert.equal(place.puts().length, 2);
    });

    it('is not said to be not saved after a time limit, before the server has settled', async () => {
      place.fault({ ...PUT, when: { always: true }, fault: { kind: 'stall', at: 'headers', write: false } });
      const error = await failure(update('never'));
      assert.match(error.message, /^Acme-DEV: .* is not known/);
      assert.ok(error instanceof UnclearUpdateError);
      place.clock.pass(120_000);
      assert.match((await failure(error.recheck())).message, /The change was not saved/);
    });
  });
}
