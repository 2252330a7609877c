import * as vscode from 'vscode';
import type { IntegrationRef } from '../core/directory/model';
import { asAccountId, asIntegrationRef, integrationKey } from '../core/directory/refs';
import { oneLine } from '../core/base/displayText';
import { isArray, isObject } from '../core/base/json';
import { showStatus } from '../host/statusBar';

/** What a command was called with: VS Code gives the node clicked and, with several selected, all of them. */
export type CommandArguments = readonly unknown[];

/**
 * What a key was pressed for: the row that has the focus, which arrows move without selecting; with it all that is
 * selected, where it is one of them.
 * @param focused the node VS Code puts in place of `$focusedTreeItem` in the keybinding's `args`. That is not in its
 * documentation: where it is something else, the selection is meant.
 */
export function keyTargets(focused: unknown, selection: readonly unknown[]): readonly unknown[] {
  return asAccountId(focused) === undefined || selection.includes(focused) ? selection : [focused];
}

/** Every node or plain object the command is about; empty when it was called without one. */
export function targetsOf(args: CommandArguments): readonly unknown[] {
  const [first, all] = args;
  if (isArray(all) && all.includes(first)) return all;
  if (isArray(first)) return first;
  return first === undefined ? [] : [first];
}

/** True for the rows under an integration: a listener, a property, a notice. They are not it, though they name it. */
function isPart(target: unknown): boolean {
  return isObject(target) && 'kind' in target && target.kind !== 'integration';
}

/** The integrations among the targets, each once. */
export function integrationsOf(targets: readonly unknown[]): readonly IntegrationRef[] {
  const found = new Map<string, IntegrationRef>();
  for (const target of targets) {
    const ref = asIntegrationRef(target);
    if (ref && !isPart(target)) found.set(integrationKey(ref), ref);
  }
  return [...found.values()];
}

export interface CopiedLine {
  readonly text: string;
  /** What it is of, for the user to see that it was the right one. */
  readonly name: string;
}

/** Puts lines on the clipboard and says so in the status bar for two seconds. */
export async function copyLines(lines: readonly CopiedLine[]): Promise<void> {
  await vscode.env.clipboard.writeText(lines.map(({ text }) => text).join('\n'));
  const [only] = lines;
  const said =
    only && lines.length === 1
      ? vscode.l10n.t('Copied: {0}', oneLine(only.name, 60))
      : vscode.l10n.t('{0} lines copied', lines.length);
  showStatus(said, 2000, { isDone: true });
}
