import * as vscode from 'vscode';
import type { ScanResult } from '../core/operations/scan';

/** Accounts, tenants and integrations that a scan could not read, with the reason. */
export function unreadOf({
  failed,
  skipped,
}: ScanResult): readonly { readonly name: string; readonly reason: string }[] {
  return [
    ...failed.map(({ name, error }) => ({ name, reason: error.message })),
    ...skipped.map(({ name, active }) => ({
      name,
      reason: active
        ? vscode.l10n.t('You may not view its integrations.')
        : vscode.l10n.t('It is inactive in CxEngage.'),
    })),
  ];
}
