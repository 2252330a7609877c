import * as vscode from 'vscode';
import type { UndoLimits } from '../../core/directory/undo';
import type { WriteOutcome } from '../../core/directory/write';
import { oneLine } from '../../core/base/displayText';

/** What became of one integration of a batch. */
export interface ItemResult<T> {
  readonly item: T;
  readonly outcome: WriteOutcome;
}

/** Whether it is as it was wanted. */
export function isAsWanted({ outcome }: ItemResult<unknown>): boolean {
  return outcome.kind === 'done' || outcome.kind === 'nothingToDo';
}

/** One integration as a batch names it. */
export interface Named {
  readonly name: string;
  readonly tenantName: string;
}

function inPlace({ name, tenantName }: Named, max: number): string {
  return vscode.l10n.t('{0} in {1}', oneLine(name, max), tenantName);
}

export function progressTitle(targets: readonly Named[], active: boolean): string {
  const [only] = targets;
  if (only && targets.length === 1) {
    const name = oneLine(only.name, 60);
    return active ? vscode.l10n.t('Enabling “{0}”', name) : vscode.l10n.t('Disabling “{0}”', name);
  }
  return active
    ? vscode.l10n.t('Enabling {0} integrations', targets.length)
    : vscode.l10n.t('Disabling {0} integrations', targets.length);
}

/** What an undo leaves as it is, for the question before it. */
export function undoNotes({ hasCreated, withoutSecrets, lost }: UndoLimits): readonly string[] {
  return [
    ...(hasCreated ? [vscode.l10n.t('Undo does not delete what you created.')] : []),
    ...(withoutSecrets > 0
      ? [vscode.l10n.t('Secrets stay as they are now, in {0} of them: the old ones are not in memory.', withoutSecrets)]
      : []),
    ...(lost > 0 ? [vscode.l10n.t('Changes that can no longer be undone: {0}', lost)] : []),
  ];
}

/** How many of all are as they were wanted; of a single one, what became of it. */
export function summaryMessage(results: readonly ItemResult<Named>[], active: boolean): string {
  const [only] = results.length === 1 ? results : [];
  if (only && isAsWanted(only)) {
    const name = oneLine(only.item.name, 60);
    return active ? vscode.l10n.t('Enabled {0}', name) : vscode.l10n.t('Disabled {0}', name);
  }
  if (only && 'error' in only.outcome) return only.outcome.error.message;
  const done = results.filter(isAsWanted).length;
  return active
    ? vscode.l10n.t('Enabled {0} of {1} integrations.', done, results.length)
    : vscode.l10n.t('Disabled {0} of {1} integrations.', done, results.length);
}

function lineOf(result: ItemResult<Named>): string {
  const item = inPlace(result.item, 120);
  const { outcome } = result;
  switch (outcome.kind) {
    case 'done':
    case 'nothingToDo':
      return `✓ ${item}`;
    case 'canceled':
      return `– ${vscode.l10n.t('{0}: skipped', item)}`;
    case 'unclear':
      return `? ${vscode.l10n.t('{0}: may have been changed', item)}`;
    case 'conflict':
      return `✗ ${item}: ${vscode.l10n.t('changed elsewhere since')}`;
    case 'refused':
    case 'failed':
      return `✗ ${item}: ${outcome.error.message}`;
  }
}

/** What became of each, one a line; below it what was not tried, with the reason. */
export function reportText(
  results: readonly ItemResult<Named>[],
  active: boolean,
  refused: readonly ItemResult<Named>[] = [],
): string {
  return [summaryMessage(results, active), '', ...[...results, ...refused].map(lineOf), ''].join('\n');
}
