import * as vscode from 'vscode';
import type { IntegrationRef } from '../core/directory/model';
import { asIntegrationRef, integrationKey } from '../core/directory/refs';

/** What a command was called with: VS Code gives the node clicked and, with several selected, all of them. */
export type CommandArguments = readonly unknown[];

/** True when a key was pressed: the keybinding says that the selection is meant. */
export function meansSelection(args: CommandArguments): boolean {
  const [first] = args;
  return typeof first === 'object' && first !== null && 'selection' in first && first.selection === true;
}

/** Every node or plain object the command is about; empty when it was called without one. */
export function targetsOf(args: CommandArguments, selection: readonly unknown[]): readonly unknown[] {
  if (meansSelection(args)) return selection;
  const [first, all] = args;
  if (Array.isArray(all) && all.includes(first)) return all.map((each: unknown) => each);
  if (Array.isArray(first)) return first.map((each: unknown) => each);
  return first === undefined ? [] : [first];
}

/** The integrations among the targets, each once. */
export function integrationsOf(targets: readonly unknown[]): readonly IntegrationRef[] {
  const found = new Map<string, IntegrationRef>();
  for (const target of targets) {
    const ref = asIntegrationRef(target);
    if (ref) found.set(integrationKey(ref), ref);
  }
  return [...found.values()];
}

/** Puts lines on the clipboard and says so in the status bar for two seconds. */
export async function copyLines(lines: readonly string[]): Promise<void> {
  await vscode.env.clipboard.writeText(lines.join('\n'));
  const said = lines.length === 1 ? vscode.l10n.t('Copied') : vscode.l10n.t('{0} lines copied', lines.length);
  vscode.window.setStatusBarMessage(`$(check) ${said}`, 2000);
}
