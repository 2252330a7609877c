import { own, type JsonValue } from '../base/json';
import type { SecretReference } from '../base/secretReference';
import { integrationType } from '../catalog/registry';
import { fieldLabel } from '../catalog/values';
import { isHidden } from '../catalog/equality';
import { isInherited } from '../directory/access';
import { leftOutKeys, storedKeys } from '../directory/hiddenKeys';
import type { Integration, Tenant } from '../directory/model';
import type { DirectoryService, IntegrationWithSecrets } from '../directory/service';
import { scanIntegrations, type ScanOptions, type ScanResult, type ScanVisitor } from '../operations/scan';
import type { DesiredIntegration } from './model';
import { isStoredAs } from './secretResolver';
import { compareNames } from '../base/compareNames';

/** An integration and where it is. */
export interface PlacedIntegration {
  readonly tenant: Tenant;
  readonly integration: Integration;
}

/** An integration that holds the value to be replaced. Holds no value. */
export interface SecretHolder extends PlacedIntegration {
  /** Secret properties that hold it. */
  readonly properties: readonly string[];
}

/** How one integration compares with a value. */
export interface SecretMatch {
  /** Secret properties that are the value. */
  readonly properties: readonly string[];
  /** The value is also elsewhere, where it cannot be replaced by itself: nested, or part of a text. */
  readonly isElsewhere: boolean;
  /** Secrets that the server masks or leaves out, so that they cannot be compared. */
  readonly isHidden: boolean;
}

/** A shorter value is found inside texts by chance. */
const MIN_LENGTH_INSIDE = 8;

function holds(value: JsonValue | undefined, wanted: string): boolean {
  if (typeof value === 'string')
    return value === wanted || (wanted.length >= MIN_LENGTH_INSIDE && value.includes(wanted));
  return typeof value === 'object' && value !== null && Object.values(value).some((each) => holds(each, wanted));
}

/** The stored secrets that can be replaced by themselves: a name with a dot is a path to a nested value. */
export function replaceableKeys({ integration, properties }: IntegrationWithSecrets): readonly string[] {
  return storedKeys(integration).filter((key) => Object.hasOwn(properties, key));
}

/** Looks for a value in one integration, in memory. */
function matchSecret(found: IntegrationWithSecrets, wanted: string): SecretMatch {
  const { integration, properties } = found;
  const writable = replaceableKeys(found);
  const hidden = writable.filter((key) => isHidden(own(properties, key)));
  // A form may have stored it without the spaces around it.
  const forms = [wanted, wanted.trim()].filter((form) => form !== '');
  const matching = writable.filter((key) => isStoredAs(integration.type, key, own(properties, key), wanted));
  return {
    properties: matching,
    isElsewhere: Object.entries(properties).some(
      ([key, value]) => !matching.includes(key) && forms.some((form) => holds(value, form)),
    ),
    isHidden: hidden.length > 0 || (writable.length === 0 && leftOutKeys(integration).length > 0),
  };
}

/** Where a value was found. */
export interface HolderSearch {
  readonly holders: readonly SecretHolder[];
  /** Integrations that have it where it cannot be replaced by itself. */
  readonly elsewhere: readonly SecretHolder[];
  /** Integrations whose secrets the server hides. */
  readonly hidden: readonly Integration[];
  /** Integrations inherited from a tenant that no account sees. */
  readonly outOfSight: readonly Integration[];
  /** Integrations of a type with listeners, which have passwords of their own (API facts n): those are not searched. */
  readonly withListeners: readonly PlacedIntegration[];
  /** What could not be read, and how much was. */
  readonly scan: ScanResult;
}

/**
 * Finds the integrations of all tenants that hold a value. Each is read, compared in memory and dropped.
 * @param options `signal` ends the search: what was found until then is given.
 */
export async function findHolders(
  directory: DirectoryService,
  wanted: string,
  options: Pick<ScanOptions, 'signal' | 'onProgress'>,
): Promise<HolderSearch> {
  const holders: SecretHolder[] = [];
  const elsewhere: SecretHolder[] = [];
  const hidden: Integration[] = [];
  const withListeners: PlacedIntegration[] = [];
  const inherited = new Map<string, Integration>();
  const seen = new Set<string>();
  const visitor: ScanVisitor = {
    tenant: (tenant, integrations) => {
      seen.add(tenant.tenantId);
      for (const integration of integrations)
        if (isInherited(integration)) inherited.set(integration.integrationId, integration);
        else if (integrationType(integration.type).hasListeners) withListeners.push({ tenant, integration });
    },
    integration: (tenant, found) => {
      const { integration } = found;
      const match = matchSecret(found, wanted);
      if (match.properties.length > 0) holders.push({ tenant, integration, properties: match.properties });
      if (match.isElsewhere) elsewhere.push({ tenant, integration, properties: [] });
      if (match.isHidden) hidden.push(integration);
    },
  };
  // An inherited integration is found in the tenant that owns it.
  const withSecrets = (integration: Integration): boolean => !isInherited(integration);
  const scan = await scanIntegrations(directory, visitor, {
    ...options,
    withSecrets,
    isFresh: true,
    eachTenantOnce: true,
  });
  // They were found in the order in which the tenants responded.
  const byTenant = (a: PlacedIntegration, b: PlacedIntegration): number =>
    compareNames(a.tenant.name, b.tenant.name) || compareNames(a.integration.name, b.integration.name);
  for (const { ref } of scan.failed) if (ref.tenantId !== undefined) seen.add(ref.tenantId);
  for (const { tenantId } of scan.skipped) seen.add(tenantId);
  return {
    holders: holders.sort(byTenant),
    elsewhere: elsewhere.sort(byTenant),
    hidden,
    outOfSight: [...inherited.values()].filter(({ ownerTenantId }) => !seen.has(ownerTenantId)),
    withListeners: withListeners.sort(byTenant),
    scan,
  };
}

/** The label of a secret property, as the form has it. */
export function secretLabel({ type, properties, secrets }: Integration, key: string): string {
  return fieldLabel(integrationType(type, properties, secrets), key);
}

/** Integrations with a new value in place of the one they hold, all else as it is. */
export function desiredRotation(
  holders: readonly SecretHolder[],
  { old, fresh }: { readonly old: SecretReference; readonly fresh: SecretReference },
): readonly DesiredIntegration[] {
  return holders.map(({ integration, properties }) => ({
    origin: { kind: 'rotation' },
    target: {
      kind: 'tenant',
      ref: { accountId: integration.accountId, tenantId: integration.tenantId },
      isProduction: false,
    },
    type: integration.type,
    integrationId: integration.integrationId,
    replaces: old,
    values: {
      name: integration.name,
      properties: {},
      secrets: Object.fromEntries(properties.map((key) => [key, fresh])),
    },
  }));
}

/** Integrations that one connection test speaks for: same type, host, user, and properties that hold the value. */
export function holdersByService(holders: readonly SecretHolder[]): readonly (readonly SecretHolder[])[] {
  const groups = new Map<string, SecretHolder[]>();
  for (const holder of holders) {
    const { type, properties } = holder.integration;
    const { host = '', user = '' } = integrationType(type).describe(properties);
    const key = JSON.stringify([type, host, user, holder.properties]);
    groups.set(key, [...(groups.get(key) ?? []), holder]);
  }
  return [...groups.values()];
}
