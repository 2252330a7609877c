import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { browserStorage } from '../support/browserStorage.js';
import { leaksIn, leaksInFiles, leaksInProcesses, makeCanary, type Canary, type Leak } from '../support/canary.js';
import { temporaryFolder } from '../support/hostCleanup.js';
import { call, startSandbox, type Sandbox } from '../support/sandbox.js';
import { freshToken, signIn, signInSteps, tenantRow } from './accountsSteps.js';
import { watch, type Watched } from './canaryWatch.js';
import { field, keptDraft, openForm, shownForm } from './formSteps.js';
import { openEditor, openWorkbench, serverFolder, workspaceFolder, type Workbench } from './harness.js';

const canaries = {
  password: makeCanary('password of the user'),
  apiSecret: makeCanary('secret of the API key'),
  mistyped: makeCanary('password that was wrong'),
  named: makeCanary('named secret'),
  replaced: makeCanary('named secret after it was replaced'),
  stored: makeCanary('secret that the server sends in clear'),
  created: makeCanary('secret typed into a new integration'),
  edited: makeCanary('secret typed into an edit'),
  draft: makeCanary('secret typed into a form that was left open'),
  query: makeCanary('secret in the query of a stored URL'),
  described: makeCanary('secret in a stored description'),
  header: makeCanary('secret in a header among stored dial parameters'),
};

const without = (properties: object, key: string): object =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => name !== key));

