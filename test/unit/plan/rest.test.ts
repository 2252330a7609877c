import assert from 'node:assert/strict';
import { applyChanges, isLeft } from '../../../src/core/plan/apply';
import { compareSecrets } from '../../../src/core/plan/comparedSecrets';
import { compareTenants, isSameEverywhere, type Comparison } from '../../../src/core/plan/comparison';
import type { DesiredIntegration } from '../../../src/core/plan/model';
import { planChanges } from '../../../src/core/plan/planner';
import { planRest } from '../../../src/core/plan/rest';
import { useSandbox } from '../../support/sandbox';
import { directoryOn } from '../directory/onSandbox';

const secrets = { value: async () => Promise.resolve('canary-rest-3b71f') };

describe('What is left of a plan', () => {
  const sandbox = useSandbox();

  async function setUp(values: Partial<DesiredIntegration['values']> & { readonly name: string }) {
    const { directory, account } = directoryOn(sandbox());
    const ref = (await directory.loadTenants(account.id)).find(({ name }) => name === 'Acme Dev') ?? assert.fail();
    const desired: DesiredIntegration = {
      origin: { kind: 'rotation' },
      target: { kind: 'tenant', ref, isProduction: false },
      type: 'rest',
      values: { properties: {}, secrets: {}, ...values },
    };
    return {
      directory,
      ref,
      options: { directory, secrets },
      plan: await planChanges([desired], { directory, secrets }),
    };
  }

  it('checks a create whose outcome is unclear before anything else is sent', async function () {
    this.timeout(40_000);
    const { ref, options, plan } = await setUp({
      name: 'Loyalty',
      properties: { endpointPrefix: 'https://a.example', username: 'u' },
      secrets: { password: { source: 'secret', name: 'x' } },
    });
    const path = `/v1/tenants/${ref.tenantId}/integrations`;
    sandbox().addFault({ method: 'POST', path, fault: { kind: 'reset', at: 'afterWrite' } });
    const stop = new AbortController();
    sandbox().addFault({
      method: 'GET',
      path,
      skip: 1,
      when: { always: true },
      fault: { kind: 'status', status: 418 },
    });
    const applied = await applyChanges(plan.changes, { ...options, signal: stop.signal });
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      ['unclear'],
    );

    sandbox().clearFaults();
    sandbox().clearRequests();
    const rest = await planRest(applied.filter(isLeft), options);
    assert.deepEqual(
      rest.settled.map(({ outcome }) => outcome.kind),
      ['done'],
    );
    assert.deepEqual([rest.same, rest.moved], [[], []]);
    assert.ok(sandbox().requests.every(({ method }) => method === 'GET'));
  });

  it('shows what was changed meanwhile before it is applied again', async () => {
    const { directory, options, plan } = await setUp({ name: 'Order API', description: 'As planned' });
    const current = plan.changes[0]?.current ?? assert.fail();
    await directory.updateIntegration(current, { properties: { endpointPrefix: 'https://moved.example' } });
    const applied = await applyChanges(plan.changes, options);
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      ['conflict'],
    );
    const rest = await planRest(applied, options);
    assert.deepEqual([rest.moved.length, rest.same.length], [1, 0]);
    assert.deepEqual(
      (await applyChanges(rest.moved, options)).map(({ outcome }) => outcome.kind),
      ['done'],
    );
  });

  it('applies again what moved once it was planned anew, and shows it again where it moved again', async () => {
    const { directory, options, plan } = await setUp({ name: 'Order API', description: 'As planned' });
    const current = plan.changes[0]?.current ?? assert.fail();
    const move = async (host: string): Promise<unknown> =>
      directory.updateIntegration(current, {
        properties: { endpointPrefix: `https://${host}.example` },
        active: false,
      });
    await move('moved');
    const [conflict] = await applyChanges(plan.changes, options);
    const [anew] = conflict ? (await planRest([conflict], options)).moved : [];
    assert.ok(conflict?.outcome.kind === 'conflict' && anew);
    const shown = { change: anew, outcome: conflict.outcome, isPlannedAnew: true } as const;
    assert.deepEqual(
      (await planRest([shown], options)).same.map(({ id }) => id),
      [anew.id],
    );
    await directory.updateIntegration(current, { description: 'By somebody else' });
    assert.equal((await planRest([shown], options)).moved.length, 1);
  });

  it('keeps what it cannot plan again as it was, however often that is tried', async () => {
    const { ref, options, plan } = await setUp({ name: 'Order API', description: 'As planned' });
    const path = `/v1/tenants/${ref.tenantId}/integrations`;
    const canceled = await applyChanges(plan.changes, { ...options, signal: AbortSignal.abort() });
    sandbox().addFault({ method: 'GET', path, when: { always: true }, fault: { kind: 'status', status: 418 } });
    const first = await planRest(canceled, options);
    assert.deepEqual([first.settled, first.same, first.moved], [[], [], []]);
    assert.deepEqual(first.unreached, canceled);
    assert.match(first.reason ?? '', /\w/u);
    const second = await planRest(first.unreached, options);
    assert.deepEqual(second.unreached, canceled);

    sandbox().clearFaults();
    const rest = await planRest(second.unreached, options);
    assert.deepEqual([rest.same.length, rest.unreached.length, rest.reason], [1, 0, undefined]);
    const outcomes = await applyChanges(rest.same, options);
    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome.kind),
      ['done'],
    );
  });

  it('never takes for applicable what was shown as not possible', async () => {
    const { directory, ref, options, plan } = await setUp({ name: 'Order API', description: 'As planned' });
    const [canceled] = await applyChanges(plan.changes, { ...options, signal: AbortSignal.abort() });
    assert.ok(canceled);
    await directory.markTenant(ref, 'readOnly');
    const [anew] = (await planRest([canceled], options)).moved;
    assert.equal(anew?.cannot?.code, 'readOnly');
    const shown = { change: anew, outcome: canceled.outcome, isPlannedAnew: true } as const;
    const rest = await planRest([shown], options);
    assert.deepEqual([rest.same.length, rest.moved.length], [0, 1]);
  });

  it('sends nothing for what another user created meanwhile', async () => {
    const { directory, options, plan } = await setUp({ name: 'Order API', description: 'As planned' });
    const current = plan.changes[0]?.current ?? assert.fail();
    const stop = AbortSignal.abort();
    const applied = await applyChanges(plan.changes, { ...options, signal: stop });
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      ['canceled'],
    );
    await directory.updateIntegration(current, { description: 'As planned' });
    const rest = await planRest(applied, options);
    assert.deepEqual(
      rest.settled.map(({ outcome }) => outcome.kind),
      ['nothingToDo'],
    );
  });
});

