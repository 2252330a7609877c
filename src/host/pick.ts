import * as vscode from 'vscode';
import type { Integration, IntegrationRef, Tenant, TenantRef } from '../core/directory/model';
import type { DirectoryService } from '../core/directory/service';
import { noIcons } from './plainText';

interface TenantItem extends vscode.QuickPickItem {
  readonly tenant: Tenant;
}

interface IntegrationItem extends vscode.QuickPickItem {
  readonly integration: Integration;
}

async function tenantItems(directory: DirectoryService, writable: boolean): Promise<readonly TenantItem[]> {
  const accounts = directory.accounts();
  const loaded = await Promise.all(accounts.map(async (account) => ({ account, tenants: await directory.loadTenants(account.id).catch(() => []) })));
  return loaded.flatMap(({ account, tenants }) =>
    tenants
      .filter((tenant) => !writable || (directory.access(tenant).canManage && directory.access(tenant).refusal === undefined))
      .map((tenant) => {
        const mark = tenant.mark === 'production' ? vscode.l10n.t('production') : tenant.mark === 'readOnly' ? vscode.l10n.t('read-only') : '';
        const description = [mark, accounts.length > 1 ? account.label : ''].filter((text) => text !== '').join(' · ');
        return { label: noIcons(tenant.name), description: noIcons(description), tenant };
      }),
  );
}

/**
 * Asks for a tenant. With one candidate the question is not asked.
 * @param options.writable offer only tenants in which the account may create and change.
 * @returns undefined when the user dismissed the question or there is nothing to choose from.
 */
export async function pickTenant(directory: DirectoryService, options: { readonly writable?: boolean } = {}): Promise<TenantRef | undefined> {
  const items = tenantItems(directory, options.writable ?? false);
  const ready = await items;
  if (ready.length === 1) return ready[0]?.tenant;
  const chosen = await vscode.window.showQuickPick(ready, { placeHolder: vscode.l10n.t('Tenant'), matchOnDescription: true });
  return chosen?.tenant;
}

/**
 * Asks for an integration, first for its tenant where that is not given.
 * @returns undefined when the user dismissed a question.
 * @throws ApiError where the list cannot be loaded.
 */
export async function pickIntegration(directory: DirectoryService, tenant?: TenantRef): Promise<IntegrationRef | undefined> {
  const ref = tenant ?? (await pickTenant(directory));
  if (!ref) return undefined;
  const items = directory.loadIntegrations(ref).then((all) =>
    all.map((integration): IntegrationItem => ({ label: noIcons(integration.name), description: noIcons(integration.type), detail: noIcons(integration.description), integration })),
  );
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Integration'), matchOnDescription: true, matchOnDetail: true });
  return chosen?.integration;
}
