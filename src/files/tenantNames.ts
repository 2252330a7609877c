import type { Tenant } from '../core/directory/model';
import type { DirectoryService } from '../core/directory/service';
import type { TenantToName } from '../core/export/tenantsFile';

/** What a tenants file says of a tenant. */
export function tenantToName(directory: DirectoryService, tenant: Tenant): TenantToName {
  const account = directory.account(tenant.accountId);
  return {
    tenantId: tenant.tenantId,
    name: tenant.name,
    isProduction: tenant.mark === 'production',
    ...(account && !account.sandbox ? { endpoint: account.endpoint.url } : {}),
  };
}
