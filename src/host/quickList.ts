import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';

/** An item as VS Code gets it; what it stands for is the item that the caller made. */
type Shown<T> = vscode.QuickPickItem & { readonly item: T };

function shown<T extends vscode.QuickPickItem>(item: T): Shown<T> {
  const { label, description, detail, kind, iconPath, buttons, picked, alwaysShow } = item;
  return {
    item,
    label: displayText(label, 200),
    ...(description === undefined ? {} : { description: displayText(description, 200) }),
    ...(detail === undefined ? {} : { detail: displayText(detail) }),
    ...(kind === undefined ? {} : { kind }),
    ...(iconPath === undefined ? {} : { iconPath }),
    ...(buttons === undefined ? {} : { buttons }),
    ...(picked === undefined ? {} : { picked }),
    ...(alwaysShow === undefined ? {} : { alwaysShow }),
  };
}

export interface QuickListOptions {
  readonly title?: string;
  readonly placeholder?: string;
  /** From 1; with `totalSteps`. */
  readonly step?: number;
  readonly totalSteps?: number;
  readonly buttons?: readonly vscode.QuickInputButton[];
  readonly ignoreFocusOut?: boolean;
  readonly matchOnDetail?: boolean;
}

/** VS Code's quick pick behind the gate for text: whatever it shows has passed `displayText`. */
export class QuickList<T extends vscode.QuickPickItem> implements vscode.Disposable {
  readonly #pick = vscode.window.createQuickPick<Shown<T>>();
  readonly onDidChangeValue = this.#pick.onDidChangeValue;
  readonly onDidHide = this.#pick.onDidHide;
  /** A button of `options.buttons` was pressed. */
  readonly onDidTriggerButton = this.#pick.onDidTriggerButton;

  constructor(options: QuickListOptions) {
    const pick = this.#pick;
    pick.step = options.step;
    pick.totalSteps = options.totalSteps;
    pick.buttons = options.buttons ?? [];
    pick.ignoreFocusOut = options.ignoreFocusOut ?? false;
    pick.matchOnDescription = true;
    pick.matchOnDetail = options.matchOnDetail ?? false;
    if (options.title !== undefined) this.setTitle(options.title);
    if (options.placeholder !== undefined) pick.placeholder = displayText(options.placeholder);
  }

  setTitle(title: string): void {
    this.#pick.title = displayText(title, 200);
  }

  /** Replaces the items; the scroll position stays. `active` says which of them is highlighted. */
  setItems(items: readonly T[], active?: T): void {
    this.#pick.keepScrollPosition = true;
    const all = items.map(shown);
    this.#pick.items = all;
    const highlighted = active && all.find(({ item }) => item === active);
    if (highlighted) this.#pick.activeItems = [highlighted];
  }

  /** The item that is highlighted. */
  get active(): T | undefined {
    return this.#pick.activeItems[0]?.item;
  }

  set busy(busy: boolean) {
    this.#pick.busy = busy;
  }

  onDidAccept(listener: (item: T) => void): void {
    this.#pick.onDidAccept(() => {
      const [chosen] = this.#pick.selectedItems;
      if (chosen) listener(chosen.item);
    });
  }

  onDidTriggerItemButton(listener: (item: T, button: vscode.QuickInputButton) => void): void {
    this.#pick.onDidTriggerItemButton(({ item, button }) => {
      listener(item.item, button);
    });
  }

  show(): void {
    this.#pick.show();
  }

  hide(): void {
    this.#pick.hide();
  }

  dispose(): void {
    this.#pick.dispose();
  }
}

interface Question {
  readonly title?: string;
  readonly placeholder?: string;
}

const questionOf = ({ title, placeholder }: Question): vscode.QuickPickOptions => ({
  matchOnDescription: true,
  ...(title === undefined ? {} : { title: displayText(title, 200) }),
  ...(placeholder === undefined ? {} : { placeHolder: displayText(placeholder) }),
});

/** Asks for one of some items. Resolves to undefined when the user dismissed the question. */
export async function pickOne<T extends vscode.QuickPickItem>(
  items: readonly T[],
  question: Question,
): Promise<T | undefined> {
  return (await vscode.window.showQuickPick(items.map(shown), questionOf(question)))?.item;
}

/** Asks for any number of items, with check boxes. Resolves to undefined when the user dismissed the question. */
export async function pickMany<T extends vscode.QuickPickItem>(
  items: readonly T[],
  question: Question,
): Promise<readonly T[] | undefined> {
  const chosen = await vscode.window.showQuickPick(items.map(shown), { ...questionOf(question), canPickMany: true });
  return chosen?.map(({ item }) => item);
}
