import * as vscode from 'vscode';
import type { Tenant, TenantMark, TenantRef } from '../core/directory/model';
import { targetsOf, tenantsOf, type CommandArguments } from '../host/commandTargets';
import { pickOne } from '../host/quickList';
import { pickTenant } from '../host/quickPicks';
import { oneLine } from '../core/base/displayText';
import type { AccountServices } from './context';

interface MarkItem extends vscode.QuickPickItem {
  readonly mark: TenantMark;
}

async function loaded({ directory }: Pick<AccountServices, 'directory'>, ref: TenantRef): Promise<Tenant | undefined> {
  return (
    directory.tenant(ref) ?? (await directory.loadTenants(ref.accountId)).find((each) => each.tenantId === ref.tenantId)
  );
}

/** Asks for a mark and sets it. The arguments are the selected tenant nodes; without one, asks for the tenant first. */
export async function markTenant(services: Pick<AccountServices, 'directory'>, args: CommandArguments): Promise<void> {
  const { directory } = services;
  const selected = tenantsOf(targetsOf(args));
  const asked = selected.length > 0 ? undefined : await pickTenant(directory, { title: vscode.l10n.t('Mark Tenant') });
  const refs = asked ? [asked] : selected;
  const [first] = refs;
  if (!first) return;
  const tenants = await Promise.all(refs.map(async (ref) => loaded(services, ref)));
  const marks = new Set(tenants.map((tenant) => tenant?.mark ?? 'none'));
  const now = (mark: TenantMark): string => (marks.size === 1 && marks.has(mark) ? vscode.l10n.t('(current)') : '');
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
  const title =
    refs.length === 1
      ? vscode.l10n.t('Mark {0}', oneLine(tenants[0]?.name ?? first.tenantId, 100))
      : vscode.l10n.t('Mark {0} Tenants', refs.length);
  const chosen = await pickOne(choices, {
    title,
    placeholder: vscode.l10n.t('Select a mark (stored on this machine only)'),
  });
  if (!chosen) return;
  for (const [i, ref] of refs.entries())
    if ((tenants[i]?.mark ?? 'none') !== chosen.mark) await directory.markTenant(ref, chosen.mark);
}
