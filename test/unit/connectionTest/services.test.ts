import assert from 'node:assert/strict';
import type { TestNetwork } from '../../../src/core/connectionTest/model';
import type { FetchFunction } from '../../../src/core/api/model';
import type { JsonObject } from '../../../src/core/base/json';
import { detail, network, runTest, states } from './runTest';
import { startSandbox, type Sandbox } from '../../support/sandbox';

let sandbox: Sandbox;

const way = { name: 'skipped', connection: 'passed', tls: 'skipped' };

before(async () => {
  sandbox = await startSandbox();
});
after(async () => {
  await sandbox.close();
});

describe('the test of a REST integration', () => {
  const basic = (path: string, password = sandbox.services.rest.password): JsonObject => ({
    endpointPrefix: `${sandbox.services.rest.url}/${path}`,
    username: sandbox.services.rest.username,
    password,
    token: '',
  });
  const none = (path: string): JsonObject => ({
    endpointPrefix: `${sandbox.services.rest.url}/${path}`,
    username: '',
    password: '',
    token: '',
  });

  it('passes with the right user name and password, and shows how long each stage took', async () => {
    const report = await runTest('rest', basic('basic'));
    assert.deepEqual(states(report), { ...way, authentication: 'passed', permissions: 'passed' });
    assert.ok(report.ok);
    assert.equal(report.conclusion, 'The credentials work.');
    assert.match(report.note, /from this machine, not from CxEngage/);
    for (const stage of report.stages.filter(({ id }) => ['connection', 'authentication'].includes(id)))
      assert.equal(typeof stage.ms, 'number', stage.id);
    assert.match(report.sent ?? '', /^GET http:\/\/127\.0\.0\.1:\d+\/basic with user name and password/);
  });

  it('fails with a wrong password', async () => {
    const report = await runTest('rest', basic('basic', 'canary-wrong'));
    assert.deepEqual(states(report), { ...way, authentication: 'failed', permissions: 'skipped' });
    assert.equal(report.ok, false);
    assert.equal(report.conclusion, 'Authentication: The service rejected these credentials (401).');
    assert.match(report.response ?? '', /unauthorized/);
    assert.equal(JSON.stringify(report).includes('canary'), false);
  });

  it('sends a token as Bearer unless it has a scheme of its own, and says so', async () => {
    const { url, token } = sandbox.services.rest;
    const report = await runTest('rest', { endpointPrefix: `${url}/token`, username: '', password: '', token });
    assert.ok(report.ok);
    assert.match(report.sent ?? '', /Bearer ••••.*not documented/);
    // The sandbox keeps the first word of the header only; that the token came with it shows in the response.
    assert.equal(sandbox.serviceRequests.at(-1)?.headers.authorization, 'Bearer …');
    assert.equal(JSON.stringify(report).includes(token), false);
    const own = await runTest('rest', {
      endpointPrefix: `${url}/token`,
      username: '',
      password: '',
      token: `Token ${token}`,
    });
    assert.ok(own.ok);
    assert.match(own.sent ?? '', /“Authorization: ••••”, the token as it is.*not documented/);
    assert.ok(!(own.sent ?? '').includes('Bearer'));
    assert.equal(sandbox.serviceRequests.at(-1)?.headers.authorization, 'Token …');
  });

  it('reports at the token that it cannot be sent, not at the host', async () => {
    const before = sandbox.serviceRequests.length;
    for (const token of ['canary\u200Babc', 'canary\nabc', 'canary…']) {
      const report = await runTest('rest', {
        endpointPrefix: `${sandbox.services.rest.url}/token`,
        username: '',
        password: '',
        token,
      });
      assert.deepEqual(states(report), {
        name: 'skipped',
        connection: 'skipped',
        tls: 'skipped',
        authentication: 'failed',
        permissions: 'skipped',
      });
      assert.match(report.conclusion, /^Authentication: “Token” holds a line break or a character that cannot be sent/);
      assert.equal(report.sent, undefined);
      assert.equal(JSON.stringify(report).includes('canary'), false);
    }
    assert.equal(sandbox.serviceRequests.length, before);
  });

  it('sends no credentials where none are used', async () => {
    const report = await runTest('rest', none('none'));
    assert.deepEqual(states(report), { ...way, authentication: 'skipped', permissions: 'passed' });
    assert.equal(report.conclusion, 'The service responds.');
    assert.equal(sandbox.serviceRequests.at(-1)?.headers.authorization, undefined);
    assert.deepEqual(states(await runTest('rest', none('basic'))), {
      ...way,
      authentication: 'failed',
      permissions: 'skipped',
    });
  });

  it('tells permissions from credentials, and warnings from failures', async () => {
    const forbidden = await runTest('rest', basic('forbidden'));
    assert.deepEqual(states(forbidden), { ...way, authentication: 'warning', permissions: 'failed' });
    assert.match(detail(forbidden, 'authentication'), /^Not certain: the service responded 403/);
    assert.match(detail(forbidden, 'permissions'), /or the credentials are wrong/);
    const withoutAny = await runTest('rest', none('forbidden'));
    assert.deepEqual(states(withoutAny), { ...way, authentication: 'skipped', permissions: 'failed' });
    assert.equal(
      withoutAny.conclusion,
      'Permissions: The service rejected this request (403). It may require authentication.',
    );
    assert.deepEqual(states(await runTest('rest', basic('error'))), {
      ...way,
      authentication: 'failed',
      permissions: 'skipped',
    });
    const missing = await runTest('rest', basic('nowhere'));
    assert.deepEqual(states(missing), { ...way, authentication: 'warning', permissions: 'warning' });
    assert.ok(missing.ok, 'a base address often responds with 404');
    assert.match(missing.conclusion, /^Nothing failed, but the test is not certain/);
    assert.deepEqual(states(await runTest('rest', basic('html'))), {
      ...way,
      authentication: 'passed',
      permissions: 'warning',
    });
  });

  it('follows no redirect to another host', async () => {
    const reached = (): number => sandbox.serviceRequests.filter(({ server }) => server === 'elsewhere').length;
    const before = reached();
    const report = await runTest('rest', basic('redirect'));
    assert.deepEqual(states(report), { ...way, authentication: 'failed', permissions: 'skipped' });
    assert.match(detail(report, 'authentication'), new RegExp(new URL(sandbox.services.elsewhere.url).host));
    assert.equal(reached(), before);
    assert.ok((await runTest('rest', basic('moved'))).ok, 'within the same origin it may');
  });

  it('ends in time when the service does not respond', async () => {
    const report = await runTest('rest', basic('stall'), { timeoutMs: 300 });
    assert.deepEqual(states(report), { ...way, authentication: 'failed', permissions: 'skipped' });
    assert.match(detail(report, 'authentication'), /timed out/);
  });

  it('can be canceled', async () => {
    const abort = new AbortController();
    const running = runTest('rest', basic('stall'), { signal: abort.signal });
    abort.abort();
    await assert.rejects(running, { name: 'ApiError', kind: 'aborted' });
    await assert.rejects(runTest('rest', basic('basic'), { signal: abort.signal }), { kind: 'aborted' });
  });
});

