import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../support/sandbox.js';
import { type Tree } from '../support/workbenchTree.js';
import { signIn } from './accountsSteps.js';
import { assertAccessible, picturedInThemes } from './explorerSteps.js';
import { openWorkbench, type Workbench } from './harness.js';

// The states of the Tenants view that only somebody with several accounts, very many integrations, or none, ever sees.
describe('The Tenants view of two accounts', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let tree: Tree;

  const tenantId = (name: string): string => sandbox.allTenants.find((tenant) => tenant.name === name)?.id ?? '';
  const answerWith = (path: string, result: unknown): void => {
    sandbox.addFault({
      path,
      when: { always: true },
      fault: { kind: 'status', status: 200, body: JSON.stringify({ result }), contentType: 'application/json' },
    });
  };

  before(async () => {
    sandbox = await startSandbox({ dialect: { apiKey: 'accept' } });
    // The rows that VS Code makes stick are children of the tree that axe rightly does not like, and not ours.
    workbench = await openWorkbench({
      settings: { 'cxengage.endpoints': { Test: sandbox.url }, 'workbench.tree.enableStickyScroll': false },
    });
    await workbench.openContainer('CxEngage');
    tree = workbench.tree('Tenants');
    await signIn(workbench, sandbox, 'password');
    await tree.row('Acme Dev').waitFor();
  });
  after(async () => {
    await workbench.page.context().close();
    await sandbox.close();
  });

  it('has a row for each account once there are two, with its tenants below', async () => {
    assert.equal((await tree.rows())[0]?.label, 'Acme Dev');
    await signIn(workbench, sandbox, 'apiKey');
    const accounts = async (): Promise<readonly string[]> =>
      (await tree.rows()).filter(({ level }) => level === 1).map(({ label }) => label);
    await tree.row(/^dev@acme\.example/).waitFor();
    assert.equal((await accounts()).length, 2);
    for (const label of await accounts()) await tree.expand(label);
    await tree.row('Umbrella Audit').waitFor();
    const rows = await assertAccessible(workbench, tree);
    assert.deepEqual(
      rows.filter(({ level }) => level === 1).map(({ accessibleName }) => accessibleName.startsWith('Account ')),
      [true, true],
    );
    await picturedInThemes(workbench, 'tenants-accounts');
  });

  it('shows what listeners are set to, secrets masked', async () => {
    await tree.expand('Acme Dev');
    await tree.expand('Email');
    const atLevel = (level: number) =>
      workbench.sideBar.locator(`.monaco-list-row[aria-level="${String(level)}"]`).first();
    await atLevel(4).locator('.monaco-tl-twistie.collapsible').click();
    await atLevel(5).waitFor();
    const properties = (await tree.rows()).filter(({ level }) => level === 5);
    const secret = properties.find(({ label }) => /password|secret|token/i.test(label));
    assert.equal(secret?.description, '••••', JSON.stringify(properties));
    await assertAccessible(workbench, tree);
    await picturedInThemes(workbench, 'tenants-listener');
    await tree.collapse('Email');
  });

  it('shows very many a page at a time', async () => {
    const [sample] = sandbox.integrations(tenantId('Acme Dev'));
    const many = Array.from({ length: 730 }, (_, index) => ({
      ...sample,
      id: `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`,
      name: `Service ${String(index).padStart(3, '0')}`,
    }));
    answerWith(`/v1/tenants/${tenantId('Acme Dev')}/integrations`, many);
    await tree.contextMenu('Acme Dev', 'Refresh');
    await tree.row('Service 000').waitFor();
    await tree.row('Service 000').click();
    await workbench.sideBar.locator('.monaco-list:focus').waitFor();
    // Typing would find; the row is at the end of the tenant's own, which PageDown comes to.
    while (!(await tree.row('Showing 500 of 730').isVisible())) await workbench.page.keyboard.press('PageDown');
    await assertAccessible(workbench, tree);
    await workbench.screenshot('tenants-more', { part: workbench.sideBar });
    await tree.row('Showing 500 of 730').click();
    await tree.row('Showing 500 of 730').waitFor({ state: 'detached' });
    await tree.row('Service 500').waitFor();
    sandbox.clearFaults();
    await workbench.page.keyboard.press('Home');
    await tree.button('Refresh').click();
    await tree.row('Order API').waitFor();
  });

  it('shows that an account has no tenants, and checks again on a click', async () => {
    answerWith('/v1/login', { userId: 'a', username: 'dev@acme.example', platformPermissions: [], tenants: [] });
    await tree.button('Refresh').click();
    const row = tree.row('This account has no tenants');
    await row.waitFor();
    await assertAccessible(workbench, tree);
    await picturedInThemes(workbench, 'tenants-none');
    sandbox.clearFaults();
    await row.click();
    await tree.row('Umbrella Audit').waitFor();
  });

  it('counts at its icon the accounts that need the user', async () => {
    const badge = workbench.page
      .locator('.part.activitybar .action-item')
      .filter({ has: workbench.page.locator('[aria-label^="CxEngage"]') })
      .locator('.badge-content');
    sandbox.addFault({ path: '/v1/tokens', when: { always: true }, fault: { kind: 'status', status: 401 } });
    sandbox.revokeTokens();
    await tree.button('Refresh').click();
    await badge.filter({ hasText: /^2$/ }).waitFor();
    await workbench.sideBar.locator('.monaco-list-row').filter({ hasText: 'Session expired' }).nth(1).waitFor();
    await assertAccessible(workbench, tree);
    for (const theme of ['light', 'high-contrast'] as const) await workbench.screenshot('tenants-badge', { theme });
    await workbench.setTheme('light');
    sandbox.clearFaults();
    await tree.row('Session expired').click();
    await workbench.quickInput.messageShown(/^(Secret|Password) of/);
    await workbench.quickInput.cancel();
  });
});
