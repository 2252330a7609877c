// The one journey the project is for, as a new user takes it. Its pictures are those of the README.
import assert from 'node:assert/strict';
import { type FrameLocator } from 'playwright-core';
import { browserStorage } from '../support/browserStorage.js';
import { leaksIn, leaksInFiles, makeCanary } from '../support/canary.js';
import { connectSandbox, type SandboxRemote } from '../support/sandbox.js';
import { fillByKeyboard, openForm, tabTo } from './formSteps.js';
import { allThemes, openWorkbench, sandboxControlKey, serverFolder, type Workbench } from './harness.js';

const password = makeCanary('password of the Zendesk user');

describe('The main job', () => {
  let workbench: Workbench;
  let form: FrameLocator;
  let sandbox: SandboxRemote;
  before(async () => {
    workbench = await openWorkbench();
    await workbench.openContainer('CxEngage');
  });
  after(async () => {
    await workbench.page.context().close();
  });

  it('starts the sandbox from the welcome view, without an account or a question', async () => {
    const link = workbench.sideBar.getByText('Try the sandbox', { exact: true });
    await link.focus();
    await workbench.page.keyboard.press('Enter');
    const tree = workbench.tree('Tenants');
    await tree.row('Acme Dev').waitFor();
    await tree.expand('Acme Dev');
    await tree.row('Support desk').waitFor();
    // The progress of the start goes by itself; nothing else was said.
    await workbench.notificationGone(/./);
    for (const theme of allThemes) await workbench.screenshot('tree', { theme, forReadme: true });
  });

  it('creates a Zendesk integration by keyboard alone', async () => {
    form = await openForm(workbench, 'Acme Dev');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await form.getByText('http://127.0.0.1:').first().innerText())?.[0];
    assert(url !== undefined, 'the form says where it will send');
    sandbox = connectSandbox({ url, key: sandboxControlKey });
    await sandbox.clearRequests();

    await fillByKeyboard(workbench, form, 'Name', 'Returns desk');
    await fillByKeyboard(workbench, form, 'API URI', 'https://acme.zendesk.com/api/v2');
    await fillByKeyboard(workbench, form, 'User name', 'ada@acme.example/token');
    await fillByKeyboard(workbench, form, 'Password or API token', password.value);
    // The whole form, from its target to its buttons.
    await workbench.page.setViewportSize({ width: 1280, height: 1200 });
    for (const theme of allThemes) await workbench.screenshot('form', { theme, forReadme: true });
    await tabTo(workbench, form, 'Create Without Test');
    await workbench.page.keyboard.press('Enter');
  });

  it('shows and selects it in the tree', async () => {
    const row = workbench.tree('Tenants').row('Returns desk');
    await row.and(workbench.page.locator('[aria-selected="true"]')).waitFor();
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('has sent exactly one POST with exactly the right body', async () => {
    const posts = (await sandbox.requests()).filter(
      (request) => request.method !== 'GET' && request.path.endsWith('/integrations'),
    );
    assert.deepEqual(
      posts.map(({ method, body, status }) => ({ method, body, status })),
      [
        {
          method: 'POST',
          status: 201,
          body: {
            type: 'zendesk',
            name: 'Returns desk',
            active: true,
            properties: {
              endpointPrefix: 'https://acme.zendesk.com/api/v2',
              username: 'ada@acme.example/token',
              password: password.value,
              workItems: false,
              interactionFieldId: '',
            },
          },
        },
      ],
    );
  });

  it('has left the password in no log, state, file or message', async () => {
    const storage = await browserStorage(workbench.page);
    const files = await leaksInFiles(await serverFolder(), [password]);
    assert.ok(files.files > 0 && storage.indexedDB.includes('cxengage'), 'there was something to search');
    const texts = [
      JSON.stringify(storage.localStorage),
      JSON.stringify(storage.sessionStorage),
      storage.indexedDB,
      storage.caches,
      await workbench.page.content(),
    ];
    assert.deepEqual(
      [...texts.flatMap((text, index) => leaksIn(`state ${index}`, text, [password])), ...files.leaks],
      [],
    );
  });
});
