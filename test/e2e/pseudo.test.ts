import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Locator } from 'playwright-core';
import * as v from 'valibot';
import { startServer, testedBuiltIns, type CodeServer } from '../support/host.js';
import { launchBrowser, windowOptions } from '../support/hostBrowser.js';
import { temporaryFolder } from '../support/hostCleanup.js';
import { projectRoot } from '../support/hostProject.js';
import { buildPseudoExtension } from '../support/pseudo.js';
import { Workbench } from '../support/workbench.js';

/** What a page shows: every text with its readable attributes, and the texts that are cut off. */
interface Shown {
  readonly texts: readonly string[];
  readonly clipped: readonly string[];
}

/** What is used of an element inside the page; these files are compiled without the DOM's types. */
interface PageElement {
  readonly tagName: string;
  readonly children: Iterable<PageElement>;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string | null }>;
  readonly shadowRoot: { readonly children: Iterable<PageElement> } | null;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly ownerDocument: {
    readonly defaultView: {
      getComputedStyle(
        element: PageElement,
      ): Readonly<Record<'display' | 'visibility' | 'overflowX' | 'textOverflow', string>>;
    };
  };
  getAttribute(name: string): string | null;
  closest(selector: string): unknown;
}

/** Runs inside the page. Looks into the shadow roots of the controls, and not at the request, which is nobody's words. */
function readPage(root: PageElement): Shown {
  const texts: string[] = [];
  const clipped: string[] = [];
  const visit = (element: PageElement): void => {
    const style = element.ownerDocument.defaultView.getComputedStyle(element);
    if (
      style.display === 'none' ||
      style.visibility === 'hidden' ||
      ['STYLE', 'SCRIPT', 'HEAD', 'PRE'].includes(element.tagName)
    )
      return;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(element.getAttribute(name) ?? '');
    const own = [...element.childNodes]
      .filter((node) => node.nodeType === 3)
      .map((node) => node.textContent ?? '')
      .join(' ')
      .trim();
    texts.push(own);
    const hides = ['hidden', 'clip'].includes(style.overflowX) || style.textOverflow === 'ellipsis';
    if (
      own !== '' &&
      hides &&
      element.closest('.visually-hidden') === null &&
      element.scrollWidth > element.clientWidth + 1
    )
      clipped.push(own);
    for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) visit(child);
  };
  visit(root);
  if (root.scrollWidth > root.clientWidth + 1) clipped.push('the page is wider than the window');
  return { texts: texts.filter((text) => text !== ''), clipped };
}

/** Runs inside the page: chooses in a list, as a user does. */
function choose(list: { value: string; dispatchEvent(event: Event): boolean }, value: string): void {
  list.value = value;
  list.dispatchEvent(new Event('change', { bubbles: true }));
}

/** What people entered or own, and so stays as it is; and what VS Code itself says of a welcome text. */
const DATA = ['Welcome', 'CxEngage:', 'Acme Dev', 'Acme Staging', 'Acme Production', 'ACsampledev', 'mailer', 'verint'];

/** Ages come from the platform, in the language of VS Code. */
const AGES = /\b\d+ \w+ ago\b/g;

/** Words of three plain letters and more: the made-up language has none. Addresses and examples are nobody's words. */
function bareWords(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => {
    const words = DATA.reduce((rest, name) => rest.replaceAll(name, ''), text)
      .replaceAll(AGES, '')
      .split(/\s+/)
      .filter((word) => !/[./@:_<>=$|{}0-9]/.test(word));
    return words.some((word) => /^[^\p{L}]*[A-Za-z]{3,}[^\p{L}]*$/u.test(word));
  });
}

