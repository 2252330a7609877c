// Steps in the form that its suites take, by keyboard as a person would.
import { type FrameLocator, type Locator } from 'playwright-core';
import { startSandbox, type RecordedRequest, type Sandbox } from '../support/sandbox.js';
import { signIn, tenantRow } from './accountsSteps.js';
import { tryAgain } from '../support/tryAgain.js';
import { atEnd, openWorkbench, type StoredText, type Workbench } from './harness.js';

interface SignedIn {
  readonly sandbox: Sandbox;
  readonly workbench: Workbench;
}

let signedIn: Promise<SignedIn> | undefined;

async function openSignedIn(): Promise<SignedIn> {
  const sandbox = await startSandbox();
  atEnd(() => sandbox.close());
  const workbench = await openWorkbench({ settings: { 'cxengage.endpoints': { Test: sandbox.url } } });
  await workbench.openContainer('CxEngage');
  await signIn(workbench, sandbox, 'password');
  return { sandbox, workbench };
}

/**
 * A window signed in at a sandbox that is as at its start, with the tree on the screen and no editor. The suites of the
 * form have it one after another, as a user's day has many forms: a window of its own for each takes ten seconds.
 */
export async function windowForForms(): Promise<SignedIn> {
  signedIn ??= openSignedIn();
  const { sandbox, workbench } = await signedIn;
  sandbox.reset();
  await workbench.runCommand('View: Close All Editors');
  await workbench.clearNotifications();
  await workbench.runCommand('CxEngage: Refresh');
  await tenantRow(workbench, 'Acme Dev').waitFor();
  return { sandbox, workbench };
}

/** Opens the form of a type by the palette and waits until it can be typed into. */
export async function openForm(workbench: Workbench, tenant: string, type = 'Zendesk'): Promise<FrameLocator> {
  // The row of what was created just now takes the keyboard a moment later, and the list closes: ask again, as a user would.
  await tryAgain(3, async () => {
    await workbench.runCommand('CxEngage: Create Integration…');
    await workbench.quickInput.row(tenant).waitFor({ timeout: 3000 });
    await workbench.quickInput.type(tenant);
    await workbench.quickInput.accept();
    await workbench.webviewFrame.first().waitFor({ timeout: 10_000 });
  });
  const form = await shownForm(workbench);
  const list = form.locator('select[data-field="type"]');
  await list.waitFor();
  await list.selectOption({ label: type });
  return form;
}

/** Agrees to the question before credentials are sent to this machine, which no service on the internet brings about. */
export async function sendToThisMachine(workbench: Workbench): Promise<void> {
  await (await workbench.dialog('is on this machine')).getByRole('button', { name: 'Send' }).click();
}

export async function shownForm(workbench: Workbench, title?: string | RegExp): Promise<FrameLocator> {
  const form = await workbench.webview(title);
  await form.locator('form').waitFor();
  return form;
}

interface ActiveElement {
  readonly labels?: ArrayLike<{ readonly textContent: string | null }> | null;
  readonly ariaLabel: string | null;
  readonly textContent: string | null;
}

/** What a screen reader would call the element with the focus; '' where the form has none. */
export async function focused(form: FrameLocator): Promise<string> {
  return form
    .locator('html')
    .evaluate((html: { readonly ownerDocument: { readonly activeElement: ActiveElement | null } }) => {
      const host = html.ownerDocument.activeElement;
      const label = host?.labels?.[0]?.textContent?.replace(/ \*$/, '');
      return (host?.ariaLabel ?? label ?? host?.textContent ?? '').trim().replaceAll(/\s+/g, ' ');
    });
}

/** Presses Tab until the focus is on what has this name, and gives the number of presses. */
export async function tabTo(
  workbench: Workbench,
  form: FrameLocator,
  label: string,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<number> {
  const passed: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    const now = await focused(form);
    if (now === label) return presses;
    passed.push(now);
    await workbench.page.keyboard.press(key);
  }
  throw new Error(`Tab does not lead to “${label}”: ${passed.join(' | ')}`);
}

/** Goes to a field by Tab and types. */
export async function fillByKeyboard(
  workbench: Workbench,
  form: FrameLocator,
  label: string,
  text: string,
): Promise<void> {
  await tabTo(workbench, form, label);
  // Not Ctrl+A: the workbench answers it for a webview, some time later.
  await workbench.page.keyboard.press('End');
  await workbench.page.keyboard.press('Shift+Home');
  await workbench.page.keyboard.type(text);
}

/** Chooses in a list by keyboard: the option's first letters find it. */
export async function chooseByKeyboard(
  workbench: Workbench,
  form: FrameLocator,
  label: string,
  option: string,
): Promise<void> {
  await tabTo(workbench, form, label);
  await workbench.page.keyboard.type(option);
  await form.locator('select:focus option:checked').filter({ hasText: option }).waitFor({ state: 'attached' });
}

export function field(form: FrameLocator, id: string): Locator {
  return form.locator(`:is(input, textarea)[data-field="${id}"]`);
}

/** The window has written down a draft with this text in it. */
export function keptDraft(text: string): StoredText {
  return { entry: 'cxengage.draft.', text };
}

/** Writes to integrations that the sandbox received. */
export function writes(sandbox: Sandbox): readonly RecordedRequest[] {
  return sandbox.requests.filter((request) => request.method !== 'GET' && request.path.includes('/integrations'));
}
