import * as vscode from 'vscode';
import { displayText } from '../../core/base/displayText';
import type { DirectoryService } from '../../core/directory/service';
import type { TestResults } from '../../core/directory/testResults';
import type { SortOrder } from './arrange';
import type { IntegrationNode, TenantNode } from './nodes';

/** An icon: one of VS Code's own with an optional color, or an integration type's file under media/types. */
export type ItemIcon = { readonly theme: string; readonly color?: string } | { readonly type: string };

/** Signs that stand at the end of a row and color its name. */
export type Decoration = 'production' | 'readOnly' | 'inactive' | 'disabled' | 'testFailed' | 'inherited';

/** Everything of a row that is shown or read out at once, as plain data: two rows that are equal need no redrawing. */
export interface TreeItemData {
  readonly label: string;
  readonly description?: string;
  readonly icon: ItemIcon;
  readonly context: string;
  /** What a screen reader says. */
  readonly accessibilityLabel: string;
  readonly expands: 'no' | 'closed' | 'open';
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

const STATES = {
  no: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
} as const;

function iconPath(icon: ItemIcon, media: vscode.Uri): vscode.TreeItem['iconPath'] {
  if ('theme' in icon)
    return new vscode.ThemeIcon(icon.theme, icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color));
  const file = (theme: string): vscode.Uri => vscode.Uri.joinPath(media, 'types', theme, `${icon.type}.svg`);
  return { light: file('light'), dark: file('dark') };
}

/** Makes VS Code's item of a row. Tooltips are added later, when one is asked for. */
export function toTreeItem(id: string, row: TreeItemData, media: vscode.Uri): vscode.TreeItem {
  const item = new vscode.TreeItem(displayText(row.label, 120), STATES[row.expands]);
  item.id = id;
  if (row.description !== undefined) item.description = displayText(row.description, 300);
  const icon = iconPath(row.icon, media);
  if (icon !== undefined) item.iconPath = icon;
  item.contextValue = row.context;
  // No role of its own: a tree may hold tree items only, and says by itself that they can be activated.
  item.accessibilityInformation = { label: displayText(row.accessibilityLabel) };
  if (row.decoration !== undefined)
    item.resourceUri = vscode.Uri.from({ scheme: DECORATION_SCHEME, path: `/${id}`, query: row.decoration });
  if (row.command)
    item.command = { command: row.command.id, title: row.command.title, arguments: [row.command.argument] };
  return item;
}
