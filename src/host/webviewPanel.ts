import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';

/** Titles of tabs are cut to this many characters. */
const MAX_TITLE = 120;

/** Opens a tab that shows a page. */
export function createPanel(viewType: string, title: string, options: vscode.WebviewOptions): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(viewType, displayText(title, MAX_TITLE), vscode.ViewColumn.Active, options);
}

/** Gives a tab its title; false where it had that already. */
export function setPanelTitle(panel: vscode.WebviewPanel, title: string): boolean {
  const shown = displayText(title, MAX_TITLE);
  if (panel.title === shown) return false;
  panel.title = shown;
  return true;
}
