import type { Fields } from './values';

/** A tenant as the sandbox keeps it. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly active: boolean;
  readonly parentId?: string;
  readonly childIds: readonly string[];
  readonly created: string;
}

/** An integration as the API gives it, secrets in clear (API facts d.1, d.5). */
export interface SandboxIntegration {
  readonly id: string;
  readonly tenantId: string;
  readonly type: string;
  readonly name: string;
  readonly description: string | null;
  readonly active: boolean;
  readonly properties: Fields;
  readonly created: string;
  readonly createdBy: string;
  readonly updated: string;
  readonly updatedBy: string;
}

/** A listener as the API gives it (API facts f). */
export interface SandboxListener {
  readonly id: string;
  readonly tenantId: string;
  readonly integrationId: string;
  readonly name: string;
  readonly active: boolean;
  readonly listenerType?: string;
  readonly properties: Fields;
  readonly created: string;
  readonly createdBy: string;
  readonly updated: string;
  readonly updatedBy: string;
}

/** One integration with what belongs to it; what a tenant's storage is made of. */
export interface Row {
  readonly integration: SandboxIntegration;
  readonly listeners: readonly SandboxListener[];
  /** Also shown, read-only, in the child tenants. */
  readonly shared: boolean;
}

/** Names of permissions (API facts i, m). */
export const permission = {
  view: 'VIEW_ALL_PROVIDERS',
  manage: 'MANAGE_ALL_PROVIDERS',
  tenant: 'MANAGE_TENANT',
  dial: 'TWILIO_GLOBAL_DIAL_PARAMS_MANAGE',
  platformDial: 'PLATFORM_TWILIO_GLOBAL_DIAL_PARAMS_MANAGE',
  viewFlows: 'VIEW_ALL_FLOWS',
  manageFlows: 'MANAGE_ALL_FLOWS',
  viewContactPoints: 'VIEW_ALL_CONTACT_POINTS',
  platformTenants: [
    'PLATFORM_VIEW_ALL_TENANTS',
    'PLATFORM_MANAGE_ALL_TENANTS',
    'PLATFORM_CREATE_ALL_TENANTS',
    'PLATFORM_CREATE_TENANT_ROLES',
    'PLATFORM_MANAGE_ALL_TENANTS_ENROLLMENT',
  ],
} as const;
