// Integrations as files, from the export to the last tenant: in one window, with faults and a reload in the middle.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Locator } from 'playwright-core';
import { browserStorage } from '../support/browserStorage.js';
import { leaksIn, leaksInFiles, makeCanary } from '../support/canary.js';
import { eventually } from '../support/eventually.js';
import { call, startSandbox, type FaultRule, type Sandbox } from '../support/sandbox.js';
import { until } from '../support/until.js';
import { freshToken, signIn } from './accountsSteps.js';
import { watch, type Watched } from './canaryWatch.js';
import { inTree } from './explorerSteps.js';
import { allThemes, openWorkbench, serverFolder, workspaceFolder, type Workbench } from './harness.js';

const password = makeCanary('password of the loyalty service');
const NAME = 'Loyalty';
const FILE = 'loyalty.cxintegration.json';
const ADDRESS = [
  'https://loyalty.acme.example',
  'https://loyalty-2.acme.example',
  'https://loyalty-3.acme.example',
] as const;

describe('Integrations as files', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let watched: Watched;
  let folder: string;
  /** Where the apply fails; another place each time. */
  let faults = '';

  /** What a person does: a key, a text, a click. */
  let interactions = 0;
  const act = async (...steps: readonly (() => Promise<unknown>)[]): Promise<void> => {
    for (const step of steps) {
      await step();
      interactions += 1;
    }
  };

  const tenants = () => sandbox.tenants.filter(({ name }) => name !== 'Umbrella Audit');
  const tenant = (name: string) => tenants().find((each) => each.name === name) ?? assert.fail(name);
  const aliasOf = (name: string): string => name.toLowerCase().replace('acme ', '').replaceAll(' ', '-');
  const integrationsPath = (tenantId: string): string => `/v1/tenants/${tenantId}/integrations`;
  const named = (tenantId: string) => sandbox.integrations(tenantId).filter(({ name }) => name === NAME);
  const addressIn = (name: string): unknown => named(tenant(name).id)[0]?.properties.endpointPrefix;
  const creates = (tenantId: string): number =>
    sandbox.requests.filter(({ method, path }) => method === 'POST' && path === integrationsPath(tenantId)).length;

  const file = (): string => join(folder, 'integrations', FILE);
  /** What a person changes in the file and saves; git or another editor would do the same. */
  const edit = async (from: string | RegExp, to: string): Promise<void> => {
    const text = await readFile(file(), 'utf8');
    assert.notEqual(text.replace(from, to), text, `${String(from)} is not in ${text}`);
    await writeFile(file(), text.replace(from, to));
  };
  const save = (): Promise<void> => Promise.resolve();

  const header = (): Locator => workbench.sideBar.locator('.pane-header[aria-label^="Changes"]');
  const message = (text: string | RegExp): Locator =>
    workbench.sideBar.locator('.pane .message').filter({ hasText: text });
  const badge = (): Locator =>
    workbench.page.locator('.part.activitybar .action-item').filter({ hasText: /^\d+$/ }).locator('.badge-content');
  const pressButton = (name: string, opens?: Locator): Promise<void> =>
    workbench.pressTitleButton('Changes', name, opens);
  const lens = (title: string): Locator =>
    workbench.page.locator('.codelens-decoration a').getByText(title, { exact: true });
  /** The lens right above a line, once the editor shows it; in the page lenses are in any order. */
  const clickPlanOf = async (text: string): Promise<void> => {
    const line = workbench.page.locator('.view-line').filter({ hasText: text }).first();
    await line.waitFor();
    const topOf = async (what: Locator): Promise<number> => (await what.boundingBox())?.y ?? Infinity;
    let nearest: Locator | undefined;
    await until(async () => {
      const below = await topOf(line);
      for (const each of await lens('Plan').all()) {
        const above = below - (await topOf(each));
        // The height of a line, and of a lens.
        if (above > 0 && above < 25) nearest = each;
      }
      return nearest !== undefined;
    });
    await nearest?.click();
  };
  const row = (label: string): Locator => workbench.tree('Changes').row(label);
  /** VS Code gives its own check boxes a tabindex of 1; all else has to be as axe wants it, in every theme. */
  const pictured = async (name: string): Promise<void> => {
    for (const [index, theme] of allThemes.entries()) {
      await workbench.screenshot(name, { theme, part: workbench.sideBar });
      const issues = await workbench.accessibilityIssues(inTree, { onlyColor: index > 0 });
      assert.deepEqual(
        issues.filter(({ rule }) => rule !== 'tabindex'),
        [],
        theme,
      );
    }
    await workbench.setTheme('light');
  };
  const confirm = async (button: RegExp): Promise<void> => {
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: button }).click();
  };

  const planFolder = async (): Promise<void> => {
    await workbench.openContainer('Explorer');
    const explorer = workbench.page.locator('.explorer-folders-view .monaco-list-row');
    // The tooltip of the icon that was clicked may lie over the row.
    await workbench.page.mouse.move(640, 700);
    await explorer.filter({ hasText: 'integrations' }).first().click({ button: 'right' });
    await workbench.chooseMenuItem('Plan Integration Files');
  };

  before(async () => {
    sandbox = await startSandbox({ tenants: 21, integrations: 1 });
    folder = await workspaceFolder();
    const made = await call(sandbox.url, 'POST', integrationsPath(tenant('Acme Dev').id), {
      token: await freshToken(sandbox),
      body: {
        type: 'rest',
        name: NAME,
        active: true,
        properties: { endpointPrefix: ADDRESS[0], username: 'loyalty', password: password.value, token: '' },
      },
    });
    assert.equal(made.status, 201, made.text);
    sandbox.clearRequests();
    const entries = tenants().map(({ id, name }) => {
      const production = name === 'Acme Production' ? { production: true } : {};
      return [aliasOf(name), { tenantId: id, ...production }] as const;
    });
    await writeFile(
      join(folder, 'cxengage.json'),
      JSON.stringify({ tenants: Object.fromEntries<{ readonly tenantId: string }>(entries) }),
    );
    workbench = await openWorkbench({
      settings: { 'cxengage.endpoints': { Test: sandbox.url } },
      prepare: async (context) => {
        watched = await watch(context);
      },
    });
    await workbench.openContainer('CxEngage');
    await signIn(workbench, sandbox, 'password');
    await workbench.tree('Tenants').row('Acme Dev').waitFor();
  });
  after(async () => {
    await workbench.page.context().close();
    await sandbox.close();
    for (const name of ['cxengage.json', 'integrations'])
      await rm(join(folder, name), { force: true, recursive: true });
  });

  it('are exported without a secret, and then there is nothing to do', async () => {
    assert.equal(await header().count(), 0);
    const tree = workbench.tree('Tenants');
    await tree.expand('Acme Dev');
    interactions = 0;
    await act(
      () => tree.row(NAME).click({ button: 'right' }),
      () => workbench.chooseMenuItem('Export as Integration File…'),
      async () => {
        await workbench.quickInput.shown('Export as Integration File');
        await workbench.quickInput.accept();
      },
    );
    await workbench.notification('Secrets without a value on this machine: loyalty-password.');
    assert.match(await readFile(file(), 'utf8'), /"password": "\$\{secret:loyalty-password\}"/);
    await workbench.screenshot('integration-file', { forDocs: true });
    // VS Code reads the whole condition of the button.
    await workbench.page
      .locator('.editor-actions')
      .getByRole('button', { name: /Plan Integration Files/ })
      .waitFor();
    await lens('Plan').first().click();
    await confirm(/^Use Secrets$/);
    await message('Nothing to do · 1 without a change').waitFor();
  });

  it('show only what was changed, in each of twenty tenants and every theme', async () => {
    const targets = tenants().map(({ name }) => `    "${aliasOf(name)}": {}`);
    await edit(ADDRESS[0], ADDRESS[1]);
    await edit(/"targets": \{[^]*\}\n\}/, `"targets": {\n${targets.join(',\n')}\n  }\n}`);
    await act(
      () => lens('Plan All 20 Targets').click(),
      // The secret was not used for this host before.
      () => confirm(/^Use Secrets$/),
    );
    // The values that were typed, and Save.
    interactions += 2;
    await message('19 to create · 1 to update').waitFor();
    assert.equal(await badge().innerText(), '20');
    await workbench.sideBar.locator('.monaco-list-row[aria-label^="Update, Loyalty in Acme Dev"]').waitFor();
    const rows = await workbench.tree('Changes').rows();
    assert.ok(
      rows.every(
        ({ label, accessibleName }) => accessibleName.includes(`${label},`) || accessibleName.includes(`${label} in `),
      ),
    );
    const changed = rows.find(({ label }) => label === NAME) ?? assert.fail();
    assert.match(changed.accessibleName, /^Update, Loyalty in Acme Dev, 2 fields, .*selected$/);
    await workbench.tree('Changes').expand(NAME);
    await row('API URI').waitFor();
    const fields = (await workbench.tree('Changes').rows()).filter(({ level }) => level === 3);
    assert.deepEqual(
      fields.map(({ description }) => description),
      [`${ADDRESS[0]} → ${ADDRESS[1]}`, 'unknown whether the same secret'],
    );
    await pictured('changes');
    await workbench.screenshot('changes-plan', { forDocs: true });
  });

  it('are applied to all after one question, with the missing secret asked for once', async () => {
    const method = 'POST';
    const others = tenants().filter(({ name }) => name !== 'Acme Dev');
    const failing = [0, 0, 0].map(() => others.splice(randomInt(others.length), 1)[0] ?? assert.fail());
    // One is refused and one never gets a response, so that the run is in its middle; one fails at any point.
    const points: readonly FaultRule['fault'][] = [
      { kind: 'status', status: 400 },
      { kind: 'stall', at: 'headers', write: true },
      [
        { kind: 'reset', at: 'afterWrite' } as const,
        { kind: 'status', status: 500, write: true } as const,
        { kind: 'reset', at: 'midResponse' } as const,
      ][randomInt(3)] ?? assert.fail(),
    ];
    faults = failing.map(({ name }, index) => `${name}: ${JSON.stringify(points[index])}`).join(' ');
    for (const [index, { id }] of failing.entries())
      sandbox.addFault({ method, path: integrationsPath(id), fault: points[index] ?? assert.fail() });
    const { quickInput } = workbench;
    await act(
      () => pressButton('Apply Changes…', quickInput.input),
      async () => {
        await quickInput.messageShown('Value of ${secret:loyalty-password}');
        await quickInput.type(password.value);
      },
      () => quickInput.accept(),
      () => quickInput.choose('Save'),
      async () => {
        await workbench.dialog('Production: Acme Production');
        await workbench.screenshot('changes-question', { forDocs: true });
        await confirm(/^Make 20 Changes$/);
      },
    );
    assert.ok(interactions <= 12, `the same on 20 tenants took ${interactions} interactions`);
    await until(() => tenants().filter(({ id }) => named(id).length === 1).length === 19);
    await until(() => addressIn('Acme Dev') === ADDRESS[1]);
    await workbench.screenshot('changes-applying');
  });

  it('are planned again after a reload in the middle: just the rest, and no second create', async () => {
    await workbench.reload();
    sandbox.clearFaults();
    await workbench.tree('Tenants').row('Acme Dev').waitFor();
    assert.equal(await header().count(), 0);
    await planFolder();
    await message('1 to create · 19 without a change').waitFor();
    const [rest] = tenants().filter(({ id }) => named(id).length === 0);
    assert.ok(rest);
    sandbox.addFault({ method: 'POST', path: integrationsPath(rest.id), fault: { kind: 'status', status: 400 } });
    await pressButton('Apply Changes…');
    await confirm(/^Create in /);
    const failed = await workbench.notification('Changes applied: 0 of 1.');
    await failed.getByRole('button', { name: 'Retry the Rest' }).click();
    await confirm(/^Create in /);
    // VS Code may keep the notification to itself, as the fourth in a moment.
    await message('applied: 1 of 1').waitFor();
    await workbench.runCommand('CxEngage: Show Report of Changes');
    await workbench.page.locator('.view-line').filter({ hasText: rest.name }).first().waitFor();
    await workbench.screenshot('changes-report');
    for (const { id, name } of tenants()) {
      assert.equal(named(id).length, 1, name);
      // A create that was refused did nothing; nothing that was stored was sent again.
      const expected: number = name === 'Acme Dev' ? 0 : id === rest.id ? 3 : 1;
      assert.equal(creates(id), expected, `creates in ${name}, where ${faults}`);
      assert.equal(named(id)[0]?.properties.password, password.value);
      assert.equal(named(id)[0]?.properties.endpointPrefix, ADDRESS[1]);
    }
    await workbench.clearNotifications();
  });

  it('are promoted from dev to production, seen before they are made, and taken back', async () => {
    await workbench.page.mouse.move(640, 700);
    await workbench.showEditor(/^loyalty/);
    // Development gets the new address first, by itself.
    await edit('"dev": {}', `"dev": { "properties": { "endpointPrefix": "${ADDRESS[2]}" } }`);
    await lens('Plan All 20 Targets').waitFor();
    await pressButton('Plan Again');
    await confirm(/^Use Secrets$/);
    await message('1 to update · 19 without a change').waitFor();
    // Somebody else is quicker: their change is shown before anything is sent over it.
    const [stored] = named(tenant('Acme Dev').id);
    const path = `${integrationsPath(tenant('Acme Dev').id)}/${stored?.id ?? ''}`;
    const token = await freshToken(sandbox);
    await call(sandbox.url, 'PUT', path, { token, body: { description: 'By somebody else' } });
    await pressButton('Apply Changes…');
    await confirm(/^Save in Acme Dev$/);
    await workbench.notification('Changes applied: 0 of 1. Changed meanwhile and planned anew: 1.');
    assert.equal(addressIn('Acme Dev'), ADDRESS[1]);
    await row(NAME).filter({ hasText: 'Changed since the plan' }).waitFor();
    await workbench.clearNotifications();
    await pressButton('Apply Changes…');
    await confirm(/^Save in Acme Dev$/);
    await message('applied: 1 of 1').waitFor();
    assert.equal(named(tenant('Acme Dev').id)[0]?.description, 'By somebody else');
    await workbench.clearNotifications();
    await until(() => addressIn('Acme Dev') === ADDRESS[2]);

    interactions = 0;
    await act(
      () => edit('"production": {}', `"production": { "properties": { "endpointPrefix": "${ADDRESS[2]}" } }`),
      save,
      () => clickPlanOf('"production": { "properties"'),
    );
    await message(/^1 to update$/).waitFor();
    const diff = workbench.page.locator('.monaco-diff-editor .modified .view-line').filter({ hasText: ADDRESS[2] });
    await act(() =>
      // VS Code lets a click pass on a row that is being redrawn; a user clicks again.
      eventually(async () => {
        await row(NAME).click();
        await diff.first().waitFor({ timeout: 3000 });
      }),
    );
    await workbench.screenshot('promote-diff', { forDocs: true });
    await act(
      () => pressButton('Apply Changes…'),
      async () => {
        await workbench.dialog('Acme Production is marked as production.');
        await workbench.screenshot('promote-question', { forDocs: true });
        await confirm(/^Save in Acme Production$/);
      },
    );
    const applied = await workbench.notification('Changes applied: 1 of 1.');
    assert.ok(interactions <= 7, `promoting took ${interactions} interactions`);
    assert.deepEqual([addressIn('Acme Production'), addressIn('Acme Staging')], [ADDRESS[2], ADDRESS[1]]);

    await applied.getByRole('button', { name: 'Undo' }).click();
    // Only the tenants file says that it is production.
    await confirm(/^Undo in Acme Production$/);
    await until(() => addressIn('Acme Production') === ADDRESS[1]);
    await message(/^1 to update$/).waitFor();
  });

  it('leave the secret in no log, state, file, document or message', async () => {
    const storage = await browserStorage(workbench.page);
    const files = await leaksInFiles(await serverFolder(), [password]);
    const workspace = await leaksInFiles(folder, [password]);
    const texts = [
      JSON.stringify(storage.localStorage),
      JSON.stringify(storage.sessionStorage),
      storage.caches,
      await workbench.page.content(),
      ...watched.shown,
      ...watched.requests,
      ...watched.console,
    ];
    assert.ok(watched.shown.length > 100);
    assert.deepEqual(
      [
        ...texts.flatMap((text, index) => leaksIn(`text ${index}`, text, [password])),
        ...files.leaks,
        ...workspace.leaks,
      ],
      [],
    );
  });
});
