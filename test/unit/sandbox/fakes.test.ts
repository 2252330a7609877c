import assert from 'node:assert/strict';
import { call, signIn, useSandbox } from '../../support/sandbox';
import { caller, fields, integrationsPath, tenantId } from './setup';

describe('sandbox: fake Zendesk', () => {
  const sandbox = useSandbox();
  const basic = (username: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
  });
  const known = () => sandbox().services.zendesk;
  const me = (username: string, password: string) =>
    call(known().endpointPrefix, 'GET', '/api/v2/users/me.json', basic(username, password));
  const userOf = (body: unknown) => fields(fields(body).user);

  it('knows the agent by password and by API token', async () => {
    for (const response of [
      await me(known().username, known().password),
      await me(`${known().username}/token`, known().apiToken),
    ]) {
      assert.equal(response.status, 200);
      assert.deepEqual([userOf(response.body).email, userOf(response.body).role], [known().username, 'admin']);
    }
  });

  it('refuses wrong credentials, and the one kind in place of the other', async () => {
    for (const response of [
      await me(known().username, 'wrong'),
      await me(known().username, known().apiToken),
      await me(`${known().username}/token`, known().password),
      await call(known().endpointPrefix, 'GET', '/api/v2/users/me.json', {
        authorization: `Bearer ${known().apiToken}`,
      }),
    ]) {
      assert.equal(response.status, 401);
    }
  });

  it('responds with 200 to an anonymous user, as the real one does', async () => {
    const response = await call(known().endpointPrefix, 'GET', '/api/v2/users/me.json');
    assert.deepEqual([response.status, userOf(response.body).id], [200, null]);
  });

  it('tells end users and suspended people from agents', async () => {
    assert.equal(userOf((await me(known().endUser.username, known().endUser.password)).body).role, 'end-user');
    assert.equal((await me(known().suspended.username, known().suspended.password)).status, 403);
  });

  it('knows one ticket field', async () => {
    const agent = basic(known().username, known().password);
    const ticketField = (id: string) => call(known().endpointPrefix, 'GET', `/api/v2/ticket_fields/${id}.json`, agent);
    assert.equal((await ticketField(known().interactionFieldId)).status, 200);
    assert.equal((await ticketField('1')).status, 404);
    assert.equal(
      (await call(known().endpointPrefix, 'GET', `/api/v2/ticket_fields/${known().interactionFieldId}.json`)).status,
      401,
    );
    assert.equal((await call(known().endpointPrefix, 'GET', '/users/me.json', agent)).status, 404);
  });
});

