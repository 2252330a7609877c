import type * as vscode from 'vscode';
import type { IntegrationRef, TenantRef } from '../../core/directory/model';
import { asIntegrationRef, asListenerRef, asTenantRef } from '../../core/directory/refs';
import type { DirectoryService } from '../../core/directory/service';
import type { Node } from './nodes';
import type { TenantTree } from './provider';

export interface RevealOptions {
  /** Moves the keyboard to the tree; otherwise only the selection goes there. */
  readonly focus?: boolean;
}

/** The part of VS Code's tree view this needs. */
export type Revealer = Pick<vscode.TreeView<Node>, 'reveal'>;

async function nodeOf(ref: TenantRef | IntegrationRef, directory: DirectoryService, tree: TenantTree): Promise<Node> {
  await directory.loadTenants(ref.accountId);
  const integration = asIntegrationRef(ref);
  if (!integration) return tree.nodes.tenant(ref);
  await directory.loadIntegrations(integration);
  if (!directory.integration(integration)) await directory.loadIntegration(integration, { force: true });
  const listener = asListenerRef(ref);
  if (!listener) return tree.nodes.integration(integration);
  await directory.loadListeners(integration);
  return tree.nodes.listener(integration, listener.listenerId);
}

/**
 * Shows and selects an integration or a tenant, opening what it is in.
 * @param argument an IntegrationRef, a TenantRef or a node; anything else does nothing.
 * @returns whether there was something to show.
 */
export async function reveal(
  argument: unknown,
  options: RevealOptions,
  directory: DirectoryService,
  tree: TenantTree,
  view: Revealer,
): Promise<boolean> {
  const ref = asListenerRef(argument) ?? asIntegrationRef(argument) ?? asTenantRef(argument);
  if (!ref) return false;
  const node = await nodeOf(ref, directory, tree);
  await tree.arrange(ref.accountId);
  // Parents first, from the top: each must be among its parent's rows before VS Code can open it.
  const path: Node[] = [];
  for (let each: Node | undefined = node; each; each = tree.getParent(each)) path.unshift(each);
  for (const each of path) tree.uncover(each);
  await view.reveal(node, { select: true, focus: options.focus ?? false, expand: false });
  return true;
}
