import assert from 'node:assert/strict';
import { MemorySecrets } from '../../../src/core/operations/memorySecrets';
import { applyChanges, isLeft, missingReferences } from '../../../src/core/plan/apply';
import { parseIntegrationFile } from '../../../src/core/plan/integrationFile';
import { planChanges } from '../../../src/core/plan/planner';
import { applyReport } from '../../../src/core/plan/report';
import { desiredOfFiles } from '../../../src/core/plan/resolve';
import { desiredRotation } from '../../../src/core/plan/rotation';
import { parseTenantsFile } from '../../../src/core/plan/tenantsFile';
import { useSandbox } from '../../support/sandbox';
import { directoryOn } from '../directory/onSandbox';

const canary = 'canary-apply-55d1e';

describe('Applying a plan on the sandbox', () => {
  const sandbox = useSandbox();

  async function setUp(file: object, values: Readonly<Record<string, string>>) {
    const on = directoryOn(sandbox());
    const { directory, account } = on;
    const all = await directory.loadTenants(account.id);
    const dev = all.find(({ name }) => name === 'Acme Dev');
    const staging = all.find(({ name }) => name === 'Acme Staging');
    assert.ok(dev && staging);
    const tenants = parseTenantsFile(
      JSON.stringify({ tenants: { dev: { tenantId: dev.tenantId }, staging: { tenantId: staging.tenantId } } }),
    );
    const secrets = { value: async ({ name }: { readonly name: string }) => Promise.resolve(values[name]) };
    const plan = async () => {
      const placed = { path: 'a.cxintegration.json', file: parseIntegrationFile(JSON.stringify(file)) };
      return planChanges(await desiredOfFiles([placed], tenants, directory), { directory, secrets });
    };
    return { ...on, dev, staging, plan, secrets };
  }

  const loyalty = {
    type: 'rest',
    name: 'Loyalty',
    properties: { endpointPrefix: 'https://a.example', username: 'u', password: '${secret:loyalty}' },
    targets: { dev: {}, staging: { active: false } },
  };

  it('changes what has a credential in its description, and takes no two names with a hidden part for one', async () => {
    const about = {
      ...loyalty,
      description: 'Password: see the vault',
      properties: { endpointPrefix: 'https://b.example' },
    };
    const { directory, dev, plan, secrets } = await setUp({ ...about, targets: { dev: {} } }, {});
    const make = (name: string, description: string) =>
      directory.createIntegration(dev, {
        type: 'rest',
        name,
        description,
        active: true,
        properties: { endpointPrefix: 'https://a.example', username: '', password: '', token: '' },
      });
    await make('Loyalty', about.description);
    const { changes } = await plan();
    assert.deepEqual(
      changes.map(({ action, fields }) => `${action} ${fields.map(({ field }) => field).join()}`),
      ['update endpointPrefix'],
    );
    const applied = await applyChanges(changes, { directory, secrets });
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      ['done'],
    );
    const stored = () => sandbox().integrations(dev.tenantId);
    const loyal = stored().find(({ name }) => name === 'Loyalty');
    assert.deepEqual([loyal?.description, loyal?.properties.endpointPrefix], [about.description, 'https://b.example']);

    await make('Webhook: Orders', '');
    await make('Webhook: Billing', '');
    const hidden = (await directory.loadIntegrations(dev, { force: true })).filter(({ name }) => name.includes('••••'));
    assert.equal(hidden.length, 2);
    const file = parseIntegrationFile(JSON.stringify({ ...loyalty, name: hidden[0]?.name, targets: { dev: {} } }));
    const tenants = parseTenantsFile(JSON.stringify({ tenants: { dev: { tenantId: dev.tenantId } } }));
    const desired = await desiredOfFiles([{ path: 'b.cxintegration.json', file }], tenants, directory);
    assert.deepEqual(
      (await planChanges(desired, { directory, secrets })).changes
        .map(({ action }) => action)
        .filter((a) => a === 'update'),
      [],
    );
  });

  it('makes what the plan showed, once, asks once, and then has nothing to do', async () => {
    const { directory, plan, secrets, questions } = await setUp(loyalty, { loyalty: canary });
    const { changes } = await plan();
    assert.deepEqual(
      changes.map(({ action }) => action),
      ['create', 'create'],
    );
    const applied = await applyChanges(changes, { directory, secrets });
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      ['done', 'done'],
    );
    assert.equal(questions.length, 1);
    assert.deepEqual(
      (await plan()).changes.map(({ action }) => action),
      ['nothing', 'nothing'],
    );
    assert.deepEqual(
      (await applyChanges(changes, { directory, secrets })).map(({ outcome }) => outcome.kind === 'done'),
      [false, false],
    );
    const report = applyReport(applied, 0);
    assert.ok(report.includes('Acme Dev') && report.includes('Created') && !report.includes(canary));
  });

  it('sends no create whose secret has no value, and says which', async () => {
    const { directory, plan, secrets } = await setUp(loyalty, {});
    const { changes } = await plan();
    assert.deepEqual(missingReferences(changes), [{ source: 'secret', name: 'loyalty' }]);
    const applied = await applyChanges(changes, { directory, secrets });
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      ['missingSecret', 'missingSecret'],
    );
    assert.ok(applied.every(isLeft));
  });

  it('refuses an integration that moved since the plan', async () => {
    const order = { type: 'rest', name: 'Order API', description: 'As planned', targets: { dev: {} } };
    const { directory, plan, secrets, dev } = await setUp(order, {});
    const { changes } = await plan();
    const other = directoryOn(sandbox()).directory;
    const [current] = (await other.loadIntegrations({ accountId: 'account-1', tenantId: dev.tenantId })).filter(
      ({ name }) => name === 'Order API',
    );
    assert.ok(current);
    await other.updateIntegration(current, { properties: { endpointPrefix: 'https://moved.example' } });
    const applied = await applyChanges(changes, { directory, secrets });
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      ['conflict'],
    );
    const again = await applyChanges((await plan()).changes, { directory, secrets });
    assert.deepEqual(
      again.map(({ outcome }) => outcome.kind),
      ['done'],
    );
    const now = await directory.loadIntegration(current, { force: true });
    assert.deepEqual([now.description, now.properties.endpointPrefix], ['As planned', 'https://moved.example']);
  });

  it('changes a secret and leaves the others alone', async () => {
    const order = { type: 'rest', name: 'Order API', properties: { password: '${secret:new}' }, targets: { dev: {} } };
    const { directory, plan, secrets } = await setUp(order, { new: canary });
    const { changes } = await plan();
    assert.deepEqual(
      changes.flatMap(({ fields }) => fields.map(({ field, secret }) => `${field} ${secret ?? ''}`)),
      ['password different'],
    );
    const [applied] = await applyChanges(changes, { directory, secrets });
    assert.equal(applied?.outcome.kind, 'done');
    const ref = changes[0]?.current;
    assert.ok(ref);
    const { properties } = await directory.fetchWithSecrets(ref);
    assert.equal(properties.password, canary);
    assert.equal(properties.username, sandbox().services.rest.username);
  });

  it('sends no secret that had no value when it was planned, though it has one by now', async () => {
    const properties = { username: 'changed', password: '${secret:late}' };
    const values: Record<string, string> = {};
    const order = { type: 'rest', name: 'Order API', properties, targets: { dev: {} } };
    const { directory, plan, secrets } = await setUp(order, values);
    const { changes } = await plan();
    assert.deepEqual(
      changes.flatMap(({ fields }) => fields.map(({ field, secret }) => `${field} ${secret ?? ''}`)),
      ['username ', 'password unknown'],
    );
    values.late = canary;
    const [applied] = await applyChanges(changes, { directory, secrets });
    assert.equal(applied?.outcome.kind, 'done');
    const ref = changes[0]?.current;
    assert.ok(ref);
    const stored = (await directory.fetchWithSecrets(ref)).properties;
    assert.deepEqual([stored.username, stored.password], ['changed', sandbox().services.rest.password]);
  });

  it('clears no credential for another one that has no value here', async () => {
    const values: Record<string, string> = {};
    const toToken = { type: 'rest', name: 'Order API', properties: { token: '${secret:t}' }, targets: { dev: {} } };
    const toBasic = { ...toToken, properties: { username: 'u', password: '${secret:p}' } };
    for (const [file, name, stored] of [
      [toToken, 't', { token: canary, username: '', password: '' }],
      [toBasic, 'p', { token: '', username: 'u', password: canary }],
    ] as const) {
      const { directory, plan, secrets, dev } = await setUp(file, values);
      const reference = { source: 'secret', name } as const;
      const { changes } = await plan();
      assert.deepEqual(missingReferences(changes), [reference]);
      sandbox().clearRequests();
      const [refused] = await applyChanges(changes, { directory, secrets });
      assert.ok(refused && isLeft(refused));
      assert.deepEqual(refused.outcome, { kind: 'missingSecret', references: [reference] });
      assert.ok(!sandbox().requests.some(({ method }) => method === 'PUT'));
      // Once it is typed, what the plan showed is made.
      values[name] = canary;
      const [applied] = await applyChanges(changes, { directory, secrets });
      assert.equal(applied?.outcome.kind, 'done');
      const now = sandbox()
        .integrations(dev.tenantId)
        .find((each) => each.name === 'Order API');
      const { token, username, password } = now?.properties ?? {};
      assert.deepEqual({ token, username, password }, stored);
    }
  });

  it('does not call made what lacks a secret that was never stored', async () => {
    const bare = { type: 'rest', name: 'Bare', properties: { token: '${secret:none}' }, targets: { dev: {} } };
    const { directory, plan, secrets, dev } = await setUp(bare, {});
    const properties = { endpointPrefix: 'https://a.example', username: '', password: '', token: '' };
    await directory.createIntegration(dev, { type: 'rest', name: 'Bare', active: true, properties });
    const { changes } = await plan();
    assert.deepEqual(
      changes.map(
        ({ action, fields }) => `${action} ${fields.map(({ field, secret }) => `${field} ${secret}`).join()}`,
      ),
      ['update token new'],
    );
    const applied = await applyChanges(changes, { directory, secrets });
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      ['missingSecret'],
    );
  });

  it('asks for no secret where the change has nothing to do with one', async () => {
    const bare = {
      type: 'rest',
      name: 'Bare',
      description: 'changed',
      properties: { token: '${secret:none}' },
      targets: { dev: {} },
    };
    const { directory, plan, secrets, dev } = await setUp(bare, {});
    const properties = { endpointPrefix: 'https://a.example', username: '', password: '', token: '' };
    await directory.createIntegration(dev, { type: 'rest', name: 'Bare', active: true, properties });
    const { changes } = await plan();
    assert.deepEqual(missingReferences(changes), []);
    const applied = await applyChanges(changes, { directory, secrets });
    assert.deepEqual(
      applied.map(({ outcome }) => outcome.kind),
      ['done'],
    );
    const stored = sandbox()
      .integrations(dev.tenantId)
      .find(({ name }) => name === 'Bare');
    assert.equal(stored?.description, 'changed');
  });

  it('sends no update whose secret has no value any more, and does not call it made', async () => {
    const properties = { username: 'changed', password: '${secret:gone}' };
    const values: Record<string, string> = { gone: canary };
    const order = { type: 'rest', name: 'Order API', properties, targets: { dev: {} } };
    const { directory, plan, secrets } = await setUp(order, values);
    const { changes } = await plan();
    assert.deepEqual(
      changes.flatMap(({ fields }) => fields.map(({ field, secret }) => `${field} ${secret ?? ''}`)),
      ['username ', 'password different'],
    );
    delete values.gone;
    sandbox().clearRequests();
    const applied = await applyChanges(changes, { directory, secrets });
    assert.deepEqual(
      applied.map(({ outcome }) => (outcome.kind === 'missingSecret' ? outcome.references : outcome.kind)),
      [[{ source: 'secret', name: 'gone' }]],
    );
    assert.ok(applied.every(isLeft));
    assert.ok(!sandbox().requests.some(({ method }) => method === 'PUT'));
  });

  it('says of a value that was forgotten what to do', async () => {
    const { directory } = await setUp(loyalty, {});
    const [account] = directory.accounts();
    assert.ok(account);
    const dev = (await directory.loadTenants(account.id)).find(({ name }) => name === 'Acme Dev');
    const order = dev && (await directory.loadIntegrations(dev)).find(({ name }) => name === 'Order API');
    assert.ok(dev && order);
    const secrets = new MemorySecrets();
    const fresh = secrets.add(canary, 'Password of “Order API”');
    const old = secrets.add(sandbox().services.rest.password, 'Old value');
    const holder = { tenant: dev, integration: order, properties: ['password'] };
    const desired = desiredRotation([holder], { old, fresh });
    const { changes } = await planChanges(desired, { directory, secrets });
    secrets.clear();
    const applied = await applyChanges(changes, { directory, secrets });
    assert.ok(applied.length === 1 && applied.every(isLeft));
    assert.match(
      applyReport(applied, 0),
      /Secret missing \| Password of “Order API” is no longer in memory\. Nothing was sent\. Start again\./,
    );
  });
});
