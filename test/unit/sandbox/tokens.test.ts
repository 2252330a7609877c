import assert from 'node:assert/strict';
import { call, signIn, useSandbox } from '../../support/sandbox';
import { fields, findings, integrationsPath, list, result } from './setup';

describe('sandbox: signing in', () => {
  const sandbox = useSandbox();
  const token = (body: unknown) => call(sandbox().url, 'POST', '/v1/tokens', { body });
  const basic = (username: string, password: string) =>
    `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const first = () => sandbox().tenants[0]?.id ?? '';

  it('gives an unwrapped token that is a JWT with the known claims', async () => {
    const response = await token({ username: sandbox().username, password: sandbox().password });
    assert.equal(response.status, 200);
    const body = fields(response.body);
    assert.deepEqual(Object.keys(body).sort(), ['token', 'ttl']);
    assert.equal(body.ttl, 86_400);
    const parts = String(body.token).split('.');
    assert.equal(parts.length, 3);
    const claims = fields(JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString()));
    assert.deepEqual(Object.keys(claims).sort(), ['exp', 'iat', 'type', 'user-id']);
    assert.equal(claims.type, 'token');
    assert.equal(Number(claims.exp) - Number(claims.iat), 86_400);
  });

  it('gives two tokens of the same second that differ', async () => {
    assert.notEqual(await signIn(sandbox()), await signIn(sandbox()));
  });

  it('refuses wrong credentials with 401 and a text', async () => {
    for (const body of [
      { username: sandbox().username, password: 'wrong' },
      { username: 'nobody@acme.example', password: sandbox().password },
      { username: sandbox().username, password: sandbox().password, tenantId: first() },
    ]) {
      const response = await token(body);
      assert.equal(response.status, 401);
      assert.equal(typeof fields(response.body).error, 'string');
    }
  });

  it('takes an API key only with its own tenant', async () => {
    const key = { username: sandbox().apiKey, password: sandbox().apiSecret };
    assert.equal((await token({ ...key, tenantId: first() })).status, 200);
    assert.equal((await token(key)).status, 401);
    assert.equal((await token({ ...key, tenantId: sandbox().tenants[1]?.id })).status, 401);
  });

  it('refuses bodies of the wrong form, naming the fields', async () => {
    assert.deepEqual(Object.keys(findings(await token({}))).sort(), ['password', 'username']);
    assert.deepEqual(
      Object.keys(findings(await token({ username: 'a', password: 'b', remember: true, ttl: '60' }))).sort(),
      ['remember', 'ttl'],
    );
    assert.equal((await call(sandbox().url, 'POST', '/v1/tokens', { bodyText: '{"username":' })).status, 400);
    const good = { username: sandbox().username, password: sandbox().password };
    assert.equal(
      (await call(sandbox().url, 'POST', '/v1/tokens', { body: good, headers: { 'content-type': 'text/plain' } }))
        .status,
      400,
    );
  });

  it('obeys ttl by its own clock', async () => {
    const short = await signIn(sandbox(), 'user', 60);
    const ask = () => call(sandbox().url, 'GET', '/v1/me', { token: short });
    sandbox().shiftClock(58);
    assert.equal((await ask()).status, 200);
    sandbox().shiftClock(3);
    assert.equal((await ask()).status, 401);
  });

  it('stamps its responses and tokens with the shifted clock', async () => {
    sandbox().shiftClock(-86_400);
    const response = await token({ username: sandbox().username, password: sandbox().password });
    const claims = fields(
      JSON.parse(Buffer.from(String(fields(response.body).token).split('.')[1] ?? '', 'base64url').toString()),
    );
    const yesterday = Date.now() / 1000 - 86_400;
    assert.ok(Math.abs(Number(claims.iat) - yesterday) < 60);
    assert.ok(Math.abs(Date.parse(String(response.headers.date)) / 1000 - yesterday) < 60);
  });

  it('forgets revoked tokens, all or those of one caller', async () => {
    const user = await signIn(sandbox());
    const auditor = await signIn(sandbox(), 'auditor');
    sandbox().revokeTokens('auditor');
    assert.equal((await call(sandbox().url, 'GET', '/v1/me', { token: auditor })).status, 401);
    assert.equal((await call(sandbox().url, 'GET', '/v1/me', { token: user })).status, 200);
    sandbox().revokeTokens();
    assert.equal((await call(sandbox().url, 'GET', '/v1/me', { token: user })).status, 401);
  });

  it('requires the word Token', async () => {
    const good = await signIn(sandbox());
    for (const authorization of [`Bearer ${good}`, `token ${good}`, good, `Token  ${good}`, `Token ${good}x`]) {
      assert.equal((await call(sandbox().url, 'GET', '/v1/me', { authorization })).status, 401, authorization);
    }
    assert.equal((await call(sandbox().url, 'GET', '/v1/me')).status, 401);
    assert.equal((await call(sandbox().url, 'GET', '/v1/me', { authorization: `Token ${good}` })).status, 200);
  });

  it('takes Basic of a user on the resources of a tenant, and nowhere else', async () => {
    const user = basic(sandbox().username, sandbox().password);
    assert.equal((await call(sandbox().url, 'GET', integrationsPath(first()), { authorization: user })).status, 200);
    assert.equal((await call(sandbox().url, 'POST', '/v1/login', { authorization: user })).status, 401);
    assert.equal(
      (
        await call(sandbox().url, 'GET', integrationsPath(first()), {
          authorization: basic(sandbox().username, 'wrong'),
        })
      ).status,
      401,
    );
    const key = basic(sandbox().apiKey, sandbox().apiSecret);
    assert.equal((await call(sandbox().url, 'GET', integrationsPath(first()), { authorization: key })).status, 401);
  });

  it('says at login who the user is and what they may do in each tenant', async () => {
    const login = fields(result(await call(sandbox().url, 'POST', '/v1/login', { token: await signIn(sandbox()) })));
    assert.equal(login.username, sandbox().username);
    assert.ok(list(login.platformPermissions).includes('PLATFORM_VIEW_ALL_TENANTS'));
    const tenants = list(login.tenants).map(fields);
    assert.deepEqual(
      tenants.map((tenant) => tenant.tenantName),
      sandbox().allTenants.map(({ name }) => name),
    );
    assert.deepEqual(Object.keys(tenants[0] ?? {}), ['tenantId', 'tenantName', 'tenantActive', 'tenantPermissions']);
    const rights = Object.fromEntries(
      tenants.map((tenant) => [String(tenant.tenantName), list(tenant.tenantPermissions)]),
    );
    assert.ok(rights['Acme Dev']?.includes('MANAGE_ALL_PROVIDERS'));
    assert.deepEqual(rights['Umbrella Audit'], ['VIEW_ALL_PROVIDERS']);
    assert.deepEqual(rights['Hooli Partner'], []);
    assert.equal(tenants.find((tenant) => tenant.tenantName === 'Initech')?.tenantActive, false);
  });

  it('takes at login what real clients send, and no other body', async () => {
    const token = await signIn(sandbox());
    const login = async (bodyText?: string) =>
      (await call(sandbox().url, 'POST', '/v1/login', { token, ...(bodyText === undefined ? {} : { bodyText }) }))
        .status;
    for (const bodyText of [undefined, '', 'null', '{}']) assert.equal(await login(bodyText), 200, bodyText);
    for (const bodyText of ['{"a":1}', '[]', 'x']) assert.equal(await login(bodyText), 400, bodyText);
  });

  it('accepts a ttl of null as none', async () => {
    const { username, password } = sandbox();
    const response = await call(sandbox().url, 'POST', '/v1/tokens', { body: { username, password, ttl: null } });
    assert.deepEqual([response.status, fields(response.body).ttl], [200, 86_400]);
  });

  it('lists at /v1/me with keys of its own, inactive tenants too', async () => {
    const tenants = list(result(await call(sandbox().url, 'GET', '/v1/me', { token: await signIn(sandbox()) }))).map(
      fields,
    );
    assert.deepEqual(Object.keys(tenants[0] ?? {}), [
      'tenantId',
      'name',
      'description',
      'active',
      'password',
      'identityProviders',
    ]);
    assert.ok(tenants.some((tenant) => tenant.name === 'Initech' && tenant.active === false));
  });

  it('keeps API keys from login, me and the list of tenants', async () => {
    const key = await signIn(sandbox(), 'key');
    for (const [method, path] of [
      ['POST', '/v1/login'],
      ['GET', '/v1/me'],
      ['GET', '/v1/tenants?regionId=x'],
    ] as const) {
      const response = await call(sandbox().url, method, path, { token: key });
      assert.equal(response.status, 403, path);
      assert.ok(fields(response.body).expectedPermissions);
    }
    assert.equal((await call(sandbox().url, 'GET', `/v1/tenants/${first()}`, { token: key })).status, 200);
  });
});

describe('sandbox: API keys that may list', () => {
  const sandbox = useSandbox({ dialect: { apiKey: 'accept' } });

  it('see their own tenant only', async () => {
    const token = await signIn(sandbox(), 'key');
    const login = fields(result(await call(sandbox().url, 'POST', '/v1/login', { token })));
    assert.deepEqual(
      list(login.tenants).map((tenant) => fields(tenant).tenantName),
      ['Acme Dev'],
    );
    assert.equal(list(result(await call(sandbox().url, 'GET', '/v1/me', { token }))).length, 1);
    assert.equal(list(result(await call(sandbox().url, 'GET', '/v1/tenants?regionId=x', { token }))).length, 1);
  });
});
