import { endpointOfFile } from '../api/endpointUrl';
import { isObject, own, type JsonObject, type JsonValue } from '../base/json';
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

/** The tenants file with every tenant in it, and their aliases in the order of the tenants. */
export interface TenantsFileText {
  readonly text: string;
  readonly aliases: readonly string[];
}

interface Named {
  readonly alias: string;
  readonly endpoint?: string | undefined;
}

function read(text: string): JsonObject {
  const root = parseJsoncValue(text);
  return isObject(root) ? root : {};
}

/** What a tenants file names already, by id. */
function namedById(entries: readonly (readonly [string, JsonValue | undefined])[]): Map<string, Named[]> {
  const named = new Map<string, Named[]>();
  for (const [alias, entry] of entries) {
    const id = isObject(entry) ? own(entry, 'tenantId') : undefined;
    const endpoint = isObject(entry) ? own(entry, 'endpoint') : undefined;
    if (typeof id !== 'string') continue;
    const place = typeof endpoint === 'string' ? endpointOfFile(endpoint) : undefined;
    named.set(id.toLowerCase(), [...(named.get(id.toLowerCase()) ?? []), { alias, endpoint: place }]);
  }
  return named;
}

/**
 * Adds the tenants that a tenants file lacks, and gives each its alias. The same id at another endpoint is another tenant.
 * What is there already stays as it is, comments and order included.
 */
export function addTenants(existing: string | undefined, tenants: readonly TenantToName[]): TenantsFileText {
  const before = existing ?? '{}\n';
  const known = own(read(before), 'tenants');
  const entries = isObject(known) ? Object.entries(known) : [];
  const taken = new Set(entries.map(([alias]) => alias));
  const named = namedById(entries);
  const added: [string, JsonObject][] = [];
  const aliases = tenants.map(({ tenantId, name, endpoint, isProduction, alias: wished }) => {
    const same = named.get(tenantId.toLowerCase()) ?? [];
    // An entry without an endpoint means the tenant of any, unless another names it with its own.
    const namedAt = (place: string | undefined): Named | undefined => same.find((entry) => entry.endpoint === place);
    const known = namedAt(endpoint) ?? namedAt(undefined);
    if (known) return known.alias;
    const alias = wished !== undefined && !taken.has(wished) ? wished : proposeAlias(name, taken);
    taken.add(alias);
    named.set(tenantId.toLowerCase(), [...same, { alias, endpoint }]);
    const entry = {
      tenantId,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(isProduction ? { production: true } : {}),
    };
    added.push([alias, entry]);
    return alias;
  });
  const text = insertProperties(before, ['tenants'], added);
  return { text: text.endsWith('\n') ? text : `${text}\n`, aliases };
}
