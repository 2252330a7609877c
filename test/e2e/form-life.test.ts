import assert from 'node:assert/strict';
import { type FrameLocator } from 'playwright-core';
import type { Sandbox } from '../support/sandbox.js';
import { field, keptDraft, openForm, sendToThisMachine, shownForm, windowForForms, writes } from './formSteps.js';
import type { Workbench } from './harness.js';

// What becomes of a form that is closed, refused, unsure or sent elsewhere.
describe('The life of a form', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  before(async () => {
    ({ sandbox, workbench } = await windowForForms());
  });
  beforeEach(() => {
    sandbox.reset();
  });
  afterEach(async () => {
    await workbench.clearNotifications();
  });

  const path = '/v1/tenants/*/integrations';
  const closed = (): Promise<void> =>
    workbench.page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
  const close = async (): Promise<void> => {
    await workbench.runCommand('View: Close Editor');
    await closed();
  };

  async function filled(name: string, tenant = 'Acme Dev'): Promise<FrameLocator> {
    const form = await openForm(workbench, tenant);
    await field(form, 'name').fill(name);
    await field(form, 'properties.endpointPrefix').fill('https://acme.zendesk.com/api/v2');
    await field(form, 'properties.username').fill('agent@acme.com');
    await field(form, 'properties.password').fill('pass-word-1');
    return form;
  }

  it('when closed during the request, still sends it and reports the true outcome', async () => {
    const slow = sandbox.addFault({ method: 'POST', path, fault: { kind: 'delay', ms: 60_000, at: 'beforeWrite' } });
    const form = await filled('Closed early');
    await form.locator('#action-submit').click();
    await form.locator('#action-stop').waitFor();
    await close();
    slow.remove();
    await workbench.tree('Tenants').row('Closed early').waitFor();
    assert.deepEqual(await workbench.notifications(), []);
    assert.equal(writes(sandbox).length, 1);
    // The next form of this tenant begins afresh.
    assert.equal(await field(await openForm(workbench, 'Acme Dev'), 'properties.username').inputValue(), '');
    await close();
  });

  it('when closed during a request that is rejected, shows the reason and reopens in one step', async () => {
    const slow = sandbox.addFault({ method: 'POST', path, fault: { kind: 'delay', ms: 60_000, at: 'beforeWrite' } });
    sandbox.addFault({
      method: 'POST',
      path,
      fault: {
        kind: 'status',
        status: 400,
        contentType: 'application/json',
        body: '{"error":{"message":"the desk is closed"}}',
      },
    });
    const form = await filled('Refused later');
    await form.locator('#action-submit').click();
    await form.locator('#action-stop').waitFor();
    await close();
    slow.remove();
    const toast = await workbench.notification('What you entered is kept as a draft.');
    assert.match(await toast.innerText(), /desk is closed/i);
    await toast.getByRole('button', { name: 'Reopen' }).click();
    const again = await shownForm(workbench);
    await again
      .locator('.banner.error')
      .filter({ hasText: /desk is closed/i })
      .waitFor();
    await again.locator('#action-submit').click();
    await closed();
    await workbench.tree('Tenants').row('Refused later').waitFor();
  });

  it('begun again, it is empty', async () => {
    await filled('Old one');
    await close();
    await workbench.clearNotifications();
    await workbench.reload(keptDraft('Old one'));
    await workbench.tree('Tenants').row('Acme Dev').waitFor();
    const form = await openForm(workbench, 'Acme Dev');
    assert.equal(await field(form, 'name').inputValue(), 'Old one');
    await form.getByRole('button', { name: 'Start Over' }).click();
    await form.locator('.banner').waitFor({ state: 'detached' });
    // The type created last, by the test before.
    assert.equal(await field(form, 'name').inputValue(), 'Zendesk');
    await close();
  });

  it('sent to another tenant, it belongs there: the first tenant gets a form of its own', async () => {
    const form = await filled('Moved');
    await form.getByRole('button', { name: 'Change Tenant…' }).click();
    await workbench.quickInput.choose('Acme Staging');
    await form.locator('.target-name').filter({ hasText: 'Acme Staging' }).waitFor();
    assert.equal(await field(form, 'properties.password').inputValue(), 'pass-word-1');
    await openForm(workbench, 'Acme Dev');
    await workbench.page.locator('.tabs-container .tab').nth(1).waitFor();
    assert.equal(await field(await shownForm(workbench, /Acme Dev/), 'properties.username').inputValue(), '');
    await workbench.runCommand('View: Close Editor');
    await workbench.page.locator('.tabs-container .tab').nth(1).waitFor({ state: 'detached' });
    // And the other tenant finds the one that went there.
    const moved = await openForm(workbench, 'Acme Staging');
    assert.equal(await field(moved, 'name').inputValue(), 'Moved');
    await moved.locator('#action-submit').click();
    await closed();
    assert.deepEqual(
      writes(sandbox).map((write) => write.path),
      [`/v1/tenants/${sandbox.tenants.find(({ name }) => name === 'Acme Staging')?.id ?? ''}/integrations`],
    );
  });

  it('when the outcome is unknown, says so and checks again', async () => {
    const form = await filled('Unsure');
    await form.locator('#action-submit:not([disabled])').waitFor();
    sandbox.addFault({ method: 'POST', path, fault: { kind: 'reset', at: 'afterWrite' } });
    // The list is read once before the create; after it, reading fails, and not in a way that is tried again at once.
    sandbox.addFault({ method: 'GET', path, skip: 1, when: { always: true }, fault: { kind: 'status', status: 500 } });
    await form.locator('#action-submit').click();
    const again = form.getByRole('button', { name: 'Check Again' });
    await again.waitFor();
    sandbox.clearFaults();
    await again.click();
    await closed();
    await workbench.notification('“Unsure” was created: it was found by its name');
    assert.equal(writes(sandbox).length, 1);
  });

  it('saved in spite of a failed test, when the user knows better', async () => {
    await workbench.tree('Tenants').expand('Acme Dev');
    await workbench.tree('Tenants').contextMenu('Support desk', 'Edit Integration');
    const form = await shownForm(workbench);
    await field(form, 'properties.username').fill('nobody@acme.example');
    await field(form, 'properties.endpointPrefix').fill(sandbox.services.zendesk.endpointPrefix);
    await form.locator('#action-testAndSubmit').click();
    await sendToThisMachine(workbench);
    await form.locator('.banner').filter({ hasText: 'Nothing was saved.' }).waitFor();
    assert.deepEqual(writes(sandbox), []);
    await form.getByRole('button', { name: 'Save Without Test' }).click();
    await closed();
    assert.equal(writes(sandbox).length, 1);
  });

  it('values of the quick create that the server rejects open in the form, at their field', async () => {
    const { quickInput } = workbench;
    sandbox.addFault({
      method: 'POST',
      path,
      fault: {
        kind: 'status',
        status: 400,
        contentType: 'application/json',
        body: '{"error":{"message":"bad request parameters","attribute":{"username":"is unknown"}}}',
      },
    });
    await workbench.runCommand('CxEngage: Quick Create Integration…');
    await quickInput.row('Acme Dev').waitFor();
    await quickInput.choose('Acme Dev');
    await quickInput.choose('Zendesk');
    for (const [question, answer] of [
      ['Name', 'Quick one'],
      ['Description', 'as asked'],
      ['API URI', 'https://acme.zendesk.com/api/v2'],
      ['User name', 'agent@acme.com'],
      ['Password or API token', 'quick-pass-1'],
    ] as const) {
      await quickInput.answer(question, answer);
    }
    await quickInput.choose('No');
    await quickInput.choose('Active');
    await quickInput.choose('Create Without Test');
    const form = await shownForm(workbench);
    await form.locator('[data-group="properties.username"] .issue.error').filter({ hasText: 'is unknown' }).waitFor();
    assert.deepEqual(
      [await field(form, 'name').inputValue(), await field(form, 'description').inputValue()],
      ['Quick one', 'as asked'],
    );
    await form.locator('#action-submit').click();
    await closed();
    const created = sandbox.integrations(sandbox.tenants[0]?.id ?? '').find(({ name }) => name === 'Quick one');
    assert.equal(created?.properties.password, 'quick-pass-1');
  });
});
