import assert from 'node:assert/strict';
import { signIn, useSandbox } from '../../support/sandbox';
import { caller, fields, findings, integrationsPath, list, result, sample } from './setup';

describe('sandbox: listeners', () => {
  const sandbox = useSandbox();
  const user = async () => caller(sandbox(), await signIn(sandbox()));
  const pathOf = (name: string) => {
    const { id, tenantId } = sample(sandbox(), 'Acme Dev', name);
    return `${integrationsPath(tenantId)}/${id}`;
  };
  const mailbox = { name: 'Box', active: true, properties: { email: 'box@acme.example', password: 'sample-password' } };
  const omni = {
    name: 'Omni',
    listenerType: 'omnichannel',
    properties: { routingTopics: [{ topic: 'T', channelType: 'work-item' }], agentWorkTopic: 'A' },
  };

  it('are a list of their own, not part of the integration', async () => {
    const { get } = await user();
    const listeners = list(result(await get(`${pathOf('Email')}/listeners`))).map(fields);
    assert.deepEqual(
      listeners.map(({ name, active }) => [name, active]),
      [
        ['Help mailbox', true],
        ['Sales mailbox', false],
      ],
    );
    assert.deepEqual(result(await get(`${pathOf('Email')}/listeners/${String(listeners[0]?.id)}`)), listeners[0]);
    assert.equal((await get(`${pathOf('Email')}/listeners/none`)).status, 404);
    assert.ok(!('listeners' in fields(result(await get(pathOf('Email'))))));
    assert.deepEqual(result(await get(`${pathOf('Order API')}/listeners`)), []);
  });

  it('are created with 201 where the type has listeners', async () => {
    const { get, post } = await user();
    const path = `${pathOf('Email')}/listeners`;
    const response = await post(path, mailbox);
    assert.equal(response.status, 201);
    const made = fields(result(response));
    assert.equal(made.active, true);
    assert.ok(!('listenerType' in made));
    assert.deepEqual(result(await get(`${path}/${String(made.id)}`)), made);
    assert.equal((await post(`${pathOf('Order API')}/listeners`, mailbox)).status, 400);
  });

  it('of Salesforce are of two kinds', async () => {
    const { post } = await user();
    const path = `${pathOf('Salesforce dev org')}/listeners`;
    assert.equal((await post(path, { name: 'Cases', properties: { topic: 'T', type: 'Case' } })).status, 201);
    assert.equal(fields(result(await post(path, omni))).listenerType, 'omnichannel');
    assert.ok(findings(await post(path, { ...omni, listenerType: 'emailToCase' })).listenerType);
    assert.equal((await post(path, { name: 'Leads', properties: { topic: 'T', type: 'Lead' } })).status, 201);
    assert.ok(findings(await post(path, { name: 'Nothing', properties: { topic: 'T', type: '' } })).type);
    for (const routingTopics of [[], [{ topic: 'T' }], [{ topic: '', channelType: 'work-item' }], 'T']) {
      assert.ok(
        findings(await post(path, { ...omni, properties: { ...omni.properties, routingTopics } })).routingTopics,
      );
    }
  });

  it('are checked against the property sets of their kind', async () => {
    const { post } = await user();
    const path = `${pathOf('Email')}/listeners`;
    assert.deepEqual(
      Object.keys(findings(await post(path, { active: 'yes', properties: { email: '', pageId: '1' } }))).sort(),
      ['active', 'email', 'name', 'pageId', 'password'],
    );
    assert.ok(findings(await post(path, { ...mailbox, listenerType: 'omnichannel' })).listenerType);
    assert.ok(findings(await post(path, { name: 'x' })).properties);
  });

  it('are updated in the fields that are sent; the kind is fixed', async () => {
    const { put } = await user();
    const { id, tenantId } = sample(sandbox(), 'Acme Dev', 'Salesforce dev org');
    const stored = sandbox().listeners(tenantId, id)[1];
    const path = `${pathOf('Salesforce dev org')}/listeners/${stored?.id ?? ''}`;
    const changed = fields(result(await put(path, { name: 'Renamed', active: false })));
    assert.deepEqual(
      [changed.name, changed.active, changed.properties, changed.listenerType],
      ['Renamed', false, stored?.properties, 'omnichannel'],
    );
    assert.ok(findings(await put(path, { listenerType: 'omnichannel' })).listenerType);
    assert.ok(findings(await put(path, { properties: null })).properties);
    assert.ok(findings(await put(path, { properties: { topic: 'T', type: 'Case' } })).topic);
  });

  it('cannot be active while the integration is disabled', async () => {
    const { put, post } = await user();
    const { id, tenantId } = sample(sandbox(), 'Acme Dev', 'Email');
    await put(pathOf('Email'), { active: false });
    const [stored] = sandbox().listeners(tenantId, id);
    assert.ok(findings(await put(`${pathOf('Email')}/listeners/${stored?.id ?? ''}`, { active: true })).active);
    assert.ok(findings(await post(`${pathOf('Email')}/listeners`, mailbox)).active);
    assert.equal((await post(`${pathOf('Email')}/listeners`, { ...mailbox, active: false })).status, 201);
  });

  it('require the permissions of integrations', async () => {
    const { get, post } = caller(sandbox(), await signIn(sandbox(), 'auditor'));
    assert.equal((await get(`${pathOf('Email')}/listeners`)).status, 200);
    assert.equal((await post(`${pathOf('Email')}/listeners`, mailbox)).status, 403);
  });
});
