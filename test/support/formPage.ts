// The form alone in a browser: the shipped page with the shipped policy, and a host made of the form's own model, without VS Code.
import { createServer, type Server } from 'node:http';
import { type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import type { FocusTarget, HostMessage, InitialData, WebviewMessage } from '../../src/form/contract.js';
import type { Draft } from '../../src/form/panel/draft.js';
import { readWebviewMessage } from '../../src/form/panel/guard.js';
import { formHtml, readAssets } from '../../src/form/panel/html.js';
import { FormModel } from '../../src/form/panel/model.js';
import { buildState, type Surroundings } from '../../src/form/panel/view.js';
import { accessibilityIssues, type AccessibilityIssue, type AccessibilityScope } from './accessibility.js';
import themes from './formThemes.json';
import { projectRoot } from './hostProject.js';

export type FormTheme = keyof typeof themes;
export const formThemes: readonly FormTheme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light'];

const bodyClasses: Readonly<Record<FormTheme, string>> = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  'high-contrast': 'vscode-high-contrast',
  'high-contrast-light': 'vscode-high-contrast vscode-high-contrast-light',
};

/** What every webview gets from VS Code beside the theme’s colors. */
const fonts = {
  '--vscode-font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-font-weight': 'normal',
  '--vscode-editor-font-family': '"Droid Sans Mono", monospace',
  '--vscode-editor-font-size': '14px',
  '--vscode-editor-font-weight': 'normal',
};

// What VS Code puts at the beginning of every webview's head, before the policy of the page, as far as the form meets it.
const hostHead = `<style>html, body { background: var(--vscode-editor-background); }</style>
<script>window.acquireVsCodeApi = () => ({ postMessage: (m) => window.toHost(JSON.stringify(m)), setState: (s) => { window.savedState = s; }, getState: () => window.savedState });</script>`;

