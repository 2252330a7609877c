import assert from 'node:assert/strict';
import { connectSandbox, call, signIn, startSandbox, useSandbox } from '../../support/sandbox';
import { caller, fields, integrationsPath, restBody, tenantId } from './setup';

describe('sandbox: what it was asked', () => {
  const sandbox = useSandbox();
  const dev = () => integrationsPath(tenantId(sandbox(), 'Acme Dev'));

  it('is recorded with body and status, without the credential', async () => {
    const token = await signIn(sandbox());
    sandbox().clearRequests();
    const { post, get } = caller(sandbox(), token);
    await post(dev(), restBody('New'));
    await get('/v1/tenants?regionId=x');
    const [first, second, ...more] = sandbox().requests;
    assert.equal(more.length, 0);
    assert.deepEqual([first?.method, first?.path, first?.body, first?.status], ['POST', dev(), restBody('New'), 201]);
    assert.equal(first?.headers.authorization, 'Token …');
    assert.deepEqual([second?.path, second?.query, second?.body], ['/v1/tenants', 'regionId=x', undefined]);
    assert.ok(!JSON.stringify(sandbox().requests).includes(token));
  });

  it('is recorded also where a fault prevented a response', async () => {
    sandbox().addFault({ fault: { kind: 'reset', at: 'beforeRead' } });
    await assert.rejects(call(sandbox().url, 'GET', '/v1/me'));
    assert.deepEqual(
      sandbox().requests.map(({ path, fault, status }) => [path, fault, status]),
      [['/v1/me', 'reset', undefined]],
    );
  });

  it('keeps requests to the services apart', async () => {
    await call(sandbox().services.rest.url, 'GET', '/none', { authorization: 'Bearer canary' });
    assert.equal(sandbox().requests.length, 0);
    const [only] = sandbox().serviceRequests;
    assert.deepEqual(
      [only?.server, only?.path, only?.status, only?.headers.authorization],
      ['rest', '/none', 200, 'Bearer …'],
    );
  });
});

describe('sandbox: control routes', () => {
  const sandbox = useSandbox();
  const remote = () => connectSandbox(sandbox().control);

  it('do not exist without the key', async () => {
    for (const headers of [{}, { 'x-sandbox-key': 'wrong' }, { 'x-sandbox-key': '' }]) {
      assert.equal((await call(sandbox().url, 'GET', '/__sandbox/requests', { headers })).status, 404);
    }
    await assert.rejects(connectSandbox({ ...sandbox().control, key: `${sandbox().control.key}0` }).reset());
  });

  it('are not among the recorded requests, nor hit by faults', async () => {
    sandbox().addFault({ when: { always: true }, fault: { kind: 'status', status: 500 } });
    await remote().requests();
    assert.equal(sandbox().requests.length, 0);
  });

  it('give and take what the object in the process does', async () => {
    const token = await signIn(sandbox());
    const id = tenantId(sandbox(), 'Acme Dev');
    const { get, post } = caller(sandbox(), token);
    await remote().clearRequests();
    await post(integrationsPath(id), restBody('New'));
    assert.deepEqual(
      (await remote().requests()).map(({ body }) => body),
      [restBody('New')],
    );
    assert.deepEqual(await remote().serviceRequests(), []);
    assert.deepEqual(await remote().integrations(id), sandbox().integrations(id));

    await remote().addFault({ method: 'GET', when: { always: true }, fault: { kind: 'status', status: 418 } });
    assert.equal((await get('/v1/me')).status, 418);
    await remote().clearFaults();
    assert.equal((await get('/v1/me')).status, 200);

    await remote().setPermissions('user', id, []);
    assert.equal((await get(integrationsPath(id))).status, 403);
    await remote().shiftClock(90_000);
    assert.equal((await get('/v1/me')).status, 401);
    await remote().reset();
    assert.equal((await get(integrationsPath(id))).status, 200);
    assert.ok(
      !sandbox()
        .integrations(id)
        .some(({ name }) => name === 'New'),
    );
    await remote().revokeTokens();
    assert.equal((await get('/v1/me')).status, 401);
  });

  it('say what is wrong with a command', async () => {
    const headers = { 'x-sandbox-key': sandbox().control.key };
    const response = await call(sandbox().url, 'POST', '/__sandbox/faults', {
      headers,
      body: { fault: { kind: 'reset', at: 'never' } },
    });
    assert.equal(response.status, 400);
    assert.match(response.text, /fault\.at/);
    assert.equal((await call(sandbox().url, 'POST', '/__sandbox/clock', { headers, bodyText: 'x' })).status, 400);
    assert.equal((await call(sandbox().url, 'GET', '/__sandbox/nothing', { headers })).status, 404);
    const state = fields((await call(sandbox().url, 'GET', '/__sandbox/state', { headers })).body);
    assert.deepEqual(state.tenants, sandbox().tenants);
    assert.deepEqual(state.services, sandbox().services);
  });

  it('take a key that was chosen', async () => {
    const other = await startSandbox({ controlKey: 'chosen' });
    assert.deepEqual(await connectSandbox({ url: other.url, key: 'chosen' }).requests(), []);
    await other.close();
  });
});

describe('sandbox: on this machine only', () => {
  const sandbox = useSandbox();
  const regions = (host: string) => call(sandbox().url, 'GET', '/v1/regions', { headers: { host } });

  it('accepts the names of loopback', async () => {
    for (const host of ['127.0.0.1', '127.0.0.1:80', 'localhost:1234', '[::1]:9'])
      assert.equal((await regions(host)).status, 401, host);
  });

  it('refuses every other host name, its services too', async () => {
    for (const host of [
      'rebound.example',
      '127.0.0.1.rebound.example',
      'localhost.example:80',
      '10.0.0.1',
      '0.0.0.0',
    ]) {
      assert.equal((await regions(host)).status, 403, host);
    }
    const { zendesk, salesforce, rest, elsewhere } = sandbox().services;
    for (const url of [zendesk.endpointPrefix, salesforce.loginUrl, rest.url, elsewhere.url]) {
      assert.equal((await call(url, 'GET', '/', { headers: { host: 'rebound.example' } })).status, 403, url);
    }
  });

  it('allows no web page of another origin anything', async () => {
    for (const method of ['OPTIONS', 'GET']) {
      const response = await call(sandbox().url, method, '/v1/regions', {
        headers: { origin: 'https://page.example', 'access-control-request-method': 'GET' },
      });
      assert.ok(response.status >= 400);
      assert.ok(!Object.keys(response.headers).some((name) => name.startsWith('access-control')));
    }
  });

  it('says so when its port is taken', async () => {
    await assert.rejects(startSandbox({ port: Number(new URL(sandbox().url).port) }), /EADDRINUSE/);
  });
});