describe('the test of a Zendesk integration', () => {
  const zendesk = (changes: JsonObject = {}): JsonObject => {
    const { endpointPrefix, username, apiToken } = sandbox.services.zendesk;
    return {
      endpointPrefix,
      username: `${username}/token`,
      password: apiToken,
      workItems: false,
      interactionFieldId: '',
      ...changes,
    };
  };

  it('passes with a token and with a password, and names the user', async () => {
    const report = await runTest('zendesk', zendesk());
    assert.deepEqual(states(report), { ...way, authentication: 'passed', permissions: 'passed' });
    assert.match(detail(report, 'authentication'), /Sample Agent/);
    assert.match(detail(report, 'permissions'), /admin/);
    const { username, password } = sandbox.services.zendesk;
    assert.ok((await runTest('zendesk', zendesk({ username, password }))).ok);
    assert.match(String(sandbox.serviceRequests.at(-1)?.path), /\/api\/v2\/users\/me\.json$/);
  });

  it('fails with wrong credentials, a suspended user and an end user, each in its own way', async () => {
    assert.deepEqual(states(await runTest('zendesk', zendesk({ password: 'wrong' }))), {
      ...way,
      authentication: 'failed',
      permissions: 'skipped',
    });
    const { suspended, endUser } = sandbox.services.zendesk;
    assert.deepEqual(states(await runTest('zendesk', zendesk({ ...suspended }))), {
      ...way,
      authentication: 'passed',
      permissions: 'failed',
    });
    const report = await runTest('zendesk', zendesk({ ...endUser }));
    assert.deepEqual(states(report), { ...way, authentication: 'passed', permissions: 'failed' });
    assert.match(detail(report, 'permissions'), /end user/);
  });

  it('does not take the response to an anonymous user for success', async () => {
    const anonymous: FetchFunction = (url, init) => fetch(url, { ...init, headers: { accept: 'application/json' } });
    const report = await runTest('zendesk', zendesk(), { network: { ...network, request: anonymous } });
    assert.deepEqual(states(report), { ...way, authentication: 'failed', permissions: 'skipped' });
    assert.match(detail(report, 'authentication'), /anonymous/);
  });

  it('measures the first call and the ticket field separately', async () => {
    const responses: readonly { readonly body: string; readonly ms: number }[] = [
      { body: '{"user":{"id":1,"name":"A","role":"agent"}}', ms: 0 },
      { body: '{}', ms: 60 },
    ];
    let calls = 0;
    const slowSecond: FetchFunction = async () => {
      const { body, ms } = responses[calls] ?? { body: '{}', ms: 0 };
      calls += 1;
      await new Promise((resolve) => {
        setTimeout(resolve, ms);
      });
      return new Response(body, { headers: { 'content-type': 'application/json' } });
    };
    const properties = {
      endpointPrefix: `${sandbox.services.rest.url}/api/v2`,
      username: 'a@acme.com',
      password: 'p',
      workItems: true,
      interactionFieldId: '5',
    };
    const report = await runTest('zendesk', properties, { network: { ...network, request: slowSecond } });
    const ms = (id: string): number => report.stages.find((stage) => stage.id === id)?.ms ?? -1;
    assert.ok(
      calls === 2 && ms('permissions') >= 50 && ms('authentication') < ms('permissions'),
      JSON.stringify(report.stages),
    );
  });

  it('looks the ticket field up when work items are on', async () => {
    const { interactionFieldId } = sandbox.services.zendesk;
    assert.ok((await runTest('zendesk', zendesk({ workItems: true, interactionFieldId }))).ok);
    const report = await runTest('zendesk', zendesk({ workItems: true, interactionFieldId: '42' }));
    assert.deepEqual(states(report), { ...way, authentication: 'passed', permissions: 'failed' });
    assert.match(detail(report, 'permissions'), /42/);
  });

  it('knows a wrong address from wrong credentials', async () => {
    const report = await runTest(
      'zendesk',
      zendesk({ endpointPrefix: new URL(sandbox.services.zendesk.endpointPrefix).origin }),
    );
    assert.match(detail(report, 'authentication'), /not a Zendesk API/);
    const elsewhere = await runTest('zendesk', zendesk({ endpointPrefix: sandbox.services.elsewhere.url }));
    assert.match(detail(elsewhere, 'authentication'), /is not from a Zendesk API/);
  });
});

