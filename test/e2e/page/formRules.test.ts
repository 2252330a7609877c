import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { integrationType, integrationTypes } from '../../../src/core/catalog/registry.js';
import type { Severity } from '../../../src/form/contract.js';
import type { Draft } from '../../../src/form/panel/draft.js';
import { createDraft, editDraft } from '../../../src/form/panel/newDraft.js';
import { FormPage } from '../../support/formPage.js';
import { launchBrowser } from '../../support/hostBrowser.js';
import { projectRoot } from '../../support/hostProject.js';
import { cases } from './ruleCases.js';
import { type Case, type More, existingNames, generalFields, noApiPath } from './ruleTexts.js';

/** Messages of the catalog that no one meets in a form for a type that can be created, each with the reason. */
const outOfReach: readonly string[] = [
  // No creatable type has a number.
  'Enter a number.',
  'Enter a whole number.',
  'Enter a number from {0} to {1}.',
  'Enter a number of at least {0}.',
  'Enter a number of at most {0}.',
  // None has a field for JSON.
  'This is not valid JSON.',
  'Enter names and values in quotation marks, for example {0}.',
  // None has a field that is an e-mail address and nothing else; user names have sentences of their own.
  'This is not an e-mail address. Enter one such as {0}.',
  // The list offers nothing else, and the form's model drops a choice that is not in it.
  'Select one of the values in the list.',
  // Beside warnings about the same text, which a case has no room for; test/unit has them.
  'Backslashes in a URL are replaced with slashes.',
  'The user name looks like one of a Salesforce sandbox. Sandbox users sign in at test.salesforce.com or at the My Domain of the sandbox.',
  'The password ends with the security token, so the token would be sent twice. Enter the password alone.',
  // No creatable type has rows of names and values; test/unit has them.
  'A value has no name. Enter one, or remove the row.',
  'The name “{0}” is there twice. Remove one of the rows.',
  // Of listeners; test/vscode/formListener has the first.
  'This integration already has a listener named “{0}”.',
  'There is a listener “{0}”, which looks almost the same.',
  // Phrases for rows of the tree and the report.
  'ended January 12, 2026',
  'ends April 30, 2027',
  'ends February 20, 2027',
];

/** A value of each field about which there is nothing to say. */
const good: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  rest: { name: 'New', endpointPrefix: 'https://api.acme.com/v1' },
  zendesk: {
    endpointPrefix: 'https://acme.zendesk.com/api/v2',
    username: 'agent@acme.com',
    interactionFieldId: '360012345678',
  },
  salesforce: { username: 'cx@acme.com', loginUrl: 'https://acme.my.salesforce.com' },
};

const fieldId = (field: string): string => (generalFields.has(field) ? field : `properties.${field}`);
const draftOf = (type: string, values: Draft['values'] = {}): Draft => ({
  ...createDraft({ accountId: 'a1', tenantId: 't1' }, { type, properties: {}, name: '' }, true),
  values,
});

interface Shown {
  /** Each finding as it can be read, with its class, its icon and where its link leads. */
  readonly issues: readonly string[];
  readonly value: string;
  /** What a screen reader says of the input. */
  readonly invalid: string;
  readonly description: string;
}

const spoken: Readonly<Record<Severity, readonly [word: string, icon: string]>> = {
  error: ['Error:', 'error'],
  warning: ['Warning:', 'warning'],
  advice: ['Advice:', 'info'],
};

function line(severity: Severity, message: string, { fix, source }: More): string {
  const [word, icon] = spoken[severity];
  const after = [...(source ? [source.title, `(${source.date})`] : []), ...(fix === undefined ? [] : [`Use “${fix}”`])];
  return [`[issue ${severity}, icon-${icon}, ${source?.url ?? ''}]`, word, message, ...after].join(' ');
}

