import * as v from 'valibot';
import type { JsonObject } from '../json';
import type { Integration, Tenant, TenantMark, TenantRef } from './model';

const jsonObject = v.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));

const storedTenant = v.object({
  tenantId: v.string(),
  name: v.string(),
  active: v.boolean(),
  parentId: v.exactOptional(v.string()),
  parentName: v.exactOptional(v.string()),
  permissions: v.exactOptional(v.array(v.string())),
});

const storedIntegration = v.object({
  integrationId: v.string(),
  ownerTenantId: v.string(),
  type: v.string(),
  name: v.string(),
  description: v.string(),
  active: v.boolean(),
  properties: jsonObject,
  secrets: v.record(v.string(), v.boolean()),
  created: v.exactOptional(v.string()),
  createdBy: v.exactOptional(v.string()),
  updated: v.exactOptional(v.string()),
  updatedBy: v.exactOptional(v.string()),
});

const tenantsRecord = v.object({ version: v.literal(1), tenants: v.array(storedTenant) });
const integrationsRecord = v.object({ version: v.literal(1), integrations: v.array(storedIntegration) });

/** The record of an account's tenants for the cache on disk. Marks are the user's and live elsewhere. */
export function storeTenants(tenants: readonly Tenant[]): JsonObject {
  return { version: 1, tenants: tenants.map(({ accountId: _account, mark: _mark, ...rest }) => ({ ...rest })) };
}

/** Reads what `storeTenants` wrote; undefined for any other record, which is then asked for anew. */
export function readTenants(accountId: string, record: JsonObject, mark: (ref: TenantRef) => TenantMark): readonly Tenant[] | undefined {
  const parsed = v.safeParse(tenantsRecord, record);
  return parsed.success ? parsed.output.tenants.map((tenant) => ({ ...tenant, accountId, mark: mark({ accountId, tenantId: tenant.tenantId }) })) : undefined;
}

/** The record of a tenant's integrations for the cache on disk; it holds no secret because `Integration` does not. */
export function storeIntegrations(integrations: readonly Integration[]): JsonObject {
  return { version: 1, integrations: integrations.map(({ accountId: _account, tenantId: _tenant, ...rest }) => ({ ...rest })) };
}

/** Reads what `storeIntegrations` wrote; undefined for any other record. */
export function readIntegrations(ref: TenantRef, record: JsonObject): readonly Integration[] | undefined {
  const parsed = v.safeParse(integrationsRecord, record);
  return parsed.success ? parsed.output.integrations.map((integration) => ({ ...integration, accountId: ref.accountId, tenantId: ref.tenantId })) : undefined;
}
