import assert from 'node:assert/strict';
import { AccountStore } from '../../src/accounts/accountStore';
import { Marks } from '../../src/accounts/markStore';
import type { Account } from '../../src/core/base/account';
import type { AccountServices } from '../../src/accounts/context';
import { askSignInAgain, signInAgain } from '../../src/accounts/signIn';
import { createConnectionFactory } from '../../src/host/connection';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { call } from '../support/sandbox';
import { extensionServices, forgetAccounts } from './accountsSupport';
import { Answers } from './fleetSupport';

async function tokenOf(sandbox: Sandbox, body: Readonly<Record<string, unknown>>): Promise<string> {
  const response = await call(sandbox.url, 'POST', '/v1/tokens', { body });
  const found = response.body;
  if (typeof found !== 'object' || found === null || !('token' in found) || typeof found.token !== 'string')
    throw new Error('the sandbox gave no token');
  return found.token;
}

describe('Signing in again', () => {
  let sandbox: Sandbox;
  let answers: Answers;

  beforeEach(async () => {
    sandbox = await startSandbox();
    answers = new Answers();
  });

  afterEach(async () => {
    answers.dispose();
    await forgetAccounts();
    await sandbox.close();
  });

  /** An account that signed in with a token of the sandbox's main user. */
  async function withAccount(
    work: (
      account: Account,
      again: () => Promise<Account | undefined>,
      accounts: AccountStore,
      parts: AccountServices,
    ) => Promise<void>,
  ): Promise<void> {
    const services = await extensionServices();
    const { fetch, settings, log, state, secrets, redactor } = services;
    const accounts = new AccountStore(state, secrets, redactor, log);
    try {
      const marks = new Marks(state, accounts);
      const parts = { ...services, accounts, marks, connect: createConnectionFactory({ fetch, settings, log }) };
      const token = await tokenOf(sandbox, { username: sandbox.username, password: sandbox.password });
      const account = await accounts.save(
        { label: 'Ada', endpoint: { name: 'Test', url: sandbox.url }, kind: 'token', userName: sandbox.username },
        { kind: 'token', token },
      );
      await work(account, async () => signInAgain(parts, account), accounts, parts);
    } finally {
      accounts.dispose();
    }
  }

  it('with a token that cannot list its tenants asks for the tenant, and stores both', async () => {
    await withAccount(async (account, signIn, accounts) => {
      const tenantId = sandbox.tenants[0]?.id ?? '';
      const ofKey = { username: sandbox.apiKey, password: sandbox.apiSecret, tenantId };
      const after = await tokenOf(sandbox, ofKey);

      const running = signIn();
      await answers.type(after);
      // It may end before the box is seen to be gone.
      const typed = answers.type(tenantId);
      await Promise.race([running, typed]);
      assert.equal(answers.shown.length, 2, 'it ended without a word');
      await typed;
      const again = await running;
      assert.deepEqual([again?.id, again?.label, again?.tenantId], [account.id, 'Ada', tenantId]);
      const stored = await accounts.credential(account.id);
      assert.deepEqual(stored, { state: 'found', credential: { kind: 'token', token: after } });
      assert.match(answers.shown[1] ?? '', /This token cannot list its tenants/);
    });
  });

  it('takes no token of another user, who would then act under this name', async () => {
    await withAccount(async (account, signIn, accounts) => {
      const before = await accounts.credential(account.id);
      const running = signIn();
      const refusal = await answers.typeRefused(await tokenOf(sandbox, sandbox.auditor));
      assert.match(refusal, /^This is a token of auditor@acme\.example, not of dev@acme\.example\./);
      assert.deepEqual(await accounts.credential(account.id), before);
      const after = await tokenOf(sandbox, { username: sandbox.username, password: sandbox.password });
      await answers.type(after);
      assert.equal((await running)?.id, account.id);
      const stored = await accounts.credential(account.id);
      assert.deepEqual(stored, { state: 'found', credential: { kind: 'token', token: after } });
    });
  });

  it('without a named account offers all but the sandbox, and ends with Escape', async () => {
    await withAccount(async (account, _, accounts, parts) => {
      const endpoint = { name: 'Other', url: 'https://other.example' };
      await accounts.save(
        { label: 'Grace', endpoint, kind: 'token', userName: 'grace' },
        { kind: 'token', token: 'not-a-token' },
      );
      accounts.addTransient(
        { ...account, id: 'sandbox', label: 'Sandbox', sandbox: true },
        { kind: 'token', token: 't' },
      );
      const running = askSignInAgain(parts, undefined);
      assert.deepEqual(await answers.dismiss(), ['Ada', 'Grace']);
      assert.equal(await running, undefined, 'it is not a first sign-in then');
    });
  });
});
