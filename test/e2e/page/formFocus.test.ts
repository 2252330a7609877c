import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { FocusTarget } from '../../../src/form/contract.js';
import { createDraft, editDraft } from '../../../src/form/panel/newDraft.js';
import type { Draft } from '../../../src/form/panel/draft.js';
import { FormPage } from '../../support/formPage.js';
import { launchBrowser } from '../../support/hostBrowser.js';

const ref = { accountId: 'a1', tenantId: 't1' };
const fresh: Draft = {
  ...createDraft(ref, { type: 'zendesk', properties: {} }, true),
  name: 'CRM',
  nameProposed: false,
};
const stored = editDraft({
  ...ref,
  integrationId: 'i1',
  ownerTenantId: 't1',
  type: 'zendesk',
  name: 'Desk',
  description: '',
  active: true,
  properties: { endpointPrefix: 'https://acme.zendesk.com/api/v2', username: 'a@acme.com', workItems: false },
  secrets: { password: true },
  updated: '2026-01-01T00:00:00Z',
});
const failedTest = { state: 'failed', summary: 'Rejected.', stages: [], note: 'From this machine.' } as const;
const banner = { severity: 'info', message: 'Restored.', actions: [{ id: 'dismiss', label: 'Dismiss' }] } as const;

describe('The keyboard in the form', function () {
  this.timeout(120_000);
  let browser: Browser;
  let form: FormPage;

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
  });
  afterEach(async () => {
    const { problems, refused } = form;
    await form.close();
    assert.deepEqual([problems, refused], [[], []]);
  });

  /** What has the focus: the field, the action or the section it stands for. */
  const active = async (): Promise<string> =>
    form.page.evaluate<string>(
      `(({ dataset, tagName }) => dataset.field ?? dataset.action ?? dataset.section ?? tagName)(document.activeElement)`,
    );
  const press = async (selector: string, key = 'Enter'): Promise<void> => {
    await form.page.locator(selector).focus();
    await form.page.keyboard.press(key);
    await form.heard();
  };

  for (const action of ['test', 'testAndSubmit', 'submit']) {
    it(`stays on the button while its action runs, and when the buttons change after it: ${action}`, async () => {
      form = await FormPage.open(browser, { draft: fresh });
      await press(`#action-${action}`);
      form.around = { ...form.around, busy: { label: 'Testing…', cancellable: true } };
      await form.refresh();
      await form.drawn();
      assert.equal(await active(), action);
      const { busy, ...idle } = form.around;
      assert.ok(busy);
      form.around = { ...idle, test: failedTest };
      await form.refresh();
      await form.page.locator('#action-createInactive').waitFor();
      await form.drawn();
      assert.equal(await active(), action);
    });
  }

  it('begins where the host says, without a message for it', async () => {
    form = await FormPage.open(browser, {
      draft: stored,
      silent: true,
      focus: { kind: 'field', id: 'properties.username' },
    });
    assert.equal(await active(), 'properties.username');
  });

  it('begins in sight, also in a window that is too low for it', async () => {
    const focus: FocusTarget = { kind: 'field', id: 'properties.username' };
    form = await FormPage.open(browser, { draft: stored, silent: true, focus, width: 1200, zoom: 3 });
    await form.drawn();
    assert.equal(await active(), focus.id);
    const { top, bottom } = await form.page.evaluate<{ readonly top: number; readonly bottom: number }>(
      `document.activeElement.getBoundingClientRect().toJSON()`,
    );
    const height = await form.page.evaluate<number>('window.innerHeight');
    assert.ok(top >= 0 && bottom <= height, `${String(top)}–${String(bottom)} of ${String(height)}`);
    assert.ok((await form.page.evaluate<number>('window.scrollY')) > 0, 'it was out of sight');
  });

  it('goes from a dismissed banner to the primary button', async () => {
    form = await FormPage.open(browser, { draft: fresh, around: { banner } });
    await press('[data-action="dismiss"]');
    const { banner: gone, ...rest } = form.around;
    assert.ok(gone);
    form.around = rest;
    await form.refresh();
    await form.drawn();
    assert.equal(await active(), 'testAndSubmit');
  });

  it('goes from Replace into the field that takes its place', async () => {
    form = await FormPage.open(browser, { draft: stored });
    await press('button[data-field="properties.password"]');
    form.model.setSecretSource('password', { kind: 'none' });
    await form.refresh();
    await form.drawn();
    assert.equal(await active(), 'properties.password');
    await form.page.keyboard.type('new');
    assert.equal(await form.input('properties.password').inputValue(), 'new');
  });

  it('keeps the cursor in a field that the next type has in another place', async () => {
    form = await FormPage.open(browser, { draft: createDraft(ref, { type: 'rest', properties: {} }, true) });
    const password = form.input('properties.password');
    await password.fill('ab');
    await form.heard();
    await password.evaluate((input: { setSelectionRange(start: number, end: number): void }) => {
      input.setSelectionRange(1, 2);
    });
    form.model.change('type', 'zendesk');
    await form.refresh();
    await form.page.locator('[data-field="properties.authMethod"]').waitFor({ state: 'detached' });
    assert.equal(await active(), 'properties.password');
    await form.page.keyboard.insertText('c');
    assert.equal(await password.inputValue(), 'ac');
  });

  it('replaces a name that is proposed, or another one, after its field was entered', async () => {
    form = await FormPage.open(browser, { draft: createDraft(ref, { type: 'rest', properties: {} }, true) });
    const name = form.input('name');
    await form.input('type').focus();
    await form.page.keyboard.press('Tab');
    assert.equal(await active(), 'name');
    for (const [type, proposed] of [
      ['zendesk', 'Zendesk'],
      ['salesforce', 'Salesforce'],
    ] as const) {
      form.model.change('type', type);
      await form.refresh();
      await form.drawn();
      assert.equal(await name.inputValue(), proposed);
    }
    await form.page.keyboard.type('Desk');
    assert.equal(await name.inputValue(), 'Desk');
  });

  it('stays on a button that waits for the host, such as those that open a picker', async () => {
    form = await FormPage.open(browser, { draft: fresh });
    for (const action of ['pickTenant', 'paste']) {
      await press(`[data-action="${action}"]`);
      await form.drawn();
      assert.equal(await active(), action);
    }
  });

  it('moves the focus where the host says', async () => {
    form = await FormPage.open(browser, {
      draft: fresh,
      around: {
        banner,
        test: failedTest,
        conflicts: [{ field: 'name', label: 'Name', original: 'a', theirs: 'b', mine: 'c', choice: 'none' }],
      },
    });
    const targets: readonly FocusTarget[] = [
      { kind: 'section', id: 'banner' },
      { kind: 'section', id: 'test' },
      { kind: 'section', id: 'conflicts' },
      { kind: 'action', id: 'pickTenant' },
      { kind: 'action', id: 'createInactive' },
      { kind: 'field', id: 'type' },
      { kind: 'field', id: 'properties.password' },
    ];
    for (const target of targets) {
      await form.post({ kind: 'focus', target });
      await form.drawn();
      assert.equal(await active(), target.id);
    }
  });

  it('stays in a list that is locked, which then does not change', async () => {
    form = await FormPage.open(browser, { draft: fresh });
    await form.input('type').focus();
    form.around = { ...form.around, busy: { label: 'Creating…', cancellable: true } };
    await form.refresh();
    await form.drawn();
    await form.page.keyboard.type('R');
    await form.page.keyboard.press('ArrowUp');
    await form.input('active').click({ force: true });
    assert.deepEqual(
      [await form.input('type').inputValue(), await form.input('active').isChecked()],
      ['zendesk', true],
    );
    const { busy, ...idle } = form.around;
    assert.ok(busy);
    form.around = idle;
    await form.refresh();
    await form.drawn();
    await form.input('type').focus();
    await form.page.keyboard.type('Re');
    await form.page.locator('[data-field="properties.authMethod"]').waitFor();
    assert.deepEqual([form.model.draft.type, await active()], ['rest', 'type']);
  });

  it('meets a form that a screen reader reads in this order', async () => {
    form = await FormPage.open(browser, { draft: fresh });
    form.model.touchAll();
    await form.refresh();
    await form.drawn();
    const tree = await form.page.locator('form').ariaSnapshot();
    const lines = tree.split('\n').map((line) => line.trim());
    const expected = [
      '- heading "Create Integration" [level=1]',
      '- button "Paste a cURL or Postman request"',
      '- region "Target":',
      '- button "Change Tenant…"',
      '- region "Integration":',
      '- combobox "Type"',
      '- textbox "Name"',
      '- textbox "Description"',
      '- checkbox "Active" [checked]',
      '- region "Connection":',
      '- heading "Connection" [level=2]',
      '- textbox "API URI"',
      '- textbox "User name"',
      '- textbox "Password or API token"',
      `- 'button "Use Saved…: Password or API token"'`,
      '- checkbox "Work Items"',
      '- group "Actions":',
      '- button "Test & Create"',
      '- button "Create Without Test"',
      '- button "Test"',
      '- button "Cancel"',
    ];
    let from = 0;
    for (const line of expected) {
      const at = lines.findIndex((candidate, index) => index >= from && candidate.startsWith(line));
      assert.ok(at >= 0, `“${line}” is not at its place in:\n${tree}`);
      from = at + 1;
    }
  });

  const paste = async (field: string, text: string): Promise<void> => {
    // As text, because this file knows no DOM.
    await form.page.evaluate(`(() => {
      const data = new DataTransfer();
      data.setData('text/plain', ${JSON.stringify(text)});
      const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      document.querySelector('input[data-field="${field}"]').dispatchEvent(event);
    })()`);
    await form.heard();
  };

  it('hands what may be a request to the host, and takes nothing of one that is refused', async () => {
    form = await FormPage.open(browser, { draft: fresh, silent: true });
    const requests = [
      'curl https://x.example',
      '# get the orders\ncurl https://x.example',
      'TOKEN=abc curl -H "X: $TOKEN" https://x.example',
      '```bash\ncurl https://x.example\n```',
      '$ curl https://x.example',
      'sudo curl https://x.example',
      '/usr/bin/curl https://x.example',
      'curl.exe https://x.example',
      'Invoke-RestMethod -Uri https://x.example',
      '[{"name": "Orders", "request": {"url": "https://x.example"}}]',
      '```json\n{"info": {}, "item": []}\n```',
    ];
    for (const text of requests) {
      await paste('properties.endpointPrefix', text);
      const last = form.posted.at(-1);
      assert.deepEqual([last?.kind, last?.kind === 'pasted' ? last.text : ''], ['pasted', text]);
      if (last?.kind === 'pasted') await form.post({ kind: 'reply', id: last.id, ok: false });
    }
    await form.drawn();
    assert.equal(await form.input('properties.endpointPrefix').inputValue(), '');
    await paste('name', 'curl it');
    const last = form.posted.at(-1);
    assert.ok(last?.kind === 'pasted');
    await form.post({ kind: 'reply', id: last.id, ok: false, isText: true });
    await form.drawn();
    assert.equal(await form.input('name').inputValue(), 'CRMcurl it');
    const before = form.posted.length;
    for (const text of ['https://curl.example/v1', 'Libcurl', '{"type": "service_account", "private_key": "x"}'])
      await paste('name', text);
    assert.equal(
      form.posted.slice(before).some(({ kind }) => kind === 'pasted'),
      false,
    );
  });
});
