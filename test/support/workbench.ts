// A workbench in a browser, driven as a person would: by keyboard and by what is on the screen.
import { type BrowserContext, errors, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { accessibilityIssues, type AccessibilityIssue, type AccessibilityScope } from './accessibility.js';
import { browserStorage, type BrowserStorage } from './browserStorage.js';
import { tryAgain } from './tryAgain.js';
import { type CodeServer, type Payload, type UserSettings } from './host.js';
import { chooseMenuItem } from './workbenchMenu.js';
import { savePicture } from './workbenchPicture.js';
import { QuickInput } from './workbenchQuickInput.js';
import { Tree } from './workbenchTree.js';

/** The themes that VS Code itself starts with: their names, and how the root of the workbench shows that they are on. */
const themes = {
  light: { label: 'Light 2026', mark: '2026-light' },
  dark: { label: 'Dark 2026', mark: '2026-dark' },
  'high-contrast': { label: 'Dark High Contrast', mark: 'hc_black' },
  'high-contrast-light': { label: 'Light High Contrast', mark: 'hc_light' },
} as const;
export type Theme = keyof typeof themes;
export const allThemes: readonly Theme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light'];

/** A text that the browser is to have written down, in an entry of its storage that `entry` tells apart. */
export interface StoredText {
  readonly entry: string;
  readonly text: string;
}

/** The window has written down that the editor with this title is open. */
export function openEditor(title: string): StoredText {
  return { entry: 'workbench.parts.editor', text: title };
}

/**
 * Scroll bars go at once. VS Code lets them fade, also where motion is reduced: fifty pictures of the window, made without a
 * GPU, each time the pointer leaves a list.
 */
const STILL = `{
  const still = new CSSStyleSheet();
  still.replaceSync('.monaco-scrollable-element > .scrollbar { transition: none !important; }');
  document.adoptedStyleSheets = [still];
}`;

/** Longest wait for any one state, in ms. A webview on two busy cores takes a few seconds. */
const stateTimeout = 20_000;
/** Longest wait for a webview's page before webviews are started again, in ms. */
const webviewTimeout = 12_000;
/** Longest wait for a container before its icon is clicked again, in ms. */
const containerTimeout = 5000;
/** Longest wait for a title's button, and for what it opens, before it is pressed again, in ms. */
const titleButtonTimeout = 5000;
/** Longest wait for a notification on the screen before it is looked for behind the bell, in ms. */
const toastTimeout = 10_000;
/** Longest wait for the palette before F1 is pressed again, in ms. */
const paletteTimeout = 2000;

export class Workbench {
  readonly quickInput: QuickInput;
  /** Warnings and errors of the page's console and its uncaught errors, for an error message. */
  readonly problems: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly server: CodeServer,
  ) {
    this.quickInput = new QuickInput(page);
    page.setDefaultTimeout(stateTimeout);
    page.on('pageerror', (error) => {
      const isOurs = /cxengage|\/dist\/form\.js/.test(error.stack ?? '');
      this.problems.push(`uncaught in ${isOurs ? 'our code' : 'VS Code'}: ${error.message}`);
    });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        this.problems.push(`${message.type()}: ${message.text()}`);
    });
  }

  /** Opens a window of `server` in `context` and waits until it shows its parts. */
  static async open(context: BrowserContext, server: CodeServer, payload?: Payload): Promise<Workbench> {
    const workbench = new Workbench(await context.newPage(), server);
    await workbench.page.addInitScript(STILL);
    await workbench.page.goto(server.workbenchUrl(payload), { timeout: 60_000 });
    await workbench.shown();
    return workbench;
  }

  private async shown(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.activitybar .action-item').first().waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /**
   * Has the window write down what it remembers of its editors and views, as when the user goes to another window. What
   * VS Code for the web writes while its page goes away may come too late, and the reloaded window is then an older one.
   */
  private async leaveWindow(): Promise<void> {
    // While the cursor is in a webview, the window itself has lost the focus already, to its own frame.
    await this.page.evaluate(
      "document.hasFocus = () => false; for (const name of ['focus', 'blur']) window.dispatchEvent(new Event(name));",
    );
  }

  /**
   * Has the window write down what it remembers, waits until the browser's storage has every one of these texts, and gives
   * that storage. A browser writes every few seconds.
   */
  async written(...texts: readonly StoredText[]): Promise<BrowserStorage> {
    await this.leaveWindow();
    for (;;) {
      const storage = await browserStorage(this.page);
      const entries = storage.indexedDB.split('\n');
      if (texts.every(({ entry, text }) => entries.some((each) => each.includes(entry) && each.includes(text))))
        return storage;
      // Looking reads everything there is, which takes its own time.
      await this.page.waitForTimeout(200);
    }
  }

  /** Reloads the window, as *Developer: Reload Window* does, once it has written down these texts: nobody reloads faster than that. */
  async reload(...texts: readonly StoredText[]): Promise<void> {
    await this.written(...texts);
    await this.page.reload();
    await this.shown();
  }

  /** Runs a command from the palette by its whole title, `CxEngage: Create Integration…`. */
  async runCommand(title: string): Promise<void> {
    // An editor that opens just now takes the focus, and the palette closes: press F1 again, as a user would.
    await tryAgain(9, async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput.input.fill(`>${title}`, { timeout: paletteTimeout });
      await this.quickInput.clickRow(title, paletteTimeout);
    });
  }

  /** Chooses an entry of the menu that is open. */
  async chooseMenuItem(name: string): Promise<void> {
    await chooseMenuItem(this.page, name);
  }

  /** Opens a container of the activity bar by its title, if it is not open already. */
  async openContainer(title: string): Promise<void> {
    const tab = this.page
      .locator('.part.activitybar .action-item')
      .filter({ has: this.page.locator(`[aria-label^="${title}"]`) });
    await tab.waitFor();
    const shown = this.page.locator('.part.sidebar .composite.title').filter({ hasText: title });
    // A reloaded window opens its container by itself, a moment later; a click in that moment closes it.
    await tryAgain(4, async () => {
      if (!((await tab.getAttribute('class')) ?? '').split(' ').includes('checked')) await tab.click();
      await shown.waitFor({ timeout: containerTimeout });
    });
  }

  /** The tree of the view called `name` in the side bar. */
  tree(name: string): Tree {
    return new Tree(
      this.page,
      this.page
        .locator('.part.sidebar .pane')
        .filter({ has: this.page.locator(`.pane-header[aria-label^="${name}"]`) }),
    );
  }

  /**
   * Presses a button in the title of a view. VS Code makes these anew when the view changes, and lets a click on the one
   * before pass.
   * @param opens what is to follow; left out: a dialog.
   */
  async pressTitleButton(
    view: string | RegExp,
    name: string,
    opens = this.page.locator('.monaco-dialog-box'),
  ): Promise<void> {
    const header = this.sideBar.locator('.pane-header').filter({ hasText: view });
    let isPressed = false;
    await tryAgain(3, async () => {
      if (isPressed && (await opens.first().isVisible())) return;
      await header.hover();
      await header.getByRole('button', { name, exact: true }).click({ timeout: titleButtonTimeout });
      isPressed = true;
      await opens.first().waitFor({ timeout: titleButtonTimeout });
    });
  }

  /** The side bar: its welcome texts and buttons are found below it. */
  get sideBar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  private get toasts(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /** The texts of the notifications on the screen. */
  async notifications(): Promise<string[]> {
    return (await this.toasts.locator('.notification-list-item-message').allInnerTexts()).map((text) => text.trim());
  }

  /**
   * Waits for a notification with this text in it, and gives it; its buttons are found by their names. The fourth within
   * 0.8 s is behind the bell alone.
   */
  async notification(text: string | RegExp): Promise<Locator> {
    const toast = this.toasts.filter({ hasText: text }).first();
    try {
      await toast.waitFor({ timeout: toastTimeout });
      return toast;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) throw error;
      await this.runCommand('Notifications: Show Notifications');
      const listed = this.page
        .locator('.notifications-center .notification-list-item')
        .filter({ hasText: text })
        .first();
      await listed.waitFor();
      return listed;
    }
  }

  /** Waits until no notification with this text is on the screen. VS Code shows no more than three new ones within 0.8 s. */
  async notificationGone(text: string | RegExp): Promise<void> {
    await this.toasts.filter({ hasText: text }).first().waitFor({ state: 'detached' });
  }

  /** Takes all notifications off the screen. */
  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.toasts.first().waitFor({ state: 'detached' });
  }

  /** Waits for the modal dialog with this text and gives it. */
  async dialog(text: string | RegExp): Promise<Locator> {
    const dialog = this.page.locator('.monaco-dialog-box').filter({ hasText: text });
    await dialog.waitFor();
    return dialog;
  }

  /** Titles of the open editors, from left to right. */
  async editorTitles(): Promise<string[]> {
    return (await this.page.locator('.tabs-container .tab .label-name').allInnerTexts()).map((text) => text.trim());
  }

  /** Waits for an editor tab with this title and shows it. */
  async showEditor(title: string | RegExp): Promise<void> {
    const tab = this.page
      .locator('.tabs-container .tab')
      .filter({ has: this.page.locator('.label-name').filter({ hasText: title }) });
    await tab.first().click();
  }

  /** The frame of the webview that is on the screen, whatever is in it yet. */
  get webviewFrame(): Locator {
    return this.page.locator('iframe.webview').locator('visible=true');
  }

  /** The document inside the webview that is on the screen; with a title, of the editor with that title. */
  async webview(title?: string | RegExp): Promise<FrameLocator> {
    if (title !== undefined) await this.showEditor(title);
    const frame = this.webviewFrame;
    await frame.first().waitFor();
    const inner = frame.and(this.page.locator('.ready')).first().contentFrame().locator('#active-frame');
    try {
      await inner.waitFor({ timeout: webviewTimeout });
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) throw error;
      // Rarely VS Code's own frame never gets to the page it was given. A user would do the same.
      await this.runCommand('Developer: Reload Webviews');
      await inner.waitFor();
    }
    return inner.contentFrame();
  }

  /**
   * Changes the user's settings, beside those every window has, and reloads the window: code-server reads the file
   * at the start of a window only.
   */
  async changeSettings(settings: UserSettings): Promise<void> {
    await this.server.writeSettings(settings);
    await this.reload();
  }

  /** Switches the color theme, as a user does, and waits until it is on the screen. */
  async setTheme(theme: Theme): Promise<void> {
    const { label, mark } = themes[theme];
    const on = this.page.locator(`.monaco-workbench[class*="-themes-${mark}-json"]`).first();
    if (await on.isVisible()) return;
    await this.page.keyboard.press('ControlOrMeta+K');
    await this.page.keyboard.press('ControlOrMeta+T');
    await this.quickInput.type(label);
    await this.quickInput.choose(label);
    await on.waitFor();
  }

  /**
   * Saves a picture of the window, or of one part of it, as `NAME-THEME.png` (`NAME.png` without a theme):
   * into test-results/, or when UPDATE_PICTURES=1 and `forReadme` or `forDocs` into media/readme/ or docs/pictures/.
   * Gives the path of the file.
   */
  async screenshot(
    name: string,
    options: {
      readonly theme?: Theme;
      readonly part?: Locator;
      readonly forReadme?: boolean;
      readonly forDocs?: boolean;
    } = {},
  ): Promise<string> {
    if (options.theme !== undefined) await this.setTheme(options.theme);
    const fileName = options.theme === undefined ? name : `${name}-${options.theme}`;
    const usedBy = options.forReadme ? 'readme' : options.forDocs ? 'docs' : undefined;
    return await savePicture(options.part ?? this.page, fileName, usedBy);
  }

  /** What axe finds wrong within the part of the workbench that `selector` names. */
  async accessibilityIssues(selector: string, scope: AccessibilityScope = {}): Promise<AccessibilityIssue[]> {
    return await accessibilityIssues(this.page, { ...scope, selector });
  }
}
