import assert from 'node:assert/strict';
import { signIn, useSandbox } from '../../support/sandbox';
import { caller, fields, findings, integrationsPath, list, result, tenantId } from './setup';

describe('sandbox: tenants', () => {
  const sandbox = useSandbox();
  const user = async () => caller(sandbox(), await signIn(sandbox()));
  const id = (name: string) => tenantId(sandbox(), name);
  const anyRegion = '/v1/tenants?regionId=00000000-0000-0000-0000-000000000000';

  it('are listed for platform administrators, who must name a region', async () => {
    const { get } = await user();
    const tenants = list(result(await get(anyRegion))).map(fields);
    assert.deepEqual(
      tenants.map((tenant) => tenant.name),
      sandbox().allTenants.map(({ name }) => name),
    );
    assert.ok(findings(await get('/v1/tenants')).regionId);
  });

  it('are not listed for anybody else', async () => {
    const { get } = caller(sandbox(), await signIn(sandbox(), 'auditor'));
    const response = await get(anyRegion);
    assert.equal(response.status, 403);
    assert.ok(list(fields(fields(response.body).expectedPermissions).platform).includes('PLATFORM_VIEW_ALL_TENANTS'));
  });

  it('know their parent and the ids of their children', async () => {
    const { get } = await user();
    const parent = fields(result(await get(`/v1/tenants/${id('Globex Group')}`)));
    assert.equal(parent.parentId, null);
    assert.deepEqual(parent.childIds, [id('Globex Retail'), id('Globex Support')]);
    const child = fields(result(await get(`/v1/tenants/${id('Globex Retail')}`)));
    assert.equal(child.parentId, id('Globex Group'));
    assert.deepEqual(child.parent, { id: id('Globex Group'), name: 'Globex Group' });
  });

  it('show themselves to those who may manage them, with id and name', async () => {
    sandbox().setPlatformPermissions('user', []);
    const { get } = await user();
    const dev = fields(result(await get(`/v1/tenants/${id('Acme Dev')}`)));
    assert.deepEqual([dev.id, dev.name, dev.active], [id('Acme Dev'), 'Acme Dev', true]);
    const response = await get(`/v1/tenants/${id('Umbrella Audit')}`);
    assert.equal(response.status, 403);
    assert.deepEqual(fields(fields(response.body).expectedPermissions).tenant, ['MANAGE_TENANT']);
  });

  it('that do not exist are not found', async () => {
    const { get } = await user();
    assert.equal((await get('/v1/tenants/nothing')).status, 404);
    assert.equal((await get(integrationsPath('00000000-0000-1000-8000-000000000000'))).status, 404);
  });

  it("that are inactive, closed to the user, or not the key's own give no integrations", async () => {
    const { get } = await user();
    assert.equal((await get(integrationsPath(id('Initech')))).status, 403);
    assert.equal((await get(integrationsPath(id('Hooli Partner')))).status, 403);
    const key = caller(sandbox(), await signIn(sandbox(), 'key'));
    assert.equal((await key.get(integrationsPath(id('Acme Dev')))).status, 200);
    assert.equal((await key.get(integrationsPath(id('Acme Staging')))).status, 403);
    assert.equal((await key.get(`/v1/tenants/${id('Acme Staging')}`)).status, 403);
  });

  it("are the accessible ones in the sandbox's own list, the three stages first", () => {
    assert.deepEqual(
      sandbox()
        .tenants.slice(0, 3)
        .map(({ name }) => name),
      ['Acme Dev', 'Acme Staging', 'Acme Production'],
    );
    assert.ok(!sandbox().tenants.some(({ name }) => name === 'Initech' || name === 'Hooli Partner'));
  });

  it('have regions and time zones beside them', async () => {
    const { get } = await user();
    const regions = list(result(await get('/v1/regions'))).map(fields);
    assert.deepEqual(Object.keys(regions[0] ?? {}), ['id', 'name', 'description']);
    assert.equal(fields(result(await get(`/v1/regions/${String(regions[1]?.id)}`))).name, 'eu-west-1');
    assert.equal((await get('/v1/regions/nowhere')).status, 404);
    assert.ok(list(result(await get('/v1/timezones'))).length > 0);
  });

  it('lose and gain permissions while running', async () => {
    const { get, post } = await user();
    sandbox().setPermissions('user', id('Acme Dev'), ['VIEW_ALL_PROVIDERS']);
    assert.equal((await get(integrationsPath(id('Acme Dev')))).status, 200);
    const response = await post(integrationsPath(id('Acme Dev')), {});
    assert.equal(response.status, 403);
    assert.deepEqual(fields(fields(response.body).expectedPermissions).tenant, ['MANAGE_ALL_PROVIDERS']);
    sandbox().reset();
    assert.equal((await post(integrationsPath(id('Acme Dev')), {})).status, 400);
  });
});
