import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { createPanel } from '../host/webviewPanel';
import { VIEW_TYPE } from '../host/ids';

/** Everything is in the page: it loads nothing. */
export const FORM_PANEL_OPTIONS: vscode.WebviewOptions = { enableScripts: true, localResourceRoots: [] };

/** Opens the tab of a form, which has no page yet. */
export function newFormPanel(title = vscode.l10n.t('Integration')): vscode.WebviewPanel {
  return createPanel(VIEW_TYPE, title, FORM_PANEL_OPTIONS);
}

/**
 * Resolves when VS Code has been told of a tab that was just opened, and makes its frame. Its messages leave by a timer,
 * which `nextTurn` could come before; what is done in the same turn would hold them up.
 */
export async function panelTold(): Promise<void> {
  await setTimeout(0);
}