/** Serves the page that ships, each time with the state that `data` gives then. */
async function serve(data: () => InitialData): Promise<{ readonly server: Server; readonly origin: string }> {
  const assets = await readAssets(projectRoot());
  const server = createServer((request, response) => {
    if (request.url !== '/') {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(formHtml(assets, data(), 'en').replace('<head>', () => `<head>${hostHead}`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, origin: `http://127.0.0.1:${address.port}` };
}

export const account = {
  id: 'a1',
  label: 'Acme',
  endpoint: { name: 'North America', url: 'https://api.cxengage.net' },
  kind: 'password',
} as const;
export const tenant = { accountId: 'a1', tenantId: 't1', name: 'Acme Dev', active: true, mark: 'none' } as const;

export interface FormPageOptions {
  readonly draft: Draft;
  readonly theme?: FormTheme;
  readonly width?: number;
  readonly zoom?: number;
  readonly around?: Partial<Surroundings>;
  /** Opens in this context, e.g. of a profile that stays, in place of one of its own; closes it with the page. */
  readonly context?: BrowserContext;
  /** The host takes nothing by itself; the test does. */
  readonly silent?: boolean;
  /** Where the page puts the keyboard when it begins. */
  readonly focus?: FocusTarget;
}

/** One page with its host. */
export class FormPage {
  readonly posted: WebviewMessage[] = [];
  /** Everything posted that the host's guard refused. */
  readonly refused: unknown[] = [];
  readonly problems: string[] = [];
  around: Surroundings;
  private announced = 0;
  private server: Server | undefined;

  private constructor(
    readonly page: Page,
    public model: FormModel,
    options: FormPageOptions,
  ) {
    this.around = {
      account,
      tenant,
      access: { canView: true, canManage: true, missing: [] },
      canPickTenant: true,
      canTest: true,
      canFillSample: false,
      conflicts: [],
      ...options.around,
    };
  }

  static async open(browser: Browser, options: FormPageOptions): Promise<FormPage> {
    const zoom = options.zoom ?? 1;
    const context =
      options.context ??
      (await browser.newContext({
        viewport: { width: Math.round((options.width ?? 900) / zoom), height: Math.round(900 / zoom) },
        deviceScaleFactor: zoom,
      }));
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const form = new FormPage(page, new FormModel(options.draft), options);
    const { server, origin } = await serve(() => ({
      key: 'k',
      state: form.state(),
      ...(options.focus && { focus: options.focus }),
    }));
    form.server = server;
    page.on('pageerror', (error) => form.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') form.problems.push(message.text());
    });
    await page.exposeFunction('toHost', (text: string) => {
      form.receive(JSON.parse(text), options.silent === true);
    });
    await page.exposeFunction('hasHeard', () => undefined);
    await page.goto(origin);
    await form.setTheme(options.theme ?? 'dark');
    await page.locator('form').waitFor();
    return form;
  }

  async setTheme(theme: FormTheme): Promise<void> {
    const variables = { ...fonts, ...themes[theme] };
    // As VS Code does it: the values replace those of the theme before. Text, because this file knows no DOM.
    await this.page.evaluate(`(() => {
      const root = document.documentElement;
      root.removeAttribute('style');
      for (const [name, value] of Object.entries(${JSON.stringify(variables)})) root.style.setProperty(name, value);
      document.body.className = ${JSON.stringify(bodyClasses[theme])};
    })()`);
  }

  private receive(value: unknown, silent: boolean): void {
    const message = readWebviewMessage(value);
    if (!message) {
      this.refused.push(value);
      return;
    }
    this.posted.push(message);
    if (silent) return;
    if (message.kind === 'change') this.model.change(message.field, message.value, { isFix: message.isFix === true });
    if (message.kind === 'secret') this.model.typeSecret(message.field, message.value, message.seq);
    if (message.kind === 'touch') this.model.touch(message.field);
    if ('seq' in message) this.model.ackSeq = message.seq;
    if ('id' in message) void this.post({ kind: 'reply', id: message.id, ok: true });
    if (message.kind !== 'ready') void this.refresh();
  }

  /** Waits until the host has got all that the page has posted: an act in the page is over before its message arrives. */
  async heard(): Promise<void> {
    // What the page calls arrives in order.
    await this.page.evaluate('window.hasHeard()');
  }

  /** Waits until the page has drawn all that the host has posted. */
  async drawn(): Promise<void> {
    this.announced += 1;
    const text = `Drawn ${this.announced}`;
    // Messages are taken in order, and what is announced is shown a frame later.
    await this.post({ kind: 'announce', text });
    await this.page.locator('#live').getByText(text, { exact: true }).waitFor({ state: 'attached' });
  }

  /** Another draft in the same page, with nothing typed and no field left; far quicker than another page. */
  async startOver(draft: Draft, existingNames: readonly string[] = []): Promise<void> {
    const { ackSeq } = this.model;
    this.model = new FormModel(draft);
    this.model.existingNames = existingNames;
    // The page goes on counting its changes, and shows its own text where the host has not caught up.
    this.model.ackSeq = ackSeq;
    await this.refresh();
  }

  state(): ReturnType<typeof buildState> {
    return buildState(this.model, this.around);
  }

  async refresh(): Promise<void> {
    await this.post({ kind: 'state', state: this.state() });
  }

  /** Posts as the host would; `unknown` so that tests can post garbage. */
  async post(message: HostMessage | Readonly<Record<string, unknown>> | string | number | null): Promise<void> {
    await this.page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
  }

  /** The input of a field. */
  input(field: string): Locator {
    return this.page.locator(`:is(input, textarea, select)[data-field="${field}"]`);
  }

  /** What a screen reader calls the input of a field, and what it adds. */
  async spoken(field: string): Promise<{ readonly name: string; readonly description: string }> {
    return await this.page.evaluate(`(() => {
      const input = document.querySelector(':is(input, textarea, select)[data-field="${field}"]');
      const text = (element) => element.textContent.replace(/\\s+/g, ' ').trim();
      const ids = (input.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== '');
      return { name: text(input.labels[0]).replace(/ \\*$/, ''), description: ids.map((id) => text(document.getElementById(id))).join(' ') };
    })()`);
  }

  /** The whole group of a field, with label, help and findings. */
  group(field: string): Locator {
    return this.page.locator(`[data-group="${field}"]`);
  }

  /** What axe finds wrong in the page. */
  async accessibilityIssues(scope?: AccessibilityScope): Promise<AccessibilityIssue[]> {
    return await accessibilityIssues(this.page, scope);
  }

  async close(): Promise<void> {
    await this.page.context().close();
    this.server?.close();
  }
}
