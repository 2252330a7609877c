import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { AccountStore, type AccountChange } from '../../src/accounts/accountStore';
import { Marks } from '../../src/accounts/markStore';
import { StateContext } from '../../src/accounts/stateContext';
import { silentLogger } from '../../src/core/base/log';
import { Directory } from '../../src/core/directory/directory';
import { Redactor } from '../../src/core/redact/redactor';
import { createConnectionFactory } from '../../src/host/connection';
import { SecretStore } from '../../src/host/secrets';
import type { State } from '../../src/host/sharedState';
import { startSandbox } from '../../src/sandbox/server';
import { extensionServices, forgetAccounts, FaultySecretStorage } from './accountsSupport';
import { eventually } from '../support/eventually';

const endpoint = { name: 'Test', url: 'https://test.example' };
const password = (userName: string, value = `pw-${randomUUID()}`) =>
  [
    { label: `${userName} · Test`, endpoint, kind: 'password', userName } as const,
    { kind: 'password', userName, password: value } as const,
  ] as const;

describe('accounts', () => {
  let state: State;
  let secrets: vscode.SecretStorage;
  const opened: { dispose(): void }[] = [];

  /** A store over the same keyring and state as the running extension's: another window, as far as it can tell. */
  function openStore(storage: vscode.SecretStorage = secrets): AccountStore {
    const keyring = new SecretStore(storage, silentLogger);
    const store = new AccountStore(state, keyring, new Redactor(), silentLogger);
    opened.push(keyring, store);
    return store;
  }

  const keyOf = (id: string): string => `cxengage.account.${id}`;

  before(async () => {
    const services = await extensionServices();
    state = services.state;
    secrets = services.context.secrets;
  });

  afterEach(async () => {
    for (const each of opened.splice(0)) each.dispose();
    await forgetAccounts();
  });

  it('are read back by the next window, and their state holds no secret', async () => {
    const [metadata, credential] = password('ada');
    const account = await openStore().save(metadata, credential);
    const next = openStore();
    assert.deepEqual(next.get(account.id), account);
    assert.deepEqual(await next.credential(account.id), { state: 'found', credential });
    const stored = state
      .keys()
      .map((key) => JSON.stringify(state.get(key)))
      .join('\n');
    assert.ok(stored.includes('ada · Test'));
    assert.ok(!stored.includes(credential.password));
  });

  it('show in other windows when they come, change and go, and say so once', async () => {
    const here = openStore();
    const there = openStore();
    const heard: AccountChange[] = [];
    const own: AccountChange[] = [];
    there.onDidChange((change) => heard.push(change));
    here.onDidChange((change) => own.push(change));
    const [metadata, credential] = password('grace');
    const account = await here.save(metadata, credential);
    await eventually(() => {
      assert.deepEqual(there.get(account.id), account);
    });
    await here.save(metadata, { ...credential, password: 'another' });
    await eventually(() => {
      assert.deepEqual(
        heard.map(({ change }) => change),
        ['added', 'credential'],
      );
    });
    await here.remove(account.id);
    await eventually(() => {
      assert.deepEqual(
        heard.map(({ change }) => change),
        ['added', 'credential', 'removed'],
      );
    });
    assert.equal(there.get(account.id), undefined);
    assert.deepEqual(own, heard, 'the keyring tells the window that wrote, too, which must not count twice');
  });

  it('written by two windows at once both stay', async () => {
    const [a, b] = [openStore(), openStore()];
    const accounts = await Promise.all([
      a.save(...password('one')),
      b.save(...password('two')),
      a.save(...password('three')),
      b.save(...password('four')),
    ]);
    const next = openStore();
    for (const account of accounts) assert.equal((await next.credential(account.id)).state, 'found', account.label);
    assert.equal(next.list().length, 4);
  });

  it('of the same user at the same endpoint are one: the credential is replaced', async () => {
    const store = openStore();
    const first = await store.save(...password('ada', 'old'));
    const second = await store.save(...password('ada', 'new'));
    assert.equal(second.id, first.id);
    assert.equal(store.list().length, 1);
    assert.deepEqual(await store.credential(first.id), {
      state: 'found',
      credential: { kind: 'password', userName: 'ada', password: 'new' },
    });
  });

  it('never share a label, by which VS Code signs out', async () => {
    const store = openStore();
    const [metadata, credential] = password('ada');
    await store.save(metadata, credential);
    const key = await store.save(
      { ...metadata, kind: 'apiKey', userName: 'k', tenantId: 't' },
      { kind: 'apiKey', key: 'k', secret: 's', tenantId: 't' },
    );
    assert.equal(key.label, 'ada · Test (2)');
  });

  it('are rebuilt from the keyring when the state was lost', async () => {
    const account = await openStore().save(...password('ada'));
    for (const store of opened.splice(0)) store.dispose();
    await state.update(keyOf(account.id), undefined);
    const next = openStore();
    assert.equal(next.get(account.id), undefined);
    assert.deepEqual(await next.reconcile(), []);
    assert.deepEqual(next.get(account.id), account);
  });

  it('stay, without a credential, when the keyring lost it', async () => {
    const account = await openStore().save(...password('ada'));
    for (const store of opened.splice(0)) store.dispose();
    const emptied = new FaultySecretStorage(secrets);
    emptied.hide(keyOf(account.id));
    const next = openStore(emptied);
    assert.deepEqual(next.get(account.id), account);
    assert.deepEqual(await next.credential(account.id), { state: 'none' });
  });

  it('send nothing to an endpoint that only globalState names, until they are signed in again', async () => {
    const { fetch, settings, log } = await extensionServices();
    const [home, other] = await Promise.all([startSandbox(), startSandbox()]);
    try {
      const metadata = {
        label: 'Ada',
        endpoint: { name: 'Test', url: home.url },
        kind: 'password',
        userName: home.username,
      } as const;
      const credential = { kind: 'password', userName: home.username, password: home.password } as const;
      const { id } = await openStore().save(metadata, credential);
      for (const store of opened.splice(0)) store.dispose();
      await state.update(keyOf(id), { ...metadata, endpoint: { name: 'Test', url: other.url } });

      const next = openStore();
      const reasons: string[] = [];
      next.onDidFailToRead(({ reason }) => reasons.push(reason));
      const directory = new Directory({
        accounts: next,
        marks: new Marks(state, next),
        cache: {
          read: () => Promise.resolve(undefined),
          write: () => Promise.resolve(),
          remove: () => Promise.resolve(),
        },
        connect: createConnectionFactory({ fetch, settings, log }),
        confirm: () => Promise.resolve(true),
        onSecret: () => undefined,
      });
      await assert.rejects(directory.loadTenants(id), /Sign in again/);
      await assert.rejects(directory.token(id), /Sign in again/);
      assert.ok(reasons[0]?.includes(home.url) && reasons[0].includes(other.url), reasons[0]);
      assert.equal((await next.credential(id, home.url)).state, 'found', 'the credential itself is kept');

      const endpoint = await next.sealedEndpoint(id);
      assert.equal(endpoint?.url, home.url, 'signing in again asks for the endpoint of the keyring');
      await next.save({ ...metadata, endpoint }, credential, id);
      assert.ok((await directory.loadTenants(id)).length > 0);

      await state.update(keyOf(id), { ...metadata, endpoint: { name: 'Test', url: other.url } });
      await next.followState();
      await assert.rejects(directory.loadTenants(id), /Sign in again/, 'also when it changes while the window is open');
      assert.deepEqual(other.requests, []);
    } finally {
      await Promise.all([home.close(), other.close()]);
    }
  });

  for (const [kind, line] of [
    ['newer', '{"v":2,"sealed":"AAAA"}'],
    ['damaged', '{"v":1,"cred'],
    ['foreign', 'plain text'],
  ] as const) {
    it(`with a ${kind} record are kept as they are, and reported`, async () => {
      const store = openStore();
      const account = await store.save(...password('ada'));
      await secrets.store(keyOf(account.id), line);
      const told: string[] = [];
      store.onDidFailToRead(({ accountId }) => told.push(accountId));
      const found = await store.credential(account.id);
      assert.ok(found.state === 'unreadable');
      assert.deepEqual(told, [account.id]);
      assert.match(found.reason, kind === 'newer' ? /newer version/ : /cannot be read/);

      const orphan = randomUUID();
      await secrets.store(keyOf(orphan), line);
      const next = openStore();
      assert.deepEqual(
        (await next.reconcile()).map((record) => record.accountId),
        [orphan],
      );
      assert.equal(await secrets.get(keyOf(account.id)), line);
      assert.equal(await secrets.get(keyOf(orphan)), line);
    });
  }

  it('are not added when the keyring refuses, and not dropped when it will not let go', async () => {
    const storage = new FaultySecretStorage(secrets);
    const store = openStore(storage);
    storage.failing = true;
    await assert.rejects(store.save(...password('ada')), /could not use the keyring/);
    assert.deepEqual(store.list(), []);
    storage.failing = false;
    const account = await store.save(...password('ada'));
    storage.failing = true;
    await assert.rejects(store.remove(account.id), /could not use the keyring/);
    assert.deepEqual(store.list(), [account]);
    assert.equal((await store.credential(account.id)).state, 'unavailable');
  });

  it('removed in another window do not come back by its late write', async () => {
    const [here, there] = [openStore(), openStore()];
    // The running extension has a store over the same state.
    const { directory } = await extensionServices();
    const account = await here.save(...password('ada'));
    await eventually(() => {
      assert.ok(there.get(account.id) && directory.account(account.id));
    });
    const stale: unknown = state.get(keyOf(account.id));
    await here.remove(account.id);
    await eventually(() => {
      assert.equal(there.get(account.id), undefined);
      assert.equal(directory.account(account.id), undefined);
    });
    await state.update(keyOf(account.id), stale);
    await here.followState();
    assert.equal(here.get(account.id), undefined);
    assert.equal(state.get(keyOf(account.id)), undefined);
  });
});

