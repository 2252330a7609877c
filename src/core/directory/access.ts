import * as l10n from '@vscode/l10n';
import { ApiError } from '../api/error';
import { DIAL_PERMISSIONS } from '../catalog/dialPermissions';
import type { Integration, Tenant, TenantAccess } from './model';

/** "Provider" is the API's old word for integration (API facts i). */
const VIEW = 'VIEW_ALL_PROVIDERS';
const MANAGE = 'MANAGE_ALL_PROVIDERS';
/** What *Where Is This Used?* reads (API facts m). */
export const VIEW_FLOWS = 'VIEW_ALL_FLOWS';
export const MANAGE_FLOWS = 'MANAGE_ALL_FLOWS';
export const VIEW_CONTACT_POINTS = 'VIEW_ALL_CONTACT_POINTS';

/**
 * Of a tenant's permissions those that decide something here. The others are not kept: there may be a hundred in each
 * of ten thousand tenants.
 */
export function usedPermissions(permissions: readonly string[]): readonly string[] {
  return [VIEW, MANAGE, VIEW_FLOWS, MANAGE_FLOWS, VIEW_CONTACT_POINTS, ...DIAL_PERMISSIONS].filter((name) =>
    permissions.includes(name),
  );
}

function refusalOf(tenant: Tenant): string | undefined {
  if (tenant.mark === 'readOnly')
    return l10n.t('{0} is marked read-only. Remove the mark with “Mark Tenant” to change it.', tenant.name);
  if (!tenant.active)
    return l10n.t('{0} is inactive in CxEngage. Choose another tenant, or have it activated.', tenant.name);
  return undefined;
}

/**
 * What an account may do in a tenant. Where the API did not name the permissions (API keys), everything is offered
 * and the server decides.
 */
export function accessOf(tenant: Tenant): TenantAccess {
  const { permissions } = tenant;
  const canManage = permissions === undefined || permissions.includes(MANAGE);
  const canView = permissions === undefined || permissions.includes(VIEW);
  const missing = [...(canView ? [] : [VIEW]), ...(canManage ? [] : [MANAGE])];
  const refusal = refusalOf(tenant);
  return { canView, canManage, missing, ...(refusal === undefined ? {} : { refusal }) };
}

/** Whether an account may create and change integrations in a tenant, as far as is known before the server decides. */
export function isWritable({ canManage, refusal }: TenantAccess): boolean {
  return canManage && refusal === undefined;
}

/** Whether an integration or a listener belongs to a parent tenant, the only one in which it can be changed. */
export function isInherited({ ownerTenantId, tenantId }: Pick<Integration, 'ownerTenantId' | 'tenantId'>): boolean {
  return ownerTenantId !== tenantId;
}

/** The error of a write that must not happen, or undefined where nothing stands against it. */
export function refuseWrite(tenant: Tenant, integration?: Integration): ApiError | undefined {
  const { canManage, refusal } = accessOf(tenant);
  if (refusal !== undefined) return new ApiError('refused', refusal);
  if (!canManage) {
    return new ApiError(
      'forbidden',
      l10n.t(
        'You may not change integrations in {0}: the permission {1} is missing. Ask your CxEngage administrator for it.',
        tenant.name,
        MANAGE,
      ),
      {
        missingPermissions: [MANAGE],
      },
    );
  }
  if (integration && isInherited(integration)) {
    return new ApiError(
      'refused',
      l10n.t('“{0}” is inherited by {1} from its parent tenant. Change it there.', integration.name, tenant.name),
    );
  }
  return undefined;
}
