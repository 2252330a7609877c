import * as vscode from 'vscode';
import { errorFields } from '../core/base/errors';
import type { AccountServices } from './context';

/** Catches up with other windows whenever the user comes to this one: `globalState` is shared between them but tells nobody. */
export function followOtherWindows({ accounts, marks, log, notify }: AccountServices): vscode.Disposable {
  // It is tried at every focus, and said once until it works again.
  let failing = false;
  return vscode.window.onDidChangeWindowState((state) => {
    if (!state.focused) return;
    marks.followState();
    accounts.followState().then(
      () => {
        failing = false;
      },
      (error: unknown) => {
        if (failing) log.warn('other windows not followed', errorFields(error));
        else void notify.error(error);
        failing = true;
      },
    );
  });
}