describe('The canary run', () => {
  const profile = temporaryFolder('profile');
  const tokens: Canary[] = [];
  let sandbox: Sandbox;
  let workbench: Workbench;
  let watched: Watched;
  const clipboard: string[] = [];

  /** Waits until something with `text` in it is on the clipboard, and keeps it. */
  async function copied(text: string): Promise<void> {
    let found = '';
    while (!found.includes(text)) found = await workbench.page.evaluate<string>('navigator.clipboard.readText()');
    clipboard.push(found);
  }

  before(async () => {
    sandbox = await startSandbox({ password: canaries.password.value, apiSecret: canaries.apiSecret.value });
    const token = await freshToken(sandbox);
    tokens.push({ name: 'pasted token', value: token });
    const [tenant] = sandbox.tenants;
    const properties = {
      endpointPrefix: 'https://acme.zendesk.com/api/v2',
      username: 'ada@acme.example',
      password: canaries.stored.value,
      workItems: false,
      interactionFieldId: '',
    };
    const body = { type: 'zendesk', name: 'Kept desk', description: '', active: true, properties };
    const hidden = {
      type: 'rest',
      name: 'Kept query',
      description: `Ask Ada, or use pwd=${canaries.described.value};`,
      active: true,
      properties: {
        endpointPrefix: `https://api.acme.example/v1?api_key=${encodeURIComponent(canaries.query.value)}`,
        username: '',
        password: '',
        token: '',
      },
    };
    for (const each of [body, hidden]) {
      const made = await call(sandbox.url, 'POST', `/v1/tenants/${tenant?.id ?? ''}/integrations`, {
        token,
        body: each,
      });
      assert.equal(made.status, 201, made.text);
    }
    const phone = sandbox.integrations(tenant?.id ?? '').find(({ type }) => type === 'twilio');
    const dial = { ...phone?.properties, globalDialParams: { Authorization: `Bearer ${canaries.header.value}` } };
    const path = `/v1/tenants/${tenant?.id ?? ''}/integrations/${phone?.id ?? ''}`;
    const put = await call(sandbox.url, 'PUT', path, { token, body: { properties: without(dial, 'sdkVersion') } });
    assert.equal(put.status, 200, put.text);

    workbench = await openWorkbench({
      profile: profile.path,
      settings: { 'cxengage.endpoints': { Test: sandbox.url } },
      payload: [['logLevel', 'trace']],
      prepare: async (context) => {
        watched = await watch(context);
      },
    });
    await workbench.openContainer('CxEngage');
  });
  after(async () => {
    await workbench.page.context().close();
    await sandbox.close();
    profile.remove();
  });

  it('signs in in every way, wrongly too', async () => {
    await signInSteps(workbench, sandbox, 'password');
    await workbench.quickInput.type(canaries.mistyped.value);
    await workbench.quickInput.accept();
    await workbench.quickInput.answer('Incorrect user name or password', canaries.password.value);
    await workbench.quickInput.messageShown('Signed in to Test');
    await workbench.quickInput.accept();
    await tenantRow(workbench, 'Acme Dev').waitFor();
    await signIn(workbench, sandbox, 'apiKey');
    await workbench.tree('Tenants').row(`${sandbox.username} · Test`).waitFor();
    await workbench.tree('Tenants').expand(`${sandbox.username} · Test`);
    await signIn(workbench, sandbox, 'token');
    const second = workbench.tree('Tenants').row(`${sandbox.username} · Test (2)`);
    // The list of accounts is as it was when it opened.
    await second.waitFor();
    await workbench.runCommand('CxEngage: Sign Out…');
    await workbench.quickInput.choose(`${sandbox.username} · Test (2)`);
    await (await workbench.dialog('Sign out of')).getByRole('button', { name: 'Sign Out' }).click();
    await second.waitFor({ state: 'detached' });
  });

  it('adds, replaces, renames and lists named secrets', async () => {
    const { quickInput, page } = workbench;
    await workbench.runCommand('CxEngage: Manage Secrets…');
    await quickInput.choose('Add a Secret…');
    await quickInput.answer('Name, as used in references and lists', 'ZENDESK_TOKEN');
    await quickInput.answer('Value of ZENDESK_TOKEN', canaries.named.value);
    await quickInput.choose('ZENDESK_TOKEN');
    await quickInput.answer('New value of ZENDESK_TOKEN', canaries.replaced.value);
    await quickInput.row('ZENDESK_TOKEN').hover();
    await quickInput.row('ZENDESK_TOKEN').getByRole('button', { name: 'Rename' }).click();
    await quickInput.answer('New name', 'DESK_TOKEN');
    await quickInput.row('DESK_TOKEN').waitFor();
    await page.keyboard.press('Escape');
    await quickInput.hidden();
  });

  it('creates an integration, at first against a server that repeats the secret in its error', async () => {
    const said = {
      error: {
        message: `the value ${canaries.created.value} is refused`,
        attribute: { password: `${canaries.created.value} is too weak` },
      },
    };
    const form = await openForm(workbench, 'Acme Dev');
    await field(form, 'properties.endpointPrefix').fill('https://acme.zendesk.com/api/v2');
    await field(form, 'properties.username').fill('ada@acme.example');
    await field(form, 'properties.password').fill(canaries.created.value);
    sandbox.addFault({
      method: 'POST',
      path: '/v1/tenants/*/integrations',
      when: { next: 1 },
      fault: { kind: 'status', status: 400, body: JSON.stringify(said), contentType: 'application/json' },
    });
    await form.locator('#action-submit').click();
    await form.locator('.issue.error').filter({ hasText: 'is too weak' }).waitFor();
    // What the server said stands until the field changes.
    await field(form, 'properties.password').fill('');
    await field(form, 'properties.password').fill(canaries.created.value);
    await form.locator('#action-submit').click();
    await workbench.tree('Tenants').row('Zendesk').waitFor();
  });

  it('shows, copies, tests, edits and duplicates one whose secret the server sends in clear', async () => {
    const tree = workbench.tree('Tenants');
    await tree.row('Kept desk').click();
    await workbench.page.locator('.view-line').filter({ hasText: 'Kept desk' }).first().waitFor();
    await tree.row('Kept desk').hover();
    await tree.contextMenu('Kept desk', 'Copy as cURL');
    await copied('curl');
    await tree.contextMenu('Kept desk', 'Edit Integration…');
    const form = await shownForm(workbench, 'Kept desk · Acme Dev');
    await form.locator('[data-field="properties.password"]').click();
    await field(form, 'properties.password').fill(canaries.edited.value);
    await form.locator('#action-submit').click();
    await workbench.page
      .locator('.tabs-container .tab')
      .filter({ hasText: 'Kept desk · Acme Dev' })
      .waitFor({ state: 'detached' });
    const kept = sandbox.integrations(sandbox.tenants[0]?.id ?? '').find(({ name }) => name === 'Kept desk');
    assert.equal(kept?.properties.password, canaries.edited.value);

    await tree.contextMenu('Kept desk', 'Duplicate Integration…');
    await workbench.quickInput.shown();
    await workbench.page.keyboard.press('Enter');
    const copy = await shownForm(workbench, /Acme Dev$/);
    await copy.locator('#action-submit').click();
    await tree.row(/copy/i).waitFor();
  });

  it('shows and opens those with secrets inside other texts', async () => {
    const tree = workbench.tree('Tenants');
    const { page } = workbench;
    await tree.row('Kept query').click();
    await page.locator('.view-line').filter({ hasText: 'api.acme.example' }).first().waitFor();
    await tree.row('Kept query').hover();
    await tree.contextMenu('Kept query', 'Edit Integration…');
    const form = await shownForm(workbench, 'Kept query · Acme Dev');
    assert.match(await field(form, 'properties.endpointPrefix').inputValue(), /api_key=••••/);
    // Changed beside the secret, which the server keeps.
    await field(form, 'name').fill('Kept query 2');
    await form.locator('#action-submit').click();
    await tree.row('Kept query 2').waitFor();
    const kept = sandbox.integrations(sandbox.tenants[0]?.id ?? '').find(({ name }) => name === 'Kept query 2');
    assert.ok(String(kept?.properties.endpointPrefix).includes(encodeURIComponent(canaries.query.value)));
    assert.ok(kept?.description?.includes(canaries.described.value));
    const phone = sandbox.integrations(sandbox.tenants[0]?.id ?? '').find(({ type }) => type === 'twilio');
    await tree.row(phone?.name ?? '').click();
    await page.locator('.view-line').filter({ hasText: 'globalDialParams' }).first().waitFor();
  });

  it('shows its log', async () => {
    await workbench.runCommand('CxEngage: Show Log');
    await workbench.page.locator('.output-view .view-line, .panel .view-line').first().waitFor();
  });

  it('leaves a form open with a secret typed into it, over a reload', async () => {
    const form = await openForm(workbench, 'Acme Staging');
    await field(form, 'properties.username').fill('draft@acme.example');
    await field(form, 'properties.password').fill(canaries.draft.value);
    await field(form, 'properties.endpointPrefix').fill('https://draft.zendesk.com/api/v2');
    await workbench.reload(openEditor('New Zendesk · Acme Staging'), keptDraft('draft@acme.example'));
    const restored = await shownForm(workbench);
    assert.equal(await field(restored, 'properties.username').inputValue(), 'draft@acme.example');
    await tenantRow(workbench, 'Acme Dev').waitFor();
  });

  async function search(): Promise<readonly Leak[]> {
    const all = [...Object.values(canaries), ...tokens];
    const storage = await browserStorage(workbench.page);
    const texts = {
      // The keyring of this host is in here too, but sealed: nothing needs to be left out.
      localStorage: JSON.stringify(storage.localStorage),
      sessionStorage: JSON.stringify(storage.sessionStorage),
      'IndexedDB (globalState, workspaceState, webview state)': storage.indexedDB,
      caches: storage.caches,
      'the screen (workbench, notifications, webviews)': watched.shown.join('\n'),
      'requests of the browser': watched.requests.join('\n'),
      'the console': watched.console.join('\n'),
      'the clipboard': clipboard.join('\n'),
    };
    const files = await Promise.all([
      leaksInFiles(await serverFolder(), all),
      leaksInFiles(await workspaceFolder(), all),
      leaksInFiles(profile.path, all),
    ]);
    const processes = await leaksInProcesses(all);
    const sizes = Object.entries(texts).map(([place, text]) => `${place}: ${text.length}`);
    console.log(
      `      searched ${sizes.join(', ')} characters, ${files.map((each) => each.files).join(' + ')} files, ${processes.processes} processes`,
    );
    assert.ok(
      watched.shown.join('').includes('Kept desk') && storage.indexedDB.includes('cxengage'),
      'the search sees what was shown and stored',
    );
    return [
      ...Object.entries(texts).flatMap(([place, text]) => leaksIn(place, text, all)),
      ...files.flatMap((each) => each.leaks),
      ...processes.leaks,
    ];
  }

  it('has left no secret anywhere but in the keyring', async () => {
    assert.deepEqual(await search(), []);
  });

  it('would have found one', async () => {
    const { page } = workbench;
    const leak = Buffer.from(`ada:${canaries.created.value}`).toString('base64');
    await appendFile(join(await workspaceFolder(), 'README.md'), leak);
    await page.evaluate(
      `localStorage.setItem('leak', ${JSON.stringify(canaries.password.value)}); document.body.setAttribute('title', ${JSON.stringify(canaries.named.value)}); console.info(${JSON.stringify(encodeURIComponent(canaries.edited.value))})`,
    );
    const found = (await search()).map(({ canary, form }) => `${canary}: ${form}`);
    for (const expected of [
      `${canaries.created.name}: base64`,
      `${canaries.password.name}: JSON-escaped`,
      `${canaries.named.name}: plain`,
      `${canaries.edited.name}: URL-encoded`,
    ]) {
      assert.ok(found.includes(expected), `${expected} is not in ${found.join(', ')}`);
    }
  });
});
