import assert from 'node:assert/strict';
import { call, signIn, startSandbox, useSandbox } from '../../support/sandbox';
import { caller, fields, list, result, sample, tenantId } from './setup';

describe('sandbox: flows', () => {
  const sandbox = useSandbox();
  const dev = () => `/v1/tenants/${tenantId(sandbox(), 'Acme Dev')}`;
  const user = async () => caller(sandbox(), await signIn(sandbox()));
  const own = async () => {
    const { get } = await user();
    return list(result(await get(`${dev()}/flows`)))
      .map(fields)
      .filter((flow) => flow.tenantId === tenantId(sandbox(), 'Acme Dev'));
  };
  const flowNamed = async (name: string) => {
    const found = (await own()).find((flow) => flow.name === name);
    assert.ok(found, name);
    return found;
  };

  it('are listed with those of other tenants among them, whose texts are not given', async () => {
    const { get } = await user();
    const all = list(result(await get(`${dev()}/flows`))).map(fields);
    const foreign = all.filter((flow) => flow.tenantId !== tenantId(sandbox(), 'Acme Dev'));
    assert.ok(foreign.length > 0 && foreign.length < all.length);
    assert.equal((await get(`${dev()}/flows/${String(foreign[0]?.id)}/versions`)).status, 404);
  });

  it('name the sample Zendesk integration, call one another, and are mapped by type', async () => {
    const { get } = await user();
    const { id } = sample(sandbox(), 'Acme Dev', 'Support desk');
    const ticket = await flowNamed('Create a ticket');
    assert.equal(ticket.type, 'reusable');
    const active = fields(
      result(await get(`${dev()}/flows/${String(ticket.id)}/versions/${String(ticket.activeVersion)}`)),
    );
    assert.ok(String(active.flow).includes(id));
    assert.ok(Array.isArray(JSON.parse(String(active.flow))));
    const line = await flowNamed('Support line');
    const versions = list(result(await get(`${dev()}/flows/${String(line.id)}/versions`))).map(fields);
    assert.equal(versions[0]?.version, line.activeVersion, 'newest first');
    const calls = list(JSON.parse(String(versions[0]?.flow))).map(fields);
    assert.deepEqual(
      calls.filter(({ type }) => type === 'call-activity').map(({ flow, version }) => [flow, version]),
      [[ticket.id, ticket.activeVersion]],
    );
    const mappings = list(result(await get(`${dev()}/dispatch-mappings`))).map(fields);
    const byType = mappings.find(({ interactionField, value }) => interactionField === 'source' && value === 'zendesk');
    assert.deepEqual([byType?.flowId, fields(byType?.flow).name], [line.id, 'Support line']);
  });

  it('have old versions and drafts that name what no active version does', async () => {
    const { get } = await user();
    const { id: old } = sample(sandbox(), 'Acme Dev', 'Price list');
    const { id: drafted } = sample(sandbox(), 'Acme Dev', 'Opening hours');
    const texts = await Promise.all(
      (await own()).map(
        async ({ id, activeVersion }) =>
          (await get(`${dev()}/flows/${String(id)}/versions/${String(activeVersion)}`)).text,
      ),
    );
    assert.ok(!texts.some((text) => text.includes(old) || text.includes(drafted)));
    const versions = await get(`${dev()}/flows/${String((await flowNamed('Support line')).id)}/versions`);
    assert.ok(versions.text.includes(old));
    const drafts = await get(`${dev()}/flows/${String((await flowNamed('Order status')).id)}/drafts`);
    assert.ok(drafts.text.includes(drafted));
  });

  it('require the named permissions', async () => {
    const id = tenantId(sandbox(), 'Acme Dev');
    const flow = await flowNamed('Order status');
    const { get } = await user();
    const wanted = [
      [`${dev()}/flows`, 'VIEW_ALL_FLOWS'],
      [`${dev()}/flows/${String(flow.id)}/versions`, 'VIEW_ALL_FLOWS'],
      [`${dev()}/flows/${String(flow.id)}/versions/${String(flow.activeVersion)}`, 'VIEW_ALL_FLOWS'],
      [`${dev()}/flows/${String(flow.id)}/drafts`, 'MANAGE_ALL_FLOWS'],
      [`${dev()}/dispatch-mappings`, 'VIEW_ALL_CONTACT_POINTS'],
    ] as const;
    for (const [path, permission] of wanted) {
      sandbox().setPermissions('user', id, ['VIEW_ALL_PROVIDERS']);
      const refused = await get(path);
      assert.equal(refused.status, 403, path);
      assert.deepEqual(fields(fields(refused.body).expectedPermissions).tenant, [permission]);
      sandbox().setPermissions('user', id, [permission]);
      assert.equal((await get(path)).status, 200, path);
    }
    assert.equal((await call(sandbox().url, 'GET', `${dev()}/flows`)).status, 401);
  });

  it('can be 200 with 1 MB of text each, made when they are asked for', async () => {
    const big = await startSandbox({ flows: 200, flowTextLength: 1024 * 1024 });
    const { get } = caller(big, await signIn(big));
    const path = `/v1/tenants/${big.tenants[0]?.id ?? ''}/flows`;
    const flows = list(result(await get(path)))
      .map(fields)
      .filter((flow) => flow.tenantId === big.tenants[0]?.id);
    assert.equal(flows.length, 200);
    const [first, second] = flows.map(
      ({ id, activeVersion }) => `${path}/${String(id)}/versions/${String(activeVersion)}`,
    );
    const text = String(fields(result(await get(first ?? ''))).flow);
    assert.ok(text.length >= 1024 * 1024);
    const named = big.integrations(big.tenants[0]?.id ?? '')[0]?.id ?? '';
    assert.ok(text.includes(named));
    assert.ok(!(await get(second ?? '')).text.includes(named));
    await big.close();
  });
});

describe('sandbox: listeners under faults', () => {
  const sandbox = useSandbox();
  const mailbox = { name: 'New mailbox', properties: { email: 'new@acme.example', password: 'p' } };

  it('are created although the response is lost, and a second create is refused', async () => {
    const { id, tenantId: tenant } = sample(sandbox(), 'Acme Dev', 'Email');
    const { post, put } = caller(sandbox(), await signIn(sandbox()));
    const path = `/v1/tenants/${tenant}/integrations/${id}/listeners`;
    const before = sandbox().listeners(tenant, id).length;
    sandbox().addFault({
      method: 'POST',
      path: '/v1/tenants/*/integrations/*/listeners',
      fault: { kind: 'status', status: 502, write: true },
    });
    assert.equal((await post(path, mailbox)).status, 502);
    assert.equal(sandbox().listeners(tenant, id).length, before + 1);
    const again = await post(path, mailbox);
    assert.deepEqual([again.status, fields(fields(again.body).error).attribute], [400, 'name']);
    sandbox().addFault({
      method: 'PUT',
      path: '/v1/tenants/*/integrations/*/listeners/*',
      fault: { kind: 'reset', at: 'afterWrite' },
    });
    const made = sandbox().listeners(tenant, id).at(-1);
    await assert.rejects(put(`${path}/${made?.id ?? ''}`, { name: 'Renamed' }));
    assert.equal(sandbox().listeners(tenant, id).at(-1)?.name, 'Renamed');
    assert.equal((await put(`${path}/${made?.id ?? ''}`, { name: 'Help mailbox' })).status, 400);
  });
});