describe('the state of the view', () => {
  it('tells signed out, signed in and a failing keyring apart, and asks the keyring again', async () => {
    const { context, state } = await extensionServices();
    const storage = new FaultySecretStorage(context.secrets);
    const keyring = new SecretStore(storage, silentLogger);
    const accounts = new AccountStore(state, keyring, new Redactor(), silentLogger);
    const view = new StateContext({ accounts, secrets: keyring });
    try {
      let revived = (): void => undefined;
      view.settleAfter(
        new Promise<void>((resolve) => {
          revived = resolve;
        }),
      );
      assert.equal(view.shown, undefined, 'no welcome flashes up while accounts are still to come');
      revived();
      await eventually(() => {
        assert.equal(view.shown, 'signedOut');
      });
      storage.failing = true;
      await assert.rejects(view.recheck(), /could not use the keyring/);
      assert.equal(view.shown, 'keyringUnavailable');
      await assert.rejects(view.recheck(), /could not use the keyring/, 'each try says that it still fails');
      storage.failing = false;
      await view.recheck();
      assert.equal(view.shown, 'signedOut');
      const account = await accounts.save(...password('ada'));
      assert.equal(view.shown, 'ready');
      storage.failing = true;
      await assert.rejects(view.recheck(), /could not use the keyring/);
      assert.equal(view.shown, 'ready', 'accounts stay in the tree, which says what ails them');
      storage.failing = false;
      await accounts.remove(account.id);
      assert.equal(view.shown, 'signedOut');
    } finally {
      for (const each of [view, accounts, keyring]) each.dispose();
      await forgetAccounts();
    }
  });
});

