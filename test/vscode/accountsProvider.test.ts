import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AccountStore } from '../../src/accounts/accountStore';
import { CxEngageAuthenticationProvider } from '../../src/accounts/authenticationProvider';
import { Marks } from '../../src/accounts/markStore';
import { silentLogger } from '../../src/core/base/log';
import { createConnectionFactory } from '../../src/host/connection';
import { SecretStore } from '../../src/host/secrets';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { extensionServices, forgetAccounts } from './accountsSupport';
import { eventually } from '../support/eventually';

describe('the authentication provider', () => {
  let sandbox: Sandbox;
  let store: AccountStore;
  let provider: CxEngageAuthenticationProvider;
  let close: () => void;

  before(async () => {
    sandbox = await startSandbox();
  });
  after(async () => {
    await sandbox.close();
  });

  beforeEach(async () => {
    const services = await extensionServices();
    const { context, log, settings, fetch, redactor } = services;
    const keyring = new SecretStore(context.secrets, silentLogger);
    store = new AccountStore(services.state, keyring, redactor, silentLogger);
    const marks = new Marks(services.state, store);
    provider = new CxEngageAuthenticationProvider({
      ...services,
      accounts: store,
      marks,
      connect: createConnectionFactory({ fetch, settings, log }),
    });
    close = () => {
      for (const each of [provider, marks, store, keyring]) each.dispose();
    };
  });

  afterEach(async () => {
    close();
    await forgetAccounts();
  });

  /** Signs in as the sandbox's user and waits until the running extension has heard of it. */
  async function signedIn(password = sandbox.password): Promise<string> {
    const { directory } = await extensionServices();
    const metadata = {
      label: 'Ada',
      endpoint: { name: 'Test', url: sandbox.url },
      kind: 'password',
      userName: sandbox.username,
    } as const;
    const { id } = await store.save(metadata, { kind: 'password', userName: sandbox.username, password });
    await eventually(() => {
      assert.ok(directory.account(id));
    });
    return id;
  }

  it('lists every account for the Accounts menu without asking keyring or server', async () => {
    const id = await signedIn();
    sandbox.clearRequests();
    const [session] = await provider.getSessions(undefined, {});
    assert.deepEqual(session, { id, accessToken: '', account: { id, label: 'Ada' }, scopes: [] });
    assert.deepEqual(sandbox.requests, []);
  });

  it('gives an extension that asks a token the API accepts, and not the password', async () => {
    const id = await signedIn();
    const [session] = await provider.getSessions([], {});
    assert.equal(session?.id, id);
    assert.notEqual(session.accessToken, sandbox.password);
    const answer = await fetch(`${sandbox.url}/v1/login`, {
      method: 'POST',
      headers: { authorization: `Token ${session.accessToken}` },
    });
    assert.equal(answer.status, 200);
  });

  it('gives the sessions of the account that is asked about', async () => {
    const id = await signedIn();
    assert.equal((await provider.getSessions([], { account: { id, label: 'Ada' } })).length, 1);
    assert.equal((await provider.getSessions([], { account: { id: 'another', label: 'Ada' } })).length, 0);
  });

  it('leaves out an account that needs a new sign-in', async () => {
    await signedIn('wrong');
    assert.deepEqual(await provider.getSessions([], {}), []);
    assert.equal(
      (await provider.getSessions(undefined, {})).length,
      1,
      'it stays in the menu, where it can be signed out',
    );
  });

  it('fires events for added and removed accounts, and signs out', async () => {
    const heard: string[] = [];
    provider.onDidChangeSessions(({ added, removed, changed }) => {
      for (const [what, sessions] of Object.entries({ added, removed, changed }))
        for (const { account } of sessions ?? []) heard.push(`${what} ${account.label}`);
    });
    const id = await signedIn();
    await provider.removeSession(id);
    assert.deepEqual(heard, ['added Ada', 'removed Ada']);
    assert.equal((await store.credential(id)).state, 'none');
    const { directory } = await extensionServices();
    await eventually(() => {
      assert.equal(directory.account(id), undefined);
    });
  });

  it('is the one VS Code has registered', async () => {
    await signedIn();
    await eventually(async () => {
      assert.deepEqual(
        (await vscode.authentication.getAccounts('cxengage')).map(({ label }) => label),
        ['Ada'],
      );
    });
  });
});
