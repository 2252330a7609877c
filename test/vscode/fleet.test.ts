import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Tenant } from '../../src/core/directory/model';
import { applyChanges } from '../../src/core/plan/apply';
import { isComparisonRequest } from '../../src/core/plan/comparisonRequest';
import { DraftToCopy } from '../../src/core/plan/copyDesired';
import { planChanges } from '../../src/core/plan/planner';
import { isPlanRequest, type PlanRequest } from '../../src/core/plan/planRequest';
import { applyReport } from '../../src/core/plan/report';
import { auditReport } from '../../src/fleet/auditReport';
import { TenantChoice } from '../../src/fleet/chooseTenants';
import { showTenantComparison } from '../../src/fleet/compareTenants';
import { copyDraft, copyToTenants } from '../../src/fleet/copyToTenants';
import { rotateSecret } from '../../src/fleet/rotateSecret';
import { followGroups } from '../../src/host/quickMultiList';
import type { Services } from '../../src/host/services';
import { useSandbox } from '../support/sandbox';
import { directoryOn } from './explorerSupport';
import { Answers, servicesOn } from './fleetSupport';

describe('One change over many tenants', () => {
  const sandbox = useSandbox();
  let answers: Answers;

  beforeEach(() => {
    answers = new Answers();
  });
  afterEach(() => {
    answers.dispose();
  });

  async function setUp() {
    const { directory } = directoryOn([sandbox()]);
    const tenants = await directory.loadTenants('account-0');
    const tenant = (name: string): Tenant => tenants.find((each) => each.name === name) ?? assert.fail(name);
    const integration = async (tenantName: string, name: string) =>
      (await directory.loadIntegrations(tenant(tenantName))).find((each) => each.name === name) ?? assert.fail(name);
    const stored = (tenantName: string, name: string) =>
      sandbox()
        .integrations(tenant(tenantName).tenantId)
        .find((each) => each.name === name);
    return { directory, tenant, integration, stored, ...(await servicesOn(directory)) };
  }

  function planRequest(): PlanRequest {
    const request = answers.requests.at(-1);
    assert.ok(isPlanRequest(request));
    return request;
  }

  type Directory = Awaited<ReturnType<typeof setUp>>['directory'];

  /** What was asked for last, and the changes that it makes. */
  async function planned(directory: Directory) {
    const { desired, secrets, options } = planRequest();
    const { changes } = await planChanges(desired, { directory, secrets });
    return { desired, changes, secrets, options };
  }

  async function apply(directory: Directory): Promise<string> {
    const { desired, changes, secrets, options } = await planned(directory);
    const applied = await applyChanges(changes, { directory, secrets });
    assert.ok(applied.length > 0 && applied.every(({ outcome }) => outcome.kind === 'done'));
    await options.onApplied?.(applied);
    return JSON.stringify([changes, desired]) + applyReport(applied, 0, options.notes);
  }

  it('copies an integration with its secret in three steps, and remembers the tenants', async () => {
    const { directory, services, integration, stored, said } = await setUp();
    const choice = new TenantChoice();
    const source = await integration('Acme Dev', 'Order API');
    const copied = copyToTenants(services, choice, [source]);
    await answers.tick('Globex Retail', 'Globex Support');
    await answers.choose('The Same Value');
    await copied;
    const shown = await apply(directory);
    for (const name of ['Globex Retail', 'Globex Support'])
      assert.deepEqual(stored(name, 'Order API')?.properties, stored('Acme Dev', 'Order API')?.properties);

    const again = copyToTenants(services, choice, [source]);
    assert.deepEqual(
      await answers.tick(),
      ['All Children of Globex Group', 'Globex Retail', 'Globex Support'],
      'what was chosen last is ticked',
    );
    await answers.choose('Type a New Value…');
    await answers.type('canary-typed-4d1f');
    await answers.choose('Update What Is There');
    await again;
    const updated = await apply(directory);
    assert.equal(stored('Globex Retail', 'Order API')?.properties.password, 'canary-typed-4d1f');
    const everything = [shown, updated, ...answers.shown, ...said, planRequest().title].join();
    for (const secret of [sandbox().services.rest.password, 'canary-typed-4d1f'])
      assert.ok(!everything.includes(secret));
  });

  it('copies what is stored by now, with the secret that belongs to it', async () => {
    const { directory, services, integration, stored } = await setUp();
    const source = await integration('Acme Dev', 'Order API');
    const { directory: elsewhere } = directoryOn([sandbox()]);
    await elsewhere.updateIntegration(await elsewhere.loadIntegration(source), {
      properties: { endpointPrefix: 'https://moved.acme.example' },
      secrets: { password: 'canary-moved-77ab' },
    });
    const copied = copyToTenants(services, new TenantChoice(), [source]);
    await answers.tick('Globex Retail');
    await answers.choose('The Same Value');
    await copied;
    await apply(directory);
    assert.deepEqual(stored('Globex Retail', 'Order API')?.properties, stored('Acme Dev', 'Order API')?.properties);
    assert.equal(stored('Globex Retail', 'Order API')?.properties.endpointPrefix, 'https://moved.acme.example');
  });

  it('leaves a tenant alone that could not be read before names were compared', async () => {
    const { directory, services, tenant, integration, stored } = await setUp();
    const before = stored('Acme Staging', 'Order API');
    const path = `/v1/tenants/${tenant('Acme Staging').tenantId}/integrations`;
    const copied = copyToTenants(services, new TenantChoice(), [await integration('Acme Dev', 'Order API')]);
    await answers.tick('Acme Staging', 'Globex Support');
    sandbox().addFault({ method: 'GET', path, fault: { kind: 'status', status: 403 } });
    await answers.choose('Leave Out and Create Inactive');
    await copied;
    const shown = await apply(directory);
    assert.match(shown, /Acme Staging could not be read/);
    assert.deepEqual(stored('Acme Staging', 'Order API'), before);
    assert.equal(stored('Globex Support', 'Order API')?.active, false);
  });

  it('takes a draft of its own only, and creates it with what was typed', async () => {
    const { directory, services, stored } = await setUp();
    const draft = {
      type: 'rest',
      name: 'Loyalty',
      active: true,
      properties: { endpointPrefix: 'https://loyalty.example', username: '', password: '', token: 'canary-draft-1' },
    };
    await assert.rejects(copyDraft(services, new TenantChoice(), { draft }), /no draft/);
    const copied = copyDraft(services, new TenantChoice(), new DraftToCopy(draft));
    await answers.tick('Globex Support');
    await copied;
    const shown = await apply(directory);
    assert.deepEqual(stored('Globex Support', 'Loyalty')?.properties, draft.properties);
    assert.ok(!shown.includes('canary-draft-1') && !answers.shown.join().includes('canary-draft-1'));
  });

  it('rotates a secret: finds who holds it, tests the new value, and shows neither', async () => {
    const { directory, services, integration, stored, said } = await setUp();
    const old = 'canary-old-77a1';
    const fresh = 'canary-new-88b2';
    const source = await integration('Acme Dev', 'Order API');
    await directory.updateIntegration(source, { secrets: { password: old } });
    await directory.updateIntegration(await integration('Acme Staging', 'Order API'), { secrets: { password: old } });
    await services.namedSecrets.set('fleet-old', old);
    // The first of the two cannot be read for its test: the other one speaks for their service.
    const path = `/v1/tenants/${source.tenantId}/integrations/${source.integrationId}`;
    const rotated = rotateSecret(services, [source]);
    assert.deepEqual(await answers.tick(), ['All Integrations', 'Order API', 'Order API']);
    sandbox().addFault({ method: 'GET', path, fault: { kind: 'status', status: 403 } });
    await answers.choose('Type the New Value…');
    await answers.type(fresh);
    await rotated;
    assert.match(
      said.join(),
      /failed 1 of 1 connection tests/,
      'two integrations share a service, which is asked once',
    );
    assert.equal(sandbox().serviceRequests.length, 1);
    const shown = await apply(directory);
    for (const name of ['Acme Dev', 'Acme Staging'])
      assert.equal(stored(name, 'Order API')?.properties.password, fresh);
    assert.match(shown, /passed 0 of 1 connection tests/);
    assert.match(shown, /- Could not be read\n  - Hooli Partner \(You may not/);
    assert.match(said.join(), /Still saved with the old value: fleet-old/);
    assert.equal(await services.namedSecrets.get('fleet-old'), fresh, 'it was replaced, as offered');
    await services.namedSecrets.delete('fleet-old');
    const undone = await directory.undo();
    assert.ok(undone?.every(({ kind }) => kind === 'done'));
    assert.equal(stored('Acme Staging', 'Order API')?.properties.password, old);
    const everything = [shown, ...answers.shown, ...said, planRequest().title].join();
    assert.ok(!everything.includes(old) && !everything.includes(fresh));
  });

  it('replaces no saved secret that changed while that was offered, and counts who keeps the old value', async () => {
    const { directory, services, integration, said } = await setUp();
    const [old, fresh] = ['canary-old-31c9', 'canary-new-42d8'];
    for (const name of ['Acme Dev', 'Acme Staging'])
      await directory.updateIntegration(await integration(name, 'Order API'), { secrets: { password: old } });
    const { namedSecrets } = services;
    for (const name of ['fleet-changed', 'fleet-deleted', 'fleet-kept']) await namedSecrets.set(name, old);
    const notify: Services['notify'] = {
      ...services.notify,
      info: async (message, ...actions) => {
        said.push(message);
        if (actions.length === 0) return undefined;
        await namedSecrets.set('fleet-changed', 'canary-third-53e7');
        await namedSecrets.delete('fleet-deleted');
        return actions[0];
      },
    };
    const rotated = rotateSecret({ ...services, notify }, [await integration('Acme Dev', 'Order API')]);
    await answers.tick();
    await answers.choose('Type the New Value…');
    await answers.type(fresh);
    await rotated;
    const { changes, secrets, options } = await planned(directory);
    await options.onApplied?.(await applyChanges(changes.slice(0, 1), { directory, secrets }));
    const values = await Promise.all(
      ['fleet-changed', 'fleet-deleted', 'fleet-kept'].map((name) => namedSecrets.get(name)),
    );
    for (const name of await namedSecrets.list()) await namedSecrets.delete(name);
    assert.deepEqual(values, ['canary-third-53e7', undefined, fresh]);
    assert.match(
      said.join(),
      /Still saved with the old value: fleet-changed, fleet-deleted, fleet-kept\..* Integrations that still hold it: 1\./,
    );
    assert.match(
      said.join(),
      /Replaced: fleet-kept\. Changed meanwhile and left alone: fleet-changed, fleet-deleted\./,
    );
  });

  it('offers to replace the saved secret though one integration can never be changed, and once', async () => {
    const { directory, services, tenant, integration, said } = await setUp();
    const [old, fresh] = ['canary-old-64f1', 'canary-new-75a2'];
    for (const name of ['Acme Dev', 'Acme Staging'])
      await directory.updateIntegration(await integration(name, 'Order API'), { secrets: { password: old } });
    await services.namedSecrets.set('fleet-stuck', old);
    const rotated = rotateSecret(services, [await integration('Acme Dev', 'Order API')]);
    await answers.tick();
    await answers.choose('Type the New Value…');
    await answers.type(fresh);
    await rotated;
    const { changes, secrets, options } = await planned(directory);
    sandbox().addFault({
      method: 'PUT',
      path: `/v1/tenants/${tenant('Acme Staging').tenantId}/**`,
      when: { always: true },
      fault: { kind: 'status', status: 400 },
    });
    const applied = await applyChanges(changes, { directory, secrets });
    assert.deepEqual(applied.map(({ outcome }) => outcome.kind).sort(), ['done', 'failed']);
    await options.onApplied?.(applied);
    const value = await services.namedSecrets.get('fleet-stuck');
    // A retry that replaces nothing has nothing new to offer.
    await services.namedSecrets.set('fleet-stuck', old);
    await options.onApplied?.(applied);
    await services.namedSecrets.delete('fleet-stuck');
    assert.equal(value, fresh);
    const offers = said.filter((text) => text.startsWith('Still saved with the old value: fleet-stuck.'));
    assert.equal(offers.length, 1);
    assert.match(offers.join(), /Integrations that still hold it: 1\./);
  });

  it('tests the new value as it is sent, and knows one that is stored already', async () => {
    const { directory, services, tenant, integration, stored, said } = await setUp();
    const [old, fresh] = ['canary-old-86b3', 'canary-new-97c4'];
    await directory.createIntegration(tenant('Acme Dev'), {
      type: 'rest',
      name: 'Stock API',
      active: true,
      properties: { endpointPrefix: sandbox().services.rest.url, username: '', password: '', token: old },
    });
    const source = await integration('Acme Dev', 'Stock API');
    const rotate = async (typed: string): Promise<void> => {
      const rotated = rotateSecret(services, [source]);
      await answers.tick();
      await answers.type(typed);
      await rotated;
    };
    // A form cuts off the space that was pasted after a token.
    await assert.rejects(rotate(`${old} `), /stored already/);
    await rotate(`${fresh} `);
    assert.equal(sandbox().serviceRequests.length, 1, said.join('\n'));
    await apply(directory);
    assert.equal(stored('Acme Dev', 'Stock API')?.properties.token, fresh);
  });

  it('compares selected tenants, and names the ones that cannot be read', async () => {
    const { services, tenant } = await setUp();
    sandbox().addFault({
      path: `/v1/tenants/${tenant('Globex Retail').tenantId}/integrations`,
      when: { always: true },
      fault: { kind: 'status', status: 403 },
    });
    const selected = ['Acme Dev', 'Acme Staging', 'Globex Retail'].map(tenant);
    await showTenantComparison(services, new TenantChoice(), [selected[0], selected]);
    const request = answers.requests.at(-1);
    assert.ok(isComparisonRequest(request));
    const comparison = await request.compare();
    assert.ok(comparison);
    assert.deepEqual(
      comparison.tenants.map(({ tenantName }) => tenantName),
      ['Acme Dev', 'Acme Staging'],
    );
    assert.deepEqual(
      comparison.unreachable.map(({ tenantName }) => tenantName),
      ['Globex Retail'],
    );
    assert.ok(!JSON.stringify(comparison).includes(sandbox().services.rest.password));
  });

  it('reports on all tenants at once, in a document', async () => {
    const { services, said } = await setUp();
    await auditReport(services, []);
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /## Zendesk: ended January 12, 2026/);
    assert.match(text, /Hooli Partner/, 'what may not be viewed is named');
    assert.match(said.join(), /Audit report: integrations \d+, tenants \d+/);
    assert.ok(!text.includes(sandbox().services.zendesk.password));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('counts a tenant once that two accounts see', async () => {
    const counts: (string | undefined)[] = [];
    for (const accounts of [[sandbox()], [sandbox(), sandbox()]]) {
      const { services, said } = await servicesOn(directoryOn(accounts).directory);
      await auditReport(services, []);
      counts.push(said.find((text) => text.startsWith('Audit report')));
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.ok(counts[0]);
    assert.equal(counts[1], counts[0]);
  });

  it('reports on the accounts and tenants that are selected together, and on no others', async () => {
    const one = 'Acme Dev';
    const { directory } = directoryOn([sandbox(), sandbox(), sandbox()]);
    const { services, said } = await servicesOn(directory);
    const third = (await directory.loadTenants('account-2')).find(({ name }) => name === one);
    const selections = [[{ accountId: 'account-0' }], [{ accountId: 'account-0' }, { accountId: 'account-1' }, third]];
    for (const selected of [...selections, [third]]) await auditReport(services, [selected]);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const counts = said.map((text) => /integrations (\d+), tenants (\d+)/.exec(text)?.slice(1));
    const [all, several, single] = counts;
    assert.deepEqual(several, all, 'all three see the same tenants');
    assert.equal(single?.[1], '1');
  });

  it('ticks a group with its members, and its members with the group', () => {
    const [a, b] = [{ id: 'a' }, { id: 'b' }];
    const [rowA, rowB] = [
      { label: 'A', value: a },
      { label: 'B', value: b },
    ];
    const all = { label: 'All', members: [a, b] };
    const items = [all, rowA, rowB];
    const none = new Set<(typeof items)[number]>();
    assert.deepEqual([...followGroups(items, none, new Set([all]))], items);
    assert.deepEqual([...followGroups(items, none, new Set([rowA, rowB]))], items);
    assert.deepEqual([...followGroups(items, new Set(items), new Set([all, rowA]))], [rowA]);
    assert.deepEqual([...followGroups(items, new Set(items), new Set([rowA, rowB]))], []);
  });
});
