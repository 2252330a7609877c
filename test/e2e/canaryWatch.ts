// Writes down what a browser shows, asks for and prints, from its first page on.
import { type BrowserContext } from 'playwright-core';

// Runs in every page and frame, so it is text here: this project's types know no DOM.
const watchTexts = `(() => {
  const texts = (node) => node.nodeType === 3 ? [node.data] : node.nodeType !== 1 ? [] : [node.outerHTML, ...(node.shadowRoot ? [node.shadowRoot.innerHTML] : [])];
  const seen = (records) => {
    const found = [];
    for (const record of records) {
      if (record.type === 'childList') for (const node of record.addedNodes) found.push(...texts(node));
      else if (record.type === 'characterData') found.push(record.target.data);
      else found.push(record.target.getAttribute(record.attributeName) ?? '');
    }
    const text = found.join('\\n');
    if (text !== '') void window.cxengageSaw(text);
  };
  const options = { subtree: true, childList: true, characterData: true, attributes: true };
  const observe = (root) => new MutationObserver(seen).observe(root, options);
  observe(document);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) { const root = attach.call(this, init); observe(root); return root; };
})()`;

/** What was shown, asked for and printed; grows while the window is open. */
export interface Watched {
  /** Texts and attributes that came onto the screen, in the workbench, its notifications and its webviews. */
  readonly shown: string[];
  /** Addresses asked for, with what was sent to them. */
  readonly requests: string[];
  readonly console: string[];
}

/** Watches every page that `context` opens from now on. */
export async function watch(context: BrowserContext): Promise<Watched> {
  const watched: Watched = { shown: [], requests: [], console: [] };
  await context.exposeBinding('cxengageSaw', (_source, text: string) => {
    watched.shown.push(text);
  });
  await context.addInitScript(watchTexts);
  context.on('request', (request) => watched.requests.push(`${request.url()}\n${request.postData() ?? ''}`));
  context.on('console', (message) => watched.console.push(message.text()));
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return watched;
}
