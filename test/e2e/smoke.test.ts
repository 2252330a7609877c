import assert from 'node:assert/strict';
import { openWorkbench, type Workbench } from './harness.js';

describe('The extension in a workbench', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench();
  });
  after(async () => {
    await workbench.page.context().close();
  });

  it('has its view container in the activity bar, and the view in it', async () => {
    await workbench.openContainer('CxEngage');
    await workbench.sideBar.getByText('Tenants').first().waitFor();
  });

  it('has its commands in the palette', async () => {
    await workbench.page.keyboard.press('F1');
    await workbench.quickInput.shown();
    await workbench.quickInput.type('>CxEngage: ');
    await workbench.quickInput.row('CxEngage: Create Integration…').waitFor();
    await workbench.quickInput.cancel();
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('ticks steps of the walkthrough that were taken elsewhere: the sandbox, and the test of a saved integration', async () => {
    // VS Code ticks what happens after the walkthrough was first on the screen.
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickInput.choose('Get Started with CxEngage Integrations');
    await workbench.page.locator('.getting-started-step').first().waitFor();
    await workbench.sideBar.getByText('Try the sandbox', { exact: true }).click();
    await workbench.tree('Tenants').row('Acme Dev').waitFor();
    await workbench.runCommand('CxEngage: Test Connection');
    await workbench.quickInput.choose('Acme Dev');
    await workbench.quickInput.choose('Support desk');
    await workbench.notification('Support desk');
    const boxes = workbench.page.locator('.getting-started-step [role="checkbox"]');
    await boxes.and(workbench.page.locator('[aria-checked="true"]')).nth(1).waitFor();
    const checked = await Promise.all((await boxes.all()).map((box) => box.getAttribute('aria-checked')));
    assert.deepEqual(checked, ['true', 'false', 'false', 'true', 'false']);
    await workbench.clearNotifications();
  });

  it('logs each call at the default level', async () => {
    await workbench.runCommand('CxEngage: Show Log');
    // Without the filter, the lines that came later leave no room for this one.
    await workbench.page.locator('.panel').getByPlaceholder('Filter').fill('/v1/login');
    const line = workbench.page
      .locator('.panel .view-line')
      .filter({ hasText: /\[info\]\shttp\smethod=POST\spath=\/v1\/login\sstatus=200\sms=\d+\sbytes=\d+/ });
    await line.first().waitFor();
  });

  it('opens a new issue of the project with versions and the log in it', async () => {
    const { page } = workbench;
    // Nothing is reached from here; what would be asked for is what counts.
    const asked = page.context().waitForEvent('request', {
      predicate: (request) => request.url().startsWith('https://github.com/'),
      timeout: 60_000,
    });
    await workbench.runCommand('CxEngage: Report Issue…');
    await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open' }).click();
    const url = new URL((await asked).url());
    assert.equal(
      `${url.origin}${url.pathname}`,
      'https://github.com/cxengage-community/cxengage-integrations/issues/new',
    );
    const body = url.searchParams.get('body') ?? '';
    assert.match(body, /^What did you do, .+\n\n\n- CxEngage Integrations \d/);
    assert.match(body, /\n {4}\S+ \[debug\] command id=cxengage\.reportIssue$/);
  });
});
