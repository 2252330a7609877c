import {
  authenticate,
  hasPlatform,
  manageProviders,
  viewProviders,
  type RouteResponse,
  type Backend,
  type Call,
  type Caller,
} from '../call';
import { permission, type Row, type SandboxIntegration } from '../model';
import { duplicateName, forbidden, missingPermission, notFound } from '../refusal';
import { changesDialSettings, readCreate, readUpdate, type IntegrationChange } from '../rules/integration';
import { idKind } from '../uuid';
import { present } from '../wire';
import { jsonBody } from './body';

/** The row a tenant sees under that id, its own or inherited. Throws `Refusal` (404). */
export function visibleRow(backend: Backend, tenantId: string, integrationId: string): Row {
  const row = backend.world.visibleRows(tenantId).find(({ integration }) => integration.id === integrationId);
  if (!row) throw notFound('integration');
  return row;
}

/** The row for writing. Throws `Refusal` (403) when it belongs to the parent tenant (API facts d.5). */
export function ownRow(backend: Backend, tenantId: string, integrationId: string): Row {
  const row = visibleRow(backend, tenantId, integrationId);
  if (row.integration.tenantId !== tenantId)
    throw forbidden('integration is inherited and can only be changed in its own tenant');
  return row;
}

function refuseTakenName(backend: Backend, tenantId: string, name: string, exceptId?: string): void {
  const taken = backend.world
    .rows(tenantId)
    .some(({ integration }) => integration.name === name && integration.id !== exceptId);
  if (taken) throw duplicateName('an integration');
}

const shown = ({ dialect }: Backend, integration: SandboxIntegration) =>
  present(integration.type, integration, dialect);

/** `GET /v1/tenants/{t}/integrations`: the whole list (API facts d, d.5). */
export function listIntegrations(backend: Backend, call: Call): RouteResponse {
  const [tenantId = ''] = call.parts;
  viewProviders(backend, authenticate(backend, call), tenantId);
  return {
    status: 200,
    body: { result: backend.world.visibleRows(tenantId).map(({ integration }) => shown(backend, integration)) },
  };
}

/** `GET /v1/tenants/{t}/integrations/{id}` (API facts d). */
export function getIntegration(backend: Backend, call: Call): RouteResponse {
  const [tenantId = '', integrationId = ''] = call.parts;
  viewProviders(backend, authenticate(backend, call), tenantId);
  return { status: 200, body: { result: shown(backend, visibleRow(backend, tenantId, integrationId).integration) } };
}

/** `POST /v1/tenants/{t}/integrations`: 201 with the whole integration (API facts d). */
export function createIntegration(backend: Backend, call: Call): RouteResponse {
  const [tenantId = ''] = call.parts;
  const caller = authenticate(backend, call);
  manageProviders(backend, caller, tenantId);
  const wanted = readCreate(jsonBody(call), backend.dialect);
  refuseTakenName(backend, tenantId, wanted.name);
  const now = backend.clock.iso();
  const integration: SandboxIntegration = {
    id: backend.world.nextId(idKind.integration),
    tenantId,
    ...wanted,
    created: now,
    createdBy: caller.principal.id,
    updated: now,
    updatedBy: caller.principal.id,
  };
  backend.world.write(tenantId, { integration, listeners: [], shared: false });
  return { status: 201, body: { result: shown(backend, integration) } };
}

function refuseDialSettings(
  backend: Backend,
  caller: Caller,
  stored: SandboxIntegration,
  change: IntegrationChange,
): void {
  if (!changesDialSettings(stored, change)) return;
  const owned = backend.people.tenantPermissions(caller.principal, stored.tenantId) ?? [];
  if (owned.includes(permission.dial) || hasPlatform(backend, caller, [permission.platformDial])) return;
  throw missingPermission([permission.dial], [permission.platformDial]);
}

/** `PUT /v1/tenants/{t}/integrations/{id}`: partial at the top, `properties` whole, last write wins (API facts d.2). */
export function updateIntegration(backend: Backend, call: Call): RouteResponse {
  const [tenantId = '', integrationId = ''] = call.parts;
  const caller = authenticate(backend, call);
  manageProviders(backend, caller, tenantId);
  const row = ownRow(backend, tenantId, integrationId);
  const stored = row.integration;
  const change = readUpdate(jsonBody(call), stored, backend.dialect);
  refuseDialSettings(backend, caller, stored, change);
  if (change.name !== undefined) refuseTakenName(backend, tenantId, change.name, integrationId);
  const integration: SandboxIntegration = {
    ...stored,
    ...change,
    updated: backend.clock.iso(),
    updatedBy: caller.principal.id,
  };
  // Disabling an integration disables its listeners (API facts d.5).
  const listeners = integration.active
    ? row.listeners
    : row.listeners.map((listener) => ({ ...listener, active: false }));
  backend.world.write(tenantId, { ...row, integration, listeners });
  return { status: 200, body: { result: shown(backend, integration) } };
}
