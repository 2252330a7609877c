import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';
import type { TenantRef } from '../core/directory/model';
import type { DiffPair } from './documents';

/** A row of the Changes view. What it looks like and holds is asked for when it is drawn. */
export interface ChangesNode {
  readonly id: string;
  readonly parent?: ChangesNode;
  readonly row: () => Row;
  readonly children?: () => readonly ChangesNode[];
  /** Changes that its check box stands for. */
  readonly changeIds?: readonly string[];
  /** The integration that commands on the row are about. */
  readonly accountId?: string;
  readonly tenantId?: string;
  readonly integrationId?: string;
  /** Tenants that Copy to Tenants selects from the start. */
  readonly copyTargets?: readonly TenantRef[];
  /** Of the row that shows more: the id of the row above those, '' at the top. */
  readonly moreOf?: string;
  /** What Enter or a click opens. */
  readonly pair?: () => DiffPair | undefined;
}

/** Letters at the end of rows; each has a color and a word beside it. */
export type ChangeSign = 'differs' | 'create' | 'update' | 'enable' | 'disable' | 'cannot' | 'nothing' | 'production';

/** Everything of a row, as plain data. */
export interface Row {
  readonly label: string;
  readonly description?: string;
  /** An icon of VS Code, or an integration type's file. */
  readonly icon: { readonly theme: string; readonly color?: string } | { readonly type: string };
  /** What a screen reader says. */
  readonly spoken: string;
  readonly tooltip?: string;
  readonly context: string;
  readonly expands: 'no' | 'closed' | 'open';
  readonly sign?: ChangeSign;
  /** Left out where the row has no check box. */
  readonly isTicked?: boolean;
  readonly command?: vscode.Command;
}

/** Scheme of the URIs that carry a row's sign to the decoration provider. */
export const SIGN_SCHEME = 'cxengage-change-sign';

const STATES = {
  no: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
} as const;

function iconPath(icon: Row['icon'], media: vscode.Uri): NonNullable<vscode.TreeItem['iconPath']> {
  if ('theme' in icon)
    return new vscode.ThemeIcon(icon.theme, icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color));
  const file = (theme: string): vscode.Uri => vscode.Uri.joinPath(media, 'types', theme, `${icon.type}.svg`);
  return { light: file('light'), dark: file('dark') };
}

/** Makes VS Code's item of a row. Every text passes the display gate here. */
export function toTreeItem(id: string, row: Row, media: vscode.Uri): vscode.TreeItem {
  const item = new vscode.TreeItem(displayText(row.label, 200), STATES[row.expands]);
  item.id = id;
  if (row.description !== undefined) item.description = displayText(row.description, 300);
  if (row.tooltip !== undefined) item.tooltip = displayText(row.tooltip, 1000);
  item.iconPath = iconPath(row.icon, media);
  item.contextValue = row.context;
  const label = displayText(row.spoken);
  item.accessibilityInformation = { label };
  if (row.isTicked !== undefined) {
    const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
    item.checkboxState = {
      state: row.isTicked ? Checked : Unchecked,
      tooltip: row.isTicked ? vscode.l10n.t('Leave Out') : vscode.l10n.t('Select'),
      accessibilityInformation: { label },
    };
  }
  if (row.sign !== undefined)
    item.resourceUri = vscode.Uri.from({ scheme: SIGN_SCHEME, path: `/${id}`, query: row.sign });
  if (row.command) item.command = row.command;
  return item;
}
