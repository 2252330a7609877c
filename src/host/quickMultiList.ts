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
  let ticked = followGroups(items, new Set(), new Set(items.filter(({ isTicked }) => isTicked === true)));
  const valuesOf = (some: ReadonlySet<MultiItem<T>>): readonly T[] =>
    items.flatMap((item) => (item.value !== undefined && some.has(item) ? [item.value] : []));
  const total = valuesOf(new Set(items)).length;
  /** VS Code counts every row that is ticked, those of groups too: with groups the title tells the true number. */
  const sayCount = (): void => {
    const counted = total === items.length ? '' : ` (${vscode.l10n.t('{0} of {1}', valuesOf(ticked).length, total)})`;
    pick.title = displayText(`${title}${counted}`, 200);
  };
  const show = (): void => {
    pick.selectedItems = rows.filter(({ item }) => ticked.has(item));
  };
  pick.items = rows;
  show();
  sayCount();
  try {
    return await new Promise<readonly T[] | undefined>((resolve) => {
      pick.onDidChangeSelection((selected) => {
        const now = new Set(selected.map(({ item }) => item));
        const next = followGroups(items, ticked, now);
        ticked = next;
        sayCount();
        if (next.size !== now.size || [...next].some((item) => !now.has(item))) show();
      });
      pick.onDidAccept(() => {
        ticked = followGroups(items, ticked, new Set(pick.selectedItems.map(({ item }) => item)));
        const values = valuesOf(ticked);
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
