// One change over many tenants: copy, compare, rotate and report, in one window, with faults and a reload in the middle.
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Locator } from 'playwright-core';
import { browserStorage } from '../support/browserStorage.js';
import { leaksIn, leaksInFiles, makeCanary } from '../support/canary.js';
import { call, startSandbox, type Sandbox } from '../support/sandbox.js';
import { tryAgain } from '../support/tryAgain.js';
import { until } from '../support/until.js';
import { Tree } from '../support/workbenchTree.js';
import { freshToken, signIn } from './accountsSteps.js';
import { watch, type Watched } from './canaryWatch.js';
import { inTree } from './explorerSteps.js';
import { field, openForm } from './formSteps.js';
import { openWorkbench, serverFolder, workspaceFolder, type Theme, type Workbench } from './harness.js';

const canaries = {
  old: makeCanary('secret that is copied, compared and rotated'),
  fresh: makeCanary('new value of a rotation'),
  typed: makeCanary('secret typed into the form'),
};

/** What the comparison exports, in the folder that is proposed. */
const exported = join('integrations', 'loyalty-points.cxintegration.json');

describe('One change over many tenants', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let watched: Watched;

  /** What a person does: a key, a text, a click. */
  let interactions = 0;
  const act = async (...steps: readonly (() => Promise<unknown>)[]): Promise<void> => {
    for (const step of steps) {
      await step();
      interactions += 1;
    }
  };

  const tenantId = (name: string): string =>
    sandbox.tenants.find((each) => each.name === name)?.id ?? assert.fail(name);
  const path = (name: string): string => `/v1/tenants/${tenantId(name)}/integrations`;
  const stored = (name: string) =>
    sandbox.tenants.map(({ id }) => sandbox.integrations(id).filter((each) => each.name === name));
  const holders = (name: string, value: string): number =>
    stored(name)
      .flat()
      .filter(({ properties }) => properties.password === value).length;

  /** The Changes view, whose title is another one while it shows a comparison. */
  const tree = () => {
    const named = workbench.page.locator('.pane-header').filter({ hasText: /Changes|Comparison/ });
    return new Tree(workbench.page, workbench.sideBar.locator('.pane').filter({ has: named }));
  };
  const message = (text: string | RegExp): Locator =>
    workbench.sideBar.locator('.pane .message').filter({ hasText: text });
  const pressButton = (name: string, opens?: Locator): Promise<void> =>
    workbench.pressTitleButton(/Changes|Comparison/, name, opens);
  const confirm = async (button: RegExp): Promise<void> => {
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: button }).click();
  };
  const tick = async (label: string): Promise<void> => {
    await workbench.quickInput.row(label).locator('.monaco-checkbox').click();
  };
  const pressOk = (): Promise<void> =>
    workbench.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
  const line = (text: string | RegExp): Locator =>
    workbench.page.locator('.view-line').filter({ hasText: text }).first();
  /** Pictures in both colors and for the documents, with nothing for axe to find but VS Code's own check boxes. */
  const pictured = async (name: string): Promise<void> => {
    const themes: readonly Theme[] = process.env.UPDATE_PICTURES === '1' ? ['dark', 'light'] : ['light'];
    for (const theme of themes) {
      await workbench.screenshot(name, { theme, forReadme: theme === 'light' });
      const issues = await workbench.accessibilityIssues(inTree);
      assert.deepEqual(
        issues.filter(({ rule }) => rule !== 'tabindex'),
        [],
        theme,
      );
    }
  };

  before(async () => {
    sandbox = await startSandbox({ tenants: 22, integrations: 1 });
    const { url, username } = sandbox.services.rest;
    const { status } = await call(sandbox.url, 'POST', path('Acme Dev'), {
      token: await freshToken(sandbox),
      body: {
        type: 'rest',
        name: 'Loyalty points',
        description: 'Points and rewards',
        active: true,
        properties: { endpointPrefix: `${url}/basic`, username, password: canaries.old.value, token: '' },
      },
    });
    assert.equal(status, 201);
    workbench = await openWorkbench({
      settings: { 'cxengage.endpoints': { Test: sandbox.url } },
      prepare: async (context) => {
        watched = await watch(context);
      },
    });
    await workbench.openContainer('CxEngage');
    await signIn(workbench, sandbox, 'password');
    await workbench.tree('Tenants').expand('Acme Dev');
    // The row is drawn anew once what it opens was read; a menu that is open meanwhile would lose it.
    await workbench.tree('Tenants').row('Loyalty points').click();
    await line('"createdBy"').waitFor();
  });
  after(async () => {
    await workbench.page.context().close();
    for (const name of ['integrations', 'cxengage.json'])
      await rm(join(await workspaceFolder(), name), { force: true, recursive: true });
    await sandbox.close();
  });

  it('copies to twenty tenants in seven interactions, and reports which ID became which', async () => {
    const { quickInput, page } = workbench;
    await act(
      () => workbench.tree('Tenants').row('Loyalty points').click({ button: 'right' }),
      () => workbench.chooseMenuItem('Copy to Tenants…'),
      async () => {
        await quickInput.shown('Copy “Loyalty points” to Tenants');
        await tick('All Tenants');
      },
    );
    await quickInput.shown('(20 of 20)');
    await workbench.screenshot('fleet-choose', { theme: 'light' });
    await act(pressOk, () => quickInput.choose('The Same Value'));
    await message('20 to create').waitFor();
    await tree().row('Loyalty points').waitFor();
    await pictured('copy-to-tenants');
    await act(
      () => pressButton('Apply Changes…'),
      () => confirm(/^Create 20$/),
    );
    const done = await workbench.notification('Changes applied: 20 of 20.');
    assert.ok(interactions <= 7, `copying took ${interactions} interactions`);
    assert.equal(holders('Loyalty points', canaries.old.value), 21);
    // A notification that moves up lets a click pass; a user clicks again.
    await tryAgain(2, async () => {
      await done.getByRole('button', { name: 'Show Report' }).click();
      await line('ID in the source tenant').waitFor({ timeout: 4000 });
    });
    await workbench.screenshot('fleet-copy-report');
    await page.keyboard.press('Escape');
    await workbench.clearNotifications();
  });

  it('tells who still uses a Zendesk token with one command', async () => {
    await workbench.runCommand('CxEngage: Create Audit Report');
    await line('Zendesk').waitFor();
    await workbench.notification(/Audit report: integrations 43, tenants 22/);
    await workbench.screenshot('audit-report', { theme: 'light', forReadme: true });
    await workbench.clearNotifications();
  });

  it('compares tenants, on request also their secrets, and copies from a row', async () => {
    const token = await freshToken(sandbox);
    const [staging] = sandbox.integrations(tenantId('Acme Staging')).filter(({ name }) => name === 'Loyalty points');
    const [retail] = sandbox.integrations(tenantId('Globex Retail')).filter(({ name }) => name === 'Loyalty points');
    assert(staging && retail);
    const put = async (tenant: string, id: string, change: object): Promise<void> => {
      const { status } = await call(sandbox.url, 'PUT', `${path(tenant)}/${id}`, { token, body: change });
      assert.equal(status, 200);
    };
    await put('Acme Staging', staging.id, { properties: { ...staging.properties, password: 'another-value-1' } });
    await put('Globex Retail', retail.id, { active: false, description: 'Rewards' });
    const { quickInput, page } = workbench;
    await workbench.runCommand('CxEngage: Compare Tenants…');
    await quickInput.shown('Compare Tenants');
    // What was selected for the copies is selected still. What a click is aimed at has to be on the screen.
    for (const count of ['(22 of 22)', '(0 of 22)']) {
      await tick('All Tenants');
      await quickInput.shown(count);
    }
    for (const name of ['Acme Dev', 'Acme Staging', 'Globex Retail']) await tick(name);
    await quickInput.type('Umbrella');
    await tick('Umbrella Audit');
    await quickInput.shown('(4 of 22)');
    await pressOk();
    await message('secrets not compared').waitFor();
    await tree().row('Loyalty points').filter({ hasText: 'disabled in Globex Retail' }).waitFor();
    await pressButton('Compare Secrets Too', message('secrets compared'));
    await tree().expand('Loyalty points');
    await tree().row('Acme Staging').filter({ hasText: 'different secret' }).waitFor();
    await workbench.screenshot('compare-tenants', { part: workbench.sideBar });
    await tree().row('Acme Staging').click();
    await line('"password": "<different secret>"').waitFor();
    await pictured('compare-tenants-diff');
    await pressButton('Group by Tenant', tree().row('Umbrella Audit'));
    await workbench.screenshot('fleet-compare-by-tenant', { theme: 'light', part: workbench.sideBar });
    await pressButton('Group by Integration', tree().row('Loyalty points'));
    // From the row of one tenant: its own state as a file, which a canary watches too.
    await tree().expand('Loyalty points');
    await tree().row('Acme Dev').click({ button: 'right' });
    await workbench.chooseMenuItem('Export as Integration File…');
    await quickInput.shown('Export as Integration File');
    await quickInput.accept();
    await workbench.notification('Exported to integrations/loyalty-points.cxintegration.json.');
    await line('"Points and rewards"').waitFor();
    assert.match(await readFile(join(await workspaceFolder(), exported), 'utf8'), /"password": "\$\{secret:/);
    // From the row: the tenant that lacks it may not be written to, so the two others that differ are selected.
    await tree().row('Loyalty points').hover();
    await tree().row('Loyalty points').getByRole('button', { name: 'Copy to Tenants…' }).click();
    await quickInput.shown('Copy “Loyalty points” to Tenants');
    await page.getByText('2 Selected').waitFor();
    await quickInput.accept();
    await quickInput.choose('The Same Value');
    await quickInput.choose('Update What Is There');
    await message('2 to update').waitFor();
    await pressButton('Apply Changes…');
    await confirm(/^Save 2$/);
    await message('applied: 2 of 2').waitFor();
    assert.equal(holders('Loyalty points', canaries.old.value), 21);
    await workbench.clearNotifications();
  });

  it('rotates a secret in twenty-one tenants in six interactions, and reads it back', async () => {
    const { quickInput } = workbench;
    const value = sandbox.services.rest.password;
    interactions = 0;
    await act(
      () => workbench.tree('Tenants').row('Loyalty points').click({ button: 'right' }),
      () => workbench.chooseMenuItem('Rotate a Secret…'),
      async () => {
        await quickInput.shown('Rotate Password of “Loyalty points”');
        await workbench.screenshot('fleet-holders', { theme: 'light' });
        await quickInput.accept();
      },
      async () => {
        await quickInput.answer('New value', value);
      },
    );
    // The service of the sandbox is on this machine, which is asked about; one on the internet is not.
    await confirm(/^Send$/);
    await message('21 to update').waitFor();
    await tree().expand('Acme Dev');
    await tree().row('Loyalty points').click();
    await workbench.page.locator('.tab').filter({ hasText: 'Now ↔ Planned' }).waitFor();
    await pictured('rotate-a-secret');
    assert.equal(sandbox.serviceRequests.length, 1, 'one test for one service');
    assert.equal(holders('Loyalty points', canaries.old.value), 21, 'nothing is written before');
    await act(
      () => pressButton('Apply Changes…'),
      () => confirm(/^Save 21$/),
    );
    await line('Read back as planned: 21').waitFor();
    assert.ok(interactions <= 6, `rotating took ${interactions} interactions`);
    assert.equal(holders('Loyalty points', value), 21);
    await workbench.screenshot('fleet-rotation-report');
    const done = await workbench.notification('Changes applied: 21 of 21.');
    await done.getByRole('button', { name: 'Undo' }).click();
    await confirm(/^Undo/);
    await message(/^\s*21 to update\s*$/).waitFor();
    assert.equal(holders('Loyalty points', canaries.old.value), 21, 'the old value is back');
    await workbench.clearNotifications();
  });

  it('has the rest of a rotation to make after faults and a reload, and nothing else', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('CxEngage: Manage Secrets…');
    await quickInput.choose('Add a Secret…');
    await quickInput.answer('Name, as used', 'loyalty');
    await quickInput.answer('Value', canaries.old.value);
    const rotate = async (): Promise<void> => {
      await workbench.runCommand('CxEngage: Manage Secrets…');
      await quickInput.row('loyalty').hover();
      await quickInput
        .row('loyalty')
        .getByRole('button', { name: /Rotate/ })
        .click();
      await quickInput.shown('Rotate loyalty');
      await quickInput.accept();
      await quickInput.answer('New value', canaries.fresh.value);
      await confirm(/^Send$/);
    };
    await quickInput.shown('Secrets');
    await quickInput.cancel();
    await rotate();
    const failed = await workbench.dialog('The new value failed 1 of 1 connection tests.');
    await workbench.screenshot('fleet-test-failed');
    await failed.getByRole('button', { name: 'Continue Anyway' }).click();
    // Until then the view shows the plan before, which has as many.
    await workbench.sideBar.locator('.pane-header').filter({ hasText: 'Rotation of loyalty' }).waitFor();
    await message('21 to update').waitFor();
    const [stuck, refused] = ['Tenant 00008', 'Tenant 00022'];
    sandbox.addFault({ method: 'PUT', path: `${path(refused)}/**`, fault: { kind: 'status', status: 400 } });
    sandbox.addFault({
      method: 'PUT',
      path: `${path(stuck)}/**`,
      fault: { kind: 'stall', at: 'headers', write: false },
    });
    await pressButton('Apply Changes…');
    await confirm(/^Save 21$/);
    await until(() => holders('Loyalty points', canaries.fresh.value) === 19);
    await workbench.reload();
    sandbox.clearFaults();
    await workbench.openContainer('CxEngage');
    await workbench.tree('Tenants').row('Acme Dev').waitFor();
    assert.equal(holders('Loyalty points', canaries.old.value), 2, 'what was stuck and what was refused');
    await rotate();
    await (await workbench.dialog('connection tests')).getByRole('button', { name: 'Continue Anyway' }).click();
    await message('2 to update').waitFor();
    await pressButton('Apply Changes…');
    await confirm(/^Save 2$/);
    await line('Read back as planned: 2').waitFor();
    assert.equal(holders('Loyalty points', canaries.fresh.value), 21);
    const saved = await workbench.notification('Still saved with the old value: loyalty.');
    await saved.getByRole('button', { name: 'Replace Saved Secret' }).click();
    await workbench.notification('Replaced: loyalty.');
    await workbench.clearNotifications();
  });

  it('creates what was typed into the form in more tenants', async () => {
    const { quickInput } = workbench;
    const form = await openForm(workbench, 'Acme Dev', 'REST');
    await field(form, 'name').fill('Opening hours 2');
    await field(form, 'properties.endpointPrefix').fill('https://hours.acme.example');
    await field(form, 'properties.username').fill('hours');
    await field(form, 'properties.password').fill(canaries.typed.value);
    await pictured('create-in-more-tenants');
    await form.getByRole('button', { name: 'Create in More Tenants…' }).click();
    await quickInput.shown('Create “Opening hours 2” in Tenants');
    await workbench.page.getByText('1 Selected').waitFor();
    await tick('Acme Staging');
    await pressOk();
    await message('2 to create').waitFor();
    await pressButton('Apply Changes…');
    await confirm(/^Create 2$/);
    await message('applied: 2 of 2').waitFor();
    assert.equal(holders('Opening hours 2', canaries.typed.value), 2);
  });

  it('has left no secret on the screen, in the log, a state, a file or a message', async () => {
    const secrets = Object.values(canaries);
    const storage = await browserStorage(workbench.page);
    const [files, workspace] = await Promise.all([
      leaksInFiles(await serverFolder(), secrets),
      leaksInFiles(await workspaceFolder(), secrets),
    ]);
    const texts = [
      JSON.stringify(storage.localStorage),
      JSON.stringify(storage.sessionStorage),
      storage.caches,
      ...watched.shown,
      ...watched.requests,
      ...watched.console,
    ];
    assert.deepEqual([...leaksIn('texts', texts.join('\n'), secrets), ...files.leaks, ...workspace.leaks], []);
    assert.ok(watched.shown.join('').includes('Loyalty points'), 'what was shown was watched');
  });
});
