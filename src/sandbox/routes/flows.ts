import { authenticate, openTenant, type RouteResponse, type Backend, type Call } from '../call';
import { permission } from '../model';
import { notFound } from '../refusal';
import type { FlowRow, FlowText } from '../seed/flows';

function openFlows(backend: Backend, call: Call, wanted: string): string {
  const [tenantId = ''] = call.parts;
  openTenant(backend, authenticate(backend, call), tenantId, [wanted]);
  return tenantId;
}

/** The flow, of the tenant itself: those of others are only listed. Throws `Refusal` (403, 404). */
function ownFlow(backend: Backend, call: Call, wanted: string): FlowRow {
  const tenantId = openFlows(backend, call, wanted);
  const row = backend.world.flows(tenantId).flows.find(({ flow }) => flow.id === call.parts[1]);
  if (!row) throw notFound('flow');
  return row;
}

const versionBody = ({ flow }: FlowRow, version: string, text: FlowText) => ({
  version,
  ...{ flowId: flow.id, tenantId: flow.tenantId, description: null },
  ...text,
});

/** `GET /v1/tenants/{t}/flows`: with flows of other tenants among them, which consoles filter out (API facts m). */
export function listFlows(backend: Backend, call: Call): RouteResponse {
  const tenantId = openFlows(backend, call, permission.viewFlows);
  const { world } = backend;
  const others = world.tenantIds.filter((id) => id !== tenantId).slice(0, 2);
  const [first, ...rest] = world.flows(tenantId).flows;
  const foreign = others.flatMap((id) => world.flows(id).flows.slice(0, 2));
  const rows = [...(first ? [first] : []), ...foreign, ...rest];
  return { status: 200, body: { result: rows.map(({ flow }) => flow) } };
}

/** `GET …/flows/{f}/versions`: every version with its text, newest first (API facts m). */
export function listVersions(backend: Backend, call: Call): RouteResponse {
  const row = ownFlow(backend, call, permission.viewFlows);
  return {
    status: 200,
    body: { result: row.versions.map(({ version, text }) => versionBody(row, version, text())) },
  };
}

/** `GET …/flows/{f}/versions/{v}` (API facts m). */
export function getVersion(backend: Backend, call: Call): RouteResponse {
  const row = ownFlow(backend, call, permission.viewFlows);
  const found = row.versions.find(({ version }) => version === call.parts[2]);
  if (!found) throw notFound('version');
  return { status: 200, body: { result: versionBody(row, found.version, found.text()) } };
}

/** `GET …/flows/{f}/drafts`: consoles ask only with the right to manage flows (API facts m). */
export function listDrafts(backend: Backend, call: Call): RouteResponse {
  const row = ownFlow(backend, call, permission.manageFlows);
  const drafts = row.drafts.map(({ id, text }) => ({
    id,
    ...{ flowId: row.flow.id, tenantId: row.flow.tenantId },
    ...text(),
  }));
  return { status: 200, body: { result: drafts } };
}

/** `GET …/dispatch-mappings` (API facts m). */
export function listDispatchMappings(backend: Backend, call: Call): RouteResponse {
  const tenantId = openFlows(backend, call, permission.viewContactPoints);
  return { status: 200, body: { result: backend.world.flows(tenantId).mappings } };
}
