import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { integrationType, integrationTypes } from '../../../src/core/catalog/registry.js';
import type { FieldValue } from '../../../src/core/catalog/model.js';
import type { Severity } from '../../../src/form/contract.js';
import type { Draft } from '../../../src/form/panel/draft.js';
import { createDraft, editDraft } from '../../../src/form/panel/newDraft.js';
import { FormPage } from '../../support/formPage.js';
import { launchBrowser } from '../../support/hostBrowser.js';
import { projectRoot } from '../../support/hostProject.js';

interface More {
  /** What the button beside the message offers. */
  readonly fix?: string;
  /** Where it is said, if not at the field typed into. */
  readonly at?: string;
  /** Values that make the field show. */
  readonly given?: Readonly<Record<string, FieldValue>>;
  readonly source?: { readonly title: string; readonly date: string; readonly url: string };
}

/** Field, what is typed, and the one finding that must stand there then. */
type Case = readonly [field: string, typed: string, severity: Severity, message: string, more?: More];

const existingNames = ['Orders', 'CRM prod'];
const generalFields = new Set(['name', 'description']);
const tooLong = (length: number, most: number): string =>
  `Too long: ${length} characters, at most ${most} are allowed.`;
const invisible = (code: string): string => `Contains an invisible character (${code}), possibly from pasting.`;
const lineBreak = 'Contains a line break or tab, possibly from pasting.';
const scheme = 'Enter a URL that starts with https://.';
const apiUrl = { fix: 'https://acme.zendesk.com/api/v2' };
const junk = (characters: string): string => `These characters do not belong to the URL: ${characters}`;
const placeholder = (text: string): string => `“${text}” is a placeholder. Replace it with your own value.`;
const userForm = (user: string): string => `Zendesk expects the user name in this form: ${user}`;
const token = { given: { authMethod: 'token' } };
const withField = { given: { workItems: true } };
const plainHttp = {
  source: {
    title: 'RFC 7617: HTTP Basic needs a secure connection',
    date: '2026-11-28',
    url: 'https://www.rfc-editor.org/rfc/rfc7617#section-4',
  },
};
const loginHost = (host: string): string =>
  `Salesforce does not sign users in at ${host}, but at login.salesforce.com, test.salesforce.com or your My Domain at my.salesforce.com.`;
const noApiPath = 'The URL of the Zendesk API ends with /api/v2.';

/** Of the fields that every type has; one type is enough for them. */
const general: readonly Case[] = [
  ['name', '', 'error', 'Name is required.'],
  ['name', '   ', 'error', 'Name is required.'],
  ['name', 'x'.repeat(256), 'error', tooLong(256, 255)],
  ['name', ' Orders ', 'error', 'This tenant already has an integration named “Orders”.'],
  ['name', 'orders', 'warning', 'This tenant has “Orders”, which differs only in capital letters.'],
  [
    'name',
    'Ｏrders',
    'warning',
    'This tenant has “Orders”, which looks the same but is written with other characters.',
  ],
  ['name', 'CRM  prod', 'warning', 'This tenant has “CRM prod”, which differs only in spaces.'],
  ['name', 'New\u202E name', 'warning', invisible('U+202E'), { fix: 'New name' }],
  ['name', 'New\tname', 'warning', lineBreak, { fix: 'New name' }],
  ['name', 'x'.repeat(101), 'warning', 'Lists cut off names this long.'],
  ['description', 'x'.repeat(2001), 'error', tooLong(2001, 2000)],
];

