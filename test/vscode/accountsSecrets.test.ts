import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { silentLogger } from '../../src/core/base/log';
import { Redactor } from '../../src/core/redact/redactor';
import { NamedSecrets, secretNameProblem } from '../../src/host/namedSecrets';
import { SecretStore } from '../../src/host/secrets';
import { extensionServices, FaultySecretStorage } from './accountsSupport';
import { eventually } from '../support/eventually';

describe('the secret store', () => {
  let storage: FaultySecretStorage;
  let store: SecretStore;
  const key = `cxengage.test.${randomUUID()}`;

  beforeEach(async () => {
    storage = new FaultySecretStorage((await extensionServices()).context.secrets);
    store = new SecretStore(storage, silentLogger);
  });

  afterEach(async () => {
    storage.failing = false;
    await storage.delete(key);
    store.dispose();
  });

  it('tells found, none and unavailable apart', async () => {
    assert.deepEqual(await store.read(key), { state: 'none' });
    await store.write(key, '{"v":1}');
    assert.deepEqual(await store.read(key), { state: 'found', text: '{"v":1}' });
    storage.failing = true;
    const read = await store.read(key);
    assert.ok(read.state === 'unavailable');
    assert.match(read.reason, /Unlock or set up the keyring/);
    assert.equal((await store.keys()).state, 'unavailable');
  });

  it('reports once that the keyring fails and once that it works again', async () => {
    const heard: string[] = [];
    store.onDidChangeState((state) => heard.push(state));
    await store.read(key);
    storage.failing = true;
    await store.read(key);
    await store.read(key);
    storage.failing = false;
    await store.read(key);
    assert.deepEqual(heard, ['available', 'unavailable', 'available']);
  });

  it('does not report a write as done that cannot be read back', async () => {
    storage.truncating = true;
    await assert.rejects(store.write(key, 'a value longer than the keyring keeps'), /could not use the keyring/);
  });

  it('makes one call at a time', async () => {
    await Promise.all([
      store.read(key),
      store.write(key, 'one'),
      store.read(key),
      store.keys(),
      store.write(key, 'two'),
    ]);
    assert.equal(storage.mostAtOnce, 1);
    assert.deepEqual(await store.read(key), { state: 'found', text: 'two' });
  });
});

describe('named secrets', () => {
  let storage: vscode.SecretStorage;
  let store: SecretStore;
  let secrets: NamedSecrets;
  let redactor: Redactor;
  const name = (part: string): string => `test.${part}`;

  beforeEach(async () => {
    storage = (await extensionServices()).context.secrets;
    store = new SecretStore(storage, silentLogger);
    redactor = new Redactor();
    secrets = new NamedSecrets(store, redactor);
  });

  afterEach(async () => {
    for (const each of await storage.keys()) if (each.startsWith('cxengage.secret.test.')) await storage.delete(each);
    secrets.dispose();
    store.dispose();
  });

  it('are listed by name and given by value, and other windows hear of them', async () => {
    const { namedSecrets: elsewhere } = await extensionServices();
    let heard = 0;
    const subscription = elsewhere.onDidChange(() => {
      heard += 1;
    });
    await secrets.set(name('b'), 'value of b');
    await secrets.set(name('a'), 'line one\nline two');
    assert.deepEqual(
      (await secrets.list()).filter((each) => each.startsWith('test.')),
      [name('a'), name('b')],
    );
    assert.equal(await elsewhere.get(name('a')), 'line one\nline two');
    assert.equal(await secrets.get(name('none')), undefined);
    await eventually(() => {
      assert.ok(heard >= 2);
    });
    subscription.dispose();
    assert.ok(!(await storage.get(`cxengage.secret.${name('a')}`))?.includes('\n'), 'stored on one line');
    assert.ok(!redactor.redact('got value of b').includes('value of b'));
  });

  it('are renamed with their value, but not over another', async () => {
    await secrets.set(name('from'), 'the value');
    await secrets.set(name('taken'), 'another');
    await assert.rejects(secrets.rename(name('from'), name('taken')), /already/);
    await assert.rejects(secrets.rename(name('gone'), name('to')), /no secret named/);
    await secrets.rename(name('from'), name('to'));
    assert.equal(await secrets.get(name('to')), 'the value');
    assert.equal(await secrets.get(name('from')), undefined);
    assert.equal(await secrets.get(name('taken')), 'another');
  });

  it('of a newer version are kept: reported as such, listed, and renamed whole', async () => {
    const line = '{"v":9,"sealed":"AAAA"}';
    await storage.store(`cxengage.secret.${name('new')}`, line);
    await assert.rejects(secrets.get(name('new')), /newer version/);
    await secrets.rename(name('new'), name('moved'));
    assert.equal(await storage.get(`cxengage.secret.${name('moved')}`), line);
    await storage.store(`cxengage.secret.${name('bad')}`, '{"v":1');
    await assert.rejects(secrets.get(name('bad')), /cannot be read/);
    assert.equal(await storage.get(`cxengage.secret.${name('bad')}`), '{"v":1');
  });

  it('have names that need no escaping in a reference', async () => {
    assert.equal(secretNameProblem('ZENDESK_TOKEN.eu-1'), undefined);
    for (const bad of ['', 'a b', 'a}', '${x}', 'é', 'a/b', '\u202ea', 'a'.repeat(101), '<img>'])
      assert.notEqual(secretNameProblem(bad), undefined, bad);
    await assert.rejects(secrets.set('a}b', 'v'), /letters/);
    await assert.rejects(secrets.set(name('empty'), ''), /empty/);
  });
});
