import * as vscode from 'vscode';
import { COMMANDS } from '../host/commandIds';
import type { Account } from '../core/base/account';
import { asAccountId, asTenantRef } from '../core/directory/refs';
import { oneLine } from '../core/base/displayText';
import { pickOne } from '../host/quickList';
import type { AccountServices } from './context';

/**
 * The account a command's argument names: an account node or `{ accountId }`. Not that of a tenant or an integration,
 * which VS Code hands over, being selected, when the command is chosen from the view's menu.
 */
function accountArgument(services: AccountServices, argument: unknown): Account | undefined {
  const id = asTenantRef(argument) ? undefined : asAccountId(argument);
  return id === undefined ? undefined : services.accounts.get(id);
}

/** Asks for one of the accounts. Where there is only one, returns it without asking. */
export async function pickAccount(accounts: readonly Account[], placeholder: string): Promise<Account | undefined> {
  if (accounts.length <= 1) return accounts[0];
  const items = accounts.map((account) => ({
    label: oneLine(account.label, 100),
    description: account.endpoint.url,
    account,
  }));
  return (await pickOne(items, { placeholder }))?.account;
}

/**
 * Signs an account out after asking. What was open with it closes by the directory's change event.
 * @throws UserError where the keyring does not let go of the credential.
 */
export async function signOut(services: AccountServices, argument: unknown): Promise<void> {
  const account =
    accountArgument(services, argument) ??
    (await pickAccount(services.accounts.list(), vscode.l10n.t('Select the account to sign out of')));
  if (!account) {
    if (services.accounts.list().length === 0)
      void services.notify.info(vscode.l10n.t('You are not signed in to CxEngage.'));
    return;
  }
  const detail = vscode.l10n.t(
    'Its credential is deleted from this machine. Its editors close. Forms with unsaved changes stay open. Nothing changes in CxEngage.',
  );
  if (
    !(await services.notify.confirm(
      vscode.l10n.t('Sign out of {0}?', account.label),
      detail,
      vscode.l10n.t('Sign Out'),
    ))
  )
    return;
  if (account.sandbox) await vscode.commands.executeCommand(COMMANDS.stopSandbox);
  else await services.accounts.remove(account.id);
}
