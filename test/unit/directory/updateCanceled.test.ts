import assert from 'node:assert/strict';
import type { ApiError } from '../../../src/core/api/error';
import { updateIntegrationSafely } from '../../../src/core/directory/update';
import { CLIENTS, failure, restDraft } from '../api/support';
import { until } from '../../support/until';
import { openPlace, type Place } from './writing';

const PATH = '/v1/tenants/*/integrations/*';

for (const [name, fetch] of CLIENTS) {
  describe(`An update that is canceled after it was sent over ${name}`, () => {
    let place: Place;
    let integrationId: string;
    beforeEach(async () => {
      place = await openPlace(fetch);
      integrationId = (await place.target.client.createIntegration(place.tenantId, restDraft('Mine'))).id;
    });
    afterEach(async () => {
      await place.sandbox.close();
    });

    async function canceled(): Promise<ApiError> {
      place.sandbox.clearRequests();
      place.fault({ method: 'PUT', path: PATH, fault: { kind: 'delay', ms: 60_000, at: 'beforeWrite' } });
      const controller = new AbortController();
      const target = { ...place.target, integrationId };
      const failed = failure(
        updateIntegrationSafely(target, { description: 'canceled' }, { signal: controller.signal }),
      );
      await until(() => place.sandbox.requests.some(({ method }) => method === 'PUT'));
      controller.abort();
      return failed;
    }

    it('says that it was not saved', async () => {
      const { kind, message } = await canceled();
      assert.match(message, /You canceled after the request was sent. The change was not saved\.$/);
      assert.notEqual(kind, 'aborted', 'that would be shown to nobody');
    });

    it('says that this is not known where nobody responds', async () => {
      place.fault({
        method: 'GET',
        path: PATH,
        skip: 1,
        when: { always: true },
        fault: { kind: 'status', status: 500 },
      });
      const { kind, message } = await canceled();
      assert.match(message, /You canceled after the request was sent. It is not known whether the change was saved\./);
      assert.notEqual(kind, 'aborted', 'that would be shown to nobody');
    });
  });
}
