import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';

/** A row with a check box. One with `members` is ticked and unticked with all of them. */
export interface MultiItem<T extends object> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly isTicked?: boolean;
  readonly value?: T;
  /** Rows that this one stands for, by their values. */
  readonly members?: readonly T[];
}

interface Row<T extends object> extends vscode.QuickPickItem {
  readonly item: MultiItem<T>;
}

export interface MultiListOptions {
  readonly title: string;
  readonly placeholder: string;
  readonly step?: number;
  readonly totalSteps?: number;
}

/** What is ticked once the user changed something: rows of groups follow their members, and members their group. */
export function followGroups<T extends object>(
  items: readonly MultiItem<T>[],
  before: ReadonlySet<MultiItem<T>>,
  now: ReadonlySet<MultiItem<T>>,
): ReadonlySet<MultiItem<T>> {
  const groups = items.filter(({ members }) => members !== undefined);
  const ticked = new Set(items.flatMap((item) => (item.value !== undefined && now.has(item) ? [item.value] : [])));
  for (const group of groups) {
    if (now.has(group) === before.has(group)) continue;
    for (const member of group.members ?? [])
      if (now.has(group)) ticked.add(member);
      else ticked.delete(member);
  }
  return new Set(
    items.filter(({ value, members }) =>
      members === undefined ? value !== undefined && ticked.has(value) : members.every((member) => ticked.has(member)),
    ),
  );
}

/**
 * What the user ticks and unticks, told by what the list says is ticked. The list may not show yet what groups changed
 * in it, so a change counts from the state that it is nearest to: a click changes one row.
 */
export class Ticks<T extends object> {
  readonly #items: readonly MultiItem<T>[];
  /** What the list said last. It shows this, or something that it was told since. */
  #said: ReadonlySet<MultiItem<T>>;
  /** What the list was told to show and has not said since, oldest first. */
  #told: readonly ReadonlySet<MultiItem<T>>[] = [];
  /** What is ticked, those of groups too. */
  now: ReadonlySet<MultiItem<T>>;

  constructor(items: readonly MultiItem<T>[]) {
    this.#items = items;
    this.now = followGroups(items, new Set(), new Set(items.filter(({ isTicked }) => isTicked === true)));
    this.#said = this.now;
  }

  /** The list says that this is ticked. @returns whether it has to show something else. */
  take(reported: ReadonlySet<MultiItem<T>>): boolean {
    const states = [this.#said, ...this.#told];
    const changes = states.map((state) => this.#difference(state, reported));
    const fewest = Math.min(...changes.map(({ length }) => length));
    const base = changes.findLastIndex(({ length }) => length === fewest);
    const wanted = new Set(this.now);
    for (const item of changes[base] ?? [])
      if (reported.has(item)) wanted.add(item);
      else wanted.delete(item);
    this.now = followGroups(this.#items, this.now, wanted);
    const mustShow = this.#difference(this.now, reported).length > 0;
    this.#said = reported;
    this.#told = [...states.slice(base + 1), ...(mustShow ? [this.now] : [])];
    return mustShow;
  }

  #difference(one: ReadonlySet<MultiItem<T>>, other: ReadonlySet<MultiItem<T>>): readonly MultiItem<T>[] {
    return this.#items.filter((item) => one.has(item) !== other.has(item));
  }
}

/**
 * Asks for at least one of some rows, with check boxes, through the gate for texts. What is ticked stays ticked while the
 * user searches.
 * @returns the values ticked, in the order of the rows; undefined when dismissed.
 */
export async function pickSeveral<T extends object>(
  items: readonly MultiItem<T>[],
  { title, placeholder, step, totalSteps }: MultiListOptions,
): Promise<readonly T[] | undefined> {
  const pick = vscode.window.createQuickPick<Row<T>>();
  pick.placeholder = displayText(placeholder);
  pick.step = step;
  pick.totalSteps = totalSteps;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  const rows = items.map((item): Row<T> => ({
    item,
    label: displayText(item.label, 200),
    ...(item.description === undefined ? {} : { description: displayText(item.description, 200) }),
    ...(item.detail === undefined ? {} : { detail: displayText(item.detail) }),
  }));
  const ticks = new Ticks(items);
  const valuesOf = (some: ReadonlySet<MultiItem<T>>): readonly T[] =>
    items.flatMap((item) => (item.value !== undefined && some.has(item) ? [item.value] : []));
  const total = valuesOf(new Set(items)).length;
  /** VS Code counts every row that is ticked, those of groups too: with groups the title tells the true number. */
  const sayCount = (): void => {
    const counted =
      total === items.length ? '' : ` (${vscode.l10n.t('{0} of {1}', valuesOf(ticks.now).length, total)})`;
    pick.title = displayText(`${title}${counted}`, 200);
  };
  const show = (): void => {
    pick.selectedItems = rows.filter(({ item }) => ticks.now.has(item));
  };
  pick.items = rows;
  show();
  sayCount();
  try {
    return await new Promise<readonly T[] | undefined>((resolve) => {
      pick.onDidChangeSelection((selected) => {
        const mustShow = ticks.take(new Set(selected.map(({ item }) => item)));
        sayCount();
        if (mustShow) show();
      });
      pick.onDidAccept(() => {
        ticks.take(new Set(pick.selectedItems.map(({ item }) => item)));
        const values = valuesOf(ticks.now);
        if (values.length > 0) resolve(values);
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}
