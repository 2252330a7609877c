import assert from 'node:assert/strict';
import { TestResults } from '../../src/core/directory/testResults';
import { testTarget } from '../../src/files/testTarget';
import { testSaved } from '../../src/form/testSaved';
import { testSeveral } from '../../src/form/testSeveral';
import type { Services } from '../../src/host/services';
import { useSandbox } from '../support/sandbox';
import { extensionServices } from './accountsSupport';
import { directoryOn } from './explorerSupport';
import { forgetFiles, write } from './filesSupport';

for (const secrets of ['masked', 'absent'] as const)
  describe(`The connection test where secrets are ${secrets}`, () => {
    const sandbox = useSandbox({ dialect: { secrets } });
    let services: Services;
    let said: string[];
    /** What was asked: to send credentials somewhere. */
    let asked: string[];

    beforeEach(async () => {
      said = [];
      asked = [];
      const real = await extensionServices();
      const say = async (message: string): Promise<undefined> => Promise.resolve(void said.push(message));
      const confirm = async (message: string): Promise<boolean> => Promise.resolve(asked.push(message) > 0);
      services = {
        ...real,
        directory: directoryOn([sandbox()]).directory,
        testResults: new TestResults(),
        notify: { ...real.notify, info: say, failure: say, confirm },
      };
    });

    afterEach(() => forgetFiles(services, 'files'));

    it('sends nothing and records no failure', async () => {
      const tenant = (await services.directory.loadTenants('account-0')).find(({ name }) => name === 'Acme Dev');
      const all = await services.directory.loadIntegrations(tenant ?? assert.fail());
      const hidden = all.find(({ name }) => name === 'Order API') ?? assert.fail();
      await assert.rejects(testSaved(services, hidden), /^UserError: Not tested: CxEngage does not show Password\.$/);
      await assert.rejects(testSeveral(services, [hidden]), /Not tested: CxEngage does not show the secrets/);
      const open = all.find(({ name }) => name === 'Opening hours') ?? assert.fail();
      await testSeveral(services, [hidden, open]);
      assert.deepEqual(said, ['1 of 1 connection tests passed. Not tested: 1.']);
      assert.equal(services.testResults.get(hidden), undefined);
      assert.equal(asked.length, 1);
    });

    it('sends nothing where a file leaves its secret out', async () => {
      const tenantId = sandbox().tenants[0]?.id;
      await write('cxengage.json', JSON.stringify({ tenants: { dev: { tenantId } } }));
      const properties = { endpointPrefix: sandbox().services.rest.url, username: 'u' };
      const file = { type: 'rest', name: 'Left out', properties, targets: { dev: {} } };
      const uri = await write(`files/left-${secrets}.cxintegration.json`, JSON.stringify(file));
      await testTarget(services, [uri, 'dev']);
      assert.deepEqual([said, asked], [['“dev”: Not tested: the file leaves out Password.'], []]);
    });
  });
