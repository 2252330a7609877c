import * as vscode from 'vscode';
import { COMMANDS } from '../host/commandIds';
import type { UnreadableRecord } from './accountStore';
import { oneLine } from '../core/base/displayText';
import type { AccountServices } from './context';

const REPORTED_KEY = 'cxengage.reportedRecords';

/**
 * Tells the user once of stored accounts that could not be read and belong to no account shown. They are kept: a newer
 * version of the extension may read them.
 */
export async function reportUnreadable(
  { state, log, notify }: AccountServices,
  records: readonly UnreadableRecord[],
): Promise<void> {
  for (const { accountId } of records) log.warn('stored account kept unread', { account: accountId });
  const before = state.get(REPORTED_KEY);
  const known: readonly unknown[] = Array.isArray(before) ? before : [];
  const fresh = records.filter(({ accountId }) => !known.includes(accountId));
  if (fresh.length === 0) return;
  await state.update(
    REPORTED_KEY,
    records.map(({ accountId }) => accountId),
  );
  void notify.failure(
    fresh.length === 1
      ? vscode.l10n.t('One stored account could not be read. Update the extension, or sign in again.')
      : vscode.l10n.t('{0} stored accounts could not be read. Update the extension, or sign in again.', fresh.length),
  );
}

/** Tells the user, once a window and account, why the credential of an account they use cannot be read, and offers to replace it. */
export function reportWhenRead({ accounts, log, notify }: AccountServices): vscode.Disposable {
  const told = new Set<string>();
  return accounts.onDidFailToRead(({ accountId, reason }) => {
    if (told.has(accountId)) return;
    told.add(accountId);
    log.warn('stored credential kept unread', { account: accountId });
    const again = vscode.l10n.t('Sign In Again');
    const label = accounts.get(accountId)?.label ?? '';
    void notify.failure(vscode.l10n.t('{0}: {1}', oneLine(label, 100), reason), again).then(async (answer) => {
      if (answer === again) await vscode.commands.executeCommand(COMMANDS.signInAgain, { accountId });
    });
  });
}
