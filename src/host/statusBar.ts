import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';

/** Says in the status bar that something was done, for `durationMs`; with `isDone` behind a check mark. */
export function showStatus(message: string, durationMs = 5000, { isDone = false } = {}): void {
  vscode.window.setStatusBarMessage(`${isDone ? '$(check) ' : ''}${displayText(message, 200)}`, durationMs);
}
