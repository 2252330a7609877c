import assert from 'node:assert/strict';
import { ApiError } from '../../../src/core/api/error';
import type { TenantRef } from '../../../src/core/directory/model';
import { flowOutline, flowReferences } from '../../../src/core/operations/flowText';
import { whereUsedAll, type Usage } from '../../../src/core/operations/whereUsed';
import { useSandbox, type FaultRule } from '../../support/sandbox';
import { directoryOn } from '../directory/onSandbox';
import { whereUsed } from './support';

const canary = 'canary-flow-text-77ab1';

function words({ strength, kind, name, via, text }: Usage): string {
  return [strength, kind, name, via === undefined ? '' : `via ${via}`, text === 'active' ? '' : (text ?? '')]
    .filter(Boolean)
    .join(' ');
}

describe('Where an integration is used', () => {
  const sandbox = useSandbox();

  async function find(name: string, tenantName = 'Acme Dev') {
    const on = directoryOn(sandbox());
    const tenant = (await on.directory.loadTenants(on.account.id)).find((each) => each.name === tenantName);
    assert.ok(tenant);
    const integration = (await on.directory.loadIntegrations(tenant)).find((each) => each.name === name);
    assert.ok(integration);
    return { ...on, integration };
  }

  it('names the flow that holds its id, the one that calls it, and the mapping of its type', async () => {
    const { directory, integration } = await find('Support desk');
    const report = await whereUsed(directory, integration);
    assert.deepEqual(report.usages.map(words), [
      'namesIt flow Create a ticket',
      'usesType dispatchMapping Tickets via Support line',
      'callsFlow flow Support line via Create a ticket',
    ]);
    assert.ok(report.versions >= 4);
    assert.deepEqual(report.gaps, []);
  });

  it('leaves out older versions and drafts unless asked for', async () => {
    const { directory, integration } = await find('Price list');
    assert.deepEqual((await whereUsed(directory, integration)).usages, []);
    const all = await whereUsed(directory, integration, { withDrafts: true });
    assert.deepEqual(all.usages.map(words), ['namesIt flow Support line older']);
    assert.ok(all.others > 0);
  });

  it('says which permission is missing, and reads the rest', async () => {
    const { integration, directory } = await find('Support desk');
    const tenant = directory.tenant(integration);
    assert.ok(tenant);
    const limited = {
      tenant: () => ({ ...tenant, permissions: ['VIEW_ALL_PROVIDERS', 'VIEW_ALL_CONTACT_POINTS'] }),
      readResource: directory.readResource.bind(directory),
    };
    const report = await whereUsed(limited, integration);
    assert.deepEqual(report.gaps, [{ what: 'flows', count: 1, permission: 'VIEW_ALL_FLOWS' }]);
    assert.ok(report.usages.some(({ kind }) => kind === 'dispatchMapping'));
  });

  it('counts a response without content as one that could not be read', async () => {
    const { directory, integration } = await find('Support desk');
    const path = `/v1/tenants/${integration.tenantId}`;
    const always = { always: true } as const;
    const faults: readonly FaultRule['fault'][] = [
      { kind: 'empty' },
      { kind: 'notJson' },
      { kind: 'wrapping', how: 'null' },
      { kind: 'wrapping', how: 'data' },
    ];
    for (const fault of faults)
      for (const [where, what] of [
        ['/flows', 'flows'],
        ['/flows/*/versions/*', 'flowVersions'],
        ['/dispatch-mappings', 'dispatchMappings'],
      ] as const) {
        const { id } = sandbox().addFault({ method: 'GET', path: `${path}${where}`, when: always, fault });
        const { gaps } = await whereUsed(directory, integration);
        sandbox().removeFault(id);
        assert.deepEqual(
          gaps.map((gap) => gap.what),
          [what],
          `${where} ${JSON.stringify(fault)}`,
        );
      }
  });

  it('searches several integrations of several tenants, each tenant once', async () => {
    const { directory, integration } = await find('Support desk');
    const tenants = (await directory.loadTenants('account-1')).filter(({ name }) =>
      /^Acme (?:Dev|Staging)$/.test(name),
    );
    const all = (await Promise.all(tenants.map(async (tenant) => directory.loadIntegrations(tenant)))).flat();
    sandbox().clearRequests();
    const progress: number[] = [];
    const found = await whereUsedAll(directory, all, {
      onProgress: ({ done, total }) => {
        progress.push(done / total);
      },
    });
    assert.deepEqual(
      found.map((each) => each.integration),
      all,
    );
    const desk = found.find((each) => each.integration.integrationId === integration.integrationId);
    assert.equal(desk?.report.usages.length, 3);
    const paths = sandbox().requests.map(({ path }) => path);
    assert.equal(new Set(paths).size, paths.length, 'nothing is read twice');
    assert.equal(progress.at(-1), 1);
  });

  it('reads the other accounts where one is signed out, and says which tenant was not searched', async () => {
    const { directory, integration } = await find('Support desk');
    const other = { ...integration, accountId: 'account-2', integrationId: 'of another account' };
    const reader = {
      tenant: directory.tenant.bind(directory),
      readResource: async (ref: TenantRef, path: readonly string[]) => {
        if (ref.accountId === 'account-2') throw new ApiError('signedOut', 'Sign in again.');
        return directory.readResource(ref, path);
      },
    };
    const [read, unread] = await whereUsedAll(reader, [integration, other]);
    assert.equal(read?.report.usages.length, 3);
    assert.deepEqual(read.report.gaps, []);
    assert.deepEqual(unread?.report, {
      usages: [],
      versions: 0,
      others: 0,
      gaps: [{ what: 'everything', count: 1 }],
    });
    await assert.rejects(whereUsedAll(reader, [other]), { kind: 'signedOut' });
  });

  it('stops at once when it is canceled', async () => {
    const { directory, integration } = await find('Support desk');
    const controller = new AbortController();
    const run = whereUsed(directory, integration, {
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    });
    await assert.rejects(run, { kind: 'aborted' });
  });

  it('keeps nothing of a flow’s text', async () => {
    const { integration, directory } = await find('Support desk');
    const text = JSON.stringify([
      { type: 'activity', name: 'x', params: { id: integration.integrationId, header: canary } },
    ]);
    const reader = {
      tenant: (): undefined => undefined,
      readResource: async (_ref: object, path: readonly string[]) =>
        Promise.resolve(
          path.length === 1 && path[0] === 'flows'
            ? [{ id: 'f', tenantId: integration.tenantId, name: 'F', activeVersion: 'v' }]
            : path[0] === 'flows'
              ? { flow: text, metadata: { note: canary } }
              : [],
        ),
    };
    assert.ok(directory);
    const report = await whereUsed(reader, integration);
    assert.deepEqual(report.usages.map(words), ['namesIt flow F']);
    assert.ok(!JSON.stringify(report).includes(canary));
  });

  it('reads hostile texts in a time that grows with their length only', () => {
    for (const flow of [
      '"target"'.repeat(100_000),
      '0'.repeat(1_000_000),
      '-'.repeat(1_000_000),
      `"target":${' '.repeat(1_000_000)}`,
    ]) {
      const start = process.cpuUsage();
      flowReferences({ flow });
      assert.ok(process.cpuUsage(start).user < 1_000_000, flow.slice(0, 20));
    }
    assert.deepEqual(flowOutline({ flow: 'not json' }), []);
    assert.deepEqual(flowOutline({ flow: `[{"name":"a","type":"b","params":"${canary}"},3]` }), [
      { name: 'a', type: 'b' },
    ]);
  });
});
