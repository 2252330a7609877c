import * as vscode from 'vscode';
import type { DirectoryService } from '../../core/directory/service';
import type { TestResults } from '../../core/directory/testResults';
import { treeItem, type TreeRow } from '../../host/treeRow';
import type { SortOrder } from './arrange';
import type { IntegrationNode, TenantNode } from './nodes';

/** Signs that stand at the end of a row and color its name. */
export type Decoration = 'production' | 'readOnly' | 'inactive' | 'disabled' | 'testFailed' | 'inherited';

/** Everything of a row that is shown or read out at once: two rows that are equal need no redrawing. */
export interface TreeItemData extends TreeRow {
  readonly decoration?: Decoration;
  readonly command?: { readonly id: string; readonly title: string; readonly argument: object };
}

/** What rows are made from. */
export interface TreeItemSources {
  readonly directory: DirectoryService;
  readonly testResults: Pick<TestResults, 'get'>;
  isFavorite(node: TenantNode | IntegrationNode): boolean;
  /** True while a change of it is under way. */
  isBusy(nodeId: string): boolean;
  /** How many integrations a tenant has, where it is known. */
  integrationCount(node: TenantNode): number | undefined;
  /** The row of a tenant that is not read yet, as it was shown last. */
  keptRow(node: TenantNode): TreeItemData | undefined;
  /** The only tenant of the tree is shown open. */
  opensAtOnce(node: TenantNode): boolean;
  sort(): SortOrder;
  now(): number;
}

/** Joins the parts that there are. */
export const joined = (parts: readonly (string | false | undefined)[], separator: string): string =>
  parts.filter((part) => typeof part === 'string' && part !== '').join(separator);

/** Scheme of the URIs that carry a row's decoration to the decoration provider. */
export const DECORATION_SCHEME = 'cxengage-sign';

/** Makes VS Code's item of a row. Tooltips are added later, when one is asked for. */
export function toTreeItem(id: string, row: TreeItemData, media: vscode.Uri): vscode.TreeItem {
  const item = treeItem(id, row, media);
  if (row.decoration !== undefined)
    item.resourceUri = vscode.Uri.from({ scheme: DECORATION_SCHEME, path: `/${id}`, query: row.decoration });
  if (row.command)
    item.command = { command: row.command.id, title: row.command.title, arguments: [row.command.argument] };
  return item;
}