describe('A made-up language', function () {
  this.timeout(180_000);
  const temporary = temporaryFolder('pseudo');
  let server: CodeServer;
  let workbench: Workbench;
  let words: Readonly<Record<string, string>>;
  const started: (() => Promise<void>)[] = [];

  before(async () => {
    await buildPseudoExtension(projectRoot(), temporary.path);
    words = v.parse(
      v.record(v.string(), v.string()),
      JSON.parse(readFileSync(join(temporary.path, 'package.nls.json'), 'utf8')),
    );
    server = await startServer({
      extension: { folder: temporary.path },
      builtIns: testedBuiltIns,
      folder: temporary.path,
    });
    started.push(async () => server.stop());
    const browser = await launchBrowser();
    started.push(async () => browser.close());
    workbench = await Workbench.open(
      await browser.newContext({ ...windowOptions, viewport: { width: 1280, height: 2400 } }),
      server,
    );
  });
  after(async () => {
    // Whatever `before` came to: what it started ends, and its error is the one that shows.
    for (const end of started.reverse()) await end();
    temporary.remove();
  });

  async function assertTranslated(where: Locator): Promise<void> {
    const { texts, clipped } = await where.evaluate(readPage);
    assert.ok(texts.length > 0);
    assert.deepEqual({ bare: bareWords(texts), clipped }, { bare: [], clipped: [] });
  }

  const tenant = (): Locator =>
    workbench.page.locator('.part.sidebar .monaco-list-row').filter({ hasText: 'Acme Dev' });

  const sandboxLink = (): Locator =>
    workbench.sideBar.getByText(
      /\[(.+)\]\(command:cxengage\.startSandbox\)/.exec(words['welcome.signedOut'] ?? '')?.[1] ?? assert.fail(),
      { exact: true },
    );

  it('is that of the welcome text', async () => {
    await workbench.openContainer(words['container.title'] ?? '');
    await sandboxLink().waitFor();
    await assertTranslated(workbench.sideBar.locator('.welcome-view-content').first());
  });

  it('is that of the tree', async () => {
    await sandboxLink().click();
    await tenant().locator('.monaco-tl-twistie').click();
    await workbench.page.locator('.part.sidebar .monaco-list-row[aria-level="2"]').nth(3).waitFor();
    // Names in the tree are people's own; what the extension says of a row is its description.
    const texts = await workbench.page.locator('.part.sidebar .monaco-list-row .label-description').allInnerTexts();
    assert.ok(texts.length > 0);
    assert.deepEqual(bareWords(texts), []);
  });

  for (const width of [1280, 700]) {
    it(`is that of the form and fits, with all its messages, in a window of ${width}`, async () => {
      await workbench.page.setViewportSize({ width, height: 2400 });
      await tenant().hover();
      await tenant().locator('.actions').getByRole('button').first().click();
      const form = await workbench.webview();
      for (const [type, required] of [
        ['zendesk', 'username'],
        ['salesforce', 'consumerKey'],
        ['rest', 'password'],
      ] as const) {
        await form.locator('[data-field="type"]').evaluate(choose, type);
        await form.locator('#action-submit').click();
        await form.locator(`[data-group="properties.${required}"] .issue.error`).waitFor();
        const folded = form.locator('details:not([open]) > summary');
        while ((await folded.count()) > 0) await folded.first().click();
        await workbench.screenshot(`pseudo-form-${type}-${width}`);
        await assertTranslated(form.locator('html'));
      }
      await workbench.runCommand('View: Close All Editors');
    });
  }

  /** A command's title as the palette shows it. */
  const command = (name: string): string => `CxEngage: ${words[`command.${name}`] ?? ''}`;

  it('is that of the way without a form', async () => {
    await workbench.page.setViewportSize({ width: 1280, height: 900 });
    await workbench.runCommand(command('quickCreateIntegration'));
    await workbench.quickInput.row('Acme Dev').waitFor();
    const placeholder = await workbench.quickInput.input.getAttribute('placeholder');
    assert.deepEqual(bareWords([placeholder ?? 'no placeholder']), []);
    await workbench.quickInput.choose('Acme Dev');
    await workbench.page.locator('.quick-input-title').filter({ hasText: 'Acme Dev' }).waitFor();
    await workbench.screenshot('pseudo-quick-create');
    assert.deepEqual(bareWords([await workbench.quickInput.title(), ...(await workbench.quickInput.rows())]), []);
    await workbench.quickInput.cancel();
  });

  it('is that of a notification', async () => {
    await workbench.runCommand(command('undo'));
    await workbench.page.locator('.notifications-toasts .notification-list-item').first().waitFor();
    await workbench.screenshot('pseudo-notification');
    assert.deepEqual(bareWords(await workbench.notifications()), []);
  });

  it('is that of the walkthrough', async () => {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickInput.choose(words['walkthrough.title'] ?? '');
    await workbench.page.locator('.getting-started-step').first().waitFor();
    await workbench.screenshot('pseudo-walkthrough');
    const texts = await workbench.page.locator('.getting-started-step').allInnerTexts();
    assert.equal(texts.length, 5);
    assert.deepEqual(bareWords(texts), []);
  });
});
