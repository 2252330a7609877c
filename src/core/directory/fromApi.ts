import type { ApiIntegration, ApiListener, ApiTenant } from '../api/model';
import { listenerTypeId } from '../catalog/listenerTypeId';
import { cutOutSecrets } from '../catalog/cutOutSecrets';
import { maskSecretText } from '../redact/secretText';
import { usedPermissions } from './access';
import type { Integration, Listener, Tenant, TenantMark, TenantRef } from './model';

/** A response’s tenant as the directory keeps it. */
export function toTenant(accountId: string, tenant: ApiTenant, mark: TenantMark): Tenant {
  return {
    accountId,
    tenantId: tenant.id,
    name: maskSecretText(tenant.name),
    active: tenant.active,
    mark,
    ...(tenant.parentId === undefined ? {} : { parentId: tenant.parentId }),
    ...(tenant.parentName === undefined ? {} : { parentName: maskSecretText(tenant.parentName) }),
    ...(tenant.permissions === undefined ? {} : { permissions: usedPermissions(tenant.permissions) }),
  };
}

/** The gate where secrets are cut out: nothing behind it holds one. */
export function toIntegration(ref: TenantRef, integration: ApiIntegration): Integration {
  const { id, tenantId, ...fields } = integration;
  return makeIntegration(ref, {
    ...fields,
    name: maskSecretText(integration.name),
    description: maskSecretText(integration.description),
    ...cutOutSecrets(integration.type, integration.properties),
    integrationId: id,
    ownerTenantId: tenantId,
  });
}

/**
 * Makes an integration of a tenant, from a response or from a saved copy: always with its fields in the same
 * order, so that two that say the same are the same as JSON.
 */
export function makeIntegration(ref: TenantRef, integration: Omit<Integration, keyof TenantRef>): Integration {
  return {
    accountId: ref.accountId,
    tenantId: ref.tenantId,
    integrationId: integration.integrationId,
    ownerTenantId: integration.ownerTenantId,
    type: integration.type,
    name: integration.name,
    description: integration.description,
    active: integration.active,
    properties: integration.properties,
    secrets: integration.secrets,
    ...(integration.created === undefined ? {} : { created: integration.created }),
    ...(integration.createdBy === undefined ? {} : { createdBy: integration.createdBy }),
    ...(integration.updated === undefined ? {} : { updated: integration.updated }),
    ...(integration.updatedBy === undefined ? {} : { updatedBy: integration.updatedBy }),
  };
}

/**
 * A listener, with secrets cut out by the rules of its type.
 * @param owner the integration that it belongs to.
 */
export function toListener(owner: Integration, listener: ApiListener): Listener {
  const { id, listenerType, ...fields } = listener;
  const type = listenerTypeId(owner.type, listenerType);
  return {
    ...makeIntegration(owner, {
      ...fields,
      type,
      name: maskSecretText(listener.name),
      description: '',
      ...cutOutSecrets(type, listener.properties),
      integrationId: owner.integrationId,
      ownerTenantId: owner.ownerTenantId,
    }),
    listenerId: id,
    ...(listenerType === undefined ? {} : { listenerType }),
  };
}
