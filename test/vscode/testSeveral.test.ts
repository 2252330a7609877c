import assert from 'node:assert/strict';
import { ApiError } from '../../src/core/api/error';
import { TestResults } from '../../src/core/directory/testResults';
import { selectionContext } from '../../src/explorer/selectionContext';
import { NodeStore } from '../../src/explorer/tree/nodes';
import { showWhereUsed } from '../../src/explorer/whereUsed/whereUsed';
import { testSeveral } from '../../src/form/testSeveral';
import type { Services } from '../../src/host/services';
import { useSandbox } from '../support/sandbox';
import { directoryOn } from './explorerSupport';
import { extensionServices } from './accountsSupport';

describe('several selected integrations', () => {
  const sandbox = useSandbox();

  async function start() {
    const { directory } = directoryOn([sandbox()]);
    const said: string[] = [];
    const asked: string[] = [];
    const say = async (message: string): Promise<undefined> => {
      said.push(message);
      return Promise.resolve(undefined);
    };
    const real = await extensionServices();
    const services: Services = {
      ...real,
      directory,
      testResults: new TestResults(),
      notify: {
        ...real.notify,
        info: say,
        failure: say,
        confirm: async (message) => {
          asked.push(message);
          return Promise.resolve(true);
        },
      },
    };
    const tenants = await directory.loadTenants('account-0');
    const all = await Promise.all(
      tenants.filter(({ name }) => /^Acme (Dev|Staging)$/.test(name)).map((each) => directory.loadIntegrations(each)),
    );
    return { services, directory, said, asked, integrations: all.flat() };
  }

  it('are tested in one go: one notification, a question once for each host, and a result for each', async () => {
    const { services, said, asked, integrations } = await start();
    const chosen = integrations.filter(({ name }) => /^(Order API|Price list|Twilio)$/.test(name));
    assert.equal(chosen.length, 5);
    await testSeveral(services, chosen);
    assert.deepEqual(said, ['2 of 3 connection tests passed. Failed: Order API in Acme Staging. Not tested: 2.']);
    assert.equal(asked.length, new Set(asked).size);
    const results = chosen.map((each) => [each.name, services.testResults.get(each)?.reason]);
    assert.deepEqual(results, [
      ['Order API', ''],
      ['Price list', ''],
      ['Twilio', undefined],
      ['Order API', '401'],
      ['Twilio', undefined],
    ]);
    const secrets = sandbox()
      .integrations(chosen[0]?.tenantId ?? '')
      .flatMap(({ properties }) => (typeof properties.password === 'string' ? [properties.password] : []))
      .filter((secret) => secret.length > 5);
    for (const secret of secrets) assert.ok(!JSON.stringify([said, asked]).includes(secret));
  });

  it('of types without a test say so, and send nothing', async () => {
    const { services, integrations } = await start();
    const chosen = integrations.filter(({ name }) => name === 'Twilio');
    await assert.rejects(testSeveral(services, chosen), /Integrations of these types cannot be tested/);
  });

  it('say why where none of them could be loaded, whatever is done with them', async () => {
    const { services } = await start();
    const { directory, setPassword } = directoryOn([sandbox()]);
    setPassword(0, 'wrong');
    const [tenant] = sandbox().tenants;
    assert.ok(tenant);
    const refs = sandbox()
      .integrations(tenant.id)
      .map(({ id }) => ({ accountId: 'account-0', tenantId: tenant.id, integrationId: id }));
    assert.ok(refs.length > 1);
    const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.kind === 'signedOut';
    await assert.rejects(testSeveral({ ...services, directory }, refs), isSignedOut);
    await assert.rejects(showWhereUsed([refs], { ...services, directory }), isSignedOut);
  });

  it('offer what at least one of them allows, one row alone nothing of it', async () => {
    const { directory, integrations } = await start();
    const nodes = new NodeStore();
    const nodeOf = (name: string) =>
      nodes.integration(integrations.find((each) => each.name === name) ?? assert.fail());
    const offered = (...names: string[]) => selectionContext(names.map(nodeOf), directory);
    assert.deepEqual(offered('Order API', 'Verint'), { canEnable: true, canDisable: true, canTest: true });
    assert.deepEqual(offered('Client', 'Twilio'), { canEnable: false, canDisable: true, canTest: false });
    assert.deepEqual(offered('Order API'), { canEnable: false, canDisable: false, canTest: false });
    await directory.markTenant(nodeOf('Order API'), 'readOnly');
    assert.deepEqual(offered('Order API', 'Verint'), { canEnable: false, canDisable: false, canTest: true });
  });
});