describe('A comparison of tenants', () => {
  const sandbox = useSandbox();

  it('lists for each name what differs, where it is missing and where it is disabled', async () => {
    const { directory, account } = directoryOn(sandbox());
    const all = await directory.loadTenants(account.id);
    const names = ['Acme Dev', 'Acme Staging'];
    const tenants = await Promise.all(
      names.map(async (tenantName) => {
        const tenant = all.find(({ name }) => name === tenantName) ?? assert.fail();
        return { tenant, tenantName, integrations: await directory.loadIntegrations(tenant) };
      }),
    );
    const { integrations } = await compareTenants(tenants);
    const expected = new Set(tenants.flatMap((each) => each.integrations.map(({ type, name }) => `${type}/${name}`)));
    assert.equal(integrations.length, expected.size);
    for (const row of integrations) {
      const has = tenants.map((each) =>
        each.integrations.find(({ type, name }) => type === row.type && name === row.name),
      );
      assert.deepEqual(
        row.cells.filter(({ integration }) => !integration).map(({ tenantName }) => tenantName),
        names.filter((_, index) => has[index] === undefined),
      );
      assert.equal(row.missingCount, has.filter((each) => each === undefined).length);
      if (row.missingCount > 0) assert.ok(!isSameEverywhere(row) && row.differs.length === 0);
    }
    assert.ok(integrations.some((row) => row.missingCount > 0));
  });

  it('compares secrets on request, in memory, and says what it could not read', async () => {
    const { directory, account } = directoryOn(sandbox());
    const all = await directory.loadTenants(account.id);
    const names = ['Acme Dev', 'Acme Staging', 'Globex Retail', 'Globex Support', 'Acme Production'];
    const draft = (password: string, key: string) => ({
      type: 'rest',
      name: 'Loyalty',
      active: true,
      properties: { endpointPrefix: `https://a.example?api_key=${key}`, username: 'u', password, token: '' },
    });
    const [a, b, inside] = ['canary-a-61f0', 'canary-b-72e1', 'canary-inside-83d2'];
    const tenants = await Promise.all(
      names.map(async (tenantName, index) => {
        const tenant = all.find(({ name }) => name === tenantName) ?? assert.fail();
        const password = [a, b, a, b][index];
        if (password !== undefined) {
          const created = await directory.createIntegration(tenant, draft(password, index === 3 ? 'other' : inside));
          assert.ok(created.kind === 'created');
          if (index === 2)
            sandbox().addFault({
              method: 'GET',
              path: `/v1/tenants/${tenant.tenantId}/integrations/${created.integration.integrationId}`,
              when: { always: true },
              fault: { kind: 'status', status: 403 },
            });
        }
        return { tenant, tenantName, integrations: await directory.loadIntegrations(tenant, { force: true }) };
      }),
    );
    const plain = await compareTenants(tenants);
    const done: number[] = [];
    const compared = await compareSecrets(plain, {
      directory,
      onProgress: (progress) => {
        done.push(progress.done);
        assert.ok(progress.done <= progress.total);
      },
    });
    const loyalty = ({ integrations }: Comparison) =>
      integrations.find(({ name }) => name === 'Loyalty') ?? assert.fail();
    assert.deepEqual(loyalty(plain).differs, []);
    assert.deepEqual(
      loyalty(compared).secrets?.map(({ field, groups }) => [field, ...groups]),
      [
        ['password', 0, 1, 'unknown', 1, undefined],
        ['endpointPrefix', 0, 0, 'unknown', 1, undefined],
      ],
    );
    assert.deepEqual(
      loyalty(compared).differs.map(({ field, isSecret }) => [field, isSecret]),
      [
        ['password', true],
        ['endpointPrefix', true],
      ],
    );
    assert.ok(compared.hasSecrets && done.length > 4);
    const text = JSON.stringify(compared);
    assert.ok(![a, b, inside, sandbox().services.rest.password].some((secret) => text.includes(secret)));
  });
});
