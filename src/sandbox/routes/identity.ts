import { authenticate, type RouteResponse, type Backend, type Call, type Caller } from '../call';
import { permission } from '../model';
import type { Principal } from '../people';
import { dayInSeconds } from '../tokens';
import { badRequest, find, missingPermission, throwIfAny, unauthorized, type Findings } from '../refusal';
import { isFields } from '../values';
import { jsonBody } from './body';

interface TokenRequest {
  readonly username: string;
  readonly password: string;
  readonly tenantId: string | undefined;
  readonly ttl: number | undefined;
}

function readTokenRequest(body: unknown): TokenRequest {
  if (!isFields(body)) throw badRequest('the body must be a JSON object');
  const findings: Findings = {};
  for (const key of Object.keys(body))
    if (!['username', 'password', 'tenantId', 'ttl'].includes(key)) find(findings, key, 'is not an allowed field');
  const { username, password, tenantId, ttl } = body;
  if (typeof username !== 'string') find(findings, 'username', 'is required');
  if (typeof password !== 'string') find(findings, 'password', 'is required');
  if (tenantId !== undefined && typeof tenantId !== 'string') find(findings, 'tenantId', 'must be a string');
  // The vendor's SDK sends null for "not chosen" (API facts b.1).
  if (ttl !== undefined && ttl !== null && !(Number.isSafeInteger(ttl) && Number(ttl) > 0))
    find(findings, 'ttl', 'must be a positive number of seconds');
  throwIfAny(findings);
  return {
    username: String(username),
    password: String(password),
    tenantId: typeof tenantId === 'string' ? tenantId : undefined,
    ttl: typeof ttl === 'number' ? ttl : undefined,
  };
}

function isRight(principal: Principal, asked: TokenRequest): boolean {
  // A key is only good together with its tenant; a user sends none (API facts b.1).
  return principal.secret === asked.password && principal.keyTenantId === asked.tenantId;
}

/** `POST /v1/tokens`: no Authorization; the response is not wrapped in `result` (API facts b.1). */
export function createToken(backend: Backend, call: Call): RouteResponse {
  const asked = readTokenRequest(jsonBody(call));
  const principal = backend.people.byUsername(asked.username);
  if (!principal || !isRight(principal, asked)) throw unauthorized('invalid username or password');
  const ttl = asked.ttl ?? dayInSeconds;
  return { status: 200, body: { token: backend.tokens.issue(principal, ttl), ttl } };
}

/** The caller of login, me or the list of tenants: by token, and no API key unless the sandbox lets it (API facts c.1). */
export function tokenUser(backend: Backend, call: Call): Caller {
  const caller = authenticate(backend, call);
  // Basic is documented for resources of a tenant only (API facts b.2).
  if (caller.by === 'basic') throw unauthorized('a token is required');
  if (caller.principal.kind === 'key' && backend.dialect.apiKey === 'refuse')
    throw missingPermission([], permission.platformTenants);
  return caller;
}

/** What real clients send at login: nothing, or one of these (API facts b.1). */
const LOGIN_BODIES = ['', 'null', '{}'];

/** `POST /v1/login` (API facts b.1, c.1). */
export function login(backend: Backend, call: Call): RouteResponse {
  const { principal } = tokenUser(backend, call);
  if (!LOGIN_BODIES.includes(call.bodyText.trim())) throw badRequest('login takes no body');
  const tenantIds = backend.people.tenantIds(principal);
  const tenants = tenantIds.map((id) => {
    const { name: tenantName, active: tenantActive } = backend.world.outline(id);
    return {
      tenantId: id,
      tenantName,
      tenantActive,
      tenantPermissions: backend.people.tenantPermissions(principal, id),
    };
  });
  const { id: userId, username, firstName, lastName } = principal;
  const platformPermissions = backend.people.platformPermissions(principal);
  const platformRoleName = platformPermissions.length > 0 ? 'Platform Viewer' : 'Platform User';
  return {
    status: 200,
    body: {
      result: {
        userId,
        username,
        firstName,
        lastName,
        platformRoleName,
        defaultTenant: tenantIds[0],
        platformPermissions,
        tenants,
      },
    },
  };
}

/** `GET /v1/me`: every tenant of the user, inactive ones too, with keys of its own (API facts c.1). */
export function me(backend: Backend, call: Call): RouteResponse {
  const { principal } = tokenUser(backend, call);
  const result = backend.people.tenantIds(principal).map((id) => {
    const { name, description, active } = backend.world.outline(id);
    return { tenantId: id, name, description, active, password: true, identityProviders: [] };
  });
  return { status: 200, body: { result } };
}
