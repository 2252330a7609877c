import assert from 'node:assert/strict';
import { signIn, useSandbox } from '../../support/sandbox';
import { caller, fields, findings, integrationsPath, less, list, restBody, result, sample, tenantId } from './setup';

const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const versionOne = /^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('sandbox: integrations', () => {
  const sandbox = useSandbox();
  const user = async () => caller(sandbox(), await signIn(sandbox()));
  const dev = () => integrationsPath(tenantId(sandbox(), 'Acme Dev'));
  const pathOf = (name: string) => `${dev()}/${sample(sandbox(), 'Acme Dev', name).id}`;

  it('are listed whole and given one by one, secrets in clear', async () => {
    const { get } = await user();
    const all = list(result(await get(dev()))).map(fields);
    assert.deepEqual(all, sandbox().integrations(tenantId(sandbox(), 'Acme Dev')));
    const one = fields(result(await get(pathOf('Order API'))));
    assert.deepEqual(Object.keys(one), [
      'id',
      'tenantId',
      'type',
      'name',
      'description',
      'active',
      'properties',
      'created',
      'createdBy',
      'updated',
      'updatedBy',
    ]);
    assert.equal(fields(one.properties).password, sandbox().services.rest.password);
    assert.match(String(one.id), versionOne);
    assert.match(String(one.created), stamp);
    assert.match(String(one.updated), stamp);
    assert.equal(fields(result(await get(pathOf('Price list')))).description, null);
    assert.equal(sample(sandbox(), 'Acme Staging', 'Salesforce staging org').active, false);
  });

  it('are created with 201, and are there', async () => {
    const { get, post } = await user();
    const response = await post(dev(), restBody('New'));
    assert.equal(response.status, 201);
    const made = fields(result(response));
    assert.match(String(made.id), versionOne);
    assert.match(String(made.created), stamp);
    assert.equal(made.description, null);
    assert.equal(made.tenantId, tenantId(sandbox(), 'Acme Dev'));
    assert.deepEqual(result(await get(`${dev()}/${String(made.id)}`)), made);
  });

  it('are refused when the body has a wrong, missing or surplus field, naming each', async () => {
    const { post } = await user();
    const wrong: readonly (readonly [body: unknown, fields: readonly string[]])[] = [
      [{}, ['active', 'name', 'properties', 'type']],
      [{ attribute: restBody('x') }, ['active', 'attribute', 'name', 'properties', 'type']],
      [{ attributes: restBody('x'), active: true }, ['attributes', 'name', 'properties', 'type']],
      [{ ...restBody('x'), active: 'true' }, ['active']],
      [{ ...restBody('x'), type: 'REST' }, ['type']],
      [{ ...restBody('x'), type: 'twilio' }, ['type']],
      [{ ...restBody('x'), type: 'constructor' }, ['type']],
      [{ ...restBody('x'), type: 7 }, ['type']],
      [{ ...restBody('x'), description: null }, ['description']],
      [{ ...restBody('x'), name: ' ' }, ['name']],
      [{ ...restBody('x'), properties: [] }, ['properties']],
      [{ ...restBody('x'), id: 'mine', tenantId: 'mine' }, ['id', 'tenantId']],
    ];
    const before = sandbox().integrations(tenantId(sandbox(), 'Acme Dev')).length;
    for (const [body, expected] of wrong)
      assert.deepEqual(Object.keys(findings(await post(dev(), body))).sort(), expected, JSON.stringify(body));
    assert.equal(sandbox().integrations(tenantId(sandbox(), 'Acme Dev')).length, before);
  });

  it('are refused when the body is no JSON object', async () => {
    const { ask } = await user();
    for (const bodyText of ['', '[]', 'null', '"x"', '{'])
      assert.equal((await ask('POST', dev(), { bodyText })).status, 400, bodyText);
  });

  it('are refused when the tenant has the name, in the shape for duplicates', async () => {
    const { post, put } = await user();
    for (const response of [
      await post(dev(), restBody('Order API')),
      await put(pathOf('Price list'), { name: 'Order API' }),
    ]) {
      assert.equal(response.status, 400);
      const error = fields(fields(response.body).error);
      assert.equal(error.attribute, 'name');
      assert.match(String(error.message), /already exist/);
    }
    assert.equal((await put(pathOf('Order API'), { name: 'Order API' })).status, 200);
    assert.equal(
      (await post(integrationsPath(tenantId(sandbox(), 'Globex Support')), restBody('Order API'))).status,
      201,
    );
  });

  it('are updated in the fields that are sent, properties as a whole', async () => {
    const { put } = await user();
    const before = sample(sandbox(), 'Acme Dev', 'Order API');
    const renamed = fields(result(await put(pathOf('Order API'), { name: 'Orders', description: '' })));
    const { updated, updatedBy, ...kept } = renamed;
    assert.deepEqual(
      { ...kept, updated: before.updated, updatedBy: before.updatedBy },
      { ...before, name: 'Orders', description: '' },
    );
    assert.ok(String(updated) > before.updated);
    assert.equal(updatedBy, before.updatedBy);
    const properties = { endpointPrefix: '', username: '', password: '', token: 't' };
    const changed = fields(result(await put(`${dev()}/${before.id}`, { properties })));
    assert.deepEqual(changed.properties, properties);
    assert.ok(findings(await put(`${dev()}/${before.id}`, { properties: { token: 'u' } })).endpointPrefix);
  });

  it('never accept type, a null description or fields of the response on update', async () => {
    const { put } = await user();
    const path = pathOf('Order API');
    const { updatedBy } = sample(sandbox(), 'Acme Dev', 'Order API');
    for (const [body, field] of [
      [{ type: 'rest' }, 'type'],
      [{ description: null }, 'description'],
      [{ updatedBy }, 'updatedBy'],
      [{ active: 1 }, 'active'],
    ] as const) {
      assert.deepEqual(Object.keys(findings(await put(path, body))), [field]);
    }
  });

  it('of Twilio keep sdkVersion and refuse it', async () => {
    const { put } = await user();
    const { properties } = sample(sandbox(), 'Acme Dev', 'Twilio');
    const { sdkVersion, ...sendable } = properties;
    assert.ok(findings(await put(pathOf('Twilio'), { properties })).sdkVersion);
    const response = fields(result(await put(pathOf('Twilio'), { properties: { ...sendable, region: 'us1' } })));
    assert.deepEqual(response.properties, { ...sendable, region: 'us1', sdkVersion });
  });

  it('of Twilio require a permission of their own for the dial settings', async () => {
    const { put } = await user();
    const sendable = less(sample(sandbox(), 'Acme Dev', 'Twilio').properties, 'sdkVersion');
    const properties = { ...sendable, globalDialParams: { Other_Name: 'x' } };
    sandbox().setPermissions('user', tenantId(sandbox(), 'Acme Dev'), ['VIEW_ALL_PROVIDERS', 'MANAGE_ALL_PROVIDERS']);
    const refused = await put(pathOf('Twilio'), { properties });
    assert.deepEqual(fields(fields(refused.body).expectedPermissions).tenant, ['TWILIO_GLOBAL_DIAL_PARAMS_MANAGE']);
    assert.equal((await put(pathOf('Twilio'), { properties: sendable })).status, 200);
    sandbox().setPlatformPermissions('user', ['PLATFORM_TWILIO_GLOBAL_DIAL_PARAMS_MANAGE']);
    assert.deepEqual(fields(fields(result(await put(pathOf('Twilio'), { properties }))).properties).globalDialParams, {
      Other_Name: 'x',
    });
  });

  it('of an unknown type accept exactly the keys they have', async () => {
    const { put } = await user();
    const crm = sample(sandbox(), 'Acme Production', 'Quantum CRM');
    const path = `${integrationsPath(crm.tenantId)}/${crm.id}`;
    const sendable = less(crm.properties, 'sdkVersion');
    assert.deepEqual(fields(result(await put(path, { properties: { ...sendable, retries: 3 } }))).properties, {
      ...crm.properties,
      retries: 3,
    });
    assert.deepEqual(findings(await put(path, { properties: less(sendable, 'apiSecret') })), {
      apiSecret: 'is required',
    });
    assert.deepEqual(Object.keys(findings(await put(path, { properties: crm.properties }))), ['sdkVersion']);
    assert.ok(findings(await put(path, { properties: { ...sendable, retries: '3' } })).retries);
    assert.ok(findings(await put(path, { properties: { ...sendable, extra: 1 } })).extra);
  });

  it('disable their listeners with themselves', async () => {
    const { put } = await user();
    const email = sample(sandbox(), 'Acme Dev', 'Email');
    assert.ok(
      sandbox()
        .listeners(email.tenantId, email.id)
        .some(({ active }) => active),
    );
    await put(pathOf('Email'), { active: false });
    assert.ok(
      sandbox()
        .listeners(email.tenantId, email.id)
        .every(({ active }) => !active),
    );
  });

  it('of the parent are shown to the child, and only changed in the parent', async () => {
    const { get, put } = await user();
    const shared = sample(sandbox(), 'Globex Group', 'Group directory');
    const child = integrationsPath(tenantId(sandbox(), 'Globex Support'));
    assert.deepEqual(
      list(result(await get(child))).map((one) => [fields(one).name, fields(one).tenantId]),
      [['Group directory', shared.tenantId]],
    );
    assert.equal((await get(`${child}/${shared.id}`)).status, 200);
    assert.equal((await put(`${child}/${shared.id}`, { active: false })).status, 403);
    assert.equal((await put(`${integrationsPath(shared.tenantId)}/${shared.id}`, { active: false })).status, 200);
    assert.equal(fields(result(await get(`${child}/${shared.id}`))).active, false);
  });

  it('are not found elsewhere, under another path, or for another method', async () => {
    const { get, post, ask } = await user();
    const order = sample(sandbox(), 'Acme Dev', 'Order API');
    assert.equal((await get(`${integrationsPath(tenantId(sandbox(), 'Acme Staging'))}/${order.id}`)).status, 404);
    assert.equal((await get(`${dev()}/`)).status, 404);
    assert.equal((await post(`${dev()}/`, restBody('x'))).status, 404);
    assert.equal((await post(pathOf('Order API'), restBody('x'))).status, 404);
    for (const method of ['DELETE', 'PATCH'])
      assert.equal((await ask(method, pathOf('Order API'))).status, 404, method);
    assert.equal((await ask('GET', dev().replace('/v1/', '/v2/'))).status, 404);
  });

  it('keep what a hostile hand types', async () => {
    const { post } = await user();
    const name = `<img src=x onerror=alert(1)> \u202e "'${'x'.repeat(10_000)}`;
    assert.equal(fields(result(await post(dev(), restBody(name)))).name, name);
    assert.match((await post(dev(), restBody('y'.repeat(5_000_000)))).text, /too long/);
  });

  it('come back as they were with a reset, tokens staying good', async () => {
    const { get, post } = await user();
    const before = result(await get(dev()));
    await post(dev(), restBody('New'));
    sandbox().reset();
    assert.deepEqual(result(await get(dev())), before);
  });
});
