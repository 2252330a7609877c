import assert from 'node:assert/strict';
import { type Locator } from 'playwright-core';
import { openWorkbench, type Workbench } from './harness.js';

// Everything a new user is told to do, in a profile that knows nothing, by what is on the screen alone, with a picture of
// each step in test-results/.
describe('The walkthrough in a fresh profile', () => {
  let workbench: Workbench;
  /** What the user did to get a created, tested integration: clicks, keys and choices. */
  let interactions = 0;

  before(async () => {
    workbench = await openWorkbench();
    // Beside the text there is room for the picture only in a wide window.
    await workbench.page.setViewportSize({ width: 1600, height: 900 });
  });
  after(async () => {
    await workbench.page.context().close();
  });

  const counting = async (act: Promise<void>): Promise<void> => {
    interactions += 1;
    await act;
  };

  const step = (title: string): Locator =>
    workbench.page
      .locator('.getting-started-step')
      .filter({ has: workbench.page.locator('.step-title', { hasText: title }) });

  /** Opens the walkthrough at a step, and waits for the step's picture. */
  async function openStep(title: string): Promise<void> {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickInput.choose('Get Started with CxEngage Integrations');
    await step(title).waitFor();
    if ((await step(title).getAttribute('aria-expanded')) !== 'true') await step(title).locator('.step-title').click();
    const picture = workbench.page
      .locator('.getting-started-media iframe.webview.ready')
      .contentFrame()
      .locator('#active-frame')
      .contentFrame()
      .locator('svg');
    await picture.waitFor();
  }

  async function press(title: string, button: string): Promise<void> {
    await step(title).locator('.button-container').getByRole('button', { name: button }).click();
  }

  async function isDone(title: string): Promise<void> {
    await step(title).locator('[role="checkbox"][aria-checked="true"]').waitFor();
  }

  async function isOpen(...titles: readonly string[]): Promise<void> {
    for (const title of titles)
      assert.equal(await step(title).locator('[role="checkbox"]').getAttribute('aria-checked'), 'false', title);
  }

  async function pictured(name: string): Promise<void> {
    for (const theme of ['dark', 'light'] as const) await workbench.screenshot(name, { theme });
  }

  /** Presses the button of a step, and changes one's mind. */
  async function giveUp(title: string, button: string): Promise<void> {
    await openStep(title);
    await press(title, button);
    await workbench.quickInput.shown();
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput.hidden();
  }

  it('ticks nothing that was given up', async () => {
    await giveUp('Sign in to CxEngage', 'Sign In');
    await giveUp('Create an integration', 'Create Integration');
    await giveUp('Test the connection', 'Test Connection');
    await giveUp('Find an integration', 'Find Integration');
    await openStep('Try the sandbox');
    await isOpen('Sign in to CxEngage', 'Create an integration', 'Test the connection', 'Find an integration');
  });

  it('1: starts the sandbox, whose tenants are then in the side bar', async () => {
    await openStep('Try the sandbox');
    interactions += 2;
    await pictured('walkthrough-1-sandbox');
    await counting(press('Try the sandbox', 'Start Sandbox'));
    await isDone('Try the sandbox');
    await isOpen('Sign in to CxEngage', 'Create an integration', 'Test the connection', 'Find an integration');
    await workbench.openContainer('CxEngage');
    await workbench.tree('Tenants').row('Acme Dev').waitFor();
    await workbench.screenshot('walkthrough-1-sandbox-done');
  });

  it('2: shows where to sign in', async () => {
    await openStep('Sign in to CxEngage');
    await pictured('walkthrough-2-sign-in');
  });

  it('3: creates an integration, tested, in at most nine interactions', async () => {
    await openStep('Create an integration');
    await pictured('walkthrough-3-create');
    interactions += 1;
    await counting(press('Create an integration', 'Create Integration'));
    await counting(workbench.quickInput.choose('Acme Dev'));
    const form = await workbench.webview();
    await counting(form.getByRole('button', { name: 'Fill in sample values' }).click());
    await form.locator('[data-action="testAndSubmit"]:focus').waitFor();
    assert.equal(await form.locator('.issue.warning').count(), 0);
    await workbench.screenshot('walkthrough-3-create-form');
    await counting(workbench.page.keyboard.press('Enter'));
    const row = workbench.tree('Tenants').row('REST');
    await row.and(workbench.page.locator('.focused[aria-selected="true"]')).waitFor();
    assert.ok(interactions <= 9, `${interactions} interactions`);
    await workbench.screenshot('walkthrough-3-create-done');
    await openStep('Create an integration');
    await isDone('Create an integration');
    // The test that went before it counts as one.
    await isDone('Test the connection');
  });

  it('4: tests one that is there as well', async () => {
    await openStep('Test the connection');
    await pictured('walkthrough-4-test');
    await press('Test the connection', 'Test Connection');
    await workbench.quickInput.choose('Acme Dev');
    await workbench.quickInput.choose('Support desk');
    await workbench.notification('Support desk');
    await workbench.screenshot('walkthrough-4-test-done');
  });

  it('5: finds one among all tenants', async () => {
    await openStep('Find an integration');
    await pictured('walkthrough-5-find');
    await press('Find an integration', 'Find Integration');
    await workbench.quickInput.type('desk');
    await workbench.quickInput.row('Support desk').waitFor();
    await workbench.screenshot('walkthrough-5-find-hits');
    await workbench.quickInput.choose('Support desk');
    await workbench.tree('Tenants').row('Support desk').waitFor();
    await isDone('Find an integration');
    await workbench.screenshot('walkthrough-5-find-done');
  });
});
