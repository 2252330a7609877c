import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Integration, Tenant, TenantRef } from '../../src/core/directory/model';
import { FormCommands } from '../../src/form/formCommands';
import { formKey, type Draft } from '../../src/form/panel/draft';
import { DraftStore } from '../../src/form/panel/draftStore';
import { FormModel, propertyId } from '../../src/form/panel/model';
import { newFormPanel } from '../../src/form/formPanel';
import { createDraft, duplicateDraft, editDraft } from '../../src/form/panel/newDraft';
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
  let services: Services;
  let drafts: DraftStore;
  let dev: Tenant;
  let staging: Tenant;
  let first: Integration;
  let other: Integration;
  let panels: FormPanels;

  beforeEach(async () => {
    const real = await extensionServices();
    const { directory } = directoryOn([sandbox()]);
    services = { ...real, directory };
    drafts = new DraftStore(real.context.workspaceState);
    const tenants = await directory.loadTenants('account-0');
    const named = (wanted: string): Tenant => tenants.find(({ name }) => name === wanted) ?? assert.fail(wanted);
    dev = named('Acme Dev');
    staging = named('Acme Staging');
    const [one, two] = await directory.loadIntegrations(dev);
    assert.ok(one && two);
    first = one;
    other = two;
    panels = new FormPanels(services);
  });
  afterEach(async () => {
    for (const key of drafts.keys()) if (key.includes(gone)) await drafts.remove(key);
  });

  /** Keeps what was typed while that account was signed in at `endpoint`. */
  function keep(draft: Draft, endpoint = sandbox().url): void {
    const model = new FormModel(draft);
    model.setEndpoint(endpoint);
    model.change('description', 'typed before');
    panels.keep(model);
  }

  async function opened(key: string, fresh: () => Draft): Promise<vscode.WebviewPanel> {
    const panel = newFormPanel();
    const reloaded = new FormPanels(services);
    reloaded.takeNext(panel);
    reloaded.open(key, fresh);
    await eventually(() => {
      assert.ok(panel.webview.html.includes('typed before'));
    });
    return panel;
  }

  it('are found under the new account, and go on with it', async () => {
    keep(editDraft({ ...first, accountId: gone }));
    keep(createDraft({ accountId: gone, tenantId: dev.tenantId }, { type: 'rest', properties: {} }, true));
    // What was typed lives in memory, and after a reload on disk.
    for (const each of [panels, new FormPanels(services)]) {
      assert.ok(each.knownKey(formKey('edit', first)).includes(gone));
      assert.ok(each.createKey(dev).includes(gone));
      assert.equal(each.knownKey(formKey('edit', other)), formKey('edit', other));
    }
    const key = panels.knownKey(formKey('edit', first));
    const panel = await opened(key, () => editDraft(first));
    assert.deepEqual(drafts.get(key)?.target, { accountId: 'account-0', tenantId: dev.tenantId });
    panel.dispose();
  });

  it('are not those of the same tenant at another endpoint, nor of one that nobody knows', async () => {
    keep(editDraft({ ...first, accountId: gone }), 'https://elsewhere.example');
    const unknown = createDraft({ accountId: gone, tenantId: dev.tenantId }, { type: 'rest', properties: {} }, true);
    await drafts.save(formKey('create', unknown.target), { ...unknown, dirty: true });
    for (const each of [panels, new FormPanels(services)]) {
      assert.equal(each.knownKey(formKey('edit', first)), formKey('edit', first));
      assert.ok(!each.createKey(dev).includes(gone));
    }
  });

  it('stay in the tenant that was chosen for a copy', async () => {
    const target = { accountId: gone, tenantId: staging.tenantId };
    keep({ ...duplicateDraft({ ...first, accountId: gone }, false), target });
    const key = panels.knownKey(formKey('duplicate', first));
    assert.ok(key.includes(gone));
    const panel = await opened(key, () => duplicateDraft(first, false));
    assert.deepEqual(drafts.get(key)?.target, { accountId: 'account-0', tenantId: staging.tenantId });
    panel.dispose();
  });

  it('of an edit and of a copy come back though the integration cannot be read, and nothing is asked', async () => {
    keep(editDraft({ ...first, accountId: gone }));
    keep(duplicateDraft({ ...first, accountId: gone }, true));
    sandbox().addFault({
      method: 'GET',
      path: `/v1/tenants/*/integrations/${first.integrationId}`,
      when: { always: true },
      fault: { kind: 'status', status: 404 },
    });
    const commands = new FormCommands(services);
    const labels = (): readonly string[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    await commands.edit(first);
    await commands.duplicate(first);
    await eventually(() => {
      assert.equal(labels().length, 2);
    });
    assert.ok(labels().every((label) => label.endsWith('Acme Dev')));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('go on where their form is open, also after a reload', async () => {
    const { directory, signOut, signIn } = directoryOn([sandbox()]);
    await directory.loadTenants('account-0');
    services = { ...services, directory };
    keep(editDraft({ ...first, accountId: gone }));
    signOut(0);
    const [key] = drafts.keys().filter((each) => each.includes(gone));
    assert.ok(key !== undefined);
    const panel = newFormPanel();
    new FormPanels(services).restore(panel, key);
    const accountId = signIn(sandbox());
    await directory.loadTenants(accountId);
    await eventually(() => {
      assert.equal(drafts.get(key)?.target?.accountId, accountId);
    });
    panel.dispose();
  });
});
