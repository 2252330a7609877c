import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Locator } from 'playwright-core';
import * as v from 'valibot';
import { startServer, type CodeServer } from '../support/host.js';
import { launchBrowser } from '../support/hostBrowser.js';
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
  readonly ownerDocument: { readonly defaultView: { getComputedStyle(element: PageElement): Readonly<Record<'display' | 'visibility' | 'overflowX' | 'textOverflow', string>> } };
  getAttribute(name: string): string | null;
  closest(selector: string): unknown;
}

/** Runs inside the page. Looks into the shadow roots of the controls. */
function readPage(root: PageElement): Shown {
  const texts: string[] = [];
  const clipped: string[] = [];
  const visit = (element: PageElement): void => {
    const style = element.ownerDocument.defaultView.getComputedStyle(element);
    if (style.display === 'none' || style.visibility === 'hidden' || ['STYLE', 'SCRIPT', 'HEAD'].includes(element.tagName)) return;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(element.getAttribute(name) ?? '');
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent ?? '').join(' ').trim();
    texts.push(own);
    const hides = ['hidden', 'clip'].includes(style.overflowX) || style.textOverflow === 'ellipsis';
    if (own !== '' && hides && element.closest('.visually-hidden') === null && element.scrollWidth > element.clientWidth + 1) clipped.push(own);
    for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) visit(child);
  };
  visit(root);
  if (root.scrollWidth > root.clientWidth + 1) clipped.push('the page is wider than the window');
  return { texts: texts.filter((text) => text !== ''), clipped };
}

/** What people entered or own, and so stays as it is. */
const DATA = ['Acme Dev', 'Acme Staging', 'Acme Production'];

/** Words of three plain letters and more: the made-up language has none. Addresses and examples are nobody's words. */
function bareWords(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => {
    const words = DATA.reduce((rest, name) => rest.replaceAll(name, ''), text).split(/\s+/).filter((word) => !/[./@:_<>=$|{}0-9]/.test(word));
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
    words = v.parse(v.record(v.string(), v.string()), JSON.parse(readFileSync(join(temporary.path, 'package.nls.json'), 'utf8')));
    server = await startServer({ extension: { folder: temporary.path }, folder: temporary.path });
    started.push(async () => server.stop());
    const browser = await launchBrowser();
    started.push(async () => browser.close());
    workbench = await Workbench.open(await browser.newContext({ viewport: { width: 1280, height: 2400 } }), server);
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

  const tenant = (): Locator => workbench.page.locator('.part.sidebar .monaco-list-row').filter({ hasText: 'Acme Dev' });

  const sandboxLink = (): Locator => workbench.sideBar.getByRole('link').first();

  it('is that of the welcome text', async () => {
    await workbench.openContainer(words['container.title'] ?? '');
    await sandboxLink().waitFor();
    await assertTranslated(workbench.sideBar.locator('.pane-body').first());
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
      await form.locator('#submit').click();
      await form.locator('[data-group="name"] [class*="issue"], [data-group] [class*="error"]').first().waitFor();
      for (const details of await form.locator('details:not([open]) > summary').all()) await details.click();
      await workbench.screenshot(`pseudo-form-${width}`);
      await assertTranslated(form.locator('html'));
    });
  }
});
