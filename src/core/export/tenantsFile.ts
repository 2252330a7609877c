import { isObject, own, type JsonObject } from '../base/json';
import { parseJsoncValue } from '../base/jsonc';
import { proposeAlias } from './fileNames';
import { insertProperties } from './insertProperties';

/** A tenant that files are to speak of. */
export interface TenantToName {
  readonly tenantId: string;
  readonly name: string;
  /** Base URL of its region; left out for the sandbox, which has another port each time. */
  readonly endpoint?: string;
  readonly isProduction: boolean;
  /** The alias that files use already; left out, one is proposed from the name. */
  readonly alias?: string;
}

/** The tenants file with every tenant in it, and each tenant's alias by its id. */
export interface TenantsFileText {
  readonly text: string;
  readonly aliases: ReadonlyMap<string, string>;
}

function read(text: string): JsonObject {
  const root = parseJsoncValue(text);
  return isObject(root) ? root : {};
}

/**
 * Adds the tenants that a tenants file lacks, and gives each its alias. What is there already stays as it is, comments
 * and order included.
 */
export function addTenants(existing: string | undefined, tenants: readonly TenantToName[]): TenantsFileText {
  const before = existing ?? '{}\n';
  const known = own(read(before), 'tenants');
  const entries = isObject(known) ? Object.entries(known) : [];
  const taken = new Set(entries.map(([alias]) => alias));
  const aliases = new Map<string, string>();
  const added: [string, JsonObject][] = [];
  for (const [alias, entry] of entries) {
    const id = isObject(entry) ? own(entry, 'tenantId') : undefined;
    if (typeof id === 'string') aliases.set(id.toLowerCase(), alias);
  }
  for (const { tenantId, name, endpoint, isProduction, alias: wished } of tenants) {
    if (aliases.has(tenantId.toLowerCase())) continue;
    const alias = wished !== undefined && !taken.has(wished) ? wished : proposeAlias(name, taken);
    taken.add(alias);
    aliases.set(tenantId.toLowerCase(), alias);
    const entry = {
      tenantId,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(isProduction ? { production: true } : {}),
    };
    added.push([alias, entry]);
  }
  const text = insertProperties(before, ['tenants'], added);
  return { text: text.endsWith('\n') ? text : `${text}\n`, aliases };
}
