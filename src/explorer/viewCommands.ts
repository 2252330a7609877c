import * as vscode from 'vscode';
import { COMMANDS } from '../host/commandIds';
import { asAccountId, asIntegrationRef, asTenantRef } from '../core/directory/refs';
import { registerCommand } from '../host/commands';
import { ensureSignedIn, pickIntegration } from '../host/quickPicks';
import { withProgress } from '../host/progress';
import { documentUri } from '../host/documentUri';
import { listenerOf } from './tree/listenerItems';
import type { Node } from './tree/nodes';
import type { ExplorerContext } from './context';
import { TENANTS_VIEW } from './tree/firstRows';
import { refreshAll, refreshTarget } from './tree/refresh';
import { integrationsOf, targetsOf, type CommandArguments } from '../host/commandTargets';
import { copyLines, keyTargets } from './targets';
import { isObject } from '../core/base/json';

function nodesOf(targets: readonly unknown[], parts: ExplorerContext): readonly Node[] {
  return targets.flatMap((target) => {
    const id = isObject(target) ? target.id : undefined;
    const known = typeof id === 'string' ? parts.tree.nodes.find(id) : undefined;
    if (known) return [known];
    const integration = asIntegrationRef(target);
    if (integration) return [parts.tree.nodes.integration(integration)];
    const tenant = asTenantRef(target);
    return tenant ? [parts.tree.nodes.tenant(tenant)] : [];
  });
}

function idOf(node: Node): string {
  switch (node.kind) {
    case 'integration':
      return node.integrationId;
    case 'listener':
    case 'property':
      return node.listenerId;
    case 'tenant':
      return node.tenantId;
    default:
      return node.accountId;
  }
}

function nameOf(node: Node, { directory }: ExplorerContext): string {
  switch (node.kind) {
    case 'integration':
      return directory.integration(node)?.name ?? node.integrationId;
    case 'listener':
    case 'property':
      return listenerOf(node, directory)?.name ?? node.listenerId;
    case 'tenant':
      return directory.tenant(node)?.name ?? node.tenantId;
    default:
      return directory.account(node.accountId)?.label ?? node.accountId;
  }
}

/** As `nameOf`; that of an integration is loaded where its tenant was never opened, as of a result of a search. */
async function loadedName(node: Node, parts: ExplorerContext): Promise<string> {
  return node.kind === 'integration' ? (await parts.directory.loadIntegration(node)).name : nameOf(node, parts);
}

async function copy(
  targets: readonly unknown[],
  parts: ExplorerContext,
  text: (node: Node) => string | Promise<string>,
): Promise<void> {
  const given = nodesOf(targets, parts).filter((node) => node.kind !== 'notice');
  const asked = given.length > 0 ? undefined : await pickIntegration(parts.directory);
  const nodes = asked ? [parts.tree.nodes.integration(asked)] : given;
  const lines = nodes.map(async (node) => ({ text: await text(node), name: nameOf(node, parts) }));
  if (lines.length > 0) await copyLines(await Promise.all(lines));
}

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
  registerCommand(parts, COMMANDS.copyId, (...args) => copy(targetsOf(args), parts, idOf));
  registerCommand(parts, COMMANDS.copySelectedId, (focused) => copy(keyTargets(focused, view.selection), parts, idOf));
  registerCommand(parts, COMMANDS.copyName, (...args) =>
    copy(targetsOf(args), parts, (node) => loadedName(node, parts)),
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
