import type { IntegrationRef, TenantRef } from '../core/directory/model';
import { asIntegrationRef, asTenantRef, integrationKey, tenantKey } from '../core/directory/refs';
import { isArray, isObject } from '../core/base/json';

/** What a command was called with: VS Code gives the node clicked and, with several selected, all of them. */
export type CommandArguments = readonly unknown[];

/** Every node or plain object the command is about; empty when it was called without one. */
export function targetsOf(args: CommandArguments): readonly unknown[] {
  const [first, all] = args;
  if (isArray(all) && all.includes(first)) return all;
  if (isArray(first)) return first;
  return first === undefined ? [] : [first];
}

/** True for the rows under an integration: a listener, a property, a notice. They are not it, though they name it. */
function isPart(target: unknown): boolean {
  return isObject(target) && 'kind' in target && target.kind !== 'integration';
}

/** The integrations among the targets, each once. */
export function integrationsOf(targets: readonly unknown[]): readonly IntegrationRef[] {
  const found = new Map<string, IntegrationRef>();
  for (const target of targets) {
    const ref = asIntegrationRef(target);
    if (ref && !isPart(target)) found.set(integrationKey(ref), ref);
  }
  return [...found.values()];
}

/** The tenants among the targets, each once; those of integrations and other rows do not count. */
export function tenantsOf(targets: readonly unknown[]): readonly TenantRef[] {
  const found = new Map<string, TenantRef>();
  for (const target of targets) {
    const ref = asTenantRef(target);
    if (ref && !asIntegrationRef(target)) found.set(tenantKey(ref), ref);
  }
  return [...found.values()];
}
