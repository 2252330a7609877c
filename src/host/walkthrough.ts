import * as vscode from 'vscode';

/** What the walkthrough (package.json) ticks off. */
export type WalkthroughStep = 'signedIn' | 'created' | 'tested' | 'found';

/** Says that something has happened, so that its step is ticked: a command that was only called has done nothing yet. */
export function completeStep(milestone: WalkthroughStep): void {
  const key = `cxengage.did.${milestone}`;
  // VS Code looks at changes alone, from when the walkthrough was first shown: what happened before counts when it happens again.
  void vscode.commands.executeCommand('setContext', key, false);
  void vscode.commands.executeCommand('setContext', key, true);
}
