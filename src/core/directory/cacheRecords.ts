import * as v from 'valibot';
import { isObject, type JsonObject } from '../base/json';
import { mapInSlices, TimeSlicer } from '../base/timeSlicer';
import { makeIntegration, toTenant } from './fromApi';
import type { Integration, Tenant, TenantMark, TenantRef } from './model';

const jsonObject = v.custom<JsonObject>(isObject);

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

// Rows are checked one by one: ten thousand of them take longer than the editor should wait.
const tenantsRecord = v.object({ version: v.literal(1), tenants: v.array(v.unknown()) });
const integrationsRecord = v.object({ version: v.literal(1), integrations: v.array(v.unknown()) });

/** The rows of a record; undefined when one of them is none, as the record is then of another making. */
async function readRows<S extends v.GenericSchema, T>(
  rows: readonly unknown[],
  schema: S,
  make: (row: v.InferOutput<S>) => T,
): Promise<readonly T[] | undefined> {
  const slices = new TimeSlicer();
  const read: T[] = [];
  for (const row of rows) {
    const parsed = v.safeParse(schema, row);
    if (!parsed.success) return undefined;
    read.push(make(parsed.output));
    if (slices.shouldYield) await slices.yield();
  }
  return read;
}

/** The record of an account's tenants for the cache on disk. Marks are the user's and live elsewhere. */
export async function encodeTenants(tenants: readonly Tenant[]): Promise<JsonObject> {
  return {
    version: 1,
    tenants: await mapInSlices(tenants, ({ accountId: _account, mark: _mark, ...rest }) => ({ ...rest })),
  };
}

/** Reads what `encodeTenants` wrote; undefined for any other record, which is then asked for anew. */
export async function decodeTenants(
  accountId: string,
  record: JsonObject,
  mark: (ref: TenantRef) => TenantMark,
): Promise<readonly Tenant[] | undefined> {
  const parsed = v.safeParse(tenantsRecord, record);
  if (!parsed.success) return undefined;
  return readRows(parsed.output.tenants, storedTenant, ({ tenantId, ...row }) =>
    toTenant(accountId, { ...row, id: tenantId }, mark({ accountId, tenantId })),
  );
}

/** The record of a tenant's integrations for the cache on disk; it holds no secret because `Integration` does not. */
export async function encodeIntegrations(integrations: readonly Integration[]): Promise<JsonObject> {
  return {
    version: 1,
    integrations: await mapInSlices(integrations, ({ accountId: _account, tenantId: _tenant, ...rest }) => ({
      ...rest,
    })),
  };
}

/** Reads what `encodeIntegrations` wrote; undefined for any other record. */
export async function decodeIntegrations(
  ref: TenantRef,
  record: JsonObject,
): Promise<readonly Integration[] | undefined> {
  const parsed = v.safeParse(integrationsRecord, record);
  return parsed.success
    ? readRows(parsed.output.integrations, storedIntegration, (row) => makeIntegration(ref, row))
    : undefined;
}
