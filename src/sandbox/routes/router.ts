import type { RouteResponse, Backend, Call } from '../call';
import { notFound } from '../refusal';
import { getVersion, listDispatchMappings, listDrafts, listFlows, listVersions } from './flows';
import { createToken, login, me } from './identity';
import { createIntegration, getIntegration, listIntegrations, updateIntegration } from './integrations';
import { createListener, getListener, listListeners, updateListener } from './listeners';
import { getRegion, getTenant, listRegions, listTenants, listTimezones } from './tenants';

type Handler = (backend: Backend, call: Call) => RouteResponse;

const tenant = '/v1/tenants/{}';
const integrations = `${tenant}/integrations`;
const listeners = `${integrations}/{}/listeners`;

/** Every route there is. Nothing has DELETE or PATCH (API facts d.4), and no path ends in a slash (d.6). */
const table: readonly (readonly [method: string, path: string, handler: Handler])[] = [
  ['POST', '/v1/tokens', createToken],
  ['POST', '/v1/login', login],
  ['GET', '/v1/me', me],
  ['GET', '/v1/regions', listRegions],
  ['GET', '/v1/regions/{}', getRegion],
  ['GET', '/v1/timezones', listTimezones],
  ['GET', '/v1/tenants', listTenants],
  ['GET', tenant, getTenant],
  ['GET', `${tenant}/flows`, listFlows],
  ['GET', `${tenant}/flows/{}/versions`, listVersions],
  ['GET', `${tenant}/flows/{}/versions/{}`, getVersion],
  ['GET', `${tenant}/flows/{}/drafts`, listDrafts],
  ['GET', `${tenant}/dispatch-mappings`, listDispatchMappings],
  ['GET', integrations, listIntegrations],
  ['POST', integrations, createIntegration],
  ['GET', `${integrations}/{}`, getIntegration],
  ['PUT', `${integrations}/{}`, updateIntegration],
  ['GET', listeners, listListeners],
  ['POST', listeners, createListener],
  ['GET', `${listeners}/{}`, getListener],
  ['PUT', `${listeners}/{}`, updateListener],
];

const routes = table.map(([method, path, handler]) => ({
  method,
  handler,
  pattern: new RegExp(`^${path.replaceAll('{}', '([^/]+)')}$`),
}));

/** Calls the route of a request. Throws `Refusal` for everything that is not 2xx; an unknown method is 404, as 405 is not documented (API facts g.1). */
export function route(backend: Backend, call: Omit<Call, 'parts'>): RouteResponse {
  for (const { method, pattern, handler } of routes) {
    const match = method === call.method ? pattern.exec(call.path) : null;
    if (match) return handler(backend, { ...call, parts: match.slice(1) });
  }
  throw notFound('resource');
}
