import { type Locator, type Page } from 'playwright-core';
import { tryAgain } from './tryAgain.js';
import { chooseMenuItem } from './workbenchMenu.js';
import { labelPattern } from './workbenchText.js';

/** Longest wait for an entry of a menu before the menu is opened again, in ms. */
const menuTimeout = 5000;
/** Longest wait for a row's button before the row is pointed at again, in ms. */
const buttonTimeout = 3000;
/** Longest wait for a tooltip before its row is pointed at again, in ms. */
const tooltipTimeout = 5000;

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for the rows at the root. */
  readonly level: number;
  /** Undefined where there is nothing to expand. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
  /** What a screen reader says. */
  readonly accessibleName: string;
}

/** What is asked of a row inside the page; the tests are compiled without the DOM's types. */
interface RowElement {
  getAttribute(name: string): string | null;
  querySelector(selector: string): { readonly textContent: string | null } | null;
  matches(selector: string): boolean;
  getBoundingClientRect(): { readonly top: number };
}

/** A tree view in the side bar. Only rows on the screen exist for it, as for the user. */
export class Tree {
  constructor(
    private readonly page: Page,
    private readonly pane: Locator,
  ) {}

  private get list(): Locator {
    return this.pane.locator('.monaco-list-row');
  }

  /** The first row with this label. */
  row(label: string | RegExp): Locator {
    return this.list.filter({ has: this.page.locator('.label-name').filter({ hasText: labelPattern(label) }) }).first();
  }

  /** A button above the tree: of the container's title, which takes those of a view that is alone in it. */
  button(name: string): Locator {
    return this.page.locator('.part.sidebar .composite.title').getByRole('button', { name, exact: true });
  }

  async rows(): Promise<TreeRow[]> {
    const rows = await this.list.evaluateAll((rows: readonly RowElement[]) =>
      rows
        .map((row) => ({
          top: row.getBoundingClientRect().top,
          label: row.querySelector('.label-name')?.textContent?.trim() ?? '',
          description: row.querySelector('.label-description')?.textContent?.trim() ?? '',
          level: Number(row.getAttribute('aria-level')),
          expanded: row.getAttribute('aria-expanded'),
          // VS Code sets the attribute a while after the class, which is what is seen.
          selected: row.matches('.selected'),
          accessibleName: row.getAttribute('aria-label') ?? '',
        }))
        .sort((a, b) => a.top - b.top)
        .map(({ top: _top, ...row }) => row),
    );
    return rows.map(({ expanded, ...row }) => ({
      ...row,
      expanded: expanded === null ? undefined : expanded === 'true',
    }));
  }

  async labels(): Promise<string[]> {
    return (await this.rows()).map((row) => row.label);
  }

  /** Waits for the row and expands it, if it is not expanded already. */
  async expand(label: string | RegExp): Promise<void> {
    await this.toggle(label, 'true');
  }

  async collapse(label: string | RegExp): Promise<void> {
    await this.toggle(label, 'false');
  }

  private async toggle(label: string | RegExp, wanted: 'true' | 'false'): Promise<void> {
    const row = this.row(label);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === wanted) return;
    await row.locator('.monaco-tl-twistie').click();
    await row.and(this.page.locator(`[aria-expanded="${wanted}"]`)).waitFor();
  }

  /** Clicks a row with children, which selects it and opens or closes it, and waits until it did. */
  async clickParent(label: string | RegExp): Promise<void> {
    const row = this.row(label);
    const isExpanded = (await row.getAttribute('aria-expanded')) === 'true';
    await row.click();
    await row.and(this.page.locator(`[aria-expanded="${String(!isExpanded)}"]`)).waitFor();
  }

  /** Points at the row and clicks its inline action. A row that moves has no buttons, and is pointed at where it is now. */
  async inlineAction(label: string | RegExp, action: string): Promise<void> {
    const row = this.row(label);
    const pointAndClick = async (): Promise<void> => {
      await row.hover();
      await row.getByRole('button', { name: action }).first().click({ timeout: buttonTimeout });
    };
    // The tooltip of the row that is now where the pointer was may lie over it.
    await tryAgain(4, pointAndClick, () => this.page.mouse.move(0, 0));
  }

  /** Points at the row and waits for the tooltip with this text in it. A row that is drawn anew under the pointer loses its own. */
  async tooltip(label: string | RegExp, text: string): Promise<Locator> {
    const tooltip = this.page.locator('.monaco-hover').filter({ hasText: text });
    const point = async (): Promise<void> => {
      await this.row(label).hover();
      await tooltip.waitFor({ timeout: tooltipTimeout });
    };
    await tryAgain(4, point, () => this.page.mouse.move(0, 0));
    return tooltip;
  }

  /**
   * Opens the row's context menu and chooses an entry.
   * @param opens what follows at once and stays; with it an entry that was lost with its menu is chosen again.
   */
  async contextMenu(label: string | RegExp, entry: string, opens?: Locator): Promise<void> {
    await this.row(label).waitFor();
    const openAndChoose = async (): Promise<void> => {
      // A tooltip of where the pointer was may lie over the row.
      await this.page.mouse.move(0, 0);
      await this.row(label).click({ button: 'right' });
      await chooseMenuItem(this.page, entry, menuTimeout);
      await opens?.waitFor({ timeout: menuTimeout });
    };
    // The menu goes away with a row that is drawn anew.
    await tryAgain(4, openAndChoose, () => this.page.keyboard.press('Escape'));
  }
}
