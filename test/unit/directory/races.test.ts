import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import { startSandbox, type Sandbox } from '../../support/sandbox';
import { directoryOn, zendesk } from './onSandbox';

const LIST = /\/integrations$/;
const ONE = /\/integrations\/[^/]+$/;

/** Lets everything that waits for nothing outside come to its end. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1)
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
}

describe('Directory, when things come at the wrong moment', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox();
  });
  after(async () => {
    await sandbox.close();
  });
  beforeEach(() => {
    sandbox.reset();
  });

  async function ready() {
    const made = directoryOn(sandbox);
    const tenants = await made.directory.loadTenants(made.account.id);
    const dev = tenants.find((tenant) => tenant.name === 'Acme Dev');
    assert(dev);
    const [first] = sandbox.integrations(dev.tenantId);
    assert(first);
    return { ...made, tenants, dev, one: { ...dev, integrationId: first.id } };
  }

  const reads = (): number => sandbox.requests.filter(({ method, path }) => method === 'GET' && ONE.test(path)).length;

  it('holds on to one integration of a tenant never opened, so that who follows its changes asks no more', async () => {
    const { directory, one, changes } = await ready();
    const follows: Promise<unknown>[] = [];
    directory.onDidChange((change) => {
      // As an open document does. A loop would go on for ever; ten rounds prove it.
      if ('ref' in change && follows.length < 10) follows.push(directory.loadIntegration(one));
    });
    await directory.loadIntegration(one);
    await directory.fetchWithSecrets(one);
    for (const follow of follows) await follow;
    assert.equal(reads(), 2);
    assert.equal(directory.integration(one)?.integrationId, one.integrationId);
    changes.length = 0;
    await directory.updateIntegration(one, { active: !directory.integration(one)?.active });
    assert.deepEqual(
      changes.map(({ kind }) => kind),
      ['integration'],
    );
    assert.equal(directory.integrations(one).state, 'idle');
  });

  it('fires no event for an unchanged integration that is read again', async () => {
    const { directory, one, changes } = await ready();
    await directory.loadIntegrations(one);
    changes.length = 0;
    await directory.fetchWithSecrets(one);
    assert.deepEqual(changes, []);
  });

  for (const isListed of [true, false])
    it(`shows what was saved when a response from before comes late, the tenant ${isListed ? 'opened' : 'not opened'}`, async () => {
      const { directory, one, holdResponse } = await ready();
      if (isListed) await directory.loadIntegrations(one);
      else await directory.loadIntegration(one);
      const held = holdResponse('GET', ONE);
      const reading = directory.fetchWithSecrets(one);
      await held.reached;
      await directory.updateIntegration(one, { description: 'saved meanwhile' });
      held.open();
      await reading;
      assert.equal(directory.integration(one)?.description, 'saved meanwhile');
    });

  it('reports what was written when the account signs out before the response', async () => {
    const created = await ready();
    await created.directory.loadIntegrations(created.dev);
    const held = created.holdResponse('POST', LIST);
    const creating = created.directory.createIntegration(created.dev, zendesk('Made at the last moment'));
    await held.reached;
    created.signOut();
    held.open();
    assert.equal((await creating).kind, 'created');

    const begun = await ready();
    const looking = begun.holdResponse('GET', LIST);
    const beginning = begun.directory.createIntegration(begun.dev, zendesk('Begun before'));
    await looking.reached;
    begun.signOut();
    looking.open();
    assert.equal((await beginning).kind, 'created', 'what was begun is ended with the session that it had');

    const { directory, one, holdResponse, signOut } = await ready();
    await directory.loadIntegrations(one);
    const put = holdResponse('PUT', ONE);
    const changing = directory.updateIntegration(one, { description: 'changed at the last moment' });
    await put.reached;
    signOut();
    put.open();
    assert.equal((await changing).kind, 'updated');
    assert.equal(directory.undoLabel(), undefined);
  });

  it('saves no copy of a list that was being loaded when the account signed out', async () => {
    const { directory, dev, files, holdResponse, signOut } = await ready();
    const held = holdResponse('GET', LIST);
    const loading = directory.loadIntegrations(dev);
    await held.reached;
    signOut();
    held.open();
    await loading;
    await turns(20);
    assert.deepEqual([...files.keys()], []);
  });

  it('removes the copy that was being written when the account signed out', async () => {
    const { directory, dev, files, holdFiles, signOut } = await ready();
    const held = holdFiles();
    await directory.loadIntegrations(dev);
    await held.reached;
    signOut();
    held.open();
    await turns(20);
    assert.deepEqual([...files.keys()], []);
  });

  it('keeps the new session when a rejection of the old one comes late', async () => {
    const { directory, account, dev, holdResponse, signInAgain } = await ready();
    sandbox.addFault({
      path: '/v1/tenants/*/integrations',
      when: { always: true },
      fault: { kind: 'status', status: 401 },
    });
    const held = holdResponse('GET', LIST);
    const late = directory.loadIntegrations(dev);
    await held.reached;
    signInAgain();
    await directory.loadTenants(account.id, { force: true });
    held.open();
    await assert.rejects(late, { kind: 'signedOut' });
    sandbox.clearFaults();
    assert.equal(directory.accountStatus(account.id), 'signedIn');
  });
});
