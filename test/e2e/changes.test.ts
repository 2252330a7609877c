// Integrations as files, from the plan to the last tenant: in one window, with faults and a reload in the middle.
import assert from 'node:assert/strict';
import { until } from '../support/until';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Locator } from 'playwright-core';
import { browserStorage } from '../support/browserStorage.js';
import { leaksIn, leaksInFiles, makeCanary } from '../support/canary.js';
import { startSandbox, type Sandbox } from '../support/sandbox.js';
import { signIn } from './accountsSteps.js';
import { inTree } from './explorerSteps.js';
import { allThemes, openWorkbench, serverFolder, workspaceFolder, type Workbench } from './harness.js';

const password = makeCanary('password of the loyalty service');
const FILE = 'loyalty.cxintegration.json';

describe('The Changes view', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let folder: string;

  /** What a person does: a key, a text, a click. */
  let interactions = 0;
  const act = async (...steps: readonly (() => Promise<unknown>)[]): Promise<void> => {
    for (const step of steps) {
      await step();
      interactions += 1;
    }
  };

  const tenants = () => sandbox.tenants.filter(({ name }) => name !== 'Umbrella Audit');
  const integrationsPath = (tenantId: string): string => `/v1/tenants/${tenantId}/integrations`;
  const named = (tenantId: string) => sandbox.integrations(tenantId).filter(({ name }) => name === 'Loyalty');
  const creates = (tenantId: string): number =>
    sandbox.requests.filter(({ method, path }) => method === 'POST' && path === integrationsPath(tenantId)).length;

  const header = (): Locator => workbench.sideBar.locator('.pane-header[aria-label^="Changes"]');
  const message = (text: string | RegExp): Locator =>
    workbench.sideBar.locator('.pane .message').filter({ hasText: text });
  const pressButton = async (name: string): Promise<void> => {
    await header().hover();
    await header().getByRole('button', { name, exact: true }).click();
  };
  const plan = (): readonly (() => Promise<unknown>)[] => [
    () => workbench.page.keyboard.press('F1'),
    () => workbench.quickInput.input.fill('>CxEngage: Plan Integration Files'),
    () => workbench.quickInput.row('CxEngage: Plan Integration Files').click(),
  ];
  /** VS Code gives its own check boxes a tabindex of 1; all else has to be as axe wants it, in every theme. */
  const pictured = async (name: string): Promise<void> => {
    for (const theme of allThemes) {
      await workbench.screenshot(name, { theme, part: workbench.sideBar });
      const issues = await workbench.accessibilityIssues(inTree);
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

  const writeLoyalty = async (endpointPrefix: string): Promise<void> => {
    const targets = Object.fromEntries(tenants().map((_, index) => [`tenant-${index + 1}`, {}] as const));
    const file = {
      type: 'rest',
      name: 'Loyalty',
      properties: { endpointPrefix, username: 'loyalty', password: '${secret:loyalty}' },
      targets,
    };
    await writeFile(join(folder, FILE), `${JSON.stringify(file, undefined, 2)}\n`);
  };

  before(async () => {
    sandbox = await startSandbox({ tenants: 21, integrations: 1 });
    folder = await workspaceFolder();
    const entries = tenants().map(({ id }, index) => [`tenant-${index + 1}`, { tenantId: id }] as const);
    await writeFile(
      join(folder, 'cxengage.json'),
      JSON.stringify({ tenants: Object.fromEntries<{ readonly tenantId: string }>(entries) }),
    );
    await writeLoyalty('https://loyalty.acme.example');
    workbench = await openWorkbench({ settings: { 'cxengage.endpoints': { Test: sandbox.url } } });
    await workbench.openContainer('CxEngage');
    await signIn(workbench, sandbox, 'password');
    await workbench.tree('Tenants').row('Acme Dev').waitFor();
  });
  after(async () => {
    await workbench.page.context().close();
    await sandbox.close();
    for (const name of ['cxengage.json', FILE]) await rm(join(folder, name), { force: true });
  });

  it('is hidden while there is no plan', async () => {
    assert.equal(await header().count(), 0);
  });

  it('shows what a file would make in twenty tenants, readable in every theme', async () => {
    await act(...plan(), () => confirm(/^Use Secrets$/));
    await message('20 to create').waitFor();
    const tree = workbench.tree('Changes');
    await tree.row('Loyalty').waitFor();
    const rows = await tree.rows();
    assert.ok(
      rows.every(
        ({ label, accessibleName }) => accessibleName.includes(`${label},`) || accessibleName.includes(`${label} in `),
      ),
    );
    const loyalty = rows.find(({ label }) => label === 'Loyalty') ?? assert.fail();
    assert.match(loyalty.accessibleName, /^Create, Loyalty in .+, asks for \$\{secret:loyalty\}, selected$/);
    await pictured('changes-create');
  });

  it('opens a change as a difference, with a word in the place of the secret', async () => {
    await workbench.tree('Changes').row('Loyalty').click();
    await workbench.page.locator('.view-line').filter({ hasText: '"password": "<new secret>"' }).first().waitFor();
    await workbench.screenshot('changes-diff');
  });

  it('applies to all after one question, and asks for the missing secret once', async () => {
    const [refused, lost, stuck] = [tenants()[4], tenants()[9], tenants()[19]];
    assert(refused && lost && stuck);
    const method = 'POST';
    sandbox.addFault({ method, path: integrationsPath(refused.id), fault: { kind: 'status', status: 400 } });
    sandbox.addFault({ method, path: integrationsPath(lost.id), fault: { kind: 'reset', at: 'afterWrite' } });
    sandbox.addFault({
      method,
      path: integrationsPath(stuck.id),
      fault: { kind: 'stall', at: 'headers', write: true },
    });
    const { quickInput } = workbench;
    await act(
      () => pressButton('Apply Changes…'),
      async () => {
        await quickInput.messageShown('Value of ${secret:loyalty}');
        await quickInput.type(password.value);
      },
      () => quickInput.accept(),
      () => quickInput.choose('Save'),
      () => confirm(/^Create 20$/),
    );
    assert.ok(interactions <= 12, `the same on 20 tenants took ${interactions} interactions`);
    // All but the two that were refused and hang are made; the third was found by its name.
    const tree = workbench.tree('Changes');
    await tree.row('Loyalty').filter({ hasText: 'Created' }).first().waitFor();
    await until(() => tenants().filter(({ id }) => named(id).length === 1).length >= 19);
    await workbench.screenshot('changes-applying');
  });

  it('plans just the rest after a reload in the middle, and applies it', async () => {
    await workbench.reload();
    sandbox.clearFaults();
    await workbench.openContainer('CxEngage');
    await workbench.tree('Tenants').row('Acme Dev').waitFor();
    assert.equal(await header().count(), 0);
    for (const step of plan()) await step();
    await message('1 to create · 19 without a change').waitFor();
    await pressButton('Apply Changes…');
    await confirm(/^Create in /);
    await (
      await workbench.notification('Applied 1 of 1 changes.')
    )
      .getByRole('button', { name: 'Show Report' })
      .click();
    await workbench.page.locator('.view-line').filter({ hasText: 'Globex Retail' }).first().waitFor();
    await workbench.screenshot('changes-report');
    for (const { id, name } of tenants()) {
      assert.equal(named(id).length, 1, name);
      assert.ok(creates(id) <= (id === tenants()[4]?.id ? 2 : 1), `${name} got ${creates(id)} creates`);
      assert.equal(named(id)[0]?.properties.password, password.value);
    }
    await workbench.clearNotifications();
  });

  it('shows only the value that was changed in the file, and promotes it', async () => {
    interactions = 0;
    await act(
      // In the editor: the value, and Save.
      () => writeLoyalty('https://loyalty-2.acme.example'),
      () => Promise.resolve(),
      () => pressButton('Plan Again'),
      // The secret was not used for this host before.
      () => confirm(/^Use Secrets$/),
    );
    await message('20 to update').waitFor();
    const tree = workbench.tree('Changes');
    await tree.row('Loyalty').waitFor();
    await tree.expand('Loyalty');
    await tree.row('API URI').waitFor();
    const fields = (await tree.rows()).filter(({ level }) => level === 3);
    assert.deepEqual(
      fields.map(({ description }) => description),
      ['https://loyalty.acme.example → https://loyalty-2.acme.example'],
    );
    await pictured('changes-update');
    await act(
      () => pressButton('Apply Changes…'),
      () => confirm(/^Save 20$/),
    );
    await workbench.notification('Applied 20 of 20 changes.');
    assert.ok(interactions <= 7, `promoting took ${interactions} interactions`);
    for (const { id } of tenants())
      assert.equal(named(id)[0]?.properties.endpointPrefix, 'https://loyalty-2.acme.example');
  });

  it('has left the secret in no log, state, file, document or message', async () => {
    const storage = await browserStorage(workbench.page);
    const files = await leaksInFiles(await serverFolder(), [password]);
    const workspace = await leaksInFiles(folder, [password]);
    const texts = [
      JSON.stringify(storage.localStorage),
      JSON.stringify(storage.sessionStorage),
      storage.caches,
      await workbench.page.content(),
    ];
    assert.deepEqual(
      [
        ...texts.flatMap((text, index) => leaksIn(`state ${index}`, text, [password])),
        ...files.leaks,
        ...workspace.leaks,
      ],
      [],
    );
  });
});
