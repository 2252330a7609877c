import assert from 'node:assert/strict';
import { editDraft } from '../../../src/form/panel/newDraft.js';
import { tenant } from '../../support/formPage.js';
import { desk, fresh, useFormPage } from './drafts.js';

const hostile = '<img src=x onerror=alert(1)> \u202Egnirts \u0000 ' + 'x'.repeat(10_000);

describe('The form with text of strangers', function () {
  this.timeout(180_000);
  const open = useFormPage();

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

  it('shows the rest of a draft of which one field cannot be read', async () => {
    const draft = fresh('twilio');
    const page = await open({ ...draft, values: { ...draft.values, globalDialParams: '[["a","•••' } });
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
