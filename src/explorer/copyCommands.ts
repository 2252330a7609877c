import { pickIntegration } from '../host/quickPicks';
import type { ExplorerContext } from './context';
import { copyLines, nodesOf } from './targets';
import { listenerOf } from './tree/listenerItems';
import type { Node } from './tree/nodes';

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

/** Copies the IDs of rows, or of an integration that the user chooses. */
export async function copyIds(targets: readonly unknown[], parts: ExplorerContext): Promise<void> {
  await copy(targets, parts, idOf);
}

/** As `copyIds`, with names. */
export async function copyNames(targets: readonly unknown[], parts: ExplorerContext): Promise<void> {
  await copy(targets, parts, (node) => loadedName(node, parts));
}
