import assert from 'node:assert/strict';
import { type Locator, type Page } from 'playwright-core';
import { eventually } from './eventually.js';
import { labelPattern } from './workbenchText.js';

/** The label of a row; its second line is the detail. */
const LABEL = '.quick-input-list-row:first-child .label-name';

/** What is used of an element inside the page; these files are compiled without the DOM's types. */
interface ClickedElement {
  addEventListener(type: 'click', listener: () => void, capture: boolean): void;
}

/** The quick pick or input box on the screen; there is one at a time. */
export class QuickInput {
  private readonly widget: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget');
  }

  get input(): Locator {
    return this.widget.locator('.quick-input-box input');
  }

  /** Waits until it is there; with a title, until the one with that title is. */
  async shown(title?: string | RegExp): Promise<void> {
    const widget =
      title === undefined
        ? this.widget
        : this.widget.filter({ has: this.page.locator('.quick-input-title').filter({ hasText: title }) });
    await widget.waitFor();
  }

  async hidden(): Promise<void> {
    await this.widget.waitFor({ state: 'hidden' });
  }

  async title(): Promise<string> {
    return (await this.widget.locator('.quick-input-title').innerText()).trim();
  }

  /** The prompt or the validation message below the input. */
  async message(): Promise<string> {
    return (await this.widget.locator('.quick-input-message').innerText()).trim();
  }

  /** Waits until the prompt or validation message has this text in it. */
  async messageShown(text: string | RegExp): Promise<void> {
    await this.widget.locator('.quick-input-message').filter({ hasText: text }).waitFor();
  }

  /** Replaces what is in the input. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  /** Answers the question whose prompt has this text in it. */
  async answer(question: string | RegExp, text: string): Promise<void> {
    await this.messageShown(question);
    await this.type(text);
    await this.accept();
  }

  /**
   * Clicks a row. That counts once the row has got the click, also where the page is too busy then to say so in time:
   * whoever tried again would run a command twice.
   * @param timeout in ms.
   */
  async clickRow(label: string, timeout: number): Promise<void> {
    const row = this.row(label);
    const state = await row.evaluateHandle(
      (element: ClickedElement) => {
        const seen = { isClicked: false };
        const note = (): void => {
          seen.isClicked = true;
        };
        element.addEventListener('click', note, true);
        return seen;
      },
      undefined,
      { timeout },
    );
    try {
      await row.click({ timeout });
    } catch (error) {
      if (!(await state.evaluate(({ isClicked }) => isClicked))) throw error;
    }
  }

  async accept(): Promise<void> {
    await this.page.keyboard.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.hidden();
  }

  private get list(): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /**
   * The row whose label is exactly this text, or matches. Only the label tells: VS Code hides, in rows that it uses again,
   * what the row before had beside and below it.
   */
  row(label: string | RegExp): Locator {
    return this.list.filter({ has: this.page.locator(LABEL).filter({ hasText: labelPattern(label) }) }).first();
  }

  /** Labels of the rows on the screen. */
  async rows(): Promise<string[]> {
    return (await this.list.locator(LABEL).allInnerTexts()).map((text) => text.trim());
  }

  /**
   * Waits until all rows are those of what was typed, which have this label. A row may have been there before that, and is
   * drawn anew then: a click meanwhile is lost.
   */
  async found(label: string | RegExp): Promise<void> {
    const wanted = labelPattern(label);
    await eventually(async () => {
      const rows = await this.list.locator(LABEL).allInnerTexts();
      assert.ok(rows.length > 0 && rows.every((row) => wanted.test(row)), rows.join('\n'));
    });
  }

  /** Presses a button beside the title. */
  async button(name: string): Promise<void> {
    await this.widget.locator('.quick-input-titlebar').getByRole('button', { name }).click();
  }

  /** Waits for the row with this label and chooses it. */
  async choose(label: string | RegExp): Promise<void> {
    await this.row(label).click();
  }
}
