import assert from 'node:assert/strict';
import type { Integration, TenantRef } from '../../../src/core/directory/model';
import { tenantKey } from '../../../src/core/directory/refs';
import { MemorySecrets } from '../../../src/core/operations/memorySecrets';
import { applyChanges } from '../../../src/core/plan/apply';
import {
  copySourceOf,
  copySourceOfDraft,
  desiredCopies,
  secretsToCopy,
  takenNames,
  type CopyOptions,
} from '../../../src/core/plan/copyDesired';
import { planChanges } from '../../../src/core/plan/planner';
import { applyReport } from '../../../src/core/plan/report';
import { useSandbox } from '../../support/sandbox';
import { directoryOn } from '../directory/onSandbox';

const canary = 'canary-copy-7b0d4';
const inside = 'canary-inside-2c9f1';

describe('Copying integrations to other tenants on the sandbox', () => {
  const sandbox = useSandbox();

  async function setUp(...names: readonly string[]) {
    const on = directoryOn(sandbox());
    const { directory, account } = on;
    const tenants = await directory.loadTenants(account.id);
    const tenant = (name: string): TenantRef =>
      tenants.find((each) => each.name === name) ?? assert.fail(`no tenant ${name}`);
    const existing = new Map<string, readonly Integration[]>();
    for (const each of tenants.filter(({ active, permissions }) => active && permissions?.length !== 0))
      existing.set(tenantKey(each), await directory.loadIntegrations(each));
    const stored = existing.get(tenantKey(tenant('Acme Dev'))) ?? [];
    const sources = names.map((name) => {
      const integration = stored.find((each) => each.name === name) ?? assert.fail(name);
      return copySourceOf(integration, directory.tenant(integration));
    });
    const secrets = new MemorySecrets();
    const options = {
      sources,
      placeholder: secrets.add('to be replaced', 'Placeholder'),
      choose: () => ({ kind: 'leaveOut' }),
      nameTaken: { kind: 'skip' },
      existing: (ref: TenantRef) => existing.get(tenantKey(ref)),
      tenantName: (ref: TenantRef) => directory.tenant(ref)?.name ?? ref.tenantId,
    } satisfies Partial<CopyOptions>;
    const same = async (): Promise<CopyOptions['choose']> => {
      const references = new Map<string, ReturnType<MemorySecrets['add']>>();
      for (const source of sources) {
        if (source.origin.kind !== 'copy') continue;
        const { properties } = await directory.fetchWithSecrets(source.origin.from);
        for (const { property, label } of secretsToCopy(source)) {
          const value = properties[property];
          if (typeof value === 'string') references.set(`${source.key}/${property}`, secrets.add(value, label));
        }
      }
      return ({ source, property }) => ({
        kind: 'reference',
        reference: references.get(`${source.key}/${property}`) ?? assert.fail(property),
      });
    };
    const run = async (copy: CopyOptions) => {
      const plan = await planChanges(desiredCopies(copy), { directory, secrets });
      const applied = await applyChanges(plan.changes, { directory, secrets });
      return { plan, applied, report: applyReport(applied, 0) };
    };
    const storedIn = (ref: TenantRef, name: string) =>
      sandbox()
        .integrations(ref.tenantId)
        .find((each) => each.name === name);
    return { ...on, tenant, sources, secrets, options, same, run, storedIn };
  }

  it('copies several with the same secrets, and reports which ID became which', async () => {
    const { tenant, sources, options, same, run, storedIn } = await setUp('Order API', 'Price list', 'Support desk');
    const targets = [tenant('Globex Retail'), tenant('Globex Support')];
    const { plan, applied, report } = await run({ ...options, targets, choose: await same() });
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      Array.from({ length: 6 }, () => 'done'),
    );
    const dev = tenant('Acme Dev');
    for (const target of targets)
      for (const { name } of sources) {
        const [made, from] = [storedIn(target, name), storedIn(dev, name)];
        assert.deepEqual(made?.properties, from?.properties);
        assert.ok(report.includes(String(from?.id)), 'the old ID');
        assert.ok(report.includes(String(made?.id)), 'the new ID');
      }
    const { rest, zendesk } = sandbox().services;
    for (const secret of [rest.password, rest.token, zendesk.password])
      assert.ok(!JSON.stringify([plan, report]).includes(secret), 'no secret is in a plan or a report');
  });

  it('creates without secrets, inactive, with a placeholder', async () => {
    const { tenant, options, run, storedIn } = await setUp('Order API', 'Support desk', 'Opening hours');
    const target = tenant('Globex Support');
    const { applied } = await run({ ...options, targets: [target] });
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      ['done', 'done', 'done'],
    );
    assert.deepEqual(
      ['Order API', 'Support desk', 'Opening hours'].map((name) => storedIn(target, name)?.active),
      [false, false, true],
      'what has no secret stays active',
    );
    assert.equal(storedIn(target, 'Support desk')?.properties.password, 'to be replaced');
  });

  it('leaves alone what it was to create and what is there by now, with the secret that it has', async () => {
    const { directory, tenant, secrets, options, run, storedIn } = await setUp('Order API');
    const target = tenant('Globex Support');
    await run({ ...options, targets: [target] });
    const again = async () => {
      const desired = desiredCopies({ ...options, targets: [target] });
      const { changes } = await planChanges(desired, { directory, secrets });
      return changes.map(({ action, cannot }) => `${action} ${cannot?.code ?? ''}`);
    };
    assert.deepEqual(await again(), ['nothing ']);
    const [made] = (await directory.loadIntegrations(target)).filter(({ name }) => name === 'Order API');
    assert.ok(made);
    await directory.updateIntegration(made, { active: true, secrets: { password: canary } });
    assert.deepEqual(await again(), ['cannot sameName']);
    await run({ ...options, targets: [target] });
    const { active, properties } = storedIn(target, 'Order API') ?? assert.fail();
    assert.deepEqual([active, properties.password], [true, canary]);
  });

  it('skips, updates or renames where the name is taken, as chosen once', async () => {
    const { tenant, sources, options, same, run, storedIn } = await setUp('Order API');
    const targets = [tenant('Acme Dev'), tenant('Acme Staging'), tenant('Globex Support')];
    assert.deepEqual(
      takenNames({ ...options, targets }).map(({ target }) => target.tenantId),
      [tenant('Acme Staging').tenantId],
      'the tenant that has the source counts for nothing',
    );
    const choose = await same();
    const skipped = desiredCopies({ ...options, targets, choose });
    assert.deepEqual(
      skipped.map(({ target }) => target.kind === 'tenant' && target.ref.tenantId),
      [tenant('Globex Support').tenantId],
    );
    const nameOf = ({ name }: { readonly name: string }): string => `${name} 2`;
    const renamed = await run({
      ...options,
      targets: [tenant('Acme Staging')],
      choose,
      nameTaken: { kind: 'rename', nameOf },
    });
    assert.deepEqual(
      renamed.applied.map(({ outcome }) => outcome.kind),
      ['done'],
    );
    assert.ok(storedIn(tenant('Acme Staging'), 'Order API 2'));
    const update = { ...options, targets: [tenant('Acme Staging')], choose, nameTaken: { kind: 'update' } } as const;
    const { applied } = await run(update);
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      ['done'],
    );
    const [from, to] = [storedIn(tenant('Acme Dev'), 'Order API'), storedIn(tenant('Acme Staging'), 'Order API')];
    assert.deepEqual([to?.properties, to?.description], [from?.properties, from?.description]);
    assert.deepEqual(
      (await run(update)).plan.changes.map(({ action }) => action),
      ['nothing'],
    );
    assert.equal(sources.length, 1);
  });

  it('keeps the secret and the state of an existing integration where the secret is left out', async () => {
    const { tenant, options, run, storedIn } = await setUp('Order API', 'Support desk');
    const target = tenant('Acme Staging');
    const before = ['Order API', 'Support desk'].map((name) => storedIn(target, name));
    const { applied } = await run({ ...options, targets: [target], nameTaken: { kind: 'update' } });
    assert.ok(applied.length > 0 && applied.every(({ outcome }) => outcome.kind === 'done'));
    for (const one of before) {
      const now = storedIn(target, one?.name ?? '');
      assert.deepEqual([now?.properties.password, now?.active], [one?.properties.password, one?.active]);
    }
  });

  it('plans nothing in a tenant that could not be read, whatever it has by now', async () => {
    const { tenant, options, run, storedIn } = await setUp('Order API', 'Support desk');
    const target = tenant('Acme Staging');
    const before = ['Order API', 'Support desk'].map((name) => storedIn(target, name));
    for (const kind of ['skip', 'update'] as const) {
      const { plan, applied } = await run({
        ...options,
        targets: [target],
        nameTaken: { kind },
        existing: () => undefined,
      });
      assert.deepEqual(
        plan.changes.map(({ name, cannot }) => `${name} ${cannot?.code}: ${cannot?.message.split(',')[0]}`),
        ['Order API', 'Support desk'].map((name) => `${name} unreachable: Acme Staging could not be read`),
      );
      assert.deepEqual(applied, []);
    }
    assert.deepEqual(
      ['Order API', 'Support desk'].map((name) => storedIn(target, name)),
      before,
    );
  });

  it('refuses another name that is taken too, and two copies of one name', async () => {
    const { tenant, options } = await setUp('Order API', 'Price list');
    const nameOf = (): string => 'Support desk';
    const taken = desiredCopies({
      ...options,
      targets: [tenant('Acme Staging')],
      nameTaken: { kind: 'rename', nameOf },
    });
    assert.deepEqual(
      taken.map(({ cannot }) => cannot?.code),
      ['sameName', undefined],
    );
    const [first] = options.sources;
    assert.ok(first);
    const twice = desiredCopies({
      ...options,
      sources: [first, { ...first, key: 'other' }],
      targets: [tenant('Globex Support')],
    });
    assert.deepEqual(
      twice.map(({ cannot }) => cannot?.code),
      [undefined, 'sameName'],
    );
  });

  it('shows no credential that is inside another value, whether it creates or updates', async () => {
    const { directory, tenant, options, secrets, run, storedIn } = await setUp('Opening hours');
    const [source] = options.sources;
    assert.ok(source?.origin.kind === 'copy');
    const url = `https://ada:${canary}@hours.example/api`;
    await directory.updateIntegration(source.origin.from, { properties: { endpointPrefix: url } });
    const changed = copySourceOf(await directory.loadIntegration(source.origin.from, { force: true }), undefined);
    assert.deepEqual(
      secretsToCopy(changed).map(({ property }) => property),
      ['endpointPrefix'],
    );
    const reference = secrets.add(url, 'Base URL');
    const copy = {
      ...options,
      sources: [changed],
      targets: [tenant('Globex Support')],
      choose: () => ({ kind: 'reference', reference }) as const,
    };
    const made = await run(copy);
    assert.deepEqual(
      made.applied.map(({ outcome }) => outcome.kind),
      ['done'],
    );
    assert.equal(storedIn(tenant('Globex Support'), 'Opening hours')?.properties.endpointPrefix, url);
    const target = storedIn(tenant('Globex Support'), 'Opening hours');
    assert.ok(target);
    await directory.updateIntegration(
      { ...tenant('Globex Support'), integrationId: target.id },
      { properties: { endpointPrefix: 'https://other.example' } },
    );
    const existing = () => [changed];
    const updated = await run({ ...copy, existing, nameTaken: { kind: 'update' } });
    assert.deepEqual(
      updated.plan.changes.map(({ action }) => action),
      ['update'],
    );
    assert.equal(storedIn(tenant('Globex Support'), 'Opening hours')?.properties.endpointPrefix, url);
    assert.ok(!JSON.stringify([made.plan, made.report, updated.plan, updated.report]).includes(canary));
  });

  it('copies what was typed in a form', async () => {
    const { tenant, options, secrets, run, storedIn } = await setUp();
    const draft = {
      type: 'rest',
      name: 'Loyalty',
      active: true,
      properties: {
        endpointPrefix: `https://loyalty.example?api_key=${inside}`,
        username: 'u',
        password: canary,
        token: '',
      },
    };
    const source = copySourceOfDraft(draft);
    const hidden = secretsToCopy(source).map(({ property }) => property);
    assert.deepEqual(hidden, ['endpointPrefix', 'password']);
    assert.ok(![canary, inside].some((secret) => JSON.stringify(source).includes(secret)));
    const given = new Map(
      Object.entries(draft.properties).map(([key, value]) => [key, secrets.add(value, `${key} of Loyalty`)]),
    );
    const { applied, plan } = await run({
      ...options,
      sources: [source],
      targets: [tenant('Globex Support'), tenant('Globex Retail')],
      choose: ({ property }) => ({ kind: 'reference', reference: given.get(property) ?? assert.fail() }),
    });
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      ['done', 'done'],
    );
    assert.deepEqual(storedIn(tenant('Globex Retail'), 'Loyalty')?.properties, draft.properties);
    assert.ok(![canary, inside].some((secret) => JSON.stringify(plan).includes(secret)));
  });
});
