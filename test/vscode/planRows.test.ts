import assert from 'node:assert/strict';
import { planNodes } from '../../src/changes/planTree';
import { PlanState } from '../../src/changes/planState';
import type { ChangesNode } from '../../src/changes/node';
import { parseIntegrationFile } from '../../src/core/plan/integrationFile';
import { planChanges } from '../../src/core/plan/planner';
import { PlanRequest } from '../../src/core/plan/planRequest';
import { desiredOfFiles } from '../../src/core/plan/resolve';
import { parseTenantsFile } from '../../src/core/plan/tenantsFile';
import { useSandbox } from '../support/sandbox';
import { directoryOn } from './explorerSupport';

/** What the rows of changes say, wherever they stand. */
function rowsOf(nodes: readonly ChangesNode[]): readonly string[] {
  return nodes.flatMap(({ row, children }) => {
    const { context, description = '', label } = row();
    const isChange = context.startsWith('change;');
    return isChange ? [`${label}: ${description}`] : rowsOf(children?.() ?? []);
  });
}

describe('The rows of a plan', () => {
  const sandbox = useSandbox();

  it('say of a secret without a value whether it is asked for or stays', async () => {
    const { directory } = directoryOn([sandbox()]);
    const tenantId = sandbox().tenants.find(({ name }) => name === 'Acme Dev')?.id ?? assert.fail('no tenant');
    const secrets = { value: async () => Promise.resolve(undefined) };
    const rows = async (properties: object) => {
      const text = JSON.stringify({ type: 'rest', name: 'Order API', properties, targets: { dev: {} } });
      const placed = { path: 'a.cxintegration.json', file: parseIntegrationFile(text) };
      const tenants = parseTenantsFile(JSON.stringify({ tenants: { dev: { tenantId } } }));
      const desired = await desiredOfFiles([placed], tenants, directory);
      const plan = await planChanges(desired, { directory, secrets });
      return rowsOf(planNodes(new PlanState(new PlanRequest('Orders', desired, secrets), plan)));
    };
    assert.deepEqual(await rows({ token: '${secret:t}' }), [
      'Order API: User name, Token, Password · asks for ${secret:t}',
    ]);
    assert.deepEqual(await rows({ username: 'u', password: '${secret:p}' }), [
      'Order API: User name, Password · ${secret:p} has no value here and stays as it is',
    ]);
  });
});
