import { authenticate, hasPlatform, openTenant, type RouteResponse, type Backend, type Call } from '../call';
import { permission, type Tenant } from '../model';
import { invalid, missingPermission, notFound } from '../refusal';
import { idKind, uuid } from '../uuid';
import { tokenUser } from './identity';

const regions = [
  { name: 'us-east-1', description: 'US East (N. Virginia)' },
  { name: 'eu-west-1', description: 'EU (Ireland)' },
].map((region, index) => ({ id: uuid(1, idKind.region, index), ...region }));

const timezones = [
  { timezone: 'America/Toronto', offset: '-05:00' },
  { timezone: 'Europe/Dublin', offset: '+00:00' },
  { timezone: 'UTC', offset: '+00:00' },
];

/** A tenant with the keys of the tenant resource (API facts c.2). */
function tenantBody(backend: Backend, tenant: Tenant) {
  const { id, name, description, active, parentId, childIds, created } = tenant;
  const parent = parentId === undefined ? undefined : backend.world.tenant(parentId);
  return {
    ...{ id, name, description, active, created },
    timezone: 'UTC',
    regionId: regions[0]?.id,
    adminUserId: backend.world.adminId,
    parentId: parentId ?? null,
    ...(parent ? { parent: { id: parent.id, name: parent.name } } : {}),
    parentIds: parentId === undefined ? [] : [parentId],
    childIds,
    outboundIntegrationId: null,
    createdBy: backend.world.adminId,
    updated: created,
    updatedBy: backend.world.adminId,
  };
}

/** `GET /v1/tenants?regionId=`: platform administrators; the region must be named but is not checked (API facts c.1). */
export function listTenants(backend: Backend, call: Call): RouteResponse {
  const caller = authenticate(backend, call);
  if (caller.principal.kind === 'key') tokenUser(backend, call);
  else if (!hasPlatform(backend, caller, permission.platformTenants))
    throw missingPermission([], permission.platformTenants);
  if (!call.query.get('regionId')) throw invalid({ regionId: 'is required' });
  const ids = caller.principal.kind === 'key' ? backend.people.tenantIds(caller.principal) : backend.world.tenantIds;
  const result = ids.flatMap((id) => {
    const tenant = backend.world.tenant(id);
    return tenant ? [tenantBody(backend, tenant)] : [];
  });
  return { status: 200, body: { result } };
}

/** `GET /v1/tenants/{id}`: one's own tenant, or any for platform administrators (API facts c.1, i). */
export function getTenant(backend: Backend, call: Call): RouteResponse {
  const caller = authenticate(backend, call);
  const [id = ''] = call.parts;
  if (!hasPlatform(backend, caller, permission.platformTenants)) openTenant(backend, caller, id, [permission.tenant]);
  const tenant = backend.world.tenant(id);
  if (!tenant) throw notFound('tenant');
  return { status: 200, body: { result: tenantBody(backend, tenant) } };
}

/** `GET /v1/regions` (API facts a). */
export function listRegions(backend: Backend, call: Call): RouteResponse {
  authenticate(backend, call);
  return { status: 200, body: { result: regions } };
}

/** `GET /v1/regions/{id}` (API facts a). */
export function getRegion(backend: Backend, call: Call): RouteResponse {
  authenticate(backend, call);
  const region = regions.find(({ id }) => id === call.parts[0]);
  if (!region) throw notFound('region');
  return { status: 200, body: { result: region } };
}

/** `GET /v1/timezones` (API facts a). */
export function listTimezones(backend: Backend, call: Call): RouteResponse {
  authenticate(backend, call);
  return { status: 200, body: { result: timezones } };
}