/** What stands at a field once the page shows all that the host knows. */
async function look(form: FormPage, field: string): Promise<Shown> {
  // Then the host has posted what it says to that, too.
  await form.heard();
  // Messages arrive in order: after this one every state was drawn. As text, because this file knows no DOM.
  return await form.page.evaluate<Shown>(`(async () => {
    for (const kind of ['states drawn']) {
      window.postMessage({ kind }, '*');
      await new Promise((resolve) => { window.onmessage = (event) => { if (event.data?.kind === kind) resolve(); }; });
    }
    const group = document.querySelector('[data-group="${field}"]');
    const input = group.querySelector('[data-field]');
    const issues = [...group.querySelectorAll('.issue')].filter((issue) => issue.offsetHeight > 0).map((issue) => {
      const about = [issue.className, issue.querySelector('svg').classList[1], issue.querySelector('a')?.getAttribute('href') ?? ''].join(', ');
      return '[' + about + '] ' + issue.textContent.replace(/[ \\n]+/g, ' ').trim();
    });
    return { issues, value: input.value, invalid: input.getAttribute('aria-invalid'), description: (input.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== '').map((id) => document.getElementById(id).textContent).join(' ') };
  })()`);
}

/** Types, leaves, mends: one case from beginning to end in a page that is open. */
async function run(form: FormPage, type: string, [field, typed, severity, message, more = {}]: Case): Promise<void> {
  const id = fieldId(field);
  const at = fieldId(more.at ?? field);
  await form.startOver(draftOf(type, more.given), existingNames);
  const help = (await look(form, at)).description;
  await form.input(id).fill(typed);
  const expected = line(severity, message, more);
  // Advice does not call anything wrong, so it may come at once.
  const typing = await look(form, at);
  assert.deepEqual(
    [typing.issues, typing.invalid],
    [severity === 'advice' ? [expected] : [], 'false'],
    'while it is typed',
  );

  await form.input(id).press('Tab');
  const left = await look(form, at);
  assert.deepEqual(
    left,
    {
      ...left,
      issues: [expected],
      invalid: severity === 'error' ? 'true' : 'false',
      description: `${message} ${help}`.trim(),
    },
    'once the field is left',
  );

  if (more.fix === undefined) await form.input(id).fill(more.at === undefined ? (good[type]?.[field] ?? 'good') : '');
  else
    await form
      .group(at)
      .getByRole('button', { name: `Use “${more.fix}”`, exact: true })
      .click();
  const mended = await look(form, at);
  assert.deepEqual(
    mended,
    { issues: [], value: more.fix ?? mended.value, invalid: 'false', description: help },
    'once it is mended',
  );
}

