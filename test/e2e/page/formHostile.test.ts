import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { Integration } from '../../../src/core/directory/model.js';
import type { Draft } from '../../../src/form/panel/draft.js';
import { createDraft, editDraft } from '../../../src/form/panel/newDraft.js';
import { FormPage, tenant, type FormPageOptions } from '../../support/formPage.js';
import { launchBrowser } from '../../support/hostBrowser.js';

const target = { accountId: 'a1', tenantId: 't1' };
const hostile = '<img src=x onerror=alert(1)> \u202Egnirts \u0000 ' + 'x'.repeat(10_000);

function saved(type: string, properties: Integration['properties'], secrets: Integration['secrets'] = {}): Integration {
  return {
    ...target,
    integrationId: 'i1',
    ownerTenantId: 't1',
    type,
    name: 'Saved',
    description: '',
    active: true,
    properties,
    secrets,
    updated: '2026-01-01T00:00:00Z',
  };
}

const fresh = (type: string): Draft => ({
  ...createDraft(target, { type, properties: {} }, true),
  name: 'CRM',
  nameProposed: false,
});
const desk = saved(
  'zendesk',
  {
    endpointPrefix: 'https://acme.zendesk.com/api/v2',
    username: 'a@acme.com',
    workItems: false,
    interactionFieldId: '',
  },
  { password: true },
);

describe('The form with text of strangers', function () {
  this.timeout(180_000);
  let browser: Browser;
  let form: FormPage | undefined;

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
  });
  afterEach(async () => {
    const { problems = [], refused = [] } = form ?? {};
    await form?.close();
    form = undefined;
    assert.deepEqual([problems, refused], [[], []], 'the page complained, or posted what is not in the contract');
  });

  async function open(draft: Draft, options: Omit<FormPageOptions, 'draft'> = {}): Promise<FormPage> {
    form = await FormPage.open(browser, { draft, ...options });
    return form;
  }

  it('ignores malformed messages', async () => {
    const page = await open(fresh('zendesk'));
    const before = await page.page.locator('main').innerText();
    for (const message of [
      null,
      5,
      'state',
      {},
      { kind: 'state' },
      { kind: 'state', state: 5 },
      { kind: 'state', state: { fields: 'x' } },
      { kind: 'start', key: 'k', state: { fields: [] } },
      { kind: 'reply', id: 'x' },
      { kind: 'focus', target: { kind: 'field', id: '"]<x>' } },
      { kind: 'focus' },
      { kind: 'evil', state: { fields: [] } },
      { kind: '__proto__' },
    ])
      await page.post(message);
    await page.drawn();
    assert.equal(await page.page.locator('main').innerText(), before);
    await page.input('name').fill('works');
    await page.heard();
    assert.equal(page.model.draft.name, 'works');
  });

  it('shows hostile text as text, and breaks nowhere: narrow, zoomed, in every theme', async () => {
    const source = {
      ...desk,
      name: hostile,
      description: hostile,
      properties: { ...desk.properties, username: hostile },
    };
    for (const options of [{ width: 320 }, { width: 1400 }, { width: 900, zoom: 2 }, { width: 1280, zoom: 4 }]) {
      const page = await open(editDraft(source), {
        ...options,
        around: {
          tenant: { ...tenant, name: hostile, mark: 'production' },
          banner: { severity: 'error', message: hostile, actions: [{ id: 'dismiss', label: 'Dismiss' }] },
          conflicts: [
            { field: 'name', label: 'Name', original: hostile, theirs: hostile, mine: hostile, choice: 'none' },
          ],
          test: {
            state: 'failed',
            summary: hostile,
            stages: [{ label: 'Name', state: 'failed', detail: hostile, duration: 1 }],
            response: hostile,
            note: 'n',
          },
        },
      });
      assert.equal(await page.page.locator('img').count(), 0);
      assert.equal(
        await page.page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'),
        false,
        `scrolls sideways at ${JSON.stringify(options)}`,
      );
      await page.close();
    }
    form = undefined;
  });

  it('shows right-to-left text right to left, and URLs left to right', async () => {
    const page = await open(fresh('zendesk'));
    await page.input('name').fill('مركز الاتصال');
    assert.equal(
      await page.page.evaluate(`getComputedStyle(document.querySelector('input[data-field="name"]')).direction`),
      'rtl',
    );
    await page.input('properties.endpointPrefix').fill('https://مركز.example');
    assert.equal(
      await page.page.evaluate(
        `getComputedStyle(document.querySelector('input[data-field="properties.endpointPrefix"]')).direction`,
      ),
      'ltr',
    );
  });
});