describe('sandbox: fake Salesforce', () => {
  const sandbox = useSandbox();
  const known = () => sandbox().services.salesforce;
  const token = (change: Record<string, string> = {}) => {
    const { username, password, securityToken, consumerKey, consumerSecret } = known();
    const form = {
      grant_type: 'password',
      client_id: consumerKey,
      client_secret: consumerSecret,
      username,
      password: password + securityToken,
      ...change,
    };
    return call(known().loginUrl, 'POST', '/services/oauth2/token', {
      bodyText: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  };

  it('gives a token for the right five', async () => {
    const response = await token();
    assert.equal(response.status, 200);
    assert.equal(fields(response.body).token_type, 'Bearer');
    assert.equal(
      (await call(known().loginUrl, 'POST', '/services/oauth2/revoke', { bodyText: 'token=x' })).status,
      200,
    );
  });

  it('names what is wrong as the real one does', async () => {
    const errorOf = async (change: Record<string, string>) => {
      const response = await token(change);
      assert.equal(response.status, 400);
      return fields(response.body).error;
    };
    assert.equal(await errorOf({ password: known().password }), 'invalid_grant');
    assert.equal(await errorOf({ username: 'nobody' }), 'invalid_grant');
    assert.equal(await errorOf({ client_id: 'x' }), 'invalid_client_id');
    assert.equal(await errorOf({ client_secret: 'x' }), 'invalid_client');
    assert.equal(await errorOf({ grant_type: 'client_credentials' }), 'unsupported_grant_type');
    assert.equal(await errorOf({ username: known().inactiveUsername }), 'inactive_user');
    assert.equal(
      fields((await call(known().loginUrl, 'POST', '/services/oauth2/token', { body: {} })).body).error,
      'unsupported_grant_type',
    );
    assert.equal((await call(known().loginUrl, 'GET', '/services/oauth2/token')).status, 404);
  });

  it('signs in by SOAP, and reports what is wrong', async () => {
    const login = async (username: string, password: string) => {
      const bodyText = `<e:Envelope><e:Body><n:login><n:username>${username}</n:username><n:password>${password}</n:password></n:login></e:Body></e:Envelope>`;
      return (
        await call(known().loginUrl, 'POST', '/services/Soap/u/60.0', {
          bodyText,
          headers: { 'content-type': 'text/xml' },
        })
      ).text;
    };
    const { username, password, securityToken } = known();
    assert.match(await login(username, password + securityToken), /sessionId/);
    assert.match(await login(username, password), /LOGIN_MUST_USE_SECURITY_TOKEN/);
    assert.match(await login(username, 'wrong'), /INVALID_LOGIN/);
    assert.match(await login('nobody', password), /INVALID_LOGIN/);
  });
});

describe('sandbox: fake REST service', () => {
  const sandbox = useSandbox();
  const known = () => sandbox().services.rest;
  const get = (path: string, authorization?: string) =>
    call(known().url, 'GET', path, authorization === undefined ? {} : { authorization });
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it('has a page for each way of signing in', async () => {
    assert.equal((await get('/none')).status, 200);
    assert.equal((await get('/basic/orders?x=1', basic(`${known().username}:${known().password}`))).status, 200);
    assert.equal((await get('/basic', basic(`${known().username}:wrong`))).status, 401);
    assert.equal((await get('/basic')).status, 401);
    for (const word of ['', 'Bearer ', 'Token '])
      assert.equal((await get('/token', `${word}${known().token}`)).status, 200, word);
    assert.equal((await get('/token', 'Bearer wrong')).status, 401);
  });

  it('has a page for each way of failing', async () => {
    assert.equal((await get('/forbidden')).status, 403);
    assert.equal((await get('/error')).status, 500);
    assert.equal((await get('/nothing')).status, 404);
    assert.equal((await get('/constructor')).status, 404);
    assert.match((await get('/html')).text, /^<!DOCTYPE html>/);
    assert.equal((await get('/moved')).headers.location, `${known().url}/none`);
    const redirect = await get('/redirect');
    assert.equal(redirect.headers.location, `${sandbox().services.elsewhere.url}/landed`);
    assert.notEqual(new URL(redirect.headers.location).origin, new URL(known().url).origin);
    assert.equal((await call(sandbox().services.elsewhere.url, 'GET', '/landed')).status, 200);
  });
});

describe('sandbox: sample values', () => {
  const sandbox = useSandbox();

  it('can be created as they are, and hold what the fake services accept', async () => {
    const { post } = caller(sandbox(), await signIn(sandbox()));
    const path = integrationsPath(tenantId(sandbox(), 'Acme Dev'));
    for (const { type, variant, properties } of sandbox().sampleValues) {
      const created = await post(path, { type, name: `${type} ${variant}`, active: true, properties });
      assert.equal(created.status, 201, created.text);
    }
    const [rest] = sandbox().sampleValues;
    const { endpointPrefix, username, password } = rest?.properties ?? {};
    const authorization = `Basic ${Buffer.from(`${String(username)}:${String(password)}`).toString('base64')}`;
    const { pathname, origin } = new URL(String(endpointPrefix));
    assert.equal((await call(origin, 'GET', pathname, { authorization })).status, 200);
  });
});
