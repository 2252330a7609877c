import assert from 'node:assert/strict';
import { type Locator } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { startRenamingProxy, type RenamingProxy } from '../support/renamingProxy.js';
import { call, startSandbox, type Sandbox } from '../support/sandbox.js';
import { freshToken, markTenant, signIn, tenantRow } from './accountsSteps.js';
import { shownForm } from './formSteps.js';
import { openWorkbench, type Workbench } from './harness.js';

// What a name, had it come alive, would leave in the page: a link to a command that is not ours, or an icon that nothing
// else of the workbench shows. Watched at every change of the page, as some texts are gone within a second.
const WATCH = `
  window.cameAlive = [];
  const look = () => {
    for (const element of document.querySelectorAll(
      'a[href*="closeSidebar"], a[data-href*="closeSidebar"], .codicon-flame, .notifications-toasts .notification-list-item-message a'
    )) window.cameAlive.push(element.outerHTML.slice(0, 200));
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  look();
`;

const hostile = (name: string): string =>
  `${name} [Session expired: sign in](command:workbench.action.closeSidebar) $(flame) [x]\u061c(command:workbench.action.closeSidebar)\u{e0041}`;

describe('Names that would be links or icons stay text', () => {
  const [one, two, made, tenant] = ['Desk one', 'Desk two', 'Desk made', 'Acme Dev'].map(hostile);
  let sandbox: Sandbox;
  let proxy: RenamingProxy;
  let workbench: Workbench;

  before(async () => {
    assert.ok(one && two && made && tenant);
    sandbox = await startSandbox();
    proxy = await startRenamingProxy(sandbox.url, { 'Acme Dev': tenant });
    const token = await freshToken(sandbox);
    for (const name of [one, two]) {
      const properties = { endpointPrefix: 'https://acme.invalid/v1', username: '', password: '', token: '' };
      const { status, text } = await call(
        sandbox.url,
        'POST',
        `/v1/tenants/${sandbox.tenants[0]?.id ?? ''}/integrations`,
        { token, body: { type: 'rest', name, description: hostile('About'), active: true, properties } },
      );
      assert.equal(status, 201, text);
    }
    workbench = await openWorkbench({
      // Calls are held up below until their progress was seen.
      settings: { 'cxengage.endpoints': { Test: proxy.url }, 'cxengage.requestTimeout': 120 },
    });
    await workbench.page.evaluate(WATCH);
    await workbench.openContainer('CxEngage');
    await signIn(workbench, sandbox, 'password');
    await tenantRow(workbench, 'Acme Staging').waitFor();
    await workbench.tree('Tenants').expand(/^Acme Dev/);
    await workbench
      .tree('Tenants')
      .row(/^Desk one/)
      .waitFor();
  });
  after(async () => {
    await workbench.page.context().close();
    await proxy.close();
    await sandbox.close();
  });
  afterEach(async () => {
    assert.deepEqual(await workbench.page.evaluate('window.cameAlive'), []);
    assert.ok(await workbench.sideBar.isVisible());
    await workbench.clearNotifications();
  });

  /** Holds the next call of this kind up until the answer is removed. */
  const slow = (method: string, path: string): { remove(): void } =>
    sandbox.addFault({ method, path, when: { next: 1 }, fault: { kind: 'delay', ms: 60_000, at: 'beforeWrite' } });

  /** A text that the person can read in full, though nothing in it can be clicked. */
  const isPlain = async (element: Locator): Promise<void> => {
    await eventually(async () => {
      // Found and read at once: a list that is drawn anew gives its rows to others between the two.
      const [text = ''] = await element.allInnerTexts();
      assert.match(text, /\[Session expired: sign in\] \(command:/);
      assert.doesNotMatch(text, /\p{Cf}/u);
    });
  };

  it('in rows of the tree, their tooltips and their accessible names', async () => {
    const row = workbench.tree('Tenants').row(/^Desk one/);
    await isPlain(row);
    const spoken = (await row.getAttribute('aria-label')) ?? '';
    assert.match(spoken, /Desk one \[Session/);
    assert.doesNotMatch(spoken, /\p{Cf}/u);
    const tooltip = await workbench.tree('Tenants').tooltip(/^Desk one/, 'Desk one');
    assert.deepEqual(await tooltip.locator('a').allInnerTexts(), ['Where Is This Used?']);
    await tooltip.locator('a').click();
    await workbench.quickInput.shown(/Desk one \[Session/);
    await workbench.quickInput.cancel();
  });

  it('in the progress of a connection test, and in its result', async () => {
    const held = slow('GET', '/v1/tenants/*/integrations/*');
    await workbench.tree('Tenants').contextMenu(/^Desk one/, 'Test Connection');
    await isPlain(await workbench.notification('Testing “Desk one'));
    held.remove();
    // No name server knows the host of this service.
    await (await workbench.dialog('acme.invalid')).getByRole('button', { name: 'Send' }).click();
    await isPlain(await workbench.notification(/^(?!Testing).*“Desk one/));
  });

  it('in the progress of an undo, production’s question with its button, and the status bar', async () => {
    const tree = workbench.tree('Tenants');
    await tree.contextMenu(/^Acme Dev/, 'Mark Tenant', workbench.quickInput.input);
    await workbench.quickInput.shown(/^Mark Acme Dev/);
    await workbench.quickInput.choose('Production');
    await tree.contextMenu(/^Desk one/, 'Disable Integration');
    const dialog = await workbench.dialog('Disable “Desk one');
    await isPlain(dialog);
    await dialog.getByRole('button', { name: /^Disable in Acme Dev \[Session/ }).click();
    await isPlain(workbench.page.locator('.statusbar-item').filter({ hasText: 'Disabled Desk one' }));
    await markTenant(workbench, /^Acme Dev/, 'No Mark');
    const held = slow('PUT', '/v1/tenants/*/integrations/*');
    await workbench.runCommand('CxEngage: Undo Last Change');
    await isPlain(await workbench.notification('Undo'));
    held.remove();
    await workbench.notificationGone('Undo');
  });

  it('in the question, the progress and the report of a batch', async () => {
    const tree = workbench.tree('Tenants');
    await tree.row(/^Desk one/).click({ modifiers: ['ControlOrMeta'] });
    await tree.row(/^Desk two/).click({ modifiers: ['ControlOrMeta'] });
    sandbox.addFault({
      method: 'PUT',
      path: '/v1/tenants/*/integrations/*',
      when: { next: 1 },
      fault: { kind: 'status', status: 400, body: '{}', contentType: 'application/json' },
    });
    await tree.contextMenu(/^Desk one/, 'Disable Integration');
    const dialog = await workbench.dialog('Disable 2 integrations in Acme Dev');
    await isPlain(dialog);
    await dialog.getByRole('button', { name: 'Disable 2' }).click();
    const result = await workbench.notification('Disabled 1 of 2');
    const held = slow('PUT', '/v1/tenants/*/integrations/*');
    await result.getByRole('button', { name: 'Retry the Rest' }).click();
    // VS Code shows no more than three notifications in a moment: in the list are all.
    await workbench.runCommand('Notifications: Show Notifications');
    await isPlain(
      workbench.page.locator('.notifications-center .notification-list-item').filter({ hasText: 'Disabling “Desk' }),
    );
    held.remove();
    await tree
      .row(/^Desk two/)
      .and(workbench.page.locator('[aria-label*="disabled"]'))
      .waitFor();
    await workbench.clearNotifications();
  });

  it('in the lists of Find and of tenants, and in the titles of a document and a form', async () => {
    const { quickInput, page } = workbench;
    await workbench.runCommand('CxEngage: Find Integration…');
    await quickInput.type('desk two');
    await quickInput.shown(/^Find Integration$/);
    await quickInput.found(/^Desk two/);
    const row = quickInput.row(/^Desk two/);
    await isPlain(row);
    await row.hover();
    await row.getByRole('button', { name: 'Edit Integration' }).click();
    await shownForm(workbench, /^Desk two \[Session/);
    await workbench
      .tree('Tenants')
      .row(/^Desk two/)
      .click();
    await page.locator('.view-line').filter({ hasText: '"name"' }).first().waitFor();
    for (const title of await workbench.editorTitles()) assert.doesNotMatch(title, /\p{Cf}/u);
    await workbench.runCommand('CxEngage: Create Integration…');
    await isPlain(page.getByRole('option', { name: /^Acme Dev \[Session/ }));
    await quickInput.cancel();
  });

  it('in the title, a validation message, the progress and the end of a create without a form', async () => {
    assert.ok(one && made);
    const { quickInput, page } = workbench;
    await workbench
      .tree('Tenants')
      .row(/^Acme Dev/)
      .click();
    await workbench.runCommand('CxEngage: Quick Create Integration…');
    await quickInput.type('Acme Dev');
    await page.getByRole('option', { name: /^Acme Dev/ }).waitFor();
    await quickInput.accept();
    await quickInput.shown(/^Create Integration in Acme Dev \[Session/);
    await quickInput.choose('REST');
    await quickInput.answer('Name', one);
    await quickInput.answer(/already/, made);
    const held = slow('POST', '/v1/tenants/*/integrations');
    const progress = page.locator('.notifications-toasts').filter({ hasText: 'Creating “Desk made' });
    await quickInput.messageShown('Description');
    await quickInput.accept();
    await quickInput.shown('(4/');
    await quickInput.accept();
    await quickInput.choose('None');
    await quickInput.choose('Inactive');
    await quickInput.choose('Create Without Test');
    await progress.waitFor();
    await isPlain(progress);
    held.remove();
    await isPlain(page.locator('.statusbar-item').filter({ hasText: 'Created “Desk made' }));
  });

  it('in the search for uses, and in the rows and the totals of a comparison', async () => {
    const { quickInput, page } = workbench;
    const tree = workbench.tree('Tenants');
    await tree.expand(/^Acme Dev/);
    await tree.contextMenu(/^Desk one/, 'Where Is This Used?');
    await quickInput.shown(/Desk one \[Session/);
    assert.doesNotMatch(await quickInput.title(), /\p{Cf}/u);
    await quickInput.cancel();
    await workbench.runCommand('CxEngage: Compare Tenants…');
    await isPlain(quickInput.row(/^Acme Dev/));
    for (const name of [/^Acme Dev/, /^Acme Staging/]) await quickInput.choose(name);
    await quickInput.accept();
    const row = page.locator('.part.sidebar .monaco-list-row').filter({ hasText: 'Desk one' }).last();
    await isPlain(row);
    assert.doesNotMatch((await row.getAttribute('aria-label')) ?? '', /\p{Cf}/u);
  });
});
