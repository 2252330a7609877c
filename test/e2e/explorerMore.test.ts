import assert from 'node:assert/strict';
import { call, signIn as signInToApi, startSandbox, type Sandbox } from '../support/sandbox.js';
import { type Tree } from '../support/workbenchTree.js';
import { signIn } from './accountsSteps.js';
import { openWorkbench, type Workbench } from './harness.js';

// What only VS Code itself can show to work: what it keeps of the tree, and what it hands to commands.
describe('The Tenants view in the hands of VS Code', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let tree: Tree;

  const tenantId = (name: string): string => sandbox.tenants.find((tenant) => tenant.name === name)?.id ?? '';
  const idOf = (tenant: string, name: string): string | undefined => sandbox.integrations(tenantId(tenant)).find((each) => each.name === name)?.id;
  const clipboard = (): Promise<unknown> => workbench.page.evaluate('navigator.clipboard.readText()');

  /** Somebody else makes an integration. */
  async function madeElsewhere(tenant: string, name: string): Promise<void> {
    const { properties } = sandbox.integrations(tenantId('Acme Dev')).find((each) => each.name === 'Order API') ?? assert.fail();
    const { status } = await call(sandbox.url, 'POST', `/v1/tenants/${tenantId(tenant)}/integrations`, { token: await signInToApi(sandbox), body: { type: 'rest', name, active: true, properties } });
    assert.equal(Math.floor(status / 100), 2);
  }

  before(async () => {
    sandbox = await startSandbox();
    workbench = await openWorkbench({ settings: { 'cxengage.endpoints': { Test: sandbox.url } } });
    await workbench.openContainer('CxEngage');
    tree = workbench.tree('Tenants');
    await signIn(workbench, sandbox, 'password');
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await tree.expand('Acme Dev');
    await tree.row('Order API').waitFor();
  });
  after(async () => {
    await workbench.page.context().close();
    await sandbox.close();
  });

  it('shows what came into a tenant while it was closed', async () => {
    await tree.collapse('Acme Dev');
    await madeElsewhere('Acme Dev', 'Abacus');
    await tree.contextMenu('Acme Dev', 'Refresh');
    await tree.expand('Acme Dev');
    await tree.row('Abacus').waitFor();
  });

  it('reads everything with the button above it, whichever row has the focus', async () => {
    await tree.expand('Acme Staging');
    await tree.row('Acme Dev').click();
    await tree.expand('Acme Dev');
    await workbench.sideBar.locator('.monaco-list:focus').waitFor();
    await madeElsewhere('Acme Dev', 'Aardvark');
    await madeElsewhere('Acme Staging', 'Aardwolf');
    sandbox.clearRequests();
    await tree.button('Refresh').click();
    await tree.row('Aardvark').waitFor();
    await tree.row('Aardwolf').waitFor();
    assert.ok(sandbox.requests.some(({ path }) => path === '/v1/login'), 'the tenants of the account were not read');
    await tree.collapse('Acme Staging');
  });

  it('copies and edits the row that the arrows went to, though another one is selected', async () => {
    const { page } = workbench;
    await tree.row('Abacus').click();
    await page.locator('.tabs-container .tab').filter({ hasText: 'Abacus.json' }).waitFor();
    await workbench.sideBar.locator('.monaco-list:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await tree.row('Client').and(page.locator('.focused')).waitFor();
    await page.keyboard.press('ControlOrMeta+c');
    await page.locator('.statusbar').filter({ hasText: 'Copied: Client' }).waitFor();
    assert.equal(await clipboard(), idOf('Acme Dev', 'Client'));
    await page.keyboard.press('F2');
    await page.locator('.tabs-container .tab').filter({ hasText: 'Client · Acme Dev' }).waitFor();
    await (await workbench.webview()).locator('main').waitFor();
    await workbench.runCommand('View: Close All Editors');
  });

  it('copies all that is selected where the focus is on one of them', async () => {
    const { page } = workbench;
    await tree.row('Abacus').click();
    await workbench.sideBar.locator('.monaco-list:focus').waitFor();
    await tree.row('Client').click({ modifiers: ['ControlOrMeta'] });
    await page.keyboard.press('ControlOrMeta+c');
    await page.locator('.statusbar').filter({ hasText: '2 lines copied' }).waitFor();
    assert.deepEqual(String(await clipboard()).split('\n').sort(), [idOf('Acme Dev', 'Abacus'), idOf('Acme Dev', 'Client')].sort());
    await workbench.runCommand('View: Close All Editors');
  });
});
