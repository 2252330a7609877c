import assert from 'node:assert/strict';
import type { TenantRef } from '../../../src/core/directory/model';
import { parseIntegrationFile } from '../../../src/core/plan/integrationFile';
import { parseTenantsFile } from '../../../src/core/plan/tenantsFile';
import type { Plan, PlannedChange } from '../../../src/core/plan/model';
import { planChanges } from '../../../src/core/plan/planner';
import { desiredOfFiles } from '../../../src/core/plan/resolve';
import { directoryWith, signedInAt } from '../../support/directory';
import { startSandbox, useSandbox } from '../../support/sandbox';
import { directoryOn } from '../directory/onSandbox';

const canary = 'canary-plan-3b8e0';

/** What a plan says, short: action, tenant, name, fields. */
function words(change: PlannedChange): string {
  const fields = change.fields.map(({ field, secret }) => (secret === undefined ? field : `${field}:${secret}`));
  return [change.action, change.cannot?.code ?? '', change.tenantName, change.name, ...fields]
    .filter(Boolean)
    .join(' ');
}

describe('Planning integration files against the sandbox', () => {
  const sandbox = useSandbox();

  async function plan(
    file: object,
    secrets: Readonly<Record<string, string>> = {},
    other?: object,
  ): Promise<{ plan: Plan; ref: TenantRef }> {
    const { directory, account } = directoryOn(sandbox());
    const all = await directory.loadTenants(account.id);
    const idOf = (name: string): string => all.find((tenant) => tenant.name === name)?.tenantId ?? '';
    const tenants = parseTenantsFile(
      JSON.stringify({
        tenants: {
          dev: { tenantId: idOf('Acme Dev') },
          same: { tenantId: idOf('Acme Dev').toUpperCase() },
          prod: { tenantId: idOf('Acme Production'), production: true },
          live: { tenantId: idOf('Acme Production') },
          gone: { tenantId: '99999999-2222-3333-4444-555555555555' },
          elsewhere: { tenantId: idOf('Acme Dev'), endpoint: 'https://api.cxengage.net' },
        },
      }),
    );
    const desired = await desiredOfFiles(
      [file, ...(other ? [other] : [])].map((each, index) => ({
        path: `${index === 0 ? 'a' : 'b'}.cxintegration.json`,
        file: parseIntegrationFile(JSON.stringify(each)),
      })),
      tenants,
      directory,
    );
    const made = await planChanges(desired, {
      directory,
      secrets: { value: async ({ name }) => Promise.resolve(secrets[name]) },
    });
    return { plan: made, ref: { accountId: account.id, tenantId: idOf('Acme Dev') } };
  }

  const order = (properties: object = {}, more: object = {}) => ({
    type: 'rest',
    name: 'Order API',
    properties: {
      endpointPrefix: `${sandbox().services.rest.url}/basic`,
      username: sandbox().services.rest.username,
      ...properties,
    },
    targets: { dev: {} },
    ...more,
  });

  it('finds nothing to do where a tenant is as the file says', async () => {
    const { plan: made } = await plan(order({ password: '${secret:orders}' }), {
      orders: sandbox().services.rest.password,
    });
    assert.deepEqual(made.changes.map(words), ['nothing Acme Dev Order API']);
  });

  it('shows field by field what differs, and of a secret only that it does', async () => {
    const { plan: made } = await plan(
      order({ endpointPrefix: 'https://orders.acme.example', password: '${secret:orders}' }),
      { orders: canary },
    );
    assert.deepEqual(made.changes.map(words), ['update Acme Dev Order API endpointPrefix password:different']);
    assert.ok(!JSON.stringify(made).includes(canary));
    assert.ok(!JSON.stringify(made).includes(sandbox().services.rest.password));
  });

  it('keeps what a file leaves out, REST’s way to authenticate included', async () => {
    const { plan: made } = await plan({ type: 'rest', name: 'Price list', properties: {}, targets: { dev: {} } });
    assert.deepEqual(made.changes.map(words), ['nothing Acme Dev Price list']);
  });

  it('clears what another way to authenticate no longer needs', async () => {
    const token = { type: 'rest', name: 'Order API', properties: { token: '${secret:t}' }, targets: { dev: {} } };
    const { plan: made } = await plan(token, { t: canary });
    assert.deepEqual(made.changes.map(words), ['update Acme Dev Order API username token:new password:cleared']);
  });

  it('changes no target with a value that breaks a rule, and lets the others and what is stored be', async () => {
    const bad = { endpointPrefix: 'not a url' };
    const both = { dev: {}, prod: {} };
    const shared = await plan(order(bad, { targets: both }));
    assert.deepEqual(
      shared.plan.changes.map(({ action, cannot }) => `${action} ${cannot?.code ?? ''}`),
      ['cannot fileErrors', 'cannot fileErrors'],
    );
    const one = await plan(order({}, { active: false, targets: { dev: { properties: bad }, prod: {} } }));
    assert.deepEqual(
      one.plan.changes.map(({ action, cannot }) => `${action} ${cannot?.code ?? ''}`),
      ['cannot fileErrors', 'update '],
    );
  });

  it('names an enable or disable as one', async () => {
    const { plan: made } = await plan(order({}, { active: false }));
    assert.deepEqual(made.changes.map(words), ['disable Acme Dev Order API active']);
  });

  it('creates what is not there, once every secret is named', async () => {
    const desk = {
      type: 'rest',
      name: 'New API',
      properties: { endpointPrefix: 'https://a.example', username: 'u' },
      targets: { dev: {} },
    };
    assert.deepEqual((await plan(desk)).plan.changes.map(words), ['cannot missingSecret Acme Dev New API']);
    const named = { ...desk, properties: { ...desk.properties, password: '${secret:none}' } };
    const [change] = (await plan(named)).plan.changes;
    assert.equal(change && words(change), 'create Acme Dev New API name active endpointPrefix username password:new');
    assert.deepEqual(change?.missing, [{ source: 'secret', name: 'none' }]);
  });

  for (const [status, code] of [
    [403, 'permission'],
    [500, 'unreachable'],
  ] as const)
    it(`plans the rest of a tenant where one integration responds ${status}`, async () => {
      const wished = order({ password: '${secret:orders}' });
      const other = { type: 'rest', name: 'Price list', active: false, properties: {}, targets: { dev: {} } };
      const { id } = sandbox().tenants.find(({ name }) => name === 'Acme Dev') ?? { id: '' };
      const one = sandbox()
        .integrations(id)
        .find(({ name }) => name === 'Order API');
      sandbox().addFault({
        method: 'GET',
        path: `/v1/tenants/${id}/integrations/${one?.id ?? ''}`,
        when: { always: true },
        fault: { kind: 'status', status },
      });
      const { plan: made } = await plan(wished, { orders: canary }, other);
      assert.deepEqual(made.changes.map(words), [
        `cannot ${code} Acme Dev Order API`,
        'disable Acme Dev Price list active',
      ]);
      assert.ok(!JSON.stringify(made).includes(canary));
    });

  it('says why a target cannot be planned, and plans the others', async () => {
    const { plan: made } = await plan(order({}, { targets: { dev: {}, gone: {}, elsewhere: {}, unknown: {} } }));
    assert.deepEqual(made.changes.map(words).sort(), [
      'cannot noAccount elsewhere Order API',
      'cannot unknownAlias unknown Order API',
      'cannot unknownTenant gone Order API',
      'nothing Acme Dev Order API',
    ]);
  });

  it('finds an integration by the name it had', async () => {
    const { plan: made } = await plan(order({}, { name: 'Orders', renamedFrom: 'Order API' }));
    assert.deepEqual(made.changes.map(words), ['update Acme Dev Orders name']);
  });

  it('changes nothing where two targets, or two files, mean the same integration by whatever name', async () => {
    const twice = await plan(order({}, { targets: { dev: { active: false }, same: {} } }));
    assert.deepEqual(twice.plan.changes.map(words), Array(2).fill('cannot sameName Acme Dev Order API'));
    assert.equal(new Set(twice.plan.changes.map(({ id }) => id)).size, 2);
    assert.match(
      twice.plan.changes[0]?.cannot?.message ?? '',
      /“Order API” in Acme Dev.*a\.cxintegration\.json → dev, a\.cxintegration\.json → same/u,
    );

    const renamed = order({}, { name: 'Orders', renamedFrom: 'Order API' });
    const { plan: moved } = await plan(order({}, { active: false }), {}, renamed);
    assert.deepEqual(moved.changes.map(words), [
      'cannot sameName Acme Dev Order API',
      'cannot sameName Acme Dev Orders',
    ]);

    const created = order({}, { name: 'New API', targets: { dev: {} } });
    const { plan: both } = await plan(created, {}, { ...created, targets: { same: {} } });
    assert.deepEqual(both.changes.map(words), Array(2).fill('cannot sameName Acme Dev New API'));

    const { plan: apart } = await plan(order({}, { active: false, targets: { dev: {}, same: { name: 'Other' } } }));
    const [mine, other] = apart.changes;
    assert.equal(mine && words(mine), 'disable Acme Dev Order API active');
    assert.notEqual(other?.cannot?.code, 'sameName');
  });

  it('refuses another type of the same name', async () => {
    const { plan: made } = await plan({ type: 'rest', name: 'Support desk', properties: {}, targets: { dev: {} } });
    assert.deepEqual(made.changes.map(words), ['cannot otherType Acme Dev Support desk']);
  });

  it('does not call a secret without a value here a difference', async () => {
    const { plan: made } = await plan(order({ password: '${secret:nobody-has-it}' }));
    assert.deepEqual(made.changes.map(words), ['nothing Acme Dev Order API password:unknown']);
  });

  it('lists apart what no file names', async () => {
    const { plan: made } = await plan(order());
    const names = made.unmanaged.flatMap(({ integrations }) => integrations.map(({ name }) => name));
    assert.ok(names.includes('Price list') && !names.includes('Order API'));
  });

  it('takes the integration that is called exactly so, and not one that differs by a space', async () => {
    const { directory, account } = directoryOn(sandbox());
    const tenant = (await directory.loadTenants(account.id)).find(({ name }) => name === 'Acme Dev') ?? assert.fail();
    const stored = (await directory.loadIntegrations(tenant)).find(({ name }) => name === 'Order API') ?? assert.fail();
    const spaced = { ...stored, integrationId: '99999999-1111-1111-1111-111111111111', name: 'Order API ' };
    const [change] = (await plan(order({ endpointPrefix: 'https://new.acme.example' }))).plan.changes;
    assert.ok(change);
    Object.assign(directory, { loadIntegrations: async () => Promise.resolve([spaced, stored]) });
    const { changes } = await planChanges([change.desired], {
      directory,
      secrets: { value: async () => Promise.resolve(undefined) },
    });
    assert.equal(changes[0]?.current?.integrationId, stored.integrationId);
  });

  it('plans nothing where the tenants file has errors: which tenant is meant, and whether it is production, is open', async () => {
    const { directory } = directoryOn(sandbox());
    const tenantId = sandbox().tenants[0]?.id ?? assert.fail();
    const file = { path: 'a.cxintegration.json', file: parseIntegrationFile(JSON.stringify(order())) };
    const dev = JSON.stringify({ tenantId });
    for (const text of [
      `{ "tenants": { "dev": { "tenantId": "${tenantId}", "production": "true" } } }`,
      `{ "tenants": { "dev": ${dev}, "dev": ${dev} } }`,
      `{ "tenants": {\n<<<<<<< HEAD\n"dev": ${dev}\n=======\n"dev": ${dev}\n>>>>>>> theirs\n} }`,
    ]) {
      const [desired] = await desiredOfFiles([file], parseTenantsFile(text), directory);
      assert.ok(desired?.target.kind === 'unknown', text);
      assert.match(
        desired.target.cannot.message,
        /^cxengage\.json has errors\. Correct them and plan again\. First error: ./,
      );
    }
  });

  it('knows a tenant as production by any alias that it has', async () => {
    const { plan: made } = await plan({ ...order(), name: 'Loyalty points', targets: { live: {} } });
    assert.deepEqual(
      made.changes.map(({ tenantName, isProduction }) => [tenantName, isProduction]),
      [['Acme Production', true]],
    );
  });

  it('makes no new integration of a name of which a part is hidden', async () => {
    const { plan: made } = await plan({
      ...order(),
      name: 'Webhook: ••••',
      targets: { dev: {} },
    });
    assert.deepEqual(made.changes.map(words), ['cannot sameName Acme Dev Webhook: ••••']);
    assert.match(made.changes[0]?.cannot?.message ?? '', /cannot be found in Acme Dev/);
  });

  it('asks for the endpoint where accounts at several see the tenant', async () => {
    const other = await startSandbox();
    try {
      const accounts = [signedInAt(sandbox(), { id: 'here' }), signedInAt(other, { id: 'there' })];
      const { directory } = directoryWith(accounts);
      const tenantId = sandbox().tenants[0]?.id ?? assert.fail();
      const file = { path: 'a.cxintegration.json', file: parseIntegrationFile(JSON.stringify(order())) };
      const targetWith = async (entry: object) => {
        const tenants = parseTenantsFile(JSON.stringify({ tenants: { dev: { tenantId, ...entry } } }));
        const [desired] = await desiredOfFiles([file], tenants, directory);
        return desired?.target;
      };
      const unclear = await targetWith({});
      assert.ok(unclear?.kind === 'unknown');
      assert.match(unclear.cannot.message, /several endpoints have the tenant “dev”/);
      const clear = await targetWith({ endpoint: other.url });
      assert.ok(clear?.kind === 'tenant' && clear.ref.accountId === 'there');
    } finally {
      await other.close();
    }
  });
});
