import * as vscode from 'vscode';
import { UserError, errorFields } from '../core/base/errors';
import { auditCsv, auditMarkdown, auditRow, type AuditInput, type AuditRow } from '../core/export/auditReport';
import { scanIntegrations } from '../core/operations/scan';
import { asAccountId, asTenantRef } from '../core/directory/refs';
import type { TenantRef } from '../core/directory/model';
import { targetsOf, tenantsOf, type CommandArguments } from '../host/commandTargets';
import { reportTenants, withProgress } from '../host/progress';
import { ensureSignedIn } from '../host/quickPicks';
import type { Services } from '../host/services';
import { unreadOf } from './unread';

/** The tenants of the rows that the command was called on, those of accounts too; undefined means every tenant of every account. */
async function chosenTenants(
  { directory }: Services,
  args: CommandArguments,
): Promise<readonly TenantRef[] | undefined> {
  const targets = targetsOf(args);
  const tenants = tenantsOf(targets);
  const accounts = targets.flatMap((target) => (asTenantRef(target) ? [] : (asAccountId(target) ?? [])));
  if (tenants.length + accounts.length === 0) return undefined;
  const ofAccounts = await Promise.all(accounts.map(async (id) => directory.loadTenants(id)));
  return [...tenants, ...ofAccounts.flat()];
}

/**
 * Reports on the integrations of the selected tenants, or of all, as a Markdown document; CSV is offered afterwards.
 * @throws UserError where nothing could be read.
 */
export async function auditReport(services: Services, args: CommandArguments): Promise<void> {
  const { directory, log, notify, reports } = services;
  if (!(await ensureSignedIn(directory))) return;
  const tenants = await chosenTenants(services, args);
  const rows: AuditRow[] = [];
  const result = await withProgress(vscode.l10n.t('Reading integrations'), async (signal, report) => {
    const scan = await scanIntegrations(
      directory,
      {
        tenant: (tenant, integrations) => {
          rows.push(...integrations.map((integration) => auditRow({ tenantName: tenant.name, integration })));
        },
      },
      {
        eachTenantOnce: true,
        ...(tenants === undefined ? {} : { tenants }),
        isFresh: true,
        signal,
        onProgress: reportTenants(report),
      },
    );
    return signal.aborted ? undefined : scan;
  });
  if (!result) return;
  for (const { error } of result.failed) log.warn('audit: not read', errorFields(error));
  if (result.read === 0)
    throw (
      result.failed[0]?.error ??
      new UserError(vscode.l10n.t('You do not have permission to view the integrations of any tenant.'))
    );
  const input: AuditInput = { rows, tenantCount: result.read, unread: unreadOf(result), at: Date.now() };
  await reports.show(vscode.l10n.t('Integration audit.md'), await auditMarkdown(input));
  const openCsv = vscode.l10n.t('Open as CSV');
  const message = vscode.l10n.t('Audit report: integrations {0}, tenants {1}.', rows.length, result.read);
  // The command is done when the report is there; the notification may stay.
  void notify.info(message, openCsv).then(async (answer) => {
    if (answer === openCsv) await reports.show(vscode.l10n.t('Integration audit.csv'), await auditCsv(input));
  });
}
