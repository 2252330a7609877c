import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import type { Tenant } from '../../../src/core/directory/model';
import { directoryWith, memoryCache } from '../../support/directory';
import { startSandbox, type Sandbox } from '../../support/sandbox';
import { directoryOn } from './onSandbox';

describe('Directory, one picture of it all', () => {
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

  /** A parent and a child that sees one of its integrations, both read. */
  async function family() {
    const made = directoryOn(sandbox);
    const tenants = await made.directory.loadTenants(made.account.id);
    const shared = async (child: Tenant) =>
      (await made.directory.loadIntegrations(child)).find(({ ownerTenantId }) => ownerTenantId !== child.tenantId);
    for (const child of tenants.filter(({ parentId }) => parentId !== undefined)) {
      const inherited = await shared(child);
      const parent = inherited && tenants.find(({ tenantId }) => tenantId === inherited.ownerTenantId);
      if (!parent) continue;
      const own = (await made.directory.loadIntegrations(parent)).find(
        ({ integrationId }) => integrationId === inherited.integrationId,
      );
      assert(own);
      return { ...made, inherited, own };
    }
    assert.fail('the sandbox has an inherited integration');
  }

  it('changes an inherited integration wherever it is shown when its owner changes it', async () => {
    const { directory, inherited, own, changes } = await family();
    changes.length = 0;
    await directory.updateIntegration(own, { active: !own.active });
    assert.equal(directory.integration(inherited)?.active, !own.active);
    const told = changes.flatMap((change) => (change.kind === 'integration' ? [change.ref.tenantId] : []));
    assert.deepEqual(told, [own.tenantId, inherited.tenantId]);
  });

  it('keeps the listeners of an integration apart by the tenant they are seen in', async () => {
    const { directory, inherited, own, changes } = await family();
    changes.length = 0;
    await directory.loadListeners(own);
    assert.equal(directory.listeners(inherited).state, 'idle');
    await directory.loadListeners(inherited);
    assert.deepEqual(
      changes.flatMap((change) => (change.kind === 'listeners' ? [change.ref.tenantId] : [])),
      [own.tenantId, inherited.tenantId],
    );
  });

  it('fires no event for a response equal to the saved copy, except for who the user is', async () => {
    const first = directoryOn(sandbox);
    const [tenant] = await first.directory.loadTenants(first.account.id);
    assert(tenant);
    await first.directory.loadIntegrations(tenant);
    while (first.files.size < 2)
      await new Promise((resolve) => {
        setImmediate(resolve);
      });

    const { directory, account, changes } = directoryOn(sandbox, undefined, first.files);
    let known: string | undefined;
    directory.onDidChange(() => {
      known = directory.userId(account.id);
    });
    await directory.loadTenants(account.id);
    await directory.loadIntegrations(tenant);
    assert(directory.tenants(account.id).state !== 'idle');
    await Promise.all([
      directory.loadTenants(account.id, { force: true }),
      directory.loadIntegrations(tenant, { force: true }),
    ]);
    const state = directory.integrations(tenant);
    assert(state.state === 'ready' && !state.fromCache);
    assert.deepEqual(changes, [{ kind: 'account', accountId: account.id }]);
    assert.notEqual(known, undefined);
  });

  it('keeps of a tenant’s permissions those that decide something, in memory and in the copy', async () => {
    sandbox.setPermissions('user', sandbox.tenants[0]?.id ?? '', [
      'SOMETHING_ELSE',
      'MANAGE_ALL_PROVIDERS',
      'VIEW_ALL_PROVIDERS',
    ]);
    const { directory, account, files } = directoryOn(sandbox);
    const tenants = await directory.loadTenants(account.id);
    assert.deepEqual(tenants.find(({ tenantId }) => tenantId === sandbox.tenants[0]?.id)?.permissions, [
      'VIEW_ALL_PROVIDERS',
      'MANAGE_ALL_PROVIDERS',
    ]);
    while (files.size < 1)
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    assert(!JSON.stringify([...files]).includes('SOMETHING_ELSE'));
  });

  for (const status of [401, 403])
    it(`gives up no tenant for a gateway’s page with ${status}, and is whole again after the next load`, async () => {
      const { directory: ada, account } = directoryOn(sandbox);
      const token = await ada.token(account.id);
      const [{ id: tenantId } = assert.fail()] = sandbox.tenants;
      const signedIn = {
        account: { ...account, kind: 'token', tenantId },
        credential: { kind: 'token', token },
      } as const;
      const cache = memoryCache();
      const { directory } = directoryWith([signedIn], { cache });
      const tenants = await directory.loadTenants(account.id);
      assert(tenants.length > 1);

      sandbox.addFault({ path: '/v1/login', when: { always: true }, fault: { kind: 'html', status } });
      await assert.rejects(directory.loadTenants(account.id, { force: true }), { kind: 'proxy' });
      const state = directory.tenants(account.id);
      assert(state.state === 'failed');
      assert.deepEqual(state.value, tenants);
      const next = directoryWith([signedIn], { cache }).directory;
      await assert.rejects(next.loadTenants(account.id, { force: true }), { kind: 'proxy' }, 'the copy knows others');
      const [only, ...others] = await directoryWith([signedIn]).directory.loadTenants(account.id);
      assert.equal(only?.tenantId, tenantId, 'where no other is known, the one is better than none');
      assert.deepEqual(others, []);

      sandbox.clearFaults();
      assert.deepEqual(await directory.loadTenants(account.id, { force: true }), tenants);
    });
});
