import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import type { TenantRef } from '../core/directory/model';
import { tenantKey } from '../core/directory/refs';
import { scanIntegrations } from '../core/operations/scan';
import { compareTenants, type Comparison, type TenantIntegrations } from '../core/plan/comparison';
import type { ComparisonRequest } from '../core/plan/comparisonRequest';
import { INTERNAL_COMMANDS } from '../host/commandIds';
import { targetsOf, tenantsOf, type CommandArguments } from '../host/commandTargets';
import { reportTenants, withProgress } from '../host/progress';
import type { Services } from '../host/services';
import type { TenantChoice } from './chooseTenants';
import { unreadOf } from './unread';

/** Reads the tenants and compares them; undefined where the user canceled. */
async function readAndCompare({ directory }: Services, tenants: readonly TenantRef[]): Promise<Comparison | undefined> {
  const found = new Map<string, TenantIntegrations>();
  const result = await withProgress(vscode.l10n.t('Comparing tenants'), async (signal, report) => {
    const scan = await scanIntegrations(
      directory,
      {
        tenant: (tenant, integrations) => {
          found.set(tenantKey(tenant), { tenant, tenantName: tenant.name, integrations });
        },
      },
      {
        tenants,
        isFresh: true,
        signal,
        onProgress: reportTenants(report),
      },
    );
    return signal.aborted ? undefined : scan;
  });
  if (!result) return undefined;
  const unreachable = unreadOf(result).map(({ name, reason }) => ({ tenantName: name, message: reason }));
  // In the order in which they were chosen, not in which they were read.
  const read = tenants.flatMap((ref) => found.get(tenantKey(ref)) ?? []);
  return compareTenants(read, unreachable);
}

/**
 * Compares the integrations of two or more tenants, the selected ones or those that the user chooses, in the Changes view.
 * @throws UserError where fewer than two are chosen.
 */
export async function showTenantComparison(
  services: Services,
  choice: TenantChoice,
  args: CommandArguments,
): Promise<void> {
  const selected = tenantsOf(targetsOf(args));
  const tenants =
    selected.length > 1
      ? selected
      : await choice.ask(services, {
          title: vscode.l10n.t('Compare Tenants'),
          placeholder: vscode.l10n.t('Select two or more tenants'),
          isWritable: false,
        });
  if (!tenants) return;
  if (tenants.length < 2) throw new UserError(vscode.l10n.t('Select at least two tenants to compare.'));
  const request: ComparisonRequest = {
    title: vscode.l10n.t('{0} tenants', tenants.length),
    compare: async () => readAndCompare(services, tenants),
  };
  await vscode.commands.executeCommand(INTERNAL_COMMANDS.showComparison, request);
}
