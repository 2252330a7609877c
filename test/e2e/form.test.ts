import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import type { Sandbox } from '../support/sandbox.js';
import {
  chooseByKeyboard,
  field,
  fillByKeyboard,
  focused,
  openForm,
  shownForm,
  tabTo,
  windowForForms,
  writes,
} from './formSteps.js';
import type { Workbench } from './harness.js';

describe('Creating an integration by keyboard alone', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  before(async () => {
    ({ sandbox, workbench } = await windowForForms());
  });
  beforeEach(() => {
    sandbox.clearRequests();
  });

  /** The body of the one write that the sandbox has received. */
  function body(): unknown {
    const all = writes(sandbox);
    assert.equal(all.length, 1, all.map((request) => `${request.method} ${request.path}`).join());
    assert.equal(all[0]?.method, 'POST');
    return all[0].body;
  }

  async function created(name: string): Promise<void> {
    const row = workbench.tree('Tenants').row(name);
    // Selection and focus are on the same row: what is pressed next is about it.
    await row.and(workbench.page.locator('.focused[aria-selected="true"]')).waitFor();
    await workbench.page.locator('.part.sidebar :focus').first().waitFor();
    assert.deepEqual(await workbench.editorTitles(), []);
    assert.deepEqual(await workbench.notifications(), []);
  }

  let interactions = 0;
  const doing = async (...acts: readonly (() => Promise<unknown>)[]): Promise<void> => {
    for (const act of acts) {
      await act();
      interactions += 1;
    }
  };

  /** From the + of a tenant to a form that can be sent: five interactions. */
  async function fillFromRow(name: string): Promise<FrameLocator> {
    const { zendesk } = sandbox.services;
    interactions = 0;
    await doing(async () => workbench.tree('Tenants').inlineAction('Acme Dev', 'Create Integration…'));
    const form = await shownForm(workbench);
    await doing(
      async () => form.locator('select[data-field="type"]').selectOption({ label: 'Zendesk' }),
      async () => fillByKeyboard(workbench, form, 'API URI', zendesk.endpointPrefix),
      async () => fillByKeyboard(workbench, form, 'User name', zendesk.username),
      async () => fillByKeyboard(workbench, form, 'Password or API token', zendesk.password),
    );
    assert.equal(await field(form, 'name').inputValue(), name);
    return form;
  }

  /** Answers what a real Zendesk never brings about: whether to send to this machine. */
  async function sendToThisMachine(): Promise<void> {
    await (await workbench.dialog('is on this machine')).getByRole('button', { name: 'Send' }).waitFor();
    await workbench.page.keyboard.press('Enter');
  }

  it('Zendesk, tested, from the + of a tenant in at most six interactions', async () => {
    const { zendesk } = sandbox.services;
    const form = await fillFromRow('Zendesk');
    await form.locator('.target-name').filter({ hasText: 'Acme Dev' }).waitFor();
    await doing(async () => workbench.page.keyboard.press('Control+Enter'));
    await sendToThisMachine();
    await created('Zendesk');
    assert.deepEqual(body(), {
      type: 'zendesk',
      name: 'Zendesk',
      active: true,
      properties: {
        endpointPrefix: zendesk.endpointPrefix,
        username: zendesk.username,
        password: zendesk.password,
        workItems: false,
        interactionFieldId: '',
      },
    });
    assert.ok(
      sandbox.serviceRequests.some((request) => request.path.endsWith('/users/me.json')),
      'the test asked Zendesk',
    );
    assert.ok(interactions <= 6, `${interactions} interactions`);
  });

  it('Zendesk, tested, in three tenants in at most twelve interactions', async () => {
    const { quickInput, page } = workbench;
    const form = await fillFromRow('Zendesk 2');
    await doing(async () => form.locator('#action-test').click());
    await sendToThisMachine();
    await form.locator('section.test.passed').waitFor();
    await doing(async () => form.getByRole('button', { name: 'Create in More Tenants…' }).click());
    await quickInput.shown('Create “Zendesk 2” in Tenants');
    const changes = workbench.sideBar.locator('.pane-header[aria-label^="Changes"]');
    await doing(
      async () => quickInput.choose('Acme Production'),
      async () => quickInput.choose('Acme Staging'),
      async () => quickInput.accept(),
      async () => {
        await changes.hover();
        await changes.getByRole('button', { name: 'Apply Changes…' }).click();
      },
      async () =>
        page
          .locator('.monaco-dialog-box')
          .getByRole('button', { name: /^Create 3$/ })
          .click(),
    );
    // VS Code shows no more than three notifications in a moment, so the one about the end may be in the bell alone.
    await workbench.sideBar.getByText('applied: 3 of 3').waitFor();
    assert.equal(writes(sandbox).filter(({ method, status }) => method === 'POST' && status === 201).length, 3);
    assert.ok(interactions <= 12, `${interactions} interactions`);
    await workbench.clearNotifications();
    await workbench.runCommand('View: Close All Editors');
  });

  const endpointPrefix = 'https://api.acme.example/v1';
  for (const [method, fields, properties] of [
    [
      'User name and password',
      { 'User name': 'cxengage', Password: 'pass-word-1' },
      { username: 'cxengage', password: 'pass-word-1', token: '' },
    ],
    ['Token', { Token: 'token-1234' }, { username: '', password: '', token: 'token-1234' }],
    ['None', {}, { username: '', password: '', token: '' }],
  ] as const) {
    it(`REST with ${method}`, async () => {
      const form = await openForm(workbench, 'Acme Dev', 'REST');
      await fillByKeyboard(workbench, form, 'Name', `Orders ${method}`);
      await fillByKeyboard(workbench, form, 'Description', 'made by keyboard');
      await fillByKeyboard(workbench, form, 'API URI', endpointPrefix);
      if (method !== 'User name and password') await chooseByKeyboard(workbench, form, 'Authentication', method);
      for (const [label, text] of Object.entries(fields)) await fillByKeyboard(workbench, form, label, text);
      await tabTo(workbench, form, 'Create Without Test');
      await workbench.page.keyboard.press('Enter');
      await created(`Orders ${method}`);
      assert.deepEqual(body(), {
        type: 'rest',
        name: `Orders ${method}`,
        description: 'made by keyboard',
        active: true,
        properties: { endpointPrefix, ...properties },
      });
    });
  }

  it('Salesforce, inactive, without a test', async () => {
    const form = await openForm(workbench, 'Acme Dev', 'Salesforce');
    await tabTo(workbench, form, 'Active');
    await workbench.page.keyboard.press('Space');
    await fillByKeyboard(workbench, form, 'User name', 'api@acme.example');
    await fillByKeyboard(workbench, form, 'Password', 'pass-word-1');
    await fillByKeyboard(workbench, form, 'Security token', 'security-1');
    await fillByKeyboard(workbench, form, 'Consumer key', 'consumer-key-1');
    await fillByKeyboard(workbench, form, 'Consumer secret', 'consumer-secret-1');
    await tabTo(workbench, form, 'Create Without Test');
    await workbench.page.keyboard.press('Enter');
    await created('Salesforce');
    assert.deepEqual(body(), {
      type: 'salesforce',
      name: 'Salesforce',
      active: false,
      properties: {
        username: 'api@acme.example',
        password: 'pass-word-1',
        securityToken: 'security-1',
        consumerKey: 'consumer-key-1',
        consumerSecret: 'consumer-secret-1',
      },
    });
  });

  it('errors: all are shown, the first has the focus, nothing is sent', async () => {
    const form = await openForm(workbench, 'Acme Dev');
    await workbench.page.keyboard.press('Control+Enter');
    await form.locator('.issue.error').nth(2).waitFor();
    assert.equal(await focused(form), 'API URI');
    await form.locator('#live').filter({ hasText: '3 fields need attention' }).waitFor({ state: 'attached' });
    assert.deepEqual(writes(sandbox), []);
  });
});
