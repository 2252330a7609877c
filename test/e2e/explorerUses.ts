// Tests of the Tenants view that share its window: where integrations are used, listeners, dial parameters.
import assert from 'node:assert/strict';
import type { Sandbox } from '../support/sandbox.js';
import type { Tree } from '../support/workbenchTree.js';
import type { Workbench } from './harness.js';

interface Parts {
  readonly workbench: Workbench;
  readonly tree: Tree;
  readonly sandbox: Sandbox;
  /** The sample tenant, which is open in the tree. */
  readonly tenantId: string;
}

/** Declares the tests. */
export function usesListenersAndDialParameters(parts: () => Parts): void {
  it('says where an integration is used and how, and names that before it is disabled', async () => {
    const { workbench, tree } = parts();
    const { page, quickInput } = workbench;
    await tree.row('Support desk').click();
    await tree.contextMenu('Support desk', 'Where Is This Used?');
    await quickInput.shown('Where “Support desk” is used');
    await quickInput.row('Create a ticket').waitFor();
    const rows = await page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
    const said = rows.map((row) => row.replaceAll(/\s+/g, ' ').trim());
    for (const expected of [
      'Create a ticketflow · names it',
      'Ticketsdispatch mapping · uses its type: Support line',
      'Support lineflow · calls a flow that names it: Create a ticket',
    ])
      assert.ok(said.includes(expected), `“${expected}” is not among ${said.join(' | ')}`);
    assert.ok(said.some((row) => /^Active versions searched: \d+\./.test(row)));
    await workbench.screenshot('tenants-where-used');
    await quickInput.choose('Create a ticket');
    await page.locator('.tabs-container .tab').filter({ hasText: 'Create a ticket' }).waitFor();
    const outline = page.locator('.editor-instance .view-lines').filter({ hasText: 'create-ticket' });
    await outline.waitFor();
    assert.ok(!(await outline.innerText()).includes('sample-flow-token'));
    await tree.contextMenu('Support desk', 'Disable Integration');
    const dialog = await workbench.dialog('Disable “Support desk” in Acme Dev?');
    const text = await dialog.innerText();
    for (const name of ['Create a ticket', 'Tickets', 'Support line']) assert.ok(text.includes(name), name);
    await workbench.screenshot('tenants-where-used-question');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await workbench.runCommand('View: Close All Editors');
  });

  it('says where all that was found is used', async () => {
    const { workbench } = parts();
    const { quickInput } = workbench;
    await workbench.runCommand('CxEngage: Find Integration…');
    await quickInput.shown('Find Integration');
    await quickInput.type('support desk');
    await quickInput.found('Support desk');
    await quickInput.button('Where Are These Used?');
    await quickInput.shown(/^Where \d integrations are used/);
    await quickInput.row('Create a ticket').waitFor();
    await quickInput.cancel();
  });

  it('creates a listener with the + of an integration', async () => {
    const { workbench, tree, sandbox, tenantId } = parts();
    await tree.inlineAction('Email', 'Create Listener…');
    const form = await workbench.webview();
    await form.getByRole('heading', { name: 'Create Listener of “Email”' }).waitFor();
    await form.getByLabel('Name').fill('Orders mailbox');
    await form.getByLabel('E-mail address').fill('orders@acme.example');
    await form.getByLabel('Password').first().fill('mailbox-password-1');
    await workbench.screenshot('tenants-listener-form');
    await form.getByRole('button', { name: 'Create in Acme Dev' }).click();
    await tree.row('Orders mailbox').waitFor();
    await workbench.screenshot('tenants-listener');
    await tree.contextMenu('Orders mailbox', 'Enable Listener');
    await tree
      .row('Orders mailbox')
      .and(workbench.page.locator('[aria-label="Listener Orders mailbox, active"]'))
      .waitFor();
    const email = sandbox.integrations(tenantId).find(({ type }) => type === 'email');
    assert.equal(sandbox.listeners(tenantId, email?.id ?? '').at(-1)?.active, true);
    await tree.collapse('Email');
  });

  it('edits dial parameters in rows, and removes one for good', async () => {
    const { workbench, tree, sandbox, tenantId } = parts();
    await tree.inlineAction('Twilio', 'Edit Integration…');
    const form = await workbench.webview();
    await form.getByRole('heading', { name: 'Edit “Twilio”' }).waitFor();
    assert.equal(await form.getByLabel('Name 2').inputValue(), 'X-Campaign_Id');
    await form.getByRole('button', { name: 'Remove Timeout' }).click();
    await form.getByRole('button', { name: 'Add Parameter' }).click();
    await form.getByLabel('Name 2').fill('X-Queue');
    await form.getByLabel('Value 2').fill('north');
    await form.getByLabel('Extension prefix').fill('');
    await form.getByText('Where Is This Used?').waitFor();
    await workbench.screenshot('tenants-dial-parameters');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await workbench.page.locator('.statusbar').filter({ hasText: 'Saved “Twilio” in Acme Dev.' }).waitFor();
    const twilio = sandbox.integrations(tenantId).find(({ type }) => type === 'twilio');
    assert.ok(twilio);
    assert.deepEqual(twilio.properties.globalDialParams, { 'X-Campaign_Id': 'dev', 'X-Queue': 'north' });
    assert.ok(!('extensionPrefix' in twilio.properties));
  });
}
