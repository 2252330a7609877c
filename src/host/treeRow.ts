import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';

/** An icon: one of VS Code's own with an optional color, or an integration type's file under media/types. */
export type RowIcon = { readonly theme: string; readonly color?: string } | { readonly type: string };

/** What a row of every tree shows or has read out, as plain data. */
export interface TreeRow {
  readonly label: string;
  readonly description?: string;
  readonly icon: RowIcon;
  readonly context: string;
  /** What a screen reader says. */
  readonly accessibilityLabel: string;
  readonly expands: 'no' | 'closed' | 'open';
}

const STATES = {
  no: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
} as const;

/** The files of an integration type's icon. Takes the folder `media`. */
export function typeIcon(media: vscode.Uri, icon: string): { readonly light: vscode.Uri; readonly dark: vscode.Uri } {
  const file = (theme: string): vscode.Uri => vscode.Uri.joinPath(media, 'types', theme, `${icon}.svg`);
  return { light: file('light'), dark: file('dark') };
}

function iconPath(icon: RowIcon, media: vscode.Uri): NonNullable<vscode.TreeItem['iconPath']> {
  if ('type' in icon) return typeIcon(media, icon.type);
  return new vscode.ThemeIcon(icon.theme, icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color));
}

/** Makes VS Code's item of a row. Every text passes the display gate here. */
export function treeItem(id: string, row: TreeRow, media: vscode.Uri): vscode.TreeItem {
  const item = new vscode.TreeItem(displayText(row.label, 120), STATES[row.expands]);
  item.id = id;
  if (row.description !== undefined) item.description = displayText(row.description, 300);
  item.iconPath = iconPath(row.icon, media);
  item.contextValue = row.context;
  // No role of its own: a tree may hold tree items only, and says by itself that they can be activated.
  item.accessibilityInformation = { label: displayText(row.accessibilityLabel) };
  return item;
}
