import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AccountStore } from '../../src/accounts/accountStore';
import { Marks } from '../../src/accounts/markStore';
import { demoSandbox, SandboxHost } from '../../src/accounts/sandbox';
import { silentLogger } from '../../src/core/base/log';
import { createConnectionFactory } from '../../src/host/connection';
import { SecretStore } from '../../src/host/secrets';
import { startSandbox } from '../../src/sandbox/server';
import { extensionServices, forgetAccounts } from './accountsSupport';

/** The sandbox of another window over the same state, with accounts of its own. */
async function openHost() {
  const services = await extensionServices();
  const { fetch, settings, log, state, context, redactor } = services;
  const keyring = new SecretStore(context.secrets, silentLogger);
  const accounts = new AccountStore(state, keyring, redactor, silentLogger);
  const marks = new Marks(state, accounts);
  const connect = createConnectionFactory({ fetch, settings, log });
  let count = 0;
  const host = new SandboxHost({ ...services, accounts, marks, connect }, async () => {
    count += 1;
    const sandbox = await startSandbox();
    const { url, username, password } = sandbox;
    return { url, username, password, sampleValues: [], close: () => sandbox.close() };
  });
  const close = async (): Promise<void> => {
    await host.stop();
    for (const each of [host, marks, accounts, keyring]) each.dispose();
  };
  return { host, accounts, opened: () => count, close };
}

describe('the sandbox', () => {
  it('signs in by itself, leaves nothing in the keyring, and takes its account along', async () => {
    const { context, directory } = await extensionServices();
    const before = await context.secrets.keys();
    const id = await vscode.commands.executeCommand<string>('cxengage.startSandbox');
    assert.equal(
      await vscode.commands.executeCommand<string>('cxengage.startSandbox'),
      id,
      'a second start is the same sandbox',
    );
    const tenants = await directory.loadTenants(id);
    assert.ok(tenants.length >= 3);
    assert.match(await directory.token(id), /^\S+$/);
    assert.deepEqual(await context.secrets.keys(), before);
    await vscode.commands.executeCommand('cxengage.stopSandbox');
    assert.equal(directory.account(id), undefined);
    await assert.rejects(directory.loadTenants(id), /signed out/);
  });

  it('of the environment is believed on this machine only', () => {
    const signIn = { url: 'http://127.0.0.1:4000', username: 'u', password: 'p' };
    assert.deepEqual(demoSandbox(JSON.stringify(signIn)), { ...signIn, sampleValues: [] });
    for (const url of [
      'https://api.cxengage.net',
      'http://10.0.0.1',
      'http://127.0.0.1.example.com',
      'http://u:p@127.0.0.1',
      'file:///etc/passwd',
      '',
    ]) {
      assert.equal(demoSandbox(JSON.stringify({ ...signIn, url })), undefined, url);
    }
    for (const text of [undefined, '', '{', '[]', '{"url":"http://127.0.0.1:1"}'])
      assert.equal(demoSandbox(text), undefined);
  });

  it('is one, with one account, when it is started twice at once', async () => {
    const { directory } = await extensionServices();
    const start = () => vscode.commands.executeCommand<string>('cxengage.startSandbox');
    try {
      const [first, second] = await Promise.all([start(), start()]);
      assert.equal(second, first);
      const accounts = directory.accounts().filter((account) => account.sandbox);
      assert.deepEqual(
        accounts.map(({ id }) => id),
        [first],
      );
    } finally {
      await vscode.commands.executeCommand('cxengage.stopSandbox');
    }
  });

  it('never shares the label of an account, by which VS Code signs out', async () => {
    const { host, accounts, close } = await openHost();
    try {
      await accounts.save(
        { label: 'Sandbox', endpoint: { name: 'Test', url: 'https://test.example' }, kind: 'token', userName: 'ada' },
        { kind: 'token', token: 'not-a-token' },
      );
      assert.equal((await host.start())?.label, 'Sandbox (2)');
    } finally {
      await close();
      await forgetAccounts();
    }
  });

  it('is the one that a reload brings back when it is started meanwhile', async () => {
    const before = await openHost();
    const { id } = (await before.host.start()) ?? assert.fail();
    const after = await openHost();
    try {
      const [, started] = await Promise.all([after.host.revive(), after.host.start()]);
      assert.equal(started?.id, id);
      assert.equal(after.opened(), 1);
      assert.deepEqual(after.accounts.list(), [started]);
    } finally {
      await before.close();
      await after.close();
    }
  });

  it('leaves no account when it is stopped while it starts', async () => {
    const { host, accounts, close } = await openHost();
    try {
      const starting = host.start();
      await host.stop();
      await starting;
      assert.deepEqual(accounts.list(), []);
    } finally {
      await close();
    }
  });
});
