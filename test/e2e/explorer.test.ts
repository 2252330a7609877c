import assert from 'node:assert/strict';
import { type Locator } from 'playwright-core';
import { call, signIn as signInToApi, startSandbox, type Sandbox } from '../support/sandbox.js';
import { type Tree } from '../support/workbenchTree.js';
import { markTenant, signIn } from './accountsSteps.js';
import { assertAccessible, inTree, picturedInThemes, spokenTree } from './explorerSteps.js';
import { usesListenersAndDialParameters } from './explorerUses.js';
import { openWorkbench, type Workbench } from './harness.js';

// Every state of the Tenants view as a person meets it, with a picture of each in test-results/.
describe('The Tenants view', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let tree: Tree;

  const tenantId = (name: string): string => sandbox.allTenants.find((tenant) => tenant.name === name)?.id ?? '';
  const tenantPath = (name: string): string => `/v1/tenants/${tenantId(name)}/integrations`;
  const idOf = (tenant: string, name: string): string | undefined =>
    sandbox.integrations(tenantId(tenant)).find((each) => each.name === name)?.id;
  const clipboard = (): Promise<unknown> => workbench.page.evaluate('navigator.clipboard.readText()');
  const tab = (title: string | RegExp): Locator =>
    workbench.page.locator('.tabs-container .tab .monaco-icon-label-container').filter({ hasText: title });

  const picture = (name: string): Promise<string> => workbench.screenshot(`tenants-${name}`);

  /** Somebody else makes an integration. */
  async function madeElsewhere(tenant: string, name: string): Promise<void> {
    const { properties } =
      sandbox.integrations(tenantId('Acme Dev')).find((each) => each.name === 'Order API') ?? assert.fail();
    const { status } = await call(sandbox.url, 'POST', tenantPath(tenant), {
      token: await signInToApi(sandbox),
      body: { type: 'rest', name, active: true, properties },
    });
    assert.equal(Math.floor(status / 100), 2);
  }

  before(async () => {
    sandbox = await startSandbox();
    workbench = await openWorkbench({
      settings: {
        'cxengage.endpoints': { Test: sandbox.url },
        'cxengage.consoleUrls': { Test: 'https://console.example/tenants/{tenantId}?integration={integrationId}' },
      },
    });
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.openContainer('CxEngage');
    tree = workbench.tree('Tenants');
  });
  after(async () => {
    await workbench.page.context().close();
    await sandbox.close();
  });

  it('signed out, offers to sign in', async () => {
    await workbench.sideBar.getByText('Sign In', { exact: true }).first().waitFor();
    await picture('signed-out');
    assert.deepEqual(await workbench.accessibilityIssues(inTree), []);
  });

  it('signed in, shows tenants under their parents, and integrations with type, state and age', async () => {
    await signIn(workbench, sandbox, 'password');
    await tree.row('Acme Dev').waitFor();
    await tree.expand('Acme Dev');
    await tree.row('Order API').waitFor();
    await tree.expand('Globex Group');
    await tree.row('Globex Retail').waitFor();
    const rows = await assertAccessible(workbench, tree);
    assert.deepEqual(spokenTree(rows), [
      'Tenant Acme Dev, 10 integrations [expanded]',
      '  Client, Client, active',
      '  Email, Email, smtp.acme.example, mailer, active [collapsed]',
      '  Facebook page, Facebook, active [collapsed]',
      '  Opening hours, REST, 127.0.0.1, active',
      '  Order API, REST, 127.0.0.1, rest-user, active',
      '  Price list, REST, 127.0.0.1, active',
      '  Salesforce dev org, Salesforce, 127.0.0.1, api@acme.example, active [collapsed]',
      '  Support desk, Zendesk, 127.0.0.1, agent@acme.example, active',
      '  Twilio, Twilio, ACsampledev, active',
      '  Verint, Verint, sftp.acme.example, verint, disabled',
      'Tenant Acme Production [collapsed]',
      'Tenant Acme Staging [collapsed]',
      'Tenant Globex Group, 1 integration [expanded]',
      '  Tenant Globex Retail [collapsed]',
      '  Tenant Globex Support [collapsed]',
      '  Group directory, REST, 127.0.0.1, active',
      'Tenant Hooli Partner [collapsed]',
      'Tenant Initech, inactive [collapsed]',
      'Tenant Umbrella Audit, view only [collapsed]',
    ]);
    await tree.collapse('Globex Group');
    await picturedInThemes(workbench, 'tenants');
  });

  it('shows an integration by keyboard: arrows, Enter, and the tree keeps the keyboard', async () => {
    await tree.clickParent('Acme Dev');
    await tree.expand('Acme Dev');
    const { page } = workbench;
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await tab('Client (Acme Dev).json').waitFor();
    await page.locator('.view-line').filter({ hasText: '"secretKey": "••••"' }).waitFor();
    await picture('json');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await tab('Email (Acme Dev).json').waitFor();
    assert.equal(await page.locator('.tabs-container .tab').count(), 1);
  });

  it('opens the form with F2 and copies ids with Ctrl+C', async () => {
    await workbench.page.keyboard.press('F2');
    await tab('Email · Acme Dev').waitFor();
    // A page that is still loading takes the keyboard when it is done.
    await (await workbench.webview()).locator('main').waitFor();
    const { page } = workbench;
    await tree.row('Order API').click();
    await tab('Order API (Acme Dev).json').waitFor();
    await workbench.sideBar.locator('.monaco-list:focus').waitFor();
    await page.keyboard.press('ControlOrMeta+c');
    await page.locator('.statusbar').filter({ hasText: 'Copied' }).waitFor();
    assert.equal(await clipboard(), idOf('Acme Dev', 'Order API'));
    await workbench.runCommand('View: Close All Editors');
  });

  it('opens an integration in the web console that the settings name', async () => {
    const { page } = workbench;
    // Nothing is reached from here; what would be asked for is what counts.
    const asked = page
      .context()
      .waitForEvent('request', { predicate: (request) => request.url().startsWith('https://console.example/') });
    const opened = page.waitForEvent('popup');
    await tree.contextMenu('Order API', 'Open in Web Console');
    await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open' }).click();
    assert.equal(
      (await asked).url(),
      `https://console.example/tenants/${tenantId('Acme Dev')}?integration=${idOf('Acme Dev', 'Order API') ?? ''}`,
    );
    await (await opened).close();
    // Behind another page, the browser draws this one every two seconds.
    await page.bringToFront();
  });

  it('disables several at once: asks once, says the result, takes it back', async () => {
    await tree.row('Order API').click({ modifiers: ['ControlOrMeta'] });
    await tree.row('Price list').click({ modifiers: ['ControlOrMeta'] });
    await tree.row('Support desk').click({ modifiers: ['ControlOrMeta'] });
    // The test before left Order API selected, and the first click took it out.
    const selected = ['Price list', 'Support desk'];
    await tree.contextMenu('Price list', 'Disable Integration');
    const dialog = await workbench.dialog(`Disable ${selected.length} integrations in Acme Dev?`);
    for (const label of selected) assert.match(await dialog.innerText(), new RegExp(`${label} in Acme Dev`));
    assert.match(await dialog.innerText(), /“Support desk” is used by:\s+Create a ticket \(flow · names it\)/);
    await picture('batch-question');
    await dialog.getByRole('button', { name: `Disable ${selected.length}` }).click();
    const result = await workbench.notification(`Disabled ${selected.length} of ${selected.length} integrations.`);
    await tree.row('Support desk').locator('.label-description').filter({ hasText: 'disabled' }).waitFor();
    await picture('batch-result');
    await workbench.notificationGone('Disabling');
    await result.getByRole('button', { name: 'Undo' }).click();
    await (
      await workbench.dialog(`Undo the last changes to ${selected.length} integrations in Acme Dev?`)
    )
      .getByRole('button', { name: `Undo ${selected.length}` })
      .click();
    await workbench.notification(`Enabled ${selected.length} of ${selected.length} integrations.`);
    await tree.row('Support desk').locator('.label-description').filter({ hasNotText: 'disabled' }).waitFor();
    await workbench.clearNotifications();
  });

  usesListenersAndDialParameters(() => ({ workbench, tree, sandbox, tenantId: tenantId('Acme Dev') }));

  it('finds an integration in a tenant that is closed, and shows it in its place', async () => {
    await workbench.runCommand('CxEngage: Find Integration…');
    await workbench.quickInput.shown('Find Integration');
    await workbench.quickInput.type('loyalty production');
    await workbench.quickInput.found('Loyalty points');
    await picture('find');
    await workbench.quickInput.accept();
    await tree.row('Loyalty points').and(workbench.page.locator('[aria-selected="true"]')).waitFor();
    assert.ok((await tree.rows()).some((row) => row.label === 'Acme Production' && row.expanded === true));
    await tree.collapse('Acme Production');
  });

  it('disables and copies what was found, together', async () => {
    const { page, quickInput } = workbench;
    const selectFound = async (): Promise<void> => {
      await workbench.runCommand('CxEngage: Find Integration…');
      await quickInput.shown('Find Integration');
      await quickInput.type('order acme');
      await quickInput.row('Order API (redirected)').waitFor();
      await quickInput.button('Select Several…');
      await page.locator('.quick-input-widget .quick-input-count').filter({ hasText: '4 Selected' }).waitFor();
    };
    await selectFound();
    await picture('find-several');
    // Unticked, it stays as it is.
    await quickInput.row('Order API (redirected)').click();
    await page.locator('.quick-input-widget .quick-input-count').filter({ hasText: '3 Selected' }).waitFor();
    await quickInput.accept();
    await quickInput.shown('3 integrations selected');
    await picture('find-actions');
    await quickInput.choose('Disable');
    await (
      await workbench.dialog('Disable 3 integrations in 3 tenants?')
    )
      .getByRole('button', { name: 'Disable 3' })
      .click();
    const result = await workbench.notification('Disabled 3 of 3 integrations.');
    const state = tree.row('Order API').locator('.label-description');
    await state.filter({ hasText: 'disabled' }).waitFor();
    await workbench.notificationGone('Disabling');
    await result.getByRole('button', { name: 'Undo' }).click();
    await (await workbench.dialog('Undo the last changes')).getByRole('button', { name: 'Undo 3' }).click();
    await state.filter({ hasNotText: 'disabled' }).waitFor();
    await workbench.clearNotifications();
    await selectFound();
    await quickInput.accept();
    await quickInput.choose('Copy ID');
    await page.locator('.statusbar').filter({ hasText: '4 lines copied' }).waitFor();
    assert.ok(
      String(await clipboard())
        .split('\n')
        .includes(idOf('Acme Production', 'Order API') ?? ''),
    );
  });

  it('is reached from the palette: the form first, then the quick way', async () => {
    const { page, quickInput } = workbench;
    await page.keyboard.press('F1');
    await quickInput.type('>Create Integration');
    await quickInput.row('CxEngage: Quick Create Integration…').waitFor();
    const titles = (await quickInput.rows()).filter((title) => title.includes('Create Integration'));
    assert.deepEqual(titles, ['CxEngage: Create Integration…', 'CxEngage: Quick Create Integration…']);
    await page
      .locator('.quick-input-list .monaco-list-row.focused')
      .filter({ hasText: 'CxEngage: Create Integration…' })
      .waitFor();
    await quickInput.cancel();
  });

  it('filters, says so, and comes back', async () => {
    await workbench.runCommand('CxEngage: Filter Integrations…');
    await workbench.quickInput.shown('Show Only');
    await workbench.quickInput.choose('Disabled');
    await workbench.quickInput.accept();
    await tree.row(/hidden by the filter/).waitFor();
    await assertAccessible(workbench, tree);
    await picture('filtered');
    await tree.row(/hidden by the filter/).click();
    await tree.row('Order API').waitFor();
  });

  it('shows what came into a tenant while it was closed', async () => {
    await tree.collapse('Acme Dev');
    await madeElsewhere('Acme Dev', 'Abacus');
    await tree.contextMenu('Acme Dev', 'Refresh');
    await tree.expand('Acme Dev');
    await tree.row('Abacus').waitFor();
  });

  it('reads everything with the button above it, whichever row has the focus', async () => {
    await tree.expand('Acme Production');
    await tree.clickParent('Acme Dev');
    await tree.expand('Acme Dev');
    await workbench.sideBar.locator('.monaco-list:focus').waitFor();
    await madeElsewhere('Acme Dev', 'Aardvark');
    await madeElsewhere('Acme Production', 'Aardwolf');
    sandbox.clearRequests();
    await tree.button('Refresh').click();
    await tree.row('Aardvark').waitFor();
    await tree.row('Aardwolf').waitFor();
    assert.ok(
      sandbox.requests.some(({ path }) => path === '/v1/login'),
      'the tenants of the account were not read',
    );
    await tree.collapse('Acme Production');
  });

  it('copies and edits the row that the arrows went to, though another one is selected', async () => {
    const { page } = workbench;
    await tree.row('Abacus').click();
    await tab(/^Abacus \(/).waitFor();
    await workbench.sideBar.locator('.monaco-list:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await tree.row('Client').and(page.locator('.focused')).waitFor();
    await page.keyboard.press('ControlOrMeta+c');
    await page.locator('.statusbar').filter({ hasText: 'Copied: Client' }).waitFor();
    assert.equal(await clipboard(), idOf('Acme Dev', 'Client'));
    await page.keyboard.press('F2');
    await tab('Client · Acme Dev').waitFor();
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
    assert.deepEqual(
      String(await clipboard())
        .split('\n')
        .sort(),
      [idOf('Acme Dev', 'Abacus'), idOf('Acme Dev', 'Client')].sort(),
    );
    await workbench.runCommand('View: Close All Editors');
  });

  it('shows marks by word, shape and color', async () => {
    await markTenant(workbench, 'Acme Production', 'Production');
    await tree.row('Acme Production').locator('.label-description').filter({ hasText: 'production' }).waitFor();
    await markTenant(workbench, 'Acme Staging', 'Read-only');
    await tree.row('Acme Staging').locator('.label-description').filter({ hasText: 'read-only' }).waitFor();
    await tree.contextMenu('Umbrella Audit', 'Add to Favorites');
    await tree.row('Umbrella Audit').locator('.label-description').filter({ hasText: '★' }).waitFor();
    const rows = await assertAccessible(workbench, tree);
    assert.equal(rows[0]?.accessibleName, 'Tenant Umbrella Audit, view only, favorite');
    assert.equal(
      rows.find(({ label }) => label === 'Acme Production')?.accessibleName,
      'Tenant Acme Production, production, 12 integrations',
    );
    await picturedInThemes(workbench, 'tenants-marks');
  });

  it('empty, forbidden, failing, offline and loading each look different, with one next step', async () => {
    sandbox.addFault({
      path: tenantPath('Globex Retail'),
      when: { always: true },
      fault: { kind: 'status', status: 200, body: '{"result":[]}', contentType: 'application/json' },
    });
    sandbox.addFault({
      path: tenantPath('Acme Staging'),
      when: { always: true },
      fault: { kind: 'status', status: 418 },
    });
    sandbox.addFault({
      path: tenantPath('Acme Production'),
      when: { always: true },
      fault: { kind: 'reset', at: 'beforeRead' },
    });
    sandbox.addFault({
      path: tenantPath('Globex Support'),
      when: { always: true },
      fault: { kind: 'stall', at: 'headers' },
    });
    await workbench.reload();
    await tree.row('Acme Dev').waitFor();
    await tree.collapse('Acme Dev');
    for (const name of [
      'Globex Group',
      'Globex Retail',
      'Globex Support',
      'Hooli Partner',
      'Acme Staging',
      'Acme Production',
    ])
      await tree.expand(name);
    await tree.row('No integrations yet').waitFor();
    await tree.row('Permission VIEW_ALL_PROVIDERS is missing').waitFor();
    await tree.row('Loading…').waitFor();
    await tree.row('Unexpected response').waitFor();
    // Shown before, so that its rows stay: old, and said to be.
    await tree.row('Not up to date: Offline').waitFor();
    await tree.row('Loyalty points').waitFor();
    const rows = await assertAccessible(workbench, tree);
    assert.equal(
      rows.find(({ label }) => label === 'Unexpected response')?.accessibleName,
      'Acme Staging, Unexpected response, Retry',
    );
    await picturedInThemes(workbench, 'tenants-states');
  });

  it('one click tries again', async () => {
    sandbox.clearFaults();
    await tree.row('Unexpected response').click();
    await tree.row('Order API (redirected)').waitFor();
    await tree.row('Not up to date: Offline').click();
    await tree.row('Not up to date: Offline').waitFor({ state: 'detached' });
  });

  it('reports an expired session once, with a way to sign in', async () => {
    sandbox.addFault({ path: '/v1/tokens', when: { always: true }, fault: { kind: 'status', status: 401 } });
    sandbox.revokeTokens();
    await workbench.runCommand('CxEngage: Refresh');
    const row = tree.row('Session expired');
    await row.waitFor();
    await assertAccessible(workbench, tree);
    await picture('session-ended');
    sandbox.clearFaults();
    await row.click();
    await workbench.quickInput.shown(/Sign In/);
    await picture('sign-in-again');
    await workbench.quickInput.cancel();
  });
});
