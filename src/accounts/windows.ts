import * as vscode from 'vscode';
import type { AccountServices } from './parts';

/** Catches up with other windows whenever the user comes to this one: `globalState` is shared between them but tells nobody. */
export function followOtherWindows({ accounts, marks, notify }: AccountServices): vscode.Disposable {
  return vscode.window.onDidChangeWindowState((state) => {
    if (!state.focused) return;
    marks.followState();
    accounts.followState().catch((error: unknown) => notify.error(error));
  });
}
