import * as vscode from 'vscode';
import { oneLine } from '../../core/base/displayText';
import { errorFields } from '../../core/base/errors';
import type { Logger } from '../../core/base/log';
import { integrationType } from '../../core/catalog/registry';
import type { Integration, Tenant } from '../../core/directory/model';
import type { DirectoryService } from '../../core/directory/service';
import { scanIntegrations, type ScanProgress } from '../../core/operations/scan';
import { indexTenant, type SearchEntry, type TenantIndex } from './searchIndex';

/** Whether an integration is active, as it is shown and searched. */
export function stateText(active: boolean): string {
  return active ? vscode.l10n.t('active') : vscode.l10n.t('disabled');
}

function entryOf(integration: Integration): SearchEntry {
  const type = integrationType(integration.type);
  const { host, user } = type.describe(integration.properties);
  return {
    integrationId: integration.integrationId,
    name: oneLine(integration.name, 200),
    type: integration.type,
    typeLabel: type.label,
    host: host ?? '',
    user: user ?? '',
    state: stateText(integration.active),
  };
}

/** The tenant's name and, where there are several accounts, the account's label. */
function placeOf(directory: DirectoryService, tenant: Tenant): string {
  const account = directory.accounts().length > 1 ? directory.account(tenant.accountId)?.label : undefined;
  return [tenant.name, account]
    .filter((part) => part !== undefined)
    .map((part) => oneLine(part, 80))
    .join(' · ');
}

/**
 * Reads the integrations of every tenant of every account as text to search, one block for each tenant.
 * @param on told of each block as soon as it is there, and how far the reading is.
 * @returns how it ended; never rejects.
 */
export async function readBlocks(
  directory: DirectoryService,
  log: Logger,
  signal: AbortSignal,
  on: { readonly block: (block: TenantIndex) => void; readonly progress: (progress: ScanProgress) => void },
): Promise<ScanProgress> {
  const result = await scanIntegrations(
    directory,
    {
      tenant: (tenant, integrations) => {
        on.block(indexTenant(tenant, placeOf(directory, tenant), integrations.map(entryOf)));
      },
    },
    { signal, onProgress: on.progress },
  );
  for (const { error } of result.failed) log.warn('find: not read', errorFields(error));
  return result;
}
