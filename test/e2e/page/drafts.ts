// Drafts that the tests of the form's page open, and the page they open them in.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { Integration } from '../../../src/core/directory/model.js';
import type { Draft } from '../../../src/form/panel/draft.js';
import { createDraft } from '../../../src/form/panel/newDraft.js';
import { FormPage, type FormPageOptions } from '../../support/formPage.js';
import { launchBrowser } from '../../support/hostBrowser.js';

export const target = { accountId: 'a1', tenantId: 't1' };

export function saved(
  type: string,
  properties: Integration['properties'],
  secrets: Integration['secrets'] = {},
): Integration {
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

export const fresh = (type: string): Draft => ({
  ...createDraft(target, { type, properties: {} }, true),
  name: 'CRM',
  nameProposed: false,
});
export const desk = saved(
  'zendesk',
  {
    endpointPrefix: 'https://acme.zendesk.com/api/v2',
    username: 'a@acme.com',
    workItems: false,
    interactionFieldId: '',
  },
  { password: true },
);

/**
 * Declares the hooks of a suite that opens the form alone in a browser. After each test the page must have reported no
 * problem, and posted nothing but what the contract has.
 * @returns opens a draft in a page of its own.
 */
export function useFormPage(): (draft: Draft, options?: Omit<FormPageOptions, 'draft'>) => Promise<FormPage> {
  let browser: Browser | undefined;
  let form: FormPage | undefined;
  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    const { problems = [], refused = [] } = form ?? {};
    await form?.close();
    form = undefined;
    assert.deepEqual(
      [problems, refused],
      [[], []],
      'the page reported problems, or posted what is not in the contract',
    );
  });
  return async (draft, options = {}) => {
    assert.ok(browser);
    form = await FormPage.open(browser, { draft, ...options });
    return form;
  };
}
