import * as vscode from 'vscode';
import { isObject } from '../core/base/json';
import { asAccountId, asIntegrationRef, asTenantRef } from '../core/directory/refs';
import { oneLine } from '../core/base/displayText';
import { showStatus } from '../host/statusBar';
import type { ExplorerContext } from './context';
import type { Node } from './tree/nodes';

/**
 * What a key was pressed for: the row that has the focus, which arrows move without selecting; with it all that is
 * selected, where it is one of them.
 * @param focused the node VS Code puts in place of `$focusedTreeItem` in the keybinding's `args`. That is not in its
 * documentation: where it is something else, the selection is meant.
 */
export function keyTargets(focused: unknown, selection: readonly unknown[]): readonly unknown[] {
  return asAccountId(focused) === undefined || selection.includes(focused) ? selection : [focused];
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

/** The rows that a command is about. */
export function nodesOf(targets: readonly unknown[], { tree }: Pick<ExplorerContext, 'tree'>): readonly Node[] {
  return targets.flatMap((target) => {
    const id = isObject(target) ? target.id : undefined;
    const known = typeof id === 'string' ? tree.nodes.find(id) : undefined;
    if (known) return [known];
    const integration = asIntegrationRef(target);
    if (integration) return [tree.nodes.integration(integration)];
    const tenant = asTenantRef(target);
    return tenant ? [tree.nodes.tenant(tenant)] : [];
  });
}