describe('the test of a Salesforce integration', () => {
  const salesforce = (changes: JsonObject = {}): JsonObject => {
    const { loginUrl, username, password, securityToken, consumerKey, consumerSecret } = sandbox.services.salesforce;
    return { loginUrl, username, password, securityToken, consumerKey, consumerSecret, ...changes };
  };

  it('passes, shows no token, and ends the session it began', async () => {
    const report = await runTest('salesforce', salesforce());
    assert.deepEqual(states(report), { ...way, authentication: 'passed', permissions: 'passed' });
    assert.equal(/access-token|sample-/.test(JSON.stringify(report)), false);
    assert.deepEqual(
      sandbox.serviceRequests.slice(-2).map(({ path }) => path),
      ['/services/oauth2/token', '/services/oauth2/revoke'],
    );
  });

  it('says which part is wrong', async () => {
    const why = async (changes: JsonObject): Promise<string> => {
      const report = await runTest('salesforce', salesforce(changes));
      assert.deepEqual(states(report), { ...way, authentication: 'failed', permissions: 'skipped' });
      return detail(report, 'authentication');
    };
    assert.match(await why({ consumerKey: 'other' }), /consumer key/);
    assert.match(await why({ consumerSecret: 'other' }), /consumer secret/);
    assert.match(await why({ securityToken: '' }), /security token.*Summer ’23/);
    assert.match(await why({ password: 'canary-password' }), /rejected the user name/);
    assert.match(await why({ username: sandbox.services.salesforce.inactiveUsername }), /not active/);
    assert.match(await why({ loginUrl: sandbox.services.elsewhere.url }), /not from a Salesforce login/);
  });

  it('goes to production when there is no login URL', async () => {
    const asked: string[] = [];
    const offline: TestNetwork = {
      usesProxy: () => false,
      resolve: (host) => {
        asked.push(host);
        return Promise.reject(Object.assign(new Error('no network in this test'), { code: 'ENOTFOUND' }));
      },
      connect: () => Promise.reject(new Error('not reached')),
      request: () => Promise.reject(Object.assign(new Error('no network in this test'), { code: 'ENOTFOUND' })),
    };
    const report = await runTest('salesforce', salesforce({ loginUrl: '' }), { network: offline });
    assert.deepEqual(asked, ['login.salesforce.com']);
    assert.deepEqual(states(report), {
      name: 'failed',
      connection: 'skipped',
      tls: 'skipped',
      authentication: 'skipped',
      permissions: 'skipped',
    });
  });
});
