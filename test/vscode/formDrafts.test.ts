import assert from 'node:assert/strict';
import type { Integration, TenantRef } from '../../src/core/directory/model';
import { formKey } from '../../src/form/panel/draft';
import { DraftStore } from '../../src/form/panel/draftStore';
import { FormModel, propertyId } from '../../src/form/panel/model';
import { newFormPanel } from '../../src/form/formPanel';
import { createDraft, editDraft } from '../../src/form/panel/newDraft';
import { FormPanels } from '../../src/form/panel/panels';
import type { Services } from '../../src/host/services';
import { eventually } from '../support/eventually';
import { useSandbox } from '../support/sandbox';
import { extensionServices } from './accountsSupport';
import { directoryOn } from './explorerSupport';

describe('Drafts of new integrations, after a reload', () => {
  const tenant = (tenantId: string): TenantRef => ({ accountId: 'account-of-drafts', tenantId });
  let services: Services;
  let drafts: DraftStore;

  beforeEach(async () => {
    services = await extensionServices();
    drafts = new DraftStore(services.context.workspaceState);
  });

  afterEach(async () => {
    for (const key of drafts.keys()) if (key.includes('account-of-drafts')) await drafts.remove(key);
  });

  function entered(target: TenantRef): FormModel {
    const model = new FormModel(createDraft(target, { type: 'rest', properties: {} }, true));
    model.change('description', 'typed');
    return model;
  }

  it('are found in the tenant that they were moved to', async () => {
    const model = entered(tenant('t-1'));
    model.setTarget(tenant('t-2'), []);
    await drafts.save('create/account-of-drafts/t-1', model.draft);
    const panels = new FormPanels(services);
    assert.equal(panels.createKey(tenant('t-2')), 'create/account-of-drafts/t-1');
    assert.equal(panels.createKey(tenant('t-1')), 'create/account-of-drafts/t-1/2');
  });

  it('are found one after the other where a tenant has several', async () => {
    const before = new FormPanels(services);
    before.keep(entered(tenant('t-1')));
    before.keep(entered(tenant('t-1')));
    assert.equal(drafts.keys().filter((key) => key.includes('account-of-drafts')).length, 2);
    const first = new FormPanels(services).createKey(tenant('t-1'));
    assert.equal(first, 'create/account-of-drafts/t-1');
    await drafts.remove(first);
    assert.equal(new FormPanels(services).createKey(tenant('t-1')), 'create/account-of-drafts/t-1/2');
  });

  it('are not taken for one that was only opened', async () => {
    const { draft } = new FormModel(createDraft(tenant('t-1'), { type: 'rest', properties: {} }, true));
    await drafts.save('create/account-of-drafts/t-1/2', draft);
    assert.equal(new FormPanels(services).createKey(tenant('t-1')), 'create/account-of-drafts/t-1');
  });
});

describe('The draft of an edit, after a reload', () => {
  const source: Integration = {
    accountId: 'account-of-drafts',
    tenantId: 't-1',
    integrationId: 'i-1',
    ownerTenantId: 't-1',
    type: 'zendesk',
    name: 'Support desk',
    description: '',
    active: true,
    properties: { endpointPrefix: 'https://acme.zendesk.com/api/v2', username: 'agent@acme.com' },
    secrets: { password: true },
  };
  const key = 'edit/account-of-drafts/i-1';

  it('says that a secret typed in place of the stored one has to be entered again', async () => {
    const services = await extensionServices();
    const drafts = new DraftStore(services.context.workspaceState);
    const model = new FormModel(editDraft(source));
    model.typeSecret(propertyId('password'), 'canary-5d20aa');
    await drafts.save(key, model.draft);
    assert.ok(!JSON.stringify(services.context.workspaceState.get(`cxengage.draft.${key}`)).includes('canary'));
    const panel = newFormPanel();
    new FormPanels(services).restore(panel, key);
    await eventually(() => {
      assert.ok(panel.webview.html.includes('Draft restored. Secrets are not kept on disk: enter them again.'));
    });
    assert.ok(panel.webview.html.includes('"blankKeeps":"stored"'));
    panel.dispose();
    await drafts.remove(key);
  });
});

describe('Drafts of an account that signed in again', () => {
  const sandbox = useSandbox();
  const gone = 'account-of-drafts';

  it('are found under the new account, and go on with it', async () => {
    const real = await extensionServices();
    const { directory } = directoryOn([sandbox()]);
    const services: Services = { ...real, directory };
    const drafts = new DraftStore(real.context.workspaceState);
    const tenants = await directory.loadTenants('account-0');
    const dev = tenants.find(({ name }) => name === 'Acme Dev') ?? assert.fail();
    const [first, other] = await directory.loadIntegrations(dev);
    assert.ok(first && other);
    const before = new FormPanels(services);
    for (const draft of [
      editDraft({ ...first, accountId: gone }),
      createDraft({ accountId: gone, tenantId: dev.tenantId }, { type: 'rest', properties: {} }, true),
    ]) {
      const model = new FormModel(draft);
      model.change('description', 'typed before');
      before.keep(model);
    }
    const kept = drafts.keys().filter((key) => key.includes(gone));
    assert.equal(kept.length, 2);
    try {
      // What was typed lives in memory, and after a reload on disk.
      for (const panels of [before, new FormPanels(services)]) {
        const key = panels.knownKey(formKey('edit', first));
        assert.ok(kept.includes(key), key);
        assert.ok(kept.includes(panels.createKey(dev)));
        assert.equal(panels.knownKey(formKey('edit', other)), formKey('edit', other));
      }
      const panels = new FormPanels(services);
      const panel = newFormPanel();
      panels.takeNext(panel);
      const key = panels.knownKey(formKey('edit', first));
      panels.open(key, () => editDraft(first));
      await eventually(() => {
        assert.ok(panel.webview.html.includes('typed before'));
      });
      assert.deepEqual(drafts.get(key)?.target, { accountId: 'account-0', tenantId: dev.tenantId });
      panel.dispose();
    } finally {
      for (const key of kept) await drafts.remove(key);
    }
  });
});
