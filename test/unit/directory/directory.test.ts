import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import type { IntegrationRef } from '../../../src/core/directory/model';
import type { WriteIntent } from '../../../src/core/directory/write';
import { startSandbox, type Sandbox } from '../../support/sandbox';
import { canary, directoryOn, zendesk } from './onSandbox';

describe('Directory on the sandbox', () => {
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

  async function ready(answer?: (intent: WriteIntent) => boolean) {
    const made = directoryOn(sandbox, answer);
    const tenants = await made.directory.loadTenants(made.account.id);
    const dev = tenants.find((tenant) => tenant.name === 'Acme Dev');
    assert(dev);
    return { ...made, tenants, dev };
  }

  it('lists the tenants with what the account may do in each', async () => {
    const { directory, tenants, dev } = await ready();
    assert(tenants.length >= 3);
    assert.equal(directory.access(dev).canManage, true);
    assert(
      tenants.some(
        (tenant) =>
          !directory.access(tenant).canManage && directory.access(tenant).missing.includes('MANAGE_ALL_PROVIDERS'),
      ),
    );
  });

  it('cuts secrets out where responses enter: neither memory nor the cache holds one', async () => {
    const { directory, dev, files } = await ready();
    const created = await directory.createIntegration(dev, zendesk('Directory test desk'));
    assert.equal(created.kind, 'created');
    const list = await directory.loadIntegrations(dev, { force: true });
    const desk = list.find((each) => each.name === 'Directory test desk');
    assert.equal(desk?.secrets.password, true);
    assert(!JSON.stringify(list).includes(canary));
    assert(!JSON.stringify([...files]).includes(canary));
    assert((await directory.fetchWithSecrets(desk)).properties.password === canary);
  });

  it('shows a created integration without being asked, and reports the change', async () => {
    const { directory, dev, changes, secrets } = await ready();
    await directory.loadIntegrations(dev);
    changes.length = 0;
    await directory.createIntegration(dev, zendesk('Directory test desk'));
    const known = directory.integrations(dev);
    assert(known.state === 'ready' && known.value.some((each) => each.name === 'Directory test desk'));
    assert.deepEqual(
      changes.map((change) => change.kind),
      ['integrations'],
    );
    assert(secrets.has(canary));
  });

  it('rejects every write to a read-only tenant', async () => {
    const { directory, dev, questions } = await ready();
    const [first] = await directory.loadIntegrations(dev);
    assert(first);
    await directory.markTenant(dev, 'readOnly');
    assert.equal(directory.tenant(dev)?.mark, 'readOnly');
    sandbox.clearRequests();
    await assert.rejects(directory.createIntegration(dev, zendesk('No')), { kind: 'refused' });
    await assert.rejects(directory.updateIntegration(first, { active: !first.active }), { kind: 'refused' });
    assert.deepEqual(
      sandbox.requests.filter((request) => request.method !== 'GET'),
      [],
    );
    assert.deepEqual(questions, [], 'nothing is asked about what is refused');
  });

  it('obeys a mark that another window set without an event', async () => {
    const { directory, dev, marks } = await ready();
    marks.set(dev.tenantId, 'readOnly');
    assert.equal(directory.tenant(dev)?.mark, 'none');
    await assert.rejects(directory.createIntegration(dev, zendesk('No')), { kind: 'refused' });
  });

  it('asks before it writes to production, naming the tenant, and does nothing when declined', async () => {
    const { directory, dev, questions } = await ready(() => false);
    await directory.markTenant(dev, 'production');
    sandbox.clearRequests();
    await assert.rejects(directory.createIntegration(dev, zendesk('Live')), { kind: 'aborted' });
    assert.deepEqual(
      questions.map(({ items }) =>
        items.map(({ action, tenant, integrationName }) => [action, tenant.name, integrationName]),
      ),
      [[['create', 'Acme Dev', 'Live']]],
    );
    assert.deepEqual(
      sandbox.requests.filter((request) => request.method === 'POST'),
      [],
    );
  });

  it('toggles, keeps the listeners in step, and takes the last change back once', async () => {
    const { directory, dev } = await ready();
    const list = await directory.loadIntegrations(dev);
    const target = list.find(
      (each) => each.type === 'salesforce' && each.active && each.ownerTenantId === dev.tenantId,
    );
    assert(target);
    assert((await directory.loadListeners(target)).length > 0);
    const disabled = await directory.updateIntegration(target, { active: false });
    assert(disabled.kind === 'updated');
    assert.equal(disabled.integration.active, false);
    assert.match(directory.undoLabel() ?? '', new RegExp(target.name));
    await directory.undo();
    assert.equal(directory.lastOperation(), undefined);
    assert.equal(directory.integration(target)?.active, true);
    assert.equal(directory.undoLabel(), undefined);
    assert.equal(await directory.undo(), undefined);
  });

  it('registers every secret that it fetches for redaction', async () => {
    const { directory, dev, secrets } = await ready();
    const list = await directory.loadIntegrations(dev);
    const desk = list.find((each) => each.secrets.password === true);
    assert(desk);
    secrets.clear();
    const { properties } = await directory.fetchWithSecrets(desk);
    assert(typeof properties.password === 'string' && secrets.has(properties.password));
  });

  it('loads listeners again after a disable, which disables them too', async () => {
    const { directory, dev, changes } = await ready();
    const list = await directory.loadIntegrations(dev);
    const target = list.find(
      ({ type, active, ownerTenantId }) => type === 'salesforce' && active && ownerTenantId === dev.tenantId,
    );
    assert(target);
    assert((await directory.loadListeners(target)).some(({ active }) => active));
    sandbox.clearRequests();
    changes.length = 0;
    await directory.updateIntegration(target, { active: false });
    while (!changes.some(({ kind }) => kind === 'listeners'))
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    const shown = directory.listeners(target);
    assert(shown.state === 'ready' && shown.value.every(({ active }) => !active));
  });

  it('numbers its writes, and says when there was nothing to write', async () => {
    const { directory, dev } = await ready();
    const [first, second] = (await directory.loadIntegrations(dev)).filter(
      (each) => each.ownerTenantId === dev.tenantId,
    );
    assert(first && second);
    const set = async (ref: IntegrationRef, active: boolean) => {
      const outcome = await directory.updateIntegration(ref, { active });
      assert(outcome.kind === 'updated');
      return outcome.operation;
    };
    const one = await set(first, !first.active);
    assert.equal(directory.lastOperation(), one);
    const two = await set(second, !second.active);
    assert(one !== undefined && two !== undefined && two > one);
    assert.equal(await set(first, !first.active), undefined);
    assert.equal(directory.lastOperation(), two);
  });

  it('forgets everything of an account that signed out, and its copies on disk', async () => {
    const { directory, account, dev, files, signOut } = await ready();
    const [one] = await directory.loadIntegrations(dev);
    assert(files.size > 0 && one);
    await directory.updateIntegration(one, { active: !one.active });
    assert.ok(directory.undoLabel());
    signOut();
    assert.equal(directory.undoLabel(), undefined);
    assert.equal(files.size, 0);
    assert.equal(directory.tenants(account.id).state, 'idle');
    await assert.rejects(directory.loadTenants(account.id), { kind: 'signedOut' });
  });

  it('marks the account once when a renewed token is refused too', async () => {
    const { directory, account, dev, changes } = await ready();
    sandbox.addFault({ path: '/v1/**', when: { always: true }, fault: { kind: 'status', status: 401 } });
    changes.length = 0;
    const attempts = await Promise.allSettled(
      [1, 2, 3].map(async () => directory.loadIntegrations(dev, { force: true })),
    );
    assert(attempts.every((attempt) => attempt.status === 'rejected'));
    assert.equal(directory.accountStatus(account.id), 'signInAgain');
    assert.equal(changes.filter((change) => change.kind === 'account').length, 1);
  });
});
