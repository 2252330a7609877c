import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Changes } from '../../src/changes/changes';
import { ComparisonState } from '../../src/changes/comparisonState';
import { comparisonNodes } from '../../src/changes/comparisonTree';
import { ChangesProvider } from '../../src/changes/provider';
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
   * @param hasOwnNames no two tenants have one of the same name.
   */
  async function compared(
    count: number,
    integrations: number,
    { lacking = 0, hasOwnNames = false } = {},
  ): Promise<Comparison> {
    const { directory } = directoryOn([sandbox()]);
    const dev = (await directory.loadTenants('account-0')).find(({ name }) => name === 'Acme Dev') ?? assert.fail();
    const order = (await directory.loadIntegrations(dev)).find(({ name }) => name === 'Order API') ?? assert.fail();
    const has = (tenant: Tenant, index: number): readonly Integration[] =>
      Array.from({ length: index < lacking ? 0 : integrations }, (_none, n) => ({
        ...order,
        tenantId: tenant.tenantId,
        integrationId: `${order.integrationId}-${n}`,
        name: hasOwnNames ? `${tenant.name} ${n}` : `Order API ${n}`,
        description: index === count - 1 ? 'other' : '',
      }));
    const tenants = Array.from({ length: count }, (_none, index) => {
      const tenant = { ...dev, tenantId: `${dev.tenantId}-${index}`, name: `Tenant ${index}` };
      return { tenant, tenantName: tenant.name, integrations: has(tenant, index) };
    });
    return compareTenants(tenants);
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
    const comparison = await compared(4000, 50, { lacking: 2000 });
    const end = watchTurns();
    const nodes = comparisonNodes(new ComparisonState(request(comparison), comparison, 'tenant'));
    const longest = end();
    const rows = nodes.map(({ row }) => row().description);
    // Those that lack them, the one that the others are compared with, and the one with another version.
    assert.equal(rows.filter((text) => text === '50 integrations differ').length, 2002);
    assert.ok(longest < MAX_TURN, `${longest} ms`);
  });

  it('shows a page of them at a time, also where every tenant has names of its own', async () => {
    const comparison = await compared(100, 200, { hasOwnNames: true });
    const absent = new Set(comparison.integrations.flatMap(({ cells }) => cells.filter((cell) => !cell.integration)));
    assert.equal(absent.size, 100, 'one for each tenant: of all rows they would be two million');
    const provider = new ChangesProvider(vscode.Uri.file('/media'));
    for (const grouping of ['integration', 'tenant'] as const) {
      const end = watchTurns();
      provider.show(() => comparisonNodes(new ComparisonState(request(comparison), comparison, grouping)));
      const owner = grouping === 'tenant' ? provider.getChildren()[0] : undefined;
      const more = provider.getChildren(owner).at(-1) ?? assert.fail();
      const longest = end();
      assert.ok(longest < MAX_TURN, `${longest} ms`);
      assert.equal(provider.getChildren(owner).length, 501);
      assert.equal(more.row().label, 'Showing 500 of 20000');
      assert.equal(provider.getParent(more), owner);
      provider.showMore(more);
      assert.equal(provider.getChildren(owner).length, 1001);
    }
    provider.dispose();
  });
});
