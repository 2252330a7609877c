import assert from 'node:assert/strict';
import { openWorkbench, type Workbench } from './harness.js';

describe('Report Issue in a browser', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench();
    await workbench.openContainer('CxEngage');
  });
  after(async () => {
    await workbench.page.context().close();
  });

  it('opens a new issue of the project with versions and the log in it', async () => {
    const { page } = workbench;
    // Nothing is reached from here; what would be asked for is what counts.
    const asked = page.context().waitForEvent('request', { predicate: (request) => request.url().startsWith('https://github.com/'), timeout: 60_000 });
    await workbench.runCommand('CxEngage: Report Issue…');
    // A workbench that has only just started does not ask whether it may open the page.
    const open = page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open' });
    await Promise.race([asked, open.click({ timeout: 60_000 })]);
    const url = new URL((await asked).url());
    assert.equal(`${url.origin}${url.pathname}`, 'https://github.com/cxengage-community/cxengage-integrations/issues/new');
    const body = url.searchParams.get('body') ?? '';
    assert.match(body, /^What did you do, .+\n\n\n- CxEngage Integrations \d/);
    assert.match(body, /\n {4}\S+ \[debug\] command id=cxengage\.reportIssue$/);
  });
});
