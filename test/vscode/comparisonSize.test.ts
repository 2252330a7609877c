import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Changes } from '../../src/changes/changes';
import { ComparisonState } from '../../src/changes/comparisonState';
import { comparisonNodes } from '../../src/changes/comparisonTree';
import type { Integration, Tenant } from '../../src/core/directory/model';
import { compareTenants, type Comparison } from '../../src/core/plan/comparison';
import type { ComparisonRequest } from '../../src/core/plan/comparisonRequest';
import { useSandbox } from '../support/sandbox';
import { watchTurns } from '../support/turns';
import { directoryOn } from './explorerSupport';
import { servicesOn } from './fleetSupport';

/** Nobody waits longer for the extension host than this, in ms: more than ten times what is measured. */
const MAX_TURN = 700;

describe('A comparison of many tenants', () => {
  const sandbox = useSandbox();

  /**
   * Integrations that some tenants have, the last of them in another version.
   * @param lacking how many tenants lack all of them; they come first.
   */
  async function compared(count: number, integrations: number, lacking = 0): Promise<Comparison> {
    const { directory } = directoryOn([sandbox()]);
    const dev = (await directory.loadTenants('account-0')).find(({ name }) => name === 'Acme Dev') ?? assert.fail();
    const order = (await directory.loadIntegrations(dev)).find(({ name }) => name === 'Order API') ?? assert.fail();
    const has = (tenant: Tenant, index: number): readonly Integration[] =>
      Array.from({ length: index < lacking ? 0 : integrations }, (_none, n) => ({
        ...order,
        tenantId: tenant.tenantId,
        integrationId: `${order.integrationId}-${n}`,
        name: `Order API ${n}`,
        description: index === count - 1 ? 'other' : '',
      }));
    const tenants = Array.from({ length: count }, (_none, index) => {
      const tenant = { ...dev, tenantId: `${dev.tenantId}-${index}`, name: `Tenant ${index}` };
      return { tenant, tenantName: tenant.name, integrations: has(tenant, index) };
    });
    return compareTenants(tenants, [], 0);
  }

  const request = (comparison: Comparison): ComparisonRequest => ({
    title: 'Many tenants',
    compare: async () => Promise.resolve(comparison),
  });

  it('opens the first of all changes at once', async function () {
    this.timeout(120_000);
    const comparison = await compared(1000, 200);
    const { services, said } = await servicesOn(directoryOn([sandbox()]).directory);
    const { view } = new Changes(services);
    await view.showComparison(request(comparison));
    const end = watchTurns();
    await view.openAll();
    const longest = end();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal(said.at(-1), 'The first 100 are open. Open the others from their rows.');
    assert.ok(longest < MAX_TURN, `${longest} ms`);
  });

  it('groups them by tenant without going through all tenants for each', async function () {
    this.timeout(120_000);
    const comparison = await compared(4000, 50, 2000);
    const end = watchTurns();
    const nodes = comparisonNodes(new ComparisonState(request(comparison), comparison, 'tenant'));
    const longest = end();
    const rows = nodes.map(({ row }) => row().description);
    // Those that lack them, the one that the others are compared with, and the one with another version.
    assert.equal(rows.filter((text) => text === '50 integrations differ').length, 2002);
    assert.ok(longest < MAX_TURN, `${longest} ms`);
  });
});
