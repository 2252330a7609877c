import * as vscode from 'vscode';
import { displayText } from '../../core/base/displayText';
import type { DirectoryService } from '../../core/directory/service';

/** How many accounts need the user, as the view's badge; undefined for none, which takes the badge off. */
export function signInBadge(directory: DirectoryService): vscode.ViewBadge | undefined {
  const expired = directory
    .accounts()
    .filter((account) => ['signInAgain', 'noCredential'].includes(directory.accountStatus(account.id)));
  const [first] = expired;
  if (!first) return undefined;
  const tooltip =
    expired.length === 1
      ? vscode.l10n.t('{0} needs to sign in again', first.label)
      : vscode.l10n.t('{0} accounts need to sign in again', expired.length);
  return { value: expired.length, tooltip: displayText(tooltip, 200) };
}
