import assert from 'node:assert/strict';
import { browserStorage } from '../support/browserStorage.js';
import { startSandbox, type Sandbox } from '../support/sandbox.js';
import { openWorkbench, type Workbench } from './harness.js';
import { signIn, signInSteps, tenantRow } from './accountsSteps.js';

// One window's day: each test begins where the one before ended, most of them signed out.
describe('Accounts in a workbench', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  before(async () => {
    sandbox = await startSandbox({ dialect: { apiKey: 'refuse' } });
    workbench = await openWorkbench({ settings: { 'cxengage.endpoints': { Test: sandbox.url } } });
    await workbench.openContainer('CxEngage');
  });
  after(async () => {
    await workbench.page.context().close();
    await sandbox.close();
  });
  beforeEach(() => {
    sandbox.reset();
  });

  /** Signs out of the account with this label, the only one there is or chosen among several. */
  async function signOut(label: string, choose?: () => Promise<void>): Promise<void> {
    await workbench.runCommand('CxEngage: Sign Out…');
    await choose?.();
    await (await workbench.dialog(`Sign out of ${label}?`)).getByRole('button', { name: 'Sign Out' }).click();
  }

  it('a fresh profile is signed out and offers one next step', async () => {
    await workbench.sideBar.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
    await workbench.sideBar.getByText('Try the sandbox', { exact: true }).waitFor();
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('Escape gives up without a word, also while the endpoint is being asked', async () => {
    await signInSteps(workbench, sandbox, 'password');
    await workbench.quickInput.cancel();

    sandbox.addFault({
      path: '/v1/tokens',
      when: { always: true },
      fault: { kind: 'delay', ms: 60_000, at: 'beforeWrite' },
    });
    await signInSteps(workbench, sandbox, 'password');
    await workbench.quickInput.type(sandbox.password);
    await workbench.quickInput.accept();
    await workbench.quickInput.messageShown('Signing in to Test');
    await workbench.quickInput.cancel();
    await workbench.sideBar.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('user name and password: a wrong password is said at its field, back keeps what was typed, a name is proposed, a reload stays signed in', async () => {
    const { quickInput, page } = workbench;
    await workbench.sideBar.getByRole('button', { name: 'Sign In', exact: true }).click();
    await quickInput.shown('Sign In to CxEngage (1/5)');
    await quickInput.choose('Test');
    await quickInput.choose('User Name and Password');
    await quickInput.messageShown(/^User name \(/);
    await quickInput.accept();
    await quickInput.answer('Enter a value', sandbox.username);
    await quickInput.messageShown('Password of');
    assert.equal(await quickInput.input.getAttribute('type'), 'password');
    await quickInput.type('not the password');
    await quickInput.accept();
    await quickInput.messageShown('Incorrect user name or password.');
    await page.getByRole('button', { name: 'Back' }).click();
    await quickInput.messageShown(/^User name \(/);
    assert.equal(await quickInput.input.inputValue(), sandbox.username);
    await quickInput.accept();
    await quickInput.answer('Password of', sandbox.password);
    await quickInput.messageShown('Signed in to Test');
    assert.equal(await quickInput.input.inputValue(), `${sandbox.username} · Test`);
    await quickInput.accept();
    await tenantRow(workbench, 'Acme Dev').waitFor();
    assert.deepEqual(await workbench.notifications(), []);

    await workbench.reload({ entry: 'cxengage.account.', text: sandbox.username });
    await tenantRow(workbench, 'Acme Dev').waitFor();
  });

  it('API key and token sign in too; several accounts stand side by side, in the Accounts menu as well, where one signs out', async () => {
    await signIn(workbench, sandbox, 'apiKey');
    await signIn(workbench, sandbox, 'token');
    const tree = workbench.tree('Tenants');
    const labels = [
      `${sandbox.username} · Test`,
      `${sandbox.tenants[0]?.name ?? ''} · Test`,
      `${sandbox.username} · Test (2)`,
    ];
    for (const label of labels) await tree.row(label).waitFor();

    const { page } = workbench;
    await page.locator('.activitybar').getByRole('button', { name: 'Accounts' }).click();
    for (const label of labels) await page.getByRole('menuitem', { name: `${label} (CxEngage)` }).waitFor();
    await page.getByRole('menuitem', { name: `${labels[1] ?? ''} (CxEngage)` }).hover();
    await workbench.chooseMenuItem('Sign Out');
    const dialog = await workbench.dialog(labels[1] ?? '');
    await dialog.getByRole('button', { name: 'Sign Out' }).click();
    await tree.row(labels[1] ?? '').waitFor({ state: 'detached' });
    await tree.row(labels[0] ?? '').waitFor();

    await signOut(labels[2] ?? '', () => workbench.quickInput.choose(labels[2] ?? ''));
    // With one account left, its tenants are the roots.
    await tree.row(labels[0] ?? '').waitFor({ state: 'detached' });
    await tenantRow(workbench, 'Acme Dev').waitFor();
  });

  it('signing in again asks the secret only, and the command signs out after asking, closing what was open', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('CxEngage: Sign In Again…');
    await quickInput.shown('Sign In Again');
    await quickInput.answer(`Password of ${sandbox.username}`, sandbox.password);
    await quickInput.hidden();
    await tenantRow(workbench, 'Acme Dev').waitFor();

    await workbench.tree('Tenants').expand('Acme Dev');
    await workbench.tree('Tenants').row('Order API').click();
    await workbench.page.locator('.view-line').filter({ hasText: 'Order API' }).waitFor();
    await signOut(`${sandbox.username} · Test`);
    await workbench.page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
    await workbench.sideBar.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
    // A browser writes the state a little later; nobody reloads that fast.
    while ((await browserStorage(workbench.page)).indexedDB.includes('cxengage.account.'))
      await workbench.page.waitForTimeout(50);
    await workbench.reload();
    await workbench.sideBar.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
  });

  it('the sandbox signs in without a question, survives a reload, and goes when stopped', async () => {
    await workbench.sideBar.getByText('Try the sandbox', { exact: true }).click();
    await tenantRow(workbench, 'Acme Dev').waitFor();
    await workbench.reload();
    // At once: the sandbox that comes back is waited for, and nobody is asked to sign in.
    await workbench.runCommand('CxEngage: Find Integration…');
    await workbench.quickInput.shown('Find Integration');
    await workbench.quickInput.cancel();
    await tenantRow(workbench, 'Acme Dev').waitFor();
    await workbench.runCommand('CxEngage: Stop Sandbox');
    await workbench.sideBar.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
  });

  it('an account added or signed out in one window shows in the other when the user comes there', async () => {
    const other = await openWorkbench({ settings: { 'cxengage.endpoints': { Test: sandbox.url } }, beside: workbench });
    await other.openContainer('CxEngage');
    const welcome = other.sideBar.getByRole('button', { name: 'Sign In', exact: true });
    await welcome.waitFor();
    await signIn(workbench, sandbox, 'password');
    await comeUntil(other, async () => !(await welcome.isVisible()));
    await signOut(`${sandbox.username} · Test`);
    await workbench.sideBar.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
    await comeUntil(other, () => welcome.isVisible());
  });
});

/** The user leaves the browser and comes back to this window of it. Every page of an automated browser believes to have the focus. */
async function comeTo(workbench: Workbench): Promise<void> {
  await workbench.page.evaluate(`(async () => {
    const told = () => { window.dispatchEvent(new Event(document.hasFocus() ? 'focus' : 'blur')); document.dispatchEvent(new Event('visibilitychange')); };
    Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => false });
    told();
    await new Promise((resolve) => setTimeout(resolve, 50));
    delete document.hasFocus;
    told();
  })()`);
}

/** Comes to the window now and again, as people do, until it shows what it should. The browser tells its pages of each other's state a little later. */
async function comeUntil(workbench: Workbench, shows: () => Promise<boolean>): Promise<void> {
  while (!(await shows())) {
    await comeTo(workbench);
    await workbench.page.waitForTimeout(200);
  }
}
