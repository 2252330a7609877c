import type { Account } from '../base/account';
import type { IntegrationRef, ListenerRef, TenantRef } from './model';
import { isObject, own } from '../base/json';

function stringProperty(value: unknown, key: string): string | undefined {
  const found = isObject(value) ? own(value, key) : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Reads an account id from a command argument or a tree node; undefined when there is none. */
export function asAccountId(argument: unknown): string | undefined {
  return stringProperty(argument, 'accountId');
}

/** Reads a tenant reference from a command argument or a tree node; undefined when it names none. */
export function asTenantRef(argument: unknown): TenantRef | undefined {
  const accountId = stringProperty(argument, 'accountId');
  const tenantId = stringProperty(argument, 'tenantId');
  return accountId && tenantId ? { accountId, tenantId } : undefined;
}

/** Reads an integration reference from a command argument or a tree node; undefined when it names none. */
export function asIntegrationRef(argument: unknown): IntegrationRef | undefined {
  const tenant = asTenantRef(argument);
  if (!tenant) return undefined;
  const integrationId = stringProperty(argument, 'integrationId');
  return integrationId ? { ...tenant, integrationId } : undefined;
}

/** Reads a listener reference from a command argument or a tree node; undefined when it names none. */
export function asListenerRef(argument: unknown): ListenerRef | undefined {
  const integration = asIntegrationRef(argument);
  const listenerId = stringProperty(argument, 'listenerId');
  return integration && listenerId ? { ...integration, listenerId } : undefined;
}

/** One string per tenant, for maps. Ids are UUIDs, so a slash cannot be part of one. */
export function tenantKey(ref: TenantRef): string {
  return `${ref.accountId}/${ref.tenantId}`;
}

/**
 * Where an account is, for what the user says of a tenant rather than of an account: the same for every account there,
 * and after signing out and in again. The sandbox has another port each time.
 */
export function placeOf(account: Pick<Account, 'sandbox' | 'endpoint'>): string {
  return account.sandbox ? 'sandbox' : account.endpoint.url;
}

/** One string per integration, for maps. */
export function integrationKey(ref: IntegrationRef): string {
  return `${tenantKey(ref)}/${ref.integrationId}`;
}
