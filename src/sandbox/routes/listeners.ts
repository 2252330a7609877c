import { authenticate, manageProviders, viewProviders, type RouteResponse, type Backend, type Call } from '../call';
import type { Row, SandboxListener } from '../model';
import { notFound } from '../refusal';
import { readListenerCreate, readListenerUpdate } from '../rules/listener';
import { idKind } from '../uuid';
import { present } from '../wire';
import { jsonBody } from './body';
import { ownRow, visibleRow } from './integrations';

function listenerOf(row: Row, listenerId: string): SandboxListener {
  const listener = row.listeners.find(({ id }) => id === listenerId);
  if (!listener) throw notFound('listener');
  return listener;
}

const shown = ({ dialect }: Backend, { integration }: Row, listener: SandboxListener) =>
  present(integration.type, listener, dialect);

/** `GET …/integrations/{i}/listeners` (API facts f). */
export function listListeners(backend: Backend, call: Call): RouteResponse {
  const [tenantId = '', integrationId = ''] = call.parts;
  viewProviders(backend, authenticate(backend, call), tenantId);
  const row = visibleRow(backend, tenantId, integrationId);
  return { status: 200, body: { result: row.listeners.map((listener) => shown(backend, row, listener)) } };
}

/** `GET …/listeners/{l}` (API facts f). */
export function getListener(backend: Backend, call: Call): RouteResponse {
  const [tenantId = '', integrationId = '', listenerId = ''] = call.parts;
  viewProviders(backend, authenticate(backend, call), tenantId);
  const row = visibleRow(backend, tenantId, integrationId);
  return { status: 200, body: { result: shown(backend, row, listenerOf(row, listenerId)) } };
}

/** `POST …/listeners` (API facts f). */
export function createListener(backend: Backend, call: Call): RouteResponse {
  const [tenantId = '', integrationId = ''] = call.parts;
  const { principal } = authorizedWriter(backend, call, tenantId);
  const row = ownRow(backend, tenantId, integrationId);
  const wanted = readListenerCreate(jsonBody(call), row, backend.dialect);
  const now = backend.clock.iso();
  const listener: SandboxListener = {
    id: backend.world.nextId(idKind.listener),
    tenantId,
    integrationId,
    ...wanted,
    created: now,
    createdBy: principal.id,
    updated: now,
    updatedBy: principal.id,
  };
  backend.world.write(tenantId, { ...row, listeners: [...row.listeners, listener] });
  return { status: 201, body: { result: shown(backend, row, listener) } };
}

/** `PUT …/listeners/{l}` (API facts f). */
export function updateListener(backend: Backend, call: Call): RouteResponse {
  const [tenantId = '', integrationId = '', listenerId = ''] = call.parts;
  const { principal } = authorizedWriter(backend, call, tenantId);
  const row = ownRow(backend, tenantId, integrationId);
  const stored = listenerOf(row, listenerId);
  const change = readListenerUpdate(jsonBody(call), stored, row, backend.dialect);
  const listener: SandboxListener = { ...stored, ...change, updated: backend.clock.iso(), updatedBy: principal.id };
  backend.world.write(tenantId, {
    ...row,
    listeners: row.listeners.map((other) => (other.id === listenerId ? listener : other)),
  });
  return { status: 200, body: { result: shown(backend, row, listener) } };
}

function authorizedWriter(backend: Backend, call: Call, tenantId: string) {
  const caller = authenticate(backend, call);
  manageProviders(backend, caller, tenantId);
  return caller;
}
