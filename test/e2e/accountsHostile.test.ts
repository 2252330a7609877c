import assert from 'node:assert/strict';
import { call, startSandbox, type Sandbox } from '../support/sandbox.js';
import { freshToken, tenantRow } from './accountsSteps.js';
import { shownForm } from './formSteps.js';
import { openWorkbench, type Workbench } from './harness.js';

// Names can hold anything: markup, links to commands, characters that turn the text around, ten thousand letters.
describe('Hostile names', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  const asked: string[] = [];
  /** What would fetch, run or link, if anything took it for more than text. */
  let attack: string;
  let endpointName: string;
  let names: readonly string[];

  before(async () => {
    sandbox = await startSandbox();
    attack = `<img src="${sandbox.url}/pwned" onerror="window.pwned=1"><script>window.pwned=1</script>![i](${sandbox.url}/pwned)`;
    endpointName = `Evil ${attack} [run](command:workbench.action.closeSidebar)`;
    names = [
      attack,
      '[run](command:workbench.action.closeSidebar)',
      '\u202egnitset\u202c',
      'long '.repeat(2000).trim(),
      '$(trash) {0} %s `x` \\',
    ];
    const token = await freshToken(sandbox);
    for (const name of names) {
      const properties = { endpointPrefix: 'https://acme.example/v1', username: '', password: '', token: '' };
      const made = await call(sandbox.url, 'POST', `/v1/tenants/${sandbox.tenants[0]?.id ?? ''}/integrations`, {
        token,
        body: { type: 'rest', name, description: attack, active: true, properties },
      });
      assert.equal(made.status, 201, made.text);
    }
    workbench = await openWorkbench({
      settings: { 'cxengage.endpoints': { [endpointName]: sandbox.url } },
      prepare: (context) => {
        context.on('request', (request) => asked.push(request.url()));
        return Promise.resolve();
      },
    });
    await workbench.openContainer('CxEngage');
  });
  after(async () => {
    await workbench.page.context().close();
    await sandbox.close();
  });
  afterEach(async () => {
    for (const frame of workbench.page.frames())
      assert.equal(await frame.evaluate('window.pwned'), undefined, frame.url());
    assert.deepEqual(
      [...asked, ...sandbox.requests.map(({ path }) => path)].filter((url) => url.endsWith('/pwned')),
      [],
    );
    assert.equal(
      await workbench.page.locator('a[href^="command:workbench"], a[data-href^="command:workbench"]').count(),
      0,
      'no link to a command that is not ours',
    );
    assert.ok(await workbench.sideBar.isVisible());
  });

  it('of endpoints and accounts, in the sign-in, the tree, the Accounts menu and a dialog', async () => {
    const { quickInput, page } = workbench;
    await workbench.runCommand('CxEngage: Sign In…');
    await quickInput.shown('Sign In to CxEngage');
    await quickInput.choose(/Evil <img/);
    await quickInput.choose('User Name and Password');
    await quickInput.answer(/^User name \(/, sandbox.username);
    await quickInput.answer('Password of', 'wrong');
    await quickInput.messageShown('Incorrect user name or password');
    assert.equal(await page.locator('.quick-input-message a').count(), 0);
    await quickInput.type(sandbox.password);
    await quickInput.accept();
    await quickInput.answer('Signed in to', `\u202eevil\u202c ${attack}`);
    await tenantRow(workbench, 'Acme Dev').waitFor();
    await page.locator('.activitybar').getByRole('button', { name: 'Accounts' }).click();
    await page.getByRole('menuitem', { name: /\(CxEngage\)/ }).waitFor();
    await page.keyboard.press('Escape');
    await workbench.runCommand('CxEngage: Sign Out…');
    const dialog = await workbench.dialog('Sign out of');
    assert.doesNotMatch(await dialog.innerText(), /\u202e/);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  it('of integrations, in the tree and its tooltips', async () => {
    const tree = workbench.tree('Tenants');
    await tree.expand('Acme Dev');
    await tree.row(/^\s*<img/).waitFor();
    await tree.row(/gnitset/).waitFor();
    const rows = workbench.sideBar.locator('.monaco-list-row');
    const heights = await rows.evaluateAll(
      (all: readonly { getBoundingClientRect: () => { readonly height: number } }[]) =>
        all.map((row) => row.getBoundingClientRect().height),
    );
    assert.deepEqual([...new Set(heights)], [22], 'every row has the height of one line');
    for (const label of await tree.labels())
      assert.ok(label.length <= 200 && !label.includes('\u202e'), label.slice(0, 80));
    const tooltip = await tree.tooltip(/^\s*<img/, '<img');
    assert.equal(await tooltip.locator('img[src*="pwned"], script, a[href^="command"]').count(), 0);
    await workbench.screenshot('hostile-names');
  });

  it('of integrations, as a document and in the form', async () => {
    const tree = workbench.tree('Tenants');
    await tree.row(/^\s*<img/).click();
    await workbench.page.locator('.view-line').filter({ hasText: '"name"' }).waitFor();
    await tree.contextMenu(/^\s*<img/, 'Edit Integration…');
    const form = await shownForm(workbench, /<img src/);
    assert.equal(await form.locator('input[data-field="name"]').inputValue(), attack);
    assert.equal(await form.locator('main img').count(), 0);
    assert.equal(
      await form
        .locator('html')
        .evaluate(
          (html: { readonly scrollWidth: number; readonly clientWidth: number }) =>
            html.scrollWidth <= html.clientWidth,
        ),
      true,
      'nothing is wider than the form',
    );
  });

  it('in notifications', async () => {
    sandbox.addFault({
      method: 'GET',
      path: '/v1/tenants/*/integrations/*',
      when: { next: 1 },
      fault: {
        kind: 'status',
        status: 400,
        body: JSON.stringify({ error: { message: `${attack} [run](command:workbench.action.closeSidebar)` } }),
        contentType: 'application/json',
      },
    });
    await workbench.tree('Tenants').contextMenu(/gnitset/, 'Edit Integration…');
    const toast = await workbench.notification('CxEngage');
    assert.equal(await toast.locator('.notification-list-item-message a, img').count(), 0);
    await workbench.clearNotifications();
  });
});
