import * as vscode from 'vscode';
import { createPanel } from '../host/webviewPanel';
import { VIEW_TYPE } from './contract';

/** Everything is in the page: it loads nothing. */
export const FORM_PANEL_OPTIONS: vscode.WebviewOptions = { enableScripts: true, localResourceRoots: [] };

/** Opens the tab of a form, which has no page yet. */
export function newFormPanel(title = vscode.l10n.t('Integration')): vscode.WebviewPanel {
  return createPanel(VIEW_TYPE, title, FORM_PANEL_OPTIONS);
}