const cases: Readonly<Record<string, readonly Case[]>> = {
  rest: [
    ...general,
    ['endpointPrefix', '', 'warning', 'Without an API URI, flows that use this integration need full URLs.'],
    ['endpointPrefix', 'api.acme.com:8443/v1', 'error', scheme, { fix: 'https://api.acme.com:8443/v1' }],
    ['endpointPrefix', 'nonsense', 'error', scheme],
    [
      'endpointPrefix',
      'ftp://api.acme.com',
      'error',
      'ftp: cannot be used here. Enter a URL that starts with https://.',
    ],
    [
      'endpointPrefix',
      'javascript:alert(1)',
      'error',
      'javascript: cannot be used here. Enter a URL that starts with https://.',
    ],
    [
      'endpointPrefix',
      'https:/api.acme.com',
      'error',
      'Enter exactly two slashes after https:',
      { fix: 'https://api.acme.com' },
    ],
    ['endpointPrefix', 'https://api acme.com', 'error', 'A URL has no spaces.'],
    ['endpointPrefix', 'https://api.acme.com/v1);', 'error', junk(') ;'), { fix: 'https://api.acme.com/v1' }],
    ['endpointPrefix', 'https://', 'error', 'This URL is not complete. It has the form https://api.example.com/v1.'],
    [
      'endpointPrefix',
      'https://me:pass@api.acme.com',
      'error',
      'Remove the user name and password from the URL and enter them in their own fields.',
    ],
    [
      'endpointPrefix',
      'https://api.acme.com/v1#top',
      'error',
      'Remove the part from “#” on: it never reaches a service.',
      { fix: 'https://api.acme.com/v1' },
    ],
    [
      'endpointPrefix',
      'https://api.acme.com/v1?x=1',
      'error',
      'Remove the part from “?” on: paths are added after this URL.',
      { fix: 'https://api.acme.com/v1' },
    ],
    [
      'endpointPrefix',
      'https://\u0430pi.acme.com',
      'warning',
      'The host name has letters outside a–z. Its real name is xn--pi-6kc.acme.com. Check that it is the one you mean.',
    ],
    ['endpointPrefix', 'http://127.0.0.1:8080', 'warning', '127.0.0.1:8080 is this machine. CxEngage cannot reach it.'],
    [
      'endpointPrefix',
      'https://10.0.0.1/v1',
      'warning',
      '10.0.0.1 looks like an address inside your network. CxEngage calls from the internet and may not reach it.',
    ],
    [
      'endpointPrefix',
      'http://api.acme.com',
      'advice',
      'http is not encrypted: anyone on the way can read the credentials. Use https if the service offers it.',
      plainHttp,
    ],
    [
      'endpointPrefix',
      'https://api.acme.com/v1//',
      'warning',
      'Remove the slash at the end: the paths that are added start with one.',
      { fix: 'https://api.acme.com/v1' },
    ],
    [
      'endpointPrefix',
      'https://api.acme\u200B.com/v1',
      'error',
      invisible('U+200B'),
      { fix: 'https://api.acme.com/v1' },
    ],
    [
      'endpointPrefix',
      'https://https://api.acme.com',
      'error',
      'The URL starts with a scheme twice.',
      { fix: 'https://api.acme.com' },
    ],
    [
      'endpointPrefix',
      'https://api..acme.com',
      'error',
      'The host name has two dots in a row or starts with a dot.',
      { fix: 'https://api.acme.com' },
    ],
    [
      'endpointPrefix',
      `https://${'a'.repeat(64)}.com`,
      'error',
      'A part of the host name is too long. Between two dots, at most 63 characters are allowed.',
    ],
    ['endpointPrefix', `https://${'abcdefgh.'.repeat(30)}com`, 'error', tooLong(273, 253)],
    [
      'endpointPrefix',
      'https://api.acme.com/%zz',
      'error',
      '“%” must be followed by two hexadecimal digits. Enter %25 for a percent sign.',
    ],
    [
      'endpointPrefix',
      'https://api.acme.com./v1',
      'warning',
      'Remove the dot at the end of the host name.',
      { fix: 'https://api.acme.com/v1' },
    ],
    [
      'endpointPrefix',
      'https://api.acme.com/a/../b',
      'warning',
      'Programs read this URL as https://api.acme.com/b.',
      { fix: 'https://api.acme.com/b' },
    ],
    ['endpointPrefix', 'https://api.acme.com/{id}', 'warning', placeholder('{id}')],
    // What the character stands for is not known, and an address with a space in its place would be the next mistake.
    ['endpointPrefix', 'https://api.acme.com\u00A0v1', 'error', invisible('U+00A0')],
    ['endpointPrefix', 'https://api.acme.com\tv1', 'error', lineBreak],
    ['endpointPrefix', `https://api.acme.com/${'x'.repeat(4096)}`, 'error', tooLong(4117, 4096)],
    ['username', '', 'error', 'User name is required.'],
    ['username', 'service\u00A0user', 'warning', invisible('U+00A0'), { fix: 'service user' }],
    ['username', '{{user}}', 'warning', placeholder('{{user}}')],
    ['username', 'service\tuser', 'warning', lineBreak, { fix: 'service user' }],
    ['username', 'x'.repeat(4097), 'error', tooLong(4097, 4096)],
    ['password', '', 'error', 'Password is required.'],
    [
      'password',
      '••••••••',
      'error',
      'These are placeholders for a value, not the value itself. Enter the value, or leave the field empty to keep what is stored.',
    ],
    ['password', ' pass', 'warning', 'Starts or ends with a space. Remove it unless it belongs to the value.'],
    // No button: what it offers would show the secret.
    ['password', 'pa\u200Bss', 'warning', invisible('U+200B')],
    ['password', 'pa\tss', 'warning', lineBreak],
    ['password', 'x'.repeat(4097), 'error', tooLong(4097, 4096)],
    ['token', '', 'error', 'Token is required.', token],
    ['token', 'tok-1 ', 'warning', 'Starts or ends with a space, which is left out.', token],
    ['token', '{{token}}', 'warning', 'This looks like a placeholder, not like the value itself.', token],
    ['token', 'Bearer abc', 'warning', 'Starts with the word “Bearer” or “Basic”. Enter the value without it.', token],
    [
      'token',
      'Authorization: Bearer abc',
      'warning',
      'This is a whole header. Enter only the value after its name and a word such as “Bearer”.',
      token,
    ],
    ['token', '"abc"', 'warning', 'Has quotation marks around it. Remove them unless they belong to the value.', token],
  ],
  zendesk: [
    ['endpointPrefix', '', 'error', 'API URI is required.'],
    ['endpointPrefix', 'acme.zendesk.com/api/v2', 'error', scheme, { fix: 'https://acme.zendesk.com/api/v2' }],
    [
      'endpointPrefix',
      'https://',
      'error',
      'This URL is not complete. It has the form https://acme.zendesk.com/api/v2.',
    ],
    [
      'endpointPrefix',
      'https://subdomain.zendesk.com/api/v2',
      'error',
      'Enter the subdomain of your own Zendesk, for example https://acme.zendesk.com/api/v2.',
    ],
    ['endpointPrefix', 'https://acme.zendesk.com', 'error', noApiPath, { fix: 'https://acme.zendesk.com/api/v2' }],
    [
      'endpointPrefix',
      'https://acme.zendesk.com/agent/dashboard',
      'error',
      noApiPath,
      { fix: 'https://acme.zendesk.com/api/v2' },
    ],
    [
      'endpointPrefix',
      'https://help.acme.com/api/v2',
      'warning',
      'help.acme.com is not at zendesk.com. Check that it is the API of your Zendesk.',
    ],
    ['endpointPrefix', 'acme', 'error', scheme, apiUrl],
    ['endpointPrefix', 'http://acme.zendesk.com/api/v2', 'error', 'Zendesk accepts https only.', apiUrl],
    [
      'endpointPrefix',
      'https://acme_1.zendesk.com/api/v2',
      'error',
      'A Zendesk subdomain has letters, digits and hyphens only, no underscore.',
    ],
    [
      'endpointPrefix',
      'https://login.zendesk.com/api/v2',
      'warning',
      'login.zendesk.com most likely belongs to Zendesk itself. Check your subdomain.',
    ],
    ['username', '', 'error', 'User name is required.'],
    ['username', 'agent@acme.com/Token', 'warning', userForm('agent@acme.com/token'), { fix: 'agent@acme.com/token' }],
    [
      'username',
      'agent@acme.com/token:abc',
      'error',
      'The part after “:” is a credential. Move it to “Password or API token”: user names are not secret.',
      { fix: 'agent@acme.com/token' },
    ],
    ['username', 'agent', 'warning', 'A Zendesk user name is an e-mail address, followed by /token for an API token.'],
    [
      'username',
      'agent/token',
      'warning',
      'A Zendesk user name is an e-mail address, followed by /token for an API token.',
    ],
    [
      'username',
      'agent@acme.com',
      'advice',
      'Zendesk stopped accepting passwords for its API on January 12, 2026, and stopped issuing API tokens on October 27, 2026. Ask your CxEngage contact what to use instead.',
      {
        at: 'password',
        source: {
          title: 'Zendesk: Deprecation of password access for APIs',
          date: '2026-01-12',
          url: 'https://support.zendesk.com/hc/en-us/articles/9941874259354-Deprecation-of-password-access-for-APIs',
        },
      },
    ],
    [
      'username',
      'agent@acme.com/token',
      'advice',
      'Zendesk is retiring API tokens. Since July 28, 2026, it deactivates tokens that were not used for 30 days and deletes them 60 days later. It stopped issuing new ones on October 27, 2026, and rejects all tokens from April 30, 2027. Ask your CxEngage contact what to use instead.',
      {
        at: 'password',
        source: {
          title: 'Zendesk: Migrating from API tokens to OAuth access tokens',
          date: '2027-04-30',
          url: 'https://developer.zendesk.com/documentation/api-basics/authentication/oauth-migration/',
        },
      },
    ],
    ['password', '', 'error', 'Password or API token is required.'],
    ['interactionFieldId', '', 'error', 'Interaction field ID is required.', withField],
    [
      'interactionFieldId',
      'custom_field_1',
      'error',
      'A field ID has digits only, for example 360012345678.',
      withField,
    ],
    ['interactionFieldId', '1'.repeat(21), 'error', tooLong(21, 20), withField],
  ],
  salesforce: [
    ['username', '', 'error', 'User name is required.'],
    ['username', 'admin', 'warning', 'A Salesforce user name has the form of an e-mail address.'],
    [
      'username',
      'cx@acme.com',
      'advice',
      'Salesforce retires sign-in with user name and password for apps (the OAuth user-name-password flow) on February 20, 2027. External client apps do not support this flow. Ask your CxEngage contact what to use instead.',
      {
        at: 'password',
        source: {
          title: 'Salesforce: OAuth user-name-password flow retirement',
          date: '2027-02-20',
          url: 'https://help.salesforce.com/s/articleView?id=005461976&type=1',
        },
      },
    ],
    [
      'username',
      'cx@acme.com',
      'advice',
      'Since Spring ’26, only Salesforce Support can enable new connected apps in an organization. Existing connected apps keep working.',
      {
        at: 'consumerKey',
        source: {
          title: 'Salesforce: New connected apps can no longer be created',
          date: '2026-11-28',
          url: 'https://help.salesforce.com/s/articleView?id=005228017&type=1',
        },
      },
    ],
    [
      'username',
      'cx@acme.com',
      'advice',
      'SOAP login() with a security token is no replacement: Salesforce retires it with Summer ’27.',
      {
        at: 'securityToken',
        source: {
          title: 'Salesforce: SOAP login() retirement',
          date: '2026-11-28',
          url: 'https://help.salesforce.com/s/articleView?id=005132110&type=1',
        },
      },
    ],
    [
      'username',
      'cx@acme.com',
      'advice',
      'An organization can block sign-in at login.salesforce.com. The My Domain URL works in both cases.',
      {
        at: 'loginUrl',
        source: {
          title: 'Salesforce: My Domain login policy',
          date: '2026-11-28',
          url: 'https://help.salesforce.com/s/articleView?id=xcloud.domain_name_setting_login_policy.htm&type=5',
        },
      },
    ],
    ['password', '', 'error', 'Password is required.'],
    ['securityToken', '', 'error', 'Security token is required.'],
    ['consumerKey', '', 'error', 'Consumer key is required.'],
    ['consumerSecret', '', 'error', 'Consumer secret is required.'],
    [
      'consumerSecret',
      '****',
      'error',
      'These are placeholders for a value, not the value itself. Enter the value, or leave the field empty to keep what is stored.',
    ],
    ['loginUrl', 'login.salesforce.com', 'error', scheme, { fix: 'https://login.salesforce.com' }],
    [
      'loginUrl',
      'https://login.salesforce.com.evil.example',
      'warning',
      loginHost('login.salesforce.com.evil.example'),
    ],
    [
      'loginUrl',
      'https://acme--uat.sandbox.lightning.force.com/lightning/page/home',
      'warning',
      loginHost('acme--uat.sandbox.lightning.force.com'),
      { fix: 'https://acme--uat.sandbox.my.salesforce.com' },
    ],
    [
      'loginUrl',
      'https://login.salesforce.com/services/oauth2',
      'warning',
      'Enter the host alone, without a path.',
      { fix: 'https://login.salesforce.com' },
    ],
    [
      'loginUrl',
      'http://login.salesforce.com',
      'error',
      'Salesforce accepts https only.',
      { fix: 'https://login.salesforce.com' },
    ],
  ],
};

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
  // None has a field that is an e-mail address and nothing else; user names have sentences of their own.
  'This is not an e-mail address. Enter one such as {0}.',
  // The list offers nothing else, and the form's model drops a choice that is not in it.
  'Select one of the values in the list.',
  // Beside warnings about the same text, which a case has no room for; test/unit has them.
  'Backslashes in a URL are replaced with slashes.',
  'The user name looks like one of a Salesforce sandbox. Sandbox users sign in at test.salesforce.com or at the My Domain of the sandbox.',
  'The password ends with the security token, so the token would be sent twice. Enter the password alone.',
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
    it(`are quiet while something is typed, exact once the field is left, and silent once it is mended: ${type}`, async () => {
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
    // generic.ts names the fields of types nobody knows, and no rule.
    const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && name !== 'generic.ts');
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

  it('go on after what no host of ours would post', async () => {
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
