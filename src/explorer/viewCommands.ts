import * as vscode from 'vscode';
import { COMMANDS } from '../host/commandIds';
import { asAccountId } from '../core/directory/refs';
import { registerCommand } from '../host/commands';
import { ensureSignedIn, pickIntegration } from '../host/quickPicks';
import { withProgress } from '../host/progress';
import { documentUri } from '../host/documentUri';
import type { ExplorerContext } from './context';
import { TENANTS_VIEW } from './tree/firstRows';
import { refreshAll, refreshTarget } from './tree/refresh';
import { integrationsOf, targetsOf, type CommandArguments } from '../host/commandTargets';
import { keyTargets, nodesOf } from './targets';

async function show(args: CommandArguments, parts: ExplorerContext): Promise<void> {
  const { directory } = parts;
  const [given] = integrationsOf(targetsOf(args));
  const ref = given ?? (await pickIntegration(directory));
  if (!ref) return;
  const integration = await directory.loadIntegration(ref);
  const uri = documentUri(ref, integration.name, directory.tenant(ref)?.name ?? ref.tenantId);
  const document = await vscode.workspace.openTextDocument(uri);
  // The keyboard stays in the tree: the next row is one arrow away.
  await vscode.window.showTextDocument(document, { preview: true, preserveFocus: given !== undefined });
}

/** Registers the commands that only look: refresh, show, copy, find, filter, sort, favorites. */
export function registerViewCommands(parts: ExplorerContext): void {
  const { directory, tree, view, viewState } = parts;
  const everything = async (): Promise<void> => {
    if (!(await ensureSignedIn(directory))) return;
    await view.show();
    await withProgress(vscode.l10n.t('Refreshing'), (signal) => refreshAll(directory, tree, signal), {
      viewId: TENANTS_VIEW,
    });
  };
  registerCommand(parts, COMMANDS.refresh, (target) =>
    asAccountId(target) === undefined ? everything() : refreshTarget(target, directory, tree),
  );
  // The button above the tree: VS Code hands it the row that has the focus, which is not what it is for.
  registerCommand(parts, COMMANDS.refreshAll, everything);
  registerCommand(parts, COMMANDS.showIntegration, (...args) => show(args, parts));
  registerCommand(parts, COMMANDS.whereUsed, async (...args) =>
    (await import('./whereUsed/whereUsed.js')).showWhereUsed(args, parts),
  );
  registerCommand(parts, COMMANDS.openInConsole, async (...args) =>
    (await import('./webConsole.js')).openInConsole(args, parts),
  );
  registerCommand(parts, COMMANDS.copyId, async (...args) =>
    (await import('./copyCommands.js')).copyIds(targetsOf(args), parts),
  );
  registerCommand(parts, COMMANDS.copySelectedId, async (focused) => {
    const targets = keyTargets(focused, view.selection);
    return (await import('./copyCommands.js')).copyIds(targets, parts);
  });
  registerCommand(parts, COMMANDS.copyName, async (...args) =>
    (await import('./copyCommands.js')).copyNames(targetsOf(args), parts),
  );
  registerCommand(parts, COMMANDS.findIntegration, async () => (await import('./find/find.js')).findIntegration(parts));
  registerCommand(parts, COMMANDS.setFilter, async () =>
    (await import('./arrangeCommands.js')).askFilter(directory, viewState),
  );
  registerCommand(parts, COMMANDS.clearFilter, () => viewState.setFilter({}));
  registerCommand(parts, COMMANDS.sortIntegrations, async () =>
    (await import('./arrangeCommands.js')).askSort(directory, viewState),
  );
  const favorite = async (args: CommandArguments, on: boolean): Promise<void> => {
    await viewState.setFavorite(
      nodesOf(targetsOf(args), parts).filter((node) => node.kind === 'tenant' || node.kind === 'integration'),
      on,
    );
  };
  registerCommand(parts, COMMANDS.addFavorite, (...args) => favorite(args, true));
  registerCommand(parts, COMMANDS.removeFavorite, (...args) => favorite(args, false));
  registerCommand(parts, COMMANDS.showMore, (target) => {
    const [node] = nodesOf([target], parts);
    if (node?.kind === 'notice') tree.showMore(node.owner);
  });
  registerCommand(parts, COMMANDS.editSelectedIntegration, (focused) => {
    const targets = keyTargets(focused, view.selection);
    // The focused one of several; a row of another kind says at least where to look.
    const [first] = targets.includes(focused) ? [focused] : [...integrationsOf(targets), ...targets];
    return vscode.commands.executeCommand(COMMANDS.editIntegration, first);
  });
}
