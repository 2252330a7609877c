import assert from 'node:assert/strict';
import { integrationFileText } from '../../../src/core/export/integrationFile';
import { applyChanges, isLeft } from '../../../src/core/plan/apply';
import { compareIntegration } from '../../../src/core/plan/compare';
import { copySourceOf, secretsToCopy } from '../../../src/core/plan/copyDesired';
import { parseIntegrationFile } from '../../../src/core/plan/integrationFile';
import type { PlannedChange } from '../../../src/core/plan/model';
import { planChanges } from '../../../src/core/plan/planner';
import { desiredOfFiles } from '../../../src/core/plan/resolve';
import { desiredRotation } from '../../../src/core/plan/rotation';
import { parseTenantsFile } from '../../../src/core/plan/tenantsFile';
import { useSandbox } from '../../support/sandbox';
import { directoryOn } from '../directory/onSandbox';

const [old, fresh] = ['canary-unsent-1a', 'canary-unsent-2b'];

function words({ action, cannot, fields }: PlannedChange): string {
  const each = fields.map(({ field, secret }) => (secret === undefined ? field : `${field}:${secret}`));
  return [action, cannot?.code ?? '', ...each].filter(Boolean).join(' ');
}

describe('A secret that a plan shows', () => {
  const sandbox = useSandbox({ dialect: { surplus: 'keep' } });

  async function setUp() {
    const { directory, account } = directoryOn(sandbox());
    const tenant = (await directory.loadTenants(account.id)).find(({ name }) => name === 'Acme Dev') ?? assert.fail();
    const values = new Map<string, string>();
    const secrets = { value: async ({ name }: { readonly name: string }) => Promise.resolve(values.get(name)) };
    const options = { directory, secrets };
    const plan = async (text: string): Promise<readonly PlannedChange[]> => {
      const tenants = parseTenantsFile(JSON.stringify({ tenants: { dev: { tenantId: tenant.tenantId } } }));
      const files = [{ path: 'a.cxintegration.json', file: parseIntegrationFile(text) }];
      return (await planChanges(await desiredOfFiles(files, tenants, directory), options)).changes;
    };
    const create = async (type: string, properties: Readonly<Record<string, string | boolean>>) => {
      const made = await directory.createIntegration(tenant, { type, name: 'Old record', active: true, properties });
      assert.ok(made.kind === 'created');
      return (await directory.loadIntegrations(tenant, { force: true })).find(
        ({ integrationId }) => integrationId === made.integration.integrationId,
      );
    };
    const stored = (name: string) =>
      sandbox()
        .integrations(tenant.tenantId)
        .find((each) => each.name === name)?.properties;
    return { directory, tenant, values, options, plan, create, stored };
  }

  const zendesk = {
    endpointPrefix: 'https://acme.zendesk.com/api/v2',
    username: 'a@acme.example/token',
    password: old,
    workItems: false,
    interactionFieldId: '',
  };
  const file = (properties: object, name = 'Order API') =>
    JSON.stringify({ type: 'rest', name, properties, targets: { dev: {} } });

  it('is sent where an old record holds it, though the type does not have it any more', async () => {
    const { options, values, plan, create, stored } = await setUp();
    const integration = (await create('zendesk', { ...zendesk, authToken: old })) ?? assert.fail();
    const exported = (await integrationFileText([{ alias: 'dev', integration }])) ?? assert.fail();
    const { text } = exported;
    for (const { name } of exported.references) values.set(name, old);
    assert.equal(exported.references.length, 2);
    assert.ok(parseIntegrationFile(text).issues.every(({ severity }) => severity !== 'error'));
    assert.deepEqual((await plan(text)).map(words), ['nothing']);

    const reference = /"authToken": "\$\{secret:([^}]+)\}"/u.exec(text)?.[1] ?? assert.fail(text);
    values.set(reference, fresh);
    const changes = await plan(text);
    assert.deepEqual(changes.map(words), ['update authToken:different']);
    const outcomes = (await applyChanges(changes, options)).map(({ outcome }) => outcome.kind);
    assert.deepEqual([outcomes, stored('Old record')?.authToken], [['done'], fresh]);
    assert.deepEqual((await plan(text)).map(words), ['nothing']);
  });

  it('is no slip for another property: that is named in the file, and nothing is made of it', async () => {
    const { values, plan } = await setUp();
    values.set('k', fresh);
    const slip = { endpointPrefix: 'https://a.example', apiKey: '${secret:k}' };
    const text = file(slip, 'New one');
    const issues = parseIntegrationFile(text).issues.filter(({ code }) => code === 'unknownProperty');
    assert.deepEqual(
      issues.map(({ range, severity }) => [text.slice(range.offset, range.offset + range.length), severity]),
      [['"apiKey"', 'warning']],
    );
    const [change] = await plan(text);
    assert.equal(change && words(change), 'cannot unusedSecret');
    assert.match(change?.cannot?.message ?? '', /“apiKey”.*do not have/u);
    assert.deepEqual((await plan(file({ apiKey: '${secret:k}' }))).map(words), ['cannot unusedSecret']);
    assert.deepEqual((await plan(file({ apiKey: '' }))).map(words), ['nothing']);
  });

  it('is never one that the integration does not use', async () => {
    const { values, plan, directory, tenant } = await setUp();
    const both = { password: '${secret:p}', token: '${secret:t}' };
    values.set('p', sandbox().services.rest.password).set('t', fresh);
    assert.deepEqual((await plan(file(both))).map(words), ['cannot unusedSecret']);
    assert.deepEqual((await plan(file({ username: 'u', ...both }, 'New one'))).map(words), ['cannot unusedSecret']);

    // An old record may hold both: then each is replaced where it is. A copy of it gets what is used.
    const some = (await directory.loadIntegrations(tenant)).find(({ type }) => type === 'rest') ?? assert.fail();
    const record = { ...some, secrets: { password: true, token: true } };
    const reference = { source: 'secret', name: 'x' } as const;
    const desired = { values: { name: some.name, properties: {}, secrets: { password: reference, token: reference } } };
    const wished = new Map([
      ['password', fresh],
      ['token', fresh],
    ]);
    const { changes, unsent } = compareIntegration(record, { password: old, token: old }, desired, wished);
    assert.deepEqual([changes.secrets, unsent], [{ password: fresh, token: fresh }, []]);
    assert.deepEqual(
      secretsToCopy(copySourceOf(record, undefined)).map(({ property }) => property),
      ['token'],
    );
  });

  it('is never blank or masked, nor made then', async () => {
    const { values, plan, options } = await setUp();
    const text = file({ password: '${secret:p}' });
    for (const value of ['   ', '••••••••', '****']) {
      values.set('p', value);
      assert.deepEqual((await plan(text)).map(words), ['cannot unusedSecret'], value);
      assert.deepEqual(
        (await plan(file({ username: 'u', password: '${secret:p}' }, 'New one'))).map(words),
        ['cannot unusedSecret'],
        value,
      );
    }
    values.set('p', fresh);
    const changes = [...(await plan(text)), ...(await plan(file({ username: 'u', password: '${secret:p}' }, 'New')))];
    assert.deepEqual(
      changes.map(({ action }) => action),
      ['update', 'create'],
    );
    values.set('p', '****');
    sandbox().clearRequests();
    const applied = await applyChanges(changes, options);
    assert.ok(applied.length === 2 && applied.every((each) => each.outcome.kind === 'failed' && isLeft(each)));
    assert.ok(sandbox().requests.every(({ method }) => method === 'GET'));
  });

  it('is not left behind by an old form, where the server would refuse it', async () => {
    const { tenant, values, options, plan, create } = await setUp();
    const integration = (await create('zendesk', { ...zendesk, token: old })) ?? assert.fail();
    const exported = await integrationFileText([{ alias: 'dev', integration }]);
    assert.ok(exported && !exported.text.includes('"token"'));
    values.set('t', fresh).set('old', old);
    const text = JSON.stringify({
      ...{ type: 'zendesk', name: 'Old record', targets: { dev: {} } },
      properties: { endpointPrefix: zendesk.endpointPrefix, username: zendesk.username, token: '${secret:t}' },
    });
    assert.deepEqual((await plan(text)).map(words), ['cannot unusedSecret']);
    const holder = { tenant, integration, properties: ['token'] };
    const references = { old: { source: 'secret', name: 'old' }, fresh: { source: 'secret', name: 't' } } as const;
    const rotation = await planChanges(desiredRotation([holder], references), options);
    assert.deepEqual(rotation.changes.map(words), ['cannot unusedSecret']);
  });
});