describe('endpoints of the settings', () => {
  it('are offered where they can be used, and otherwise named with the reason', async () => {
    const { settings } = await extensionServices();
    const configuration = vscode.workspace.getConfiguration('cxengage');
    const before = configuration.inspect('endpoints')?.globalValue;
    const endpoints = {
      Gateway: ' https://gateway.example/cx/v1/ ',
      Plain: 'http://api.example',
      User: 'https://u:p@api.example',
      Number: 7,
      ' ': 'https://nameless.example',
    };
    await configuration.update('endpoints', endpoints, vscode.ConfigurationTarget.Global);
    try {
      const own = settings.endpoints().slice(2);
      assert.deepEqual(own, [{ name: 'Gateway', url: 'https://gateway.example/cx' }]);
      const problems = new Map(settings.endpointProblems().map(({ name, reason }) => [name, reason]));
      assert.deepEqual([...problems.keys()], ['Plain', 'User', 'Number', '""']);
      assert.match(problems.get('Plain') ?? '', /https/);
      assert.match(problems.get('User') ?? '', /user name or password/);
      assert.match(problems.get('Number') ?? '', /must be a URL/);
    } finally {
      await configuration.update('endpoints', before, vscode.ConfigurationTarget.Global);
    }
  });
});

describe('marks', () => {
  const account = (id: string, url: string) =>
    ({ id, label: id, endpoint: { name: 'Test', url }, kind: 'token' }) as const;
  const accounts = [
    account('a', 'https://one.example'),
    account('b', 'https://one.example'),
    account('c', 'https://two.example'),
  ];

  it('belong to the tenant: every account at the endpoint sees them, other windows too', async () => {
    const { state } = await extensionServices();
    const source = { list: () => accounts, get: (id: string) => accounts.find((each) => each.id === id) };
    const here = new Marks(state, source);
    const there = new Marks(state, source);
    const tenantId = randomUUID();
    const heard: string[] = [];
    there.onDidChange((ref) => heard.push(ref.accountId));
    await here.set({ accountId: 'a', tenantId }, 'production');
    assert.equal(there.get({ accountId: 'b', tenantId }), 'production');
    assert.equal(there.get({ accountId: 'c', tenantId }), 'none');
    there.followState();
    there.followState();
    assert.deepEqual(heard, ['a', 'b']);
    await here.set({ accountId: 'b', tenantId }, 'none');
    assert.equal(there.get({ accountId: 'a', tenantId }), 'none');
    assert.ok(!state.keys().some((key) => key.includes(tenantId)));
  });
});
