import { ApiError } from '../../core/api/error';
import { asAccountId, asIntegrationRef, asTenantRef } from '../../core/directory/refs';
import type { DirectoryService } from '../../core/directory/service';
import type { TenantTree } from './provider';

/** What failed to load is told by the tree itself; only what the tree cannot tell is passed on. */
async function inTree(loading: Promise<unknown>): Promise<void> {
  try {
    await loading;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Asks the server anew for what is on screen: accounts' tenants, and the integrations and listeners that are open. */
export async function refreshAll(directory: DirectoryService, tree: TenantTree, signal: AbortSignal): Promise<void> {
  const options = { force: true, signal };
  await Promise.all([
    ...directory.accounts().map((account) => inTree(directory.loadTenants(account.id, options))),
    // Where the account may see nothing there is nothing to ask for: its rights come with the tenants.
    ...tree
      .openTenants()
      .filter((node) => directory.access(node).canView)
      .map((node) => inTree(directory.loadIntegrations(node, options))),
    ...tree.openIntegrations().map((node) => inTree(directory.loadListeners(node, options))),
  ]);
}

/** Asks anew for what one node, or its notice, stands for. Shows at once that it is being loaded. */
export async function refreshTarget(target: unknown, directory: DirectoryService, tree: TenantTree): Promise<void> {
  const integration = asIntegrationRef(target);
  const tenant = asTenantRef(target);
  const accountId = asAccountId(target);
  const options = { force: true };
  if (integration) {
    const loading = [directory.loadIntegration(integration, options), directory.loadListeners(integration, options)];
    tree.touch(tree.nodes.integration(integration));
    await inTree(Promise.all(loading));
  } else if (tenant) {
    // The right to see them may have been given since: it comes with the list of tenants.
    if (!directory.access(tenant).canView) await inTree(directory.loadTenants(tenant.accountId, options));
    if (!directory.access(tenant).canView) return;
    const loading = directory.loadIntegrations(tenant, options);
    tree.touch(tree.nodes.tenant(tenant));
    await inTree(loading);
  } else if (accountId !== undefined) {
    const loading = directory.loadTenants(accountId, options);
    tree.touchAccount(accountId);
    await inTree(loading);
  }
}
