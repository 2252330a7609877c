import * as vscode from 'vscode';
import type { TenantMark } from '../core/directory/model';
import { asTenantRef } from '../core/directory/refs';
import { pickOne } from '../host/quickList';
import { pickTenant } from '../host/quickPicks';
import { oneLine } from '../core/base/displayText';
import type { AccountServices } from './context';

interface MarkItem extends vscode.QuickPickItem {
  readonly mark: TenantMark;
}

/** Asks for a mark and sets it. The argument is a tenant node; without one, asks for the tenant first. */
export async function markTenant({ directory }: AccountServices, argument: unknown): Promise<void> {
  const ref = asTenantRef(argument) ?? (await pickTenant(directory, { title: vscode.l10n.t('Mark Tenant') }));
  if (!ref) return;
  const tenant =
    directory.tenant(ref) ??
    (await directory.loadTenants(ref.accountId)).find((each) => each.tenantId === ref.tenantId);
  const current = tenant?.mark ?? 'none';
  const now = (mark: TenantMark): string => (mark === current ? vscode.l10n.t('(current)') : '');
  const choices: readonly MarkItem[] = [
    {
      mark: 'production',
      label: vscode.l10n.t('Production'),
      description: now('production'),
      detail: vscode.l10n.t('Shown in color; each change asks first and names the tenant'),
    },
    {
      mark: 'readOnly',
      label: vscode.l10n.t('Read-only'),
      description: now('readOnly'),
      detail: vscode.l10n.t('All changes are blocked'),
    },
    {
      mark: 'none',
      label: vscode.l10n.t('No Mark'),
      description: now('none'),
      detail: vscode.l10n.t('Changes do not ask first'),
    },
  ];
  const title = vscode.l10n.t('Mark {0}', oneLine(tenant?.name ?? ref.tenantId, 100));
  const chosen = await pickOne(choices, {
    title,
    placeholder: vscode.l10n.t('Select a mark (stored on this machine only)'),
  });
  if (chosen && chosen.mark !== current) await directory.markTenant(ref, chosen.mark);
}
