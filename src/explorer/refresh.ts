import { ApiError } from '../core/api/error';
import { asAccountId, asIntegrationRef, asTenantRef } from '../core/directory/refs';
import type { DirectoryService } from '../core/directory/service';
import type { TenantTree } from './provider';

/** What failed to load is told by the tree itself; only what the tree cannot tell is passed on. */
async function inTree(loading: Promise<unknown>): Promise<void> {
  try {
    await loading;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Asks the server anew for what is on screen: accounts' tenants, and the integrations of the tenants that are open. */
export async function refreshAll(directory: DirectoryService, tree: TenantTree, signal: AbortSignal): Promise<void> {
  const options = { force: true, signal };
  await Promise.all([
    ...directory.accounts().map((account) => inTree(directory.loadTenants(account.id, options))),
    ...tree.openTenants().map((node) => inTree(directory.loadIntegrations(node, options))),
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
    const loading = directory.loadIntegrations(tenant, options);
    tree.touch(tree.nodes.tenant(tenant));
    await inTree(loading);
  } else if (accountId !== undefined) {
    const loading = directory.loadTenants(accountId, options);
    tree.touchAccount(accountId);
    await inTree(loading);
  }
}
