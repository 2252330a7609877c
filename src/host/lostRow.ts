import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { isArray, isObject } from '../core/base/json';
import type { CommandArguments } from './commandTargets';
import { INTERNAL_COMMANDS } from './commandIds';
import type { CommandServices } from './commands';

const VIEW = 'cxengage.tenants';
/** While VS Code reads rows anew it knows none of them; it has them again after this many ms, at most this often. */
const RETRY_DELAY_MS = 30;
const MAX_TRIES = 5;

/** True for the commands that only the context menu of a row calls: opening it gives that row the focus, as an inline button does not. */
function isOfContextMenu(id: string, manifest: unknown): boolean {
  const contributes = isObject(manifest) && isObject(manifest.contributes) ? manifest.contributes : {};
  const menus = isObject(contributes.menus) ? contributes.menus['view/item/context'] : undefined;
  const entries = isArray(menus)
    ? menus.filter((entry) => isObject(entry) && entry.command === id && String(entry.when).includes(`view == ${VIEW}`))
    : [];
  return entries.length > 0 && !entries.some((entry) => isObject(entry) && String(entry.group).startsWith('inline'));
}

/** The row with the focus: VS Code puts it in the place of this argument when a command goes through the window. */
async function focusedRow({ commands }: Pick<CommandServices, 'commands'>): Promise<unknown> {
  let found: unknown;
  commands.set(INTERNAL_COMMANDS.focusedRow, ([row]) => {
    found = row;
  });
  const args = { $treeViewId: VIEW, $focusedTreeItem: true };
  await vscode.commands.executeCommand('runCommands', { commands: [{ command: INTERNAL_COMMANDS.focusedRow, args }] });
  return found;
}

/**
 * The arguments of a command whose row VS Code could not name, because it was reading the rows anew.
 * @returns the row that has the focus, where it is that row for sure and there is one; otherwise the same arguments.
 */
export async function withLostRow(
  id: string,
  args: CommandArguments,
  services: Pick<CommandServices, 'context' | 'commands'>,
): Promise<readonly unknown[]> {
  const manifest: unknown = services.context.extension.packageJSON;
  if (isArray(args[1]) || !isOfContextMenu(id, manifest)) return args;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const row = await focusedRow(services).catch(() => undefined);
    if (isObject(row)) return [row];
    await setTimeout(RETRY_DELAY_MS);
  }
  return args;
}
