import assert from 'node:assert/strict';
import { useSandbox } from '../../support/sandbox';
import { failure } from '../api/support';
import { directoryOn } from './onSandbox';

describe('An update that removes a property', () => {
  for (const put of ['merge', 'replace'] as const) {
    describe(`where a PUT does ${put}`, () => {
      const sandbox = useSandbox({ dialect: { put } });

      async function twilio() {
        const on = directoryOn(sandbox());
        const ref = { accountId: on.account.id, tenantId: sandbox().tenants[0]?.id ?? assert.fail() };
        const listed = await on.directory.loadIntegrations(ref);
        const { integrationId } = listed.find(({ type }) => type === 'twilio') ?? assert.fail();
        await on.directory.updateIntegration({ ...ref, integrationId }, { properties: { extensionPrefix: '12345' } });
        return { ...on, ref: { ...ref, integrationId } };
      }

      it(put === 'merge' ? 'says at its field that CxEngage kept it' : 'removes it', async () => {
        const { directory, ref } = await twilio();
        const change = { properties: { extensionPrefix: '' }, description: 'changed too' };
        if (put === 'merge') {
          const error = await failure(directory.updateIntegration(ref, change));
          assert.deepEqual([error.kind, error.noEffect], ['invalid', false]);
          assert.match(error.message, /saved, but CxEngage kept the old value of Extension prefix/);
          assert.deepEqual(Object.keys(error.fieldErrors), ['extensionPrefix']);
        } else {
          assert.equal((await directory.updateIntegration(ref, change)).kind, 'updated');
        }
        // The rest was saved, is known, and can be undone.
        const stored = sandbox()
          .integrations(ref.tenantId)
          .find(({ id }) => id === ref.integrationId);
        assert.equal(stored?.properties.extensionPrefix, put === 'merge' ? '12345' : undefined);
        assert.equal(directory.integration(ref)?.description, 'changed too');
        assert.notEqual(directory.undoLabel(), undefined);
      });
    });
  }
});
