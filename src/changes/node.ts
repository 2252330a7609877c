import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';
import type { TenantRef } from '../core/directory/model';
import { treeItem, type TreeRow } from '../host/treeRow';
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
export interface Row extends TreeRow {
  readonly tooltip?: string;
  readonly sign?: ChangeSign;
  /** Left out where the row has no check box. */
  readonly isTicked?: boolean;
  readonly command?: vscode.Command;
}

/** Scheme of the URIs that carry a row's sign to the decoration provider. */
export const SIGN_SCHEME = 'cxengage-change-sign';

/** Makes VS Code's item of a row. */
export function toTreeItem(id: string, row: Row, media: vscode.Uri): vscode.TreeItem {
  const item = treeItem(id, row, media);
  // Names differ also where a label is cut.
  item.tooltip = displayText(row.tooltip ?? row.label, 1000);
  if (row.isTicked !== undefined) {
    const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
    item.checkboxState = {
      state: row.isTicked ? Checked : Unchecked,
      tooltip: row.isTicked ? vscode.l10n.t('Leave Out') : vscode.l10n.t('Select'),
      accessibilityInformation: { label: displayText(row.accessibilityLabel) },
    };
  }
  if (row.sign !== undefined)
    item.resourceUri = vscode.Uri.from({ scheme: SIGN_SCHEME, path: `/${id}`, query: row.sign });
  if (row.command) item.command = row.command;
  return item;
}
