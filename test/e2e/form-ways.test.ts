import assert from 'node:assert/strict';
import { type Locator } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import type { Sandbox } from '../support/sandbox.js';
import { markTenant, signIn } from './accountsSteps.js';
import { field, openForm, sendToThisMachine, shownForm, windowForForms, writes } from './formSteps.js';
import type { Workbench } from './harness.js';

describe('Other ways through the form', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  before(async () => {
    ({ sandbox, workbench } = await windowForForms());
  });
  beforeEach(() => {
    sandbox.reset();
  });

  async function closed(): Promise<void> {
    await workbench.page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
  }

  async function fillZendesk(
    form: Awaited<ReturnType<typeof openForm>>,
    name: string,
    password: string,
  ): Promise<void> {
    const { zendesk } = sandbox.services;
    await field(form, 'name').fill(name);
    await field(form, 'properties.endpointPrefix').fill(zendesk.endpointPrefix);
    await field(form, 'properties.username').fill(zendesk.username);
    await field(form, 'properties.password').fill(password);
  }

  async function paste(into: Locator, text: string): Promise<void> {
    await into.evaluate(
      (
        input: {
          dispatchEvent(event: unknown): void;
          ownerDocument: {
            defaultView: {
              DataTransfer: new () => { setData(type: string, text: string): void };
              ClipboardEvent: new (type: string, init: object) => unknown;
            };
          };
        },
        pasted: string,
      ) => {
        const { DataTransfer, ClipboardEvent } = input.ownerDocument.defaultView;
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        input.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }),
        );
      },
      text,
    );
  }

  const bodies = (): readonly unknown[] => writes(sandbox).map((write) => write.body);

  /** Begins to create a Zendesk integration by questions, and comes to its name. */
  async function quickCreate(): Promise<void> {
    const { quickInput } = workbench;
    await workbench.runCommand('CxEngage: Quick Create Integration…');
    await quickInput.row('Acme Dev').waitFor();
    await quickInput.type('Acme Dev');
    await quickInput.accept();
    await quickInput.shown('Create Integration in Acme Dev (1/');
    await quickInput.choose('Zendesk');
    await quickInput.messageShown('Name');
  }

  it('without a form: question by question, with back, by keyboard', async () => {
    const { quickInput, page } = workbench;
    await quickCreate();
    assert.equal(await quickInput.input.inputValue(), 'Zendesk');
    await quickInput.type('By questions');
    await quickInput.accept();
    await quickInput.messageShown('Description');
    await quickInput.accept();
    await quickInput.messageShown('API URI');
    await quickInput.accept();
    await quickInput.answer('API URI is required', 'https://acme.zendesk.com/api/v2');
    await quickInput.messageShown('User name');
    await page.getByRole('button', { name: 'Back' }).click();
    await quickInput.messageShown('API URI');
    assert.equal(await quickInput.input.inputValue(), 'https://acme.zendesk.com/api/v2');
    await quickInput.accept();
    await quickInput.answer('User name', 'agent@acme.com');
    await quickInput.messageShown('Password or API token');
    assert.equal(await quickInput.input.getAttribute('type'), 'password');
    await quickInput.type('quick-pass-1');
    await quickInput.accept();
    await quickInput.choose('No');
    await quickInput.choose('Inactive');
    await quickInput.choose('Create Without Test');
    await workbench.tree('Tenants').row('By questions').waitFor();
    assert.deepEqual(bodies(), [
      {
        type: 'zendesk',
        name: 'By questions',
        active: false,
        properties: {
          endpointPrefix: 'https://acme.zendesk.com/api/v2',
          username: 'agent@acme.com',
          password: 'quick-pass-1',
          workItems: false,
          interactionFieldId: '',
        },
      },
    ]);
  });

  it('questions that are given up leave a draft, were it of a description alone', async () => {
    const { quickInput } = workbench;
    await quickCreate();
    await quickInput.accept();
    await quickInput.answer('Description', 'entered by questions');
    await quickInput.messageShown('API URI');
    await quickInput.cancel();
    const form = await openForm(workbench, 'Acme Dev');
    await form.locator('.banner').filter({ hasText: 'Draft restored.' }).waitFor();
    assert.equal(await field(form, 'description').inputValue(), 'entered by questions');
    await form.getByRole('button', { name: 'Start Over' }).click();
    await form.locator('.banner').waitFor({ state: 'detached' });
    await workbench.runCommand('View: Close Editor');
    await closed();
  });

  it('questions whose create has no known outcome go on in the form, which checks again', async () => {
    const { quickInput } = workbench;
    await quickCreate();
    await quickInput.type('Unsure by questions');
    await quickInput.accept();
    await quickInput.messageShown('Description');
    await quickInput.accept();
    for (const [question, answer] of [
      ['API URI', 'https://acme.zendesk.com/api/v2'],
      ['User name', 'agent@acme.com'],
      ['Password or API token', 'quick-pass-2'],
    ] as const) {
      await quickInput.answer(question, answer);
    }
    await quickInput.choose('No');
    await quickInput.choose('Inactive');
    const path = '/v1/tenants/*/integrations';
    sandbox.addFault({ method: 'POST', path, fault: { kind: 'reset', at: 'afterWrite' } });
    sandbox.addFault({ method: 'GET', path, skip: 1, when: { always: true }, fault: { kind: 'status', status: 500 } });
    await quickInput.choose('Create Without Test');
    const form = await shownForm(workbench, /New Zendesk/);
    const again = form.getByRole('button', { name: 'Check Again' });
    await again.waitFor();
    assert.equal(await field(form, 'name').inputValue(), 'Unsure by questions');
    sandbox.clearFaults();
    await again.click();
    await closed();
    await workbench.notification('“Unsure by questions” was created: it was found by its name');
    assert.equal(bodies().length, 1);
    await workbench.clearNotifications();
  });

  it('a failed test stops “Test & Create”, says why, and offers to create it inactive', async () => {
    const form = await openForm(workbench, 'Acme Dev');
    await fillZendesk(form, 'Wrong password', 'not-the-password');
    await form.locator('#action-testAndSubmit').click();
    await sendToThisMachine(workbench);
    await form.locator('.banner').filter({ hasText: 'Nothing was created.' }).waitFor();
    await form.locator('.stage.failed').filter({ hasText: 'Authentication' }).waitFor();
    await form.getByText('Tested from this machine, not from CxEngage.').waitFor();
    assert.deepEqual(bodies(), []);
    assert.ok(!(await form.locator('.test').innerText()).includes('not-the-password'));
    await form.getByRole('button', { name: 'Create Inactive' }).click();
    await closed();
    assert.equal(
      sandbox.integrations(sandbox.tenants[0]?.id ?? '').find((integration) => integration.name === 'Wrong password')
        ?.active,
      false,
    );
  });

  it('production asks, naming the tenant; declining keeps everything', async () => {
    await markTenant(workbench, 'Acme Production', 'Production');
    const form = await openForm(workbench, 'Acme Production');
    await form.locator('.target.production .mark').filter({ hasText: 'Production' }).waitFor();
    await fillZendesk(form, 'Careful', 'pass-word-1');
    await form.locator('#action-submit').click();
    const dialog = await workbench.dialog('Create “Careful” in Acme Production?');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await form.locator('#action-submit:not([disabled])').waitFor();
    assert.deepEqual(bodies(), []);
    assert.equal(await field(form, 'name').inputValue(), 'Careful');
    await form.locator('#action-submit').click();
    await (
      await workbench.dialog('Create “Careful” in Acme Production?')
    )
      .getByRole('button', { name: 'Create in Acme Production' })
      .click();
    await closed();
    assert.equal(bodies().length, 1);
  });

  it('finds a create whose response was lost by its name, and never sends it twice', async () => {
    sandbox.addFault({
      method: 'POST',
      path: '/v1/tenants/*/integrations',
      when: { next: 1 },
      fault: { kind: 'reset', at: 'afterWrite' },
    });
    const form = await openForm(workbench, 'Acme Dev');
    await fillZendesk(form, 'Lost answer', 'pass-word-1');
    await form.locator('#action-submit').click();
    await closed();
    await workbench.notification('“Lost answer” was created: it was found by its name');
    assert.equal(bodies().length, 1);
    await workbench.clearNotifications();
  });

  it('a cURL command fills REST, its secret straight in its field', async () => {
    const form = await openForm(workbench, 'Acme Dev');
    await form.locator('form').waitFor();
    await paste(
      field(form, 'properties.endpointPrefix'),
      "curl 'https://api.acme.com/v2/' -H 'Authorization: Bearer curl-canary-1'",
    );
    await form.locator('.banner').filter({ hasText: 'The token is in "Token"' }).waitFor();
    assert.equal(await field(form, 'properties.endpointPrefix').inputValue(), 'https://api.acme.com/v2');
    assert.ok(!(await form.locator('html').innerHTML()).includes('curl-canary-1'));
    await form.locator('#action-submit').click();
    await closed();
    assert.deepEqual(bodies(), [
      {
        type: 'rest',
        name: 'REST',
        active: true,
        properties: { endpointPrefix: 'https://api.acme.com/v2', username: '', password: '', token: 'curl-canary-1' },
      },
    ]);
  });

  it('a pasted secret takes the place of one typed before, in the field too', async () => {
    const form = await openForm(workbench, 'Acme Dev');
    await field(form, 'name').fill('Pasted');
    await field(form, 'properties.password').fill('typed-before');
    await paste(field(form, 'properties.endpointPrefix'), 'curl.exe -su cx:pasted-after https://api.acme.com/v2');
    await form.locator('.banner').filter({ hasText: 'The password is in "Password"' }).waitFor();
    assert.equal(await field(form, 'properties.password').inputValue(), '');
    await form.locator('#action-submit').click();
    await closed();
    assert.deepEqual(bodies(), [
      {
        type: 'rest',
        name: 'Pasted',
        active: true,
        properties: { endpointPrefix: 'https://api.acme.com/v2', username: 'cx', password: 'pasted-after', token: '' },
      },
    ]);
  });

  it('pastes text that only looks like a request as text', async () => {
    const form = await openForm(workbench, 'Acme Dev');
    const key = '{"kind": "account", "url": ["x"], "id": 5}';
    await field(form, 'properties.password').fill('ab');
    await field(form, 'properties.password').evaluate(
      (input: { setSelectionRange(start: number, end: number): void }) => {
        input.setSelectionRange(1, 2);
      },
    );
    await paste(field(form, 'properties.password'), key);
    // The host is asked first whether it is a request.
    await eventually(async () => {
      assert.equal(await field(form, 'properties.password').inputValue(), `a${key}`);
    });
    await fillZendesk(form, 'Holds JSON', '');
    await field(form, 'properties.password').fill('');
    await paste(field(form, 'properties.password'), key);
    await form.getByRole('button', { name: 'Show Password or API token' }).waitFor();
    await form.locator('#action-submit').click();
    await closed();
    assert.deepEqual(
      bodies().map((body) => JSON.stringify(body).includes(JSON.stringify(key))),
      [true],
    );
  });

  it('a secret is saved under a name, and used in another form without being typed', async () => {
    let form = await openForm(workbench, 'Acme Dev');
    await fillZendesk(form, 'Saves', 'named-pass-1');
    await form.getByRole('button', { name: 'Save under a name…' }).click();
    await workbench.quickInput.answer('A name for it', 'desk');
    await form.getByText('Saved secret “desk”').waitFor();
    await form.locator('#action-submit').click();
    await closed();
    form = await openForm(workbench, 'Acme Staging');
    await field(form, 'name').fill('Uses');
    await field(form, 'properties.endpointPrefix').fill('https://acme.zendesk.com/api/v2');
    await field(form, 'properties.username').fill('agent@acme.com');
    await form.getByRole('button', { name: 'Use Saved…: Password or API token' }).click();
    await workbench.quickInput.choose('desk');
    await form.getByText('Saved secret “desk”').waitFor();
    await form.locator('#action-submit').click();
    await closed();
    assert.deepEqual(
      bodies().map((body) =>
        typeof body === 'object' &&
        body !== null &&
        'properties' in body &&
        typeof body.properties === 'object' &&
        body.properties !== null &&
        'password' in body.properties
          ? body.properties.password
          : undefined,
      ),
      ['named-pass-1', 'named-pass-1'],
    );
  });

  it('keeps what was typed when the account signs out, and says what to do', async () => {
    const form = await openForm(workbench, 'Acme Dev');
    await fillZendesk(form, 'Survivor', 'pass-word-1');
    await workbench.runCommand('CxEngage: Sign Out…');
    await (await workbench.dialog('Sign out of')).getByRole('button', { name: 'Sign Out' }).click();
    await form.locator('.blocked').filter({ hasText: 'The account was signed out' }).waitFor();
    assert.equal(await field(form, 'name').inputValue(), 'Survivor');
    assert.equal(await form.locator('#action-submit').getAttribute('aria-disabled'), 'true');

    // The same person comes back: the form goes on, with the password that was typed before.
    await signIn(workbench, sandbox, 'password');
    await form.locator('.banner').filter({ hasText: 'This form continues with the account' }).waitFor();
    await form.locator('#action-submit').click();
    await closed();
    assert.deepEqual(
      writes(sandbox).map((write) => write.path),
      [`/v1/tenants/${sandbox.tenants[0]?.id ?? ''}/integrations`],
    );
  });
});
