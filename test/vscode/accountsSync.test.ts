import assert from 'node:assert/strict';
import { AccountStore, type AccountChange } from '../../src/accounts/accountStore';
import type { Account } from '../../src/core/base/account';
import { silentLogger } from '../../src/core/base/log';
import { Redactor } from '../../src/core/redact/redactor';
import { SecretStore } from '../../src/host/secrets';
import type { State } from '../../src/host/sharedState';
import { eventually } from '../support/eventually';
import { extensionServices, forgetAccounts } from './accountsSupport';

describe('An account that signs in while another window’s late write is taken back', () => {
  afterEach(forgetAccounts);

  it('stays', async () => {
    const { state, context } = await extensionServices();
    let beforeRemoval = (): Promise<unknown> => Promise.resolve();
    const slow: State = {
      keys: () => state.keys(),
      get: (key) => state.get(key),
      update: async (key, value) => {
        if (value === undefined) await beforeRemoval();
        await state.update(key, value);
      },
    };
    const keyring = new SecretStore(context.secrets, silentLogger);
    const store = new AccountStore(slow, keyring, new Redactor(), silentLogger);
    try {
      const save = async (userName: string): Promise<string> => {
        const endpoint = { name: 'Test', url: 'https://test.example' };
        const { id } = await store.save(
          { label: userName, endpoint, kind: 'password', userName },
          { kind: 'password', userName, password: `pw of ${userName}` },
        );
        return id;
      };
      const gone = await save('ada');
      const key = `cxengage.account.${gone}`;
      const late: unknown = state.get(key);
      await store.remove(gone);
      await state.update(key, late);
      const added: string[] = [];
      beforeRemoval = async () => added.push(await save('bob'));
      await store.followState();
      assert.equal(added.length, 1);
      assert.deepEqual(
        store.list().map(({ id }) => id),
        added,
      );
      assert.equal(state.get(key), undefined);
    } finally {
      store.dispose();
      keyring.dispose();
    }
  });
});

describe('An account whose record VS Code cannot decrypt, and deletes', () => {
  afterEach(forgetAccounts);

  it('stays, to be signed in again', async () => {
    const { state, context } = await extensionServices();
    const keyring = new SecretStore(context.secrets, silentLogger);
    const store = new AccountStore(state, keyring, new Redactor(), silentLogger);
    try {
      const heard: AccountChange[] = [];
      store.onDidChange((change) => heard.push(change));
      const save = (): Promise<Account> =>
        store.save(
          { label: 'Ada', endpoint: { name: 'Test', url: 'https://test.example' }, kind: 'password', userName: 'ada' },
          { kind: 'password', userName: 'ada', password: 'pw of ada' },
        );
      const account = await save();
      await context.secrets.delete(`cxengage.account.${account.id}`);
      await eventually(() => {
        assert.deepEqual(
          heard.map(({ change }) => change),
          ['added', 'credential'],
        );
      });
      assert.deepEqual(store.get(account.id), account);
      assert.deepEqual(await store.credential(account.id), { state: 'none' });
      assert.equal((await save()).id, account.id);
      assert.equal((await store.credential(account.id)).state, 'found');
    } finally {
      store.dispose();
      keyring.dispose();
    }
  });
});
