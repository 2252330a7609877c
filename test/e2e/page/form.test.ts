import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { integrationTypes } from '../../../src/core/catalog/registry.js';
import type { Draft } from '../../../src/form/panel/draft.js';
import { duplicateDraft, editDraft } from '../../../src/form/panel/newDraft.js';
import { fillSample } from '../../../src/form/panel/sample.js';
import type { Surroundings } from '../../../src/form/panel/view.js';
import { leaksInFiles, makeCanary } from '../../support/canary.js';
import { formThemes, tenant } from '../../support/formPage.js';
import { launchPersistent } from '../../support/hostBrowser.js';
import { temporaryFolder } from '../../support/hostCleanup.js';
import { projectRoot } from '../../support/hostProject.js';
import { desk, fresh, saved, useFormPage } from './drafts.js';

const canary = 'canary-2a7f';

describe('The form alone in a browser', function () {
  this.timeout(180_000);
  const open = useFormPage();

  it('weighs at most 160 KB', async () => {
    const { size } = await stat(join(projectRoot(), 'dist', 'form.js'));
    assert.ok(size <= 160 * 1024, `${size} bytes`);
  });

  it('has nothing for axe to find in any theme: every type, with errors, a test, a conflict, while sending, and refused', async () => {
    const stages = [
      { label: 'Name', state: 'passed', duration: 12, detail: 'acme.zendesk.com' },
      { label: 'TLS', state: 'warning' },
      { label: 'Authentication', state: 'failed', detail: 'refused' },
      { label: 'Permissions', state: 'skipped' },
    ] as const;
    const scenes: readonly (readonly [string, Draft, Partial<Surroundings>])[] = [
      ...integrationTypes()
        .filter((type) => type.creatable)
        .map((type) => [type.id, fresh(type.id), {}] as const),
      ...integrationTypes()
        .filter((type) => !type.creatable)
        .map(
          (type) =>
            [
              type.id,
              editDraft(
                saved(
                  type.id,
                  {},
                  Object.fromEntries(type.fields.filter((field) => field.secret).map((field) => [field.key, true])),
                ),
              ),
              {},
            ] as const,
        ),
      ['unknown type', editDraft(saved('msteams', { a: 'x', b: 3, c: true, d: { e: 1 } }, { clientSecret: true })), {}],
      [
        'dial parameters',
        editDraft(
          saved(
            'twilio',
            { accountSid: 'AC1', region: 'ie1', globalDialParams: { Timeout: '45', Queue: 'north' } },
            { authToken: true },
          ),
        ),
        {},
      ],
      ['copy', duplicateDraft(desk, true), { tenant: { ...tenant, mark: 'production' } }],
      [
        'test',
        fresh('zendesk'),
        {
          test: {
            state: 'failed',
            summary: 'refused',
            stages,
            sent: 'GET x',
            response: '401',
            note: 'from this machine',
          },
          banner: {
            severity: 'warning',
            message: 'The test failed.',
            actions: [{ id: 'dismiss', label: 'Dismiss' }],
          },
        },
      ],
      [
        'conflict',
        editDraft(desk),
        {
          banner: { severity: 'error', message: 'Changed.', actions: [] },
          conflicts: [{ field: 'name', label: 'Name', original: 'a', theirs: '', mine: 'c', choice: 'none' }],
        },
      ],
      ['sending', fresh('rest'), { busy: { label: 'Creating…', cancellable: true } }],
      [
        'refused',
        fresh('rest'),
        {
          tenant: { ...tenant, mark: 'readOnly' },
          access: { canView: true, canManage: false, missing: ['MANAGE_ALL_PROVIDERS'] },
        },
      ],
    ];
    // One page for all: what is drawn anew in it is the same, and axe is read and compiled once.
    const page = await open(fresh('rest'));
    const atRest = page.around;
    for (const [name, draft, around] of scenes) {
      page.around = { ...atRest, ...around };
      await page.startOver(draft);
      page.model.touchAll();
      await page.refresh();
      await page.drawn();
      const closed = page.page.locator(':is(.preview, .where):not([open]) > summary');
      for (let left = await closed.count(); left > 0; left -= 1) await closed.first().click();
      // The types that the vendor provisions have no colors of their own.
      const themes = integrationTypes().some((type) => type.id === name && !type.creatable)
        ? (['light'] as const)
        : formThemes;
      for (const [index, theme] of themes.entries()) {
        await page.setTheme(theme);
        assert.deepEqual(await page.accessibilityIssues({ onlyColor: index > 0 }), [], `${name} in ${theme}`);
      }
      assert.deepEqual(page.problems, []);
    }
  });

  it('ties every label to its input, and says help and errors with it', async () => {
    for (const type of ['rest', 'salesforce', 'zendesk']) {
      const page = await open(fresh(type));
      for (const field of [...page.state().basics, ...page.state().fields].filter((each) => each.kind !== 'boolean')) {
        await page.page.locator(`label[for="in-${field.id}"]`).click();
        assert.equal(await page.page.evaluate(`document.activeElement?.getAttribute('data-field')`), field.id);
        await page.page.keyboard.press('Escape');
        const { name, description } = await page.spoken(field.id);
        assert.equal(name, field.label);
        if (field.help) assert.ok(description.includes(field.help), field.id);
      }
      await page.close();
    }
    const page = await open(fresh('zendesk'));
    await page.input('properties.username').focus();
    await page.input('properties.password').focus();
    await page.group('properties.username').locator('.issue.error').waitFor();
    assert.equal(await page.input('properties.username').getAttribute('aria-invalid'), 'true');
    assert.match((await page.spoken('properties.username')).description, /is required/);
    assert.equal(await page.input('properties.endpointPrefix').getAttribute('aria-invalid'), 'false');
  });

  it('shows no errors while typing, shows them once a field is left, and applies fixes', async () => {
    const page = await open(fresh('zendesk'));
    await page.input('properties.endpointPrefix').fill('https://acme.zendesk.com');
    assert.equal(await page.page.locator('.issue.error').count(), 0);
    await page.input('properties.username').focus();
    const group = page.group('properties.endpointPrefix');
    await group.locator('.issue.error').waitFor();
    await group.getByRole('button', { name: /^Use “/ }).click();
    await group.locator('.issue.error').waitFor({ state: 'detached' });
    assert.equal(await page.input('properties.endpointPrefix').inputValue(), 'https://acme.zendesk.com/api/v2');
  });

  it('no longer shows a secret as typed once a fix or sample values brought another', async () => {
    const page = await open(fresh('zendesk'));
    const password = page.input('properties.password');
    const isGone = async (): Promise<void> => {
      await page.page.locator('input[data-field="properties.password"][placeholder*="entered"]').waitFor();
      assert.equal(await password.inputValue(), '');
    };
    await password.fill('typed-first-1');
    await page.input('properties.username').fill('agent@acme.com/token:behind-the-name-2');
    await password.focus();
    // The fix of another field leaves it alone.
    await page.input('properties.endpointPrefix').fill('https://acme.zendesk.com');
    await password.focus();
    await page
      .group('properties.endpointPrefix')
      .getByRole('button', { name: /^Use “/ })
      .click();
    await page.group('properties.endpointPrefix').locator('.issue.error').waitFor({ state: 'detached' });
    assert.equal(await password.inputValue(), 'typed-first-1');
    await page.group('properties.username').getByRole('button', { name: 'Use “agent@acme.com/token”' }).click();
    await isGone();
    assert.equal(page.model.typedSecret('password'), 'behind-the-name-2');
    await password.fill('typed-then-3');
    await page.page.getByRole('button', { name: 'Show Password or API token' }).waitFor();
    fillSample(page.model, { endpointPrefix: 'https://acme.zendesk.com/api/v2', password: 'of-the-sandbox-4' });
    await page.refresh();
    await isGone();
  });

  it('never takes a character away while the host is slow', async () => {
    const page = await open(fresh('rest'), { silent: true });
    await page.page.locator('main').waitFor();
    const input = page.input('name');
    await input.fill('');
    await input.pressSequentially('Hello');
    await page.heard();
    const seqs = page.posted.flatMap((message) => (message.kind === 'change' ? [message.seq] : []));
    // The host has seen no more than “He”.
    page.model.change('name', 'He');
    page.model.ackSeq = seqs[2] ?? 0;
    await page.refresh();
    await page.drawn();
    assert.equal(await input.inputValue(), 'Hello');
    // Once it has seen all, its word counts.
    page.model.change('name', 'Hello!');
    page.model.ackSeq = seqs.at(-1) ?? 0;
    await page.refresh();
    await page.drawn();
    assert.equal(await input.inputValue(), 'Hello!');
  });

  it('changes the fields with the type and the authentication method, at once and without losing anything', async () => {
    const page = await open(fresh('zendesk'));
    await page.input('properties.username').fill('agent@acme.com');
    await page.input('properties.password').fill(canary);
    await page.heard();
    page.model.change('type', 'rest');
    await page.refresh();
    await page.page.locator('[data-field="properties.authMethod"]').waitFor();
    assert.deepEqual(
      [await page.input('properties.username').inputValue(), await page.input('properties.password').inputValue()],
      ['agent@acme.com', canary],
    );
    page.model.change('properties.authMethod', 'token');
    await page.refresh();
    await page.page.locator('[data-field="properties.token"]').waitFor();
    assert.equal(await page.input('properties.token').inputValue(), '');
    assert.equal(await page.page.locator('[data-field="properties.password"]').count(), 0);
  });

  it('sends a secret one way: it is in no other message, no attribute, no kept state', async () => {
    const page = await open(fresh('zendesk'));
    await page.input('properties.password').fill(canary);
    await page.page.getByRole('button', { name: 'Show Password or API token' }).click();
    assert.equal(await page.input('properties.password').getAttribute('type'), 'text');
    await page.page.getByRole('button', { name: 'Show Password or API token' }).click();
    assert.equal(await page.input('properties.password').getAttribute('type'), 'password');
    assert.deepEqual(await page.page.evaluate('window.savedState'), { key: 'k', scroll: 0 });
    assert.ok(!(await page.page.content()).includes(canary));
    await page.heard();
    assert.ok(!JSON.stringify(page.state()).includes(canary));
    assert.deepEqual(
      page.posted.filter((message) => JSON.stringify(message).includes(canary)).map((message) => message.kind),
      ['secret'],
    );

    // A page made anew, as after being hidden: the host has it, the page does not.
    await page.page.reload();
    await page.page.locator('main').waitFor();
    assert.equal(await page.input('properties.password').inputValue(), '');
    assert.match((await page.input('properties.password').getAttribute('placeholder')) ?? '', /entered/);
    await page.setTheme('dark');
  });

  it('leaves nothing of a secret to the browser, which writes what controls hold to its history on disk', async () => {
    const profile = temporaryFolder('form-profile');
    const secret = makeCanary('secret typed into the form');
    const page = await open(fresh('zendesk'), { context: await launchPersistent(profile.path) });
    await page.input('properties.password').fill(secret.value);
    await page.page.goto('about:blank');
    await page.close();
    const { files, leaks } = await leaksInFiles(profile.path, [secret]);
    assert.ok(files > 10, 'the browser wrote its profile');
    assert.deepEqual(leaks, []);
    profile.remove();
  });

  it('shows that a secret is stored, replaces it, and can keep the stored one again', async () => {
    const page = await open(editDraft(desk));
    await page.page.getByText('Stored in CxEngage. It is kept').waitFor();
    assert.equal(await page.page.locator('input[data-field="properties.password"]').count(), 0);
    await page.page.getByRole('button', { name: 'Replace: Password or API token' }).click();
    await page.heard();
    assert.deepEqual(page.posted.at(-1), { kind: 'secretSource', id: 1, field: 'properties.password', act: 'clear' });
    page.model.setSecretSource('password', { kind: 'none' });
    await page.refresh();
    assert.equal(
      await page.input('properties.password').getAttribute('placeholder'),
      'Leave empty to keep the stored value',
    );
    await page.page.getByRole('button', { name: 'Keep Stored Value' }).click();
    await page.heard();
    assert.deepEqual(page.posted.at(-1), { kind: 'secretSource', id: 2, field: 'properties.password', act: 'keep' });
  });

  it('puts each button’s act into one message, and nothing while sending', async () => {
    const page = await open(fresh('zendesk'));
    for (const [id, action] of [
      ['action-submit', 'submit'],
      ['action-testAndSubmit', 'testAndSubmit'],
      ['action-test', 'test'],
      ['in-tenant', 'pickTenant'],
    ] as const) {
      await page.page.locator(`#${id}`).click();
      await page.heard();
      const last = page.posted.at(-1);
      assert.deepEqual([last?.kind, last?.kind === 'act' ? last.action : ''], ['act', action]);
    }
    page.around = { ...page.around, busy: { label: 'Creating…', cancellable: true } };
    await page.refresh();
    await page.page.locator('#action-stop').waitFor();
    const before = page.posted.length;
    await page.page.locator('#action-submit').dispatchEvent('keydown', { key: 'Enter' });
    await page.page.keyboard.press('Control+Enter');
    await page.page.locator('#action-stop').click();
    await page.heard();
    assert.deepEqual(
      page.posted.slice(before).map((message) => (message.kind === 'act' ? message.action : message.kind)),
      ['stop'],
    );
    assert.equal(await page.input('name').isDisabled(), true);
  });

  it('gives the keyboard back to where it was when the page was locked', async () => {
    const page = await open(fresh('zendesk'));
    await page.input('properties.username').focus();
    const idle = page.around;
    page.around = { ...idle, busy: { label: 'Creating…', cancellable: true } };
    await page.refresh();
    await page.page.locator('#action-stop').waitFor();
    page.around = idle;
    await page.refresh();
    await page.page.locator('[data-field="properties.username"]:focus-within').waitFor();
    await page.page.keyboard.type('x');
    assert.equal(await page.input('properties.username').inputValue(), 'x');
  });

  it('moves the focus to the conflict, and names what blocks the form', async () => {
    const page = await open(editDraft(desk));
    page.around = {
      ...page.around,
      conflicts: [{ field: 'name', label: 'Name', original: 'a', theirs: 'b', mine: 'c', choice: 'none' }],
    };
    await page.refresh();
    await page.page.locator('#conflict-heading:focus').waitFor();
    page.around = { ...page.around, access: { canView: true, canManage: false, missing: ['MANAGE_ALL_PROVIDERS'] } };
    await page.refresh();
    await page.page.locator('#live').filter({ hasText: 'MANAGE_ALL_PROVIDERS' }).waitFor({ state: 'attached' });
    await page.post({ kind: 'announce', text: 'something else' });
    await page.page.locator('#live').filter({ hasText: 'something else' }).waitFor({ state: 'attached' });
    await page.page.keyboard.press('Control+Enter');
    await page.page.locator('#live').filter({ hasText: 'MANAGE_ALL_PROVIDERS' }).waitFor({ state: 'attached' });
    await page.heard();
    assert.deepEqual(
      page.posted.filter(({ kind }) => kind === 'act'),
      [],
    );
  });

  it('does nothing on plain Enter: what cannot be deleted is not created by accident', async () => {
    const page = await open(fresh('zendesk'));
    await page.input('name').focus();
    await page.page.keyboard.press('Enter');
    await page.page.keyboard.press('Control+Enter');
    await page.heard();
    assert.deepEqual(
      page.posted.flatMap((message) => (message.kind === 'act' ? [message.action] : [])),
      ['testAndSubmit'],
    );
  });

  it('takes the primary action of what was typed, also when the host has not seen it yet', async () => {
    const page = await open(editDraft(desk), { silent: true });
    await page.input('properties.username').press('n');
    await page.page.keyboard.press('Control+Enter');
    await page.heard();
    const acts = (): string[] => page.posted.flatMap((message) => (message.kind === 'act' ? [message.action] : []));
    assert.deepEqual(acts(), []);
    const typed = page.posted.find((message) => message.kind === 'change');
    assert.ok(typed);
    page.model.change(typed.field, typed.value);
    page.model.ackSeq = typed.seq;
    await page.refresh();
    await page.drawn();
    await page.heard();
    assert.deepEqual(acts(), ['testAndSubmit']);
  });
});