describe('The rules of the catalog in the form', function () {
  this.timeout(120_000);
  let browser: Browser;
  let form: FormPage;

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
  });

  async function withPage(draft: Draft, act: () => Promise<void>): Promise<void> {
    form = await FormPage.open(browser, { draft });
    try {
      await act();
      assert.deepEqual(
        [form.problems, form.refused],
        [[], []],
        'the page complained, or posted what is not in the contract',
      );
    } finally {
      await form.close();
    }
  }

  for (const [type, rows] of Object.entries(cases)) {
    it(`show no errors while typing, show them once the field is left, and none once it is fixed: ${type}`, async () => {
      const failures: string[] = [];
      await withPage(draftOf(type), async () => {
        for (const row of rows)
          await run(form, type, row).catch((error: unknown) =>
            failures.push(`${row[0]} ${JSON.stringify(row[1].slice(0, 60))}: ${String(error)}`),
          );
        assert.equal(failures.join('\n\n'), '');
      });
    });
  }

  it('only warn, in an edit, of what was wrong before, until it is touched', async () => {
    const stored = {
      endpointPrefix: 'https://acme.zendesk.com',
      username: 'agent@acme.com',
      workItems: false,
      interactionFieldId: '',
    };
    const draft = editDraft({
      accountId: 'a1',
      tenantId: 't1',
      integrationId: 'i1',
      ownerTenantId: 't1',
      type: 'zendesk',
      name: 'Desk',
      description: '',
      active: true,
      properties: stored,
      secrets: { password: true },
      updated: '2026-01-01T00:00:00Z',
    });
    await withPage(draft, async () => {
      const more = { fix: 'https://acme.zendesk.com/api/v2' };
      await form.input('properties.endpointPrefix').press('Tab');
      const untouched = await look(form, 'properties.endpointPrefix');
      assert.deepEqual([untouched.issues, untouched.invalid], [[line('warning', noApiPath, more)], 'false']);
      await form.input('properties.endpointPrefix').fill('https://acme.zendesk.com/api');
      const touched = await look(form, 'properties.endpointPrefix');
      assert.deepEqual([touched.issues, touched.invalid], [[line('error', noApiPath, more)], 'true']);
    });
  });

  it('have a case for each required field of each type that can be created', () => {
    const creatable = integrationTypes()
      .filter((type) => type.creatable)
      .map((type) => type.id);
    assert.deepEqual(Object.keys(cases).sort(), [...creatable].sort());
    for (const type of creatable) {
      // A choice always has a value.
      const required = integrationType(type)
        .fields.filter((field) => field.required && field.kind !== 'choice')
        .map((field) => field.key);
      assert.deepEqual(
        required.filter(
          (key) =>
            !(cases[type] ?? []).some(
              ([field, typed, severity]) => field === key && typed === '' && severity === 'error',
            ),
        ),
        [],
        type,
      );
    }
  });

  it('have a case for each message the sources hold', async () => {
    const folder = join(projectRoot(), 'src', 'core', 'catalog');
    // These name fields, and no rule.
    const isNames = (name: string): boolean => ['generic.ts', 'listenerTypes.ts'].includes(name);
    const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !isNames(name));
    const types = Object.keys(cases).map((type) => join('types', `${type}.ts`));
    const said = Object.values(cases)
      .flat()
      .map(([field, , , message, more]) => ({
        isGeneral: generalFields.has(field),
        texts: [message, ...(more?.source ? [more.source.title] : [])],
      }));
    const missing: string[] = [];
    const found: string[] = [];
    const perFile = await Promise.all(
      [...files, ...types].map(async (file) => ({ file, source: await readFile(join(folder, file), 'utf8') })),
    );
    const templates = perFile.flatMap(({ file, source }) => {
      const all = [...source.matchAll(/(message\s*[:=]\s*)?l10n\.t\(\s*('(?<text>(?:[^'\\]|\\.)*)')?/gu)];
      assert.deepEqual(
        all
          .filter((match) => match.groups?.text === undefined)
          .map((match) => source.slice(match.index, match.index + 80)),
        [],
        `${file}: not a plain text`,
      );
      // A type's file has labels and help too.
      return all
        .filter((match) => !file.startsWith('types') || match[1] !== undefined)
        .map((match) => ({ file, text: (match.groups?.text ?? '').replace(/\\(.)/gu, '$1') }));
    });
    /** How much of a message a template has; a message counts for the one that has most of it. */
    const share = (text: string, message: string): number => {
      const parts = text.split(/\{\d\}/u).map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'));
      return new RegExp(`^${parts.join('.+')}$`, 'su').test(message) ? text.replace(/\{\d\}/gu, '').length : -1;
    };
    for (const { file, text } of templates) {
      const isReached = said.some(
        ({ isGeneral, texts }) =>
          isGeneral === (file === 'generalRules.ts') &&
          texts.some(
            (message) =>
              share(text, message) >= 0 &&
              templates.every((other) => share(other.text, message) <= share(text, message)),
          ),
      );
      (isReached ? found : missing).push(text);
    }
    assert.ok(found.length > 30, 'the sources could be read');
    assert.deepEqual(
      [...new Set(missing)].sort(),
      [...outOfReach].sort(),
      'messages without a case, beside those out of reach',
    );
  });

  it('survive messages that the host never posts', async () => {
    await withPage(draftOf('zendesk'), async () => {
      for (const message of [
        { kind: 'state', state: null },
        { kind: 'start', key: 'k' },
        { kind: 'x'.repeat(1_000_000), state: form.state() },
        { kind: ['state'], state: form.state() },
      ])
        await form.post(message);
      const hostile = `<img src=x onerror=alert(1)> ${'x'.repeat(100_000)}`;
      await form.post({ kind: 'announce', text: hostile });
      await form.page.locator('#live').filter({ hasText: '<img src=x' }).waitFor({ state: 'attached' });
      assert.equal(await form.page.locator('img').count(), 0);
      const [row] = cases.zendesk ?? [];
      if (row) await run(form, 'zendesk', row);
    });
  });
});
