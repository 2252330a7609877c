import assert from 'node:assert/strict';
import type { ApiErrorKind } from '../../../src/core/api/error';
import type { CredentialLookup } from '../../../src/core/base/account';
import { startSandbox, type Sandbox } from '../../support/sandbox';
import { CLIENTS, connect, failure, QuickClock, restDraft, userOf } from './support';

for (const [name, fetch] of CLIENTS) {
  describe(`Session over ${name}`, () => {
    let sandbox: Sandbox;
    let tenantId: string;
    const tokenCalls = (): number => sandbox.requests.filter((request) => request.path === '/v1/tokens').length;

    before(async () => {
      sandbox = await startSandbox();
    });
    after(async () => {
      await sandbox.close();
    });
    beforeEach(() => {
      sandbox.reset();
      tenantId = sandbox.tenants[0]?.id ?? '';
    });

    it('gets one token for any number of first calls', async () => {
      const { client } = connect(sandbox, { fetch });
      await Promise.all(Array.from({ length: 20 }, () => client.integrations(tenantId)));
      assert.equal(tokenCalls(), 1);
    });

    it('renews once for any number of calls that meet a 401', async () => {
      const { client, ends } = connect(sandbox, { fetch, limit: 20 });
      await client.login();
      sandbox.revokeTokens();
      sandbox.clearRequests();
      await Promise.all(Array.from({ length: 20 }, () => client.integrations(tenantId)));
      assert.equal(tokenCalls(), 1);
      assert.equal(ends(), 0);
    });

    it('sends a create again after a 401, which did nothing, and creates one', async () => {
      const { client } = connect(sandbox, { fetch });
      await client.login();
      sandbox.revokeTokens();
      await client.createIntegration(tenantId, restDraft('After renewal'));
      assert.equal(sandbox.integrations(tenantId).filter((each) => each.name === 'After renewal').length, 1);
    });

    it('ends once when the renewed token is rejected too, and sends nothing more', async () => {
      const { client, ends } = connect(sandbox, { fetch, limit: 20 });
      sandbox.addFault({ path: '/v1/tenants/**', when: { always: true }, fault: { kind: 'status', status: 401 } });
      const errors = await Promise.all(Array.from({ length: 10 }, () => failure(client.integrations(tenantId))));
      assert.deepEqual([...new Set(errors.map((error) => error.kind))], ['signedOut']);
      assert.equal(ends(), 1);
      sandbox.clearRequests();
      await failure(client.integrations(tenantId));
      assert.equal(sandbox.requests.length, 0);
      sandbox.clearFaults();
      const { client: signedInAgain } = connect(sandbox, { fetch });
      assert.ok((await signedInAgain.integrations(tenantId)).length > 0, 'a new sign-in starts anew');
    });

    it('ends once when the password was changed meanwhile', async () => {
      let password = sandbox.password;
      const credential = (): Promise<CredentialLookup> =>
        Promise.resolve({ state: 'found', credential: { kind: 'password', userName: sandbox.username, password } });
      const { client, ends } = connect(sandbox, { fetch, credential, limit: 20 });
      await client.login();
      password = 'changed-elsewhere';
      sandbox.revokeTokens();
      sandbox.clearRequests();
      await Promise.all(Array.from({ length: 8 }, () => failure(client.integrations(tenantId))));
      assert.equal(ends(), 1);
      assert.equal(tokenCalls(), 1, 'nobody tries the wrong password twice');
    });

    it('does not end because the network fails during renewal', async () => {
      const { client, ends } = connect(sandbox, { fetch });
      await client.login();
      sandbox.revokeTokens();
      sandbox.addFault({ path: '/v1/tokens', when: { next: 4 }, fault: { kind: 'status', status: 503 } });
      assert.equal((await failure(client.integrations(tenantId))).kind, 'server');
      assert.equal(ends(), 0);
      assert.ok((await client.integrations(tenantId)).length > 0);
    });

    it('does not take a gateway’s error page for a rejected password', async () => {
      const { client, ends } = connect(sandbox, { fetch });
      sandbox.addFault({ path: '/v1/tokens', when: { always: true }, fault: { kind: 'html', status: 403 } });
      assert.equal((await failure(client.login())).kind, 'proxy');
      assert.equal(ends(), 0);
    });

    for (const kind of ['password', 'token'] as const)
      it(`does not take a gateway’s page with 401 for a rejected ${kind}, wherever it shows up`, async () => {
        const { client: other } = connect(sandbox, { fetch });
        const credential = kind === 'token' ? { kind, token: await other.token() } : userOf(sandbox);
        const { client, ends } = connect(sandbox, { fetch, credential });
        await client.login();
        sandbox.addFault({ path: '/v1/**', when: { always: true }, fault: { kind: 'html', status: 401 } });
        for (const call of [
          () => client.integrations(tenantId),
          () => client.createIntegration(tenantId, restDraft('Not made')),
        ]) {
          const error = await failure(call());
          assert.deepEqual([error.kind, error.canRetry, error.noEffect], ['proxy', true, true]);
          assert.match(error.message, /proxy or gateway/);
        }
        sandbox.clearFaults();
        // The page comes to the renewed token too.
        sandbox.addFault({ path: '/v1/tenants/**', when: { next: 2 }, fault: { kind: 'html', status: 401 } });
        assert.equal((await failure(client.integrations(tenantId))).kind, 'proxy');
        if (kind === 'token') await failure(client.integrations(tenantId));
        assert.equal(ends(), 0);
        assert.ok((await client.integrations(tenantId)).length > 0);
      });

    it('ends at a 401 without a body, which no gateway’s page is', async () => {
      const { client, ends } = connect(sandbox, { fetch });
      sandbox.addFault({
        path: '/v1/tenants/**',
        when: { always: true },
        fault: { kind: 'status', status: 401, body: '' },
      });
      assert.equal((await failure(client.integrations(tenantId))).kind, 'signedOut');
      assert.equal(ends(), 1);
    });

    it('ends for a pasted token at the first 401: there is nothing to renew', async () => {
      const { client: other } = connect(sandbox, { fetch });
      const { client, ends } = connect(sandbox, { fetch, credential: { kind: 'token', token: await other.token() } });
      await client.login();
      sandbox.revokeTokens();
      await Promise.all([failure(client.integrations(tenantId)), failure(client.integrations(tenantId))]);
      assert.equal(ends(), 1);
    });

    for (const [what, seconds] of [
      ['a day behind', -86_400],
      ['a day ahead', 86_400],
    ] as const) {
      it(`takes no harm from a server whose clock is ${what}`, async () => {
        sandbox.shiftClock(seconds);
        const { client, ends } = connect(sandbox, { fetch });
        for (let call = 0; call < 3; call += 1) assert.ok((await client.integrations(tenantId)).length > 0);
        assert.equal(tokenCalls(), 1, 'the token is not renewed for a wrong date');
        assert.equal(ends(), 0);
      });
    }

    it('renews before the end, by the time that went by and not by the date', async () => {
      const clock = new QuickClock();
      const { client } = connect(sandbox, { fetch, clock });
      await client.login();
      clock.pass(86_400_000 - 61_000);
      await client.login();
      assert.equal(tokenCalls(), 1);
      clock.pass(2_000);
      await client.login();
      assert.equal(tokenCalls(), 2);
    });

    it('tells an empty keyring from one that does not respond', async () => {
      const lookups: readonly (readonly [() => Promise<CredentialLookup>, ApiErrorKind, RegExp])[] = [
        [() => Promise.resolve({ state: 'none' }), 'signedOut', /no longer stored/],
        [() => Promise.resolve({ state: 'unreadable', reason: 'canary-reason' }), 'signedOut', /cannot be read/],
        [() => Promise.resolve({ state: 'unavailable', reason: 'canary' }), 'keyringUnavailable', /keyring/],
        [() => Promise.reject(new Error('canary-keyring')), 'keyringUnavailable', /keyring/],
      ];
      for (const [credential, kind, text] of lookups) {
        const { client, ends, log } = connect(sandbox, { fetch, credential });
        const error = await failure(client.login());
        assert.equal(error.kind, kind);
        assert.match(error.message, text);
        assert.equal(ends(), 0, 'the next look may find it');
        assert.ok(!`${error.message}${error.causeText}${log.lines.join()}`.includes('canary'));
      }
    });

    it('lets one caller go without ending the renewal for the others', async () => {
      const { client } = connect(sandbox, { fetch });
      sandbox.addFault({ path: '/v1/tokens', fault: { kind: 'delay', ms: 150, at: 'beforeWrite' } });
      const controller = new AbortController();
      const leaving = failure(client.integrations(tenantId, { signal: controller.signal }));
      const staying = client.integrations(tenantId);
      controller.abort();
      const error = await leaving;
      assert.equal(error.kind, 'aborted');
      assert.ok(error.noEffect);
      assert.ok((await staying).length > 0);
      assert.equal(tokenCalls(), 1);
    });
  });
}
