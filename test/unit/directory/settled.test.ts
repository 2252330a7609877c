import assert from 'node:assert/strict';
import { until } from '../../support/until';
import { updateIntegrationSafely, UnclearUpdateError, type UpdateResult } from '../../../src/core/directory/update';
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
