import type { Integration, Tenant } from '../../core/directory/model';
import { compareNames } from '../../core/base/compareNames';
import { filterInSlices, TimeSlicer } from '../../core/base/timeSlicer';
import { sortInSlices } from './sortInSlices';

export type SortOrder = 'name' | 'type' | 'updated';

/** Which integrations are shown. What is not set does not restrict. */
export interface Filter {
  readonly state?: 'active' | 'disabled';
  readonly types?: readonly string[];
  /** Only those this account's user created or changed last. */
  readonly mine?: true;
}

/** True when the filter lets the integration through. `userId` is the user behind the account, where known. */
export function passes(filter: Filter, integration: Integration, userId: string | undefined): boolean {
  if (filter.state !== undefined && integration.active !== (filter.state === 'active')) return false;
  if (filter.types !== undefined && !filter.types.includes(integration.type)) return false;
  if (filter.mine && userId !== undefined && integration.createdBy !== userId && integration.updatedBy !== userId)
    return false;
  return true;
}

function compareBy(order: SortOrder): (a: Integration, b: Integration) => number {
  const byName = (a: Integration, b: Integration): number => compareNames(a.name, b.name);
  if (order === 'type') return (a, b) => compareNames(a.type, b.type) || byName(a, b);
  // ISO 8601 in UTC orders as text; what has no time comes last.
  const changed = ({ updated, created }: Integration): string => updated ?? created ?? '';
  if (order === 'updated') return (a, b) => changed(b).localeCompare(changed(a)) || byName(a, b);
  return byName;
}

/** Favorites first, then by the order chosen. */
export async function arrangeIntegrations(
  integrations: readonly Integration[],
  options: {
    readonly order: SortOrder;
    readonly keep: (integration: Integration) => boolean;
    readonly favorite: (integration: Integration) => boolean;
  },
): Promise<readonly Integration[]> {
  const shown = await filterInSlices(integrations, options.keep);
  const favorites = new Set(await filterInSlices(shown, options.favorite));
  const compare = compareBy(options.order);
  return sortInSlices(shown, (a, b) => Number(favorites.has(b)) - Number(favorites.has(a)) || compare(a, b));
}

/** The tenants of one account as a forest. */
export interface TenantForest {
  readonly roots: readonly Tenant[];
  children(tenantId: string): readonly Tenant[];
  /** The tenant it is shown under, if any. */
  parent(tenantId: string): string | undefined;
}

/** The uppermost tenant above one. What is walked is pointed to it at once, so that a deep chain is walked only once. */
function topOf(tenantId: string, tops: Map<string, string>): string {
  const walked: string[] = [];
  let top = tenantId;
  for (let above = tops.get(top); above !== undefined; above = tops.get(top)) {
    walked.push(top);
    top = above;
  }
  for (const each of walked) tops.set(each, top);
  return top;
}

/** Follows parents upwards; a parent that is not in the list, or a circle, ends at a root. */
async function parentsOf(byId: ReadonlyMap<string, Tenant>, slices: TimeSlicer): Promise<Map<string, string>> {
  const parents = new Map<string, string>();
  const tops = new Map<string, string>();
  for (const { tenantId, parentId } of byId.values()) {
    if (slices.shouldYield) await slices.yield();
    if (parentId === undefined || parentId === tenantId || !byId.has(parentId) || topOf(parentId, tops) === tenantId)
      continue;
    parents.set(tenantId, parentId);
    tops.set(tenantId, parentId);
  }
  return parents;
}

/** Puts tenants under their parents, favorites first, then by name. */
export async function arrangeTenants(
  tenants: readonly Tenant[],
  favorite: (tenant: Tenant) => boolean,
): Promise<TenantForest> {
  const slices = new TimeSlicer();
  const favorites = new Set(await filterInSlices(tenants, favorite));
  const sorted = await sortInSlices(
    tenants,
    (a, b) => Number(favorites.has(b)) - Number(favorites.has(a)) || compareNames(a.name, b.name),
  );
  const byId = new Map(sorted.map((tenant) => [tenant.tenantId, tenant]));
  await slices.yield();
  const parents = await parentsOf(byId, slices);
  const roots: Tenant[] = [];
  const below = new Map<string, Tenant[]>();
  for (const tenant of byId.values()) {
    const parent = parents.get(tenant.tenantId);
    const siblings = parent === undefined ? roots : (below.get(parent) ?? []);
    siblings.push(tenant);
    if (parent !== undefined) below.set(parent, siblings);
    if (slices.shouldYield) await slices.yield();
  }
  return { roots, children: (tenantId) => below.get(tenantId) ?? [], parent: (tenantId) => parents.get(tenantId) };
}
