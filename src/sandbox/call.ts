import type { Clock } from './clock';
import type { Dialect } from './dialect';
import { permission, type Tenant } from './model';
import type { People, Principal } from './people';
import { forbidden, missingPermission, notFound, unauthorized } from './refusal';
import type { Tokens } from './tokens';
import type { World } from './world';

/** What is behind the API: the one state of a sandbox. */
export interface Backend {
  readonly clock: Clock;
  readonly people: People;
  readonly tokens: Tokens;
  readonly dialect: Dialect;
  readonly world: World;
}

/** A request as the routes see it: read, but not yet checked. */
export interface Call {
  readonly method: string;
  /** As sent, without the query; never decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly bodyText: string;
  /** What was matched by the route's `{…}`, in order. */
  readonly parts: readonly string[];
}

export interface RouteResponse {
  readonly status: number;
  readonly body: unknown;
}

/** Whether the credential came as a token or as HTTP Basic (API facts b.2). */
export interface Caller {
  readonly principal: Principal;
  readonly by: 'token' | 'basic';
}

function basicCaller(backend: Backend, encoded: string): Caller {
  const [username = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const principal = backend.people.byUsername(username);
  // Whether a key works as Basic is unknown (API facts b.2): refuse, so that clients use the exchange.
  if (principal?.kind !== 'user' || principal.secret !== rest.join(':')) throw unauthorized('invalid credentials');
  return { principal, by: 'basic' };
}

/** Who calls. Throws `Refusal` (401) without a good credential; the word is `Token`, not `Bearer` (API facts b.1). */
export function authenticate(backend: Backend, call: Call): Caller {
  const match = /^(Token|Basic) (\S+)$/.exec(call.authorization ?? '');
  const [, scheme, credential = ''] = match ?? [];
  if (scheme === 'Token') return { principal: backend.tokens.holder(credential), by: 'token' };
  if (scheme === 'Basic') return basicCaller(backend, credential);
  throw unauthorized(call.authorization === undefined ? 'authorization is required' : 'unsupported authorization');
}

const hasAny = (owned: readonly string[], wanted: readonly string[]) => wanted.some((name) => owned.includes(name));

/** True when somebody has one of the platform permissions. */
export function hasPlatform(backend: Backend, caller: Caller, wanted: readonly string[]): boolean {
  return hasAny(backend.people.platformPermissions(caller.principal), wanted);
}

/** The tenant, when it is active and the caller has one of the permissions there. Throws `Refusal` (403, 404). */
export function openTenant(backend: Backend, caller: Caller, tenantId: string, wanted: readonly string[]): Tenant {
  const owned = backend.people.tenantPermissions(caller.principal, tenantId);
  const tenant = backend.world.tenant(tenantId);
  if (caller.principal.kind === 'key' && owned === undefined) throw missingPermission(wanted);
  if (!tenant) throw notFound('tenant');
  if (!hasAny(owned ?? [], wanted)) throw missingPermission(wanted);
  if (!tenant.active) throw forbidden('tenant is not active');
  return tenant;
}

/** The tenant for reading integrations (API facts i). */
export const viewProviders = (backend: Backend, caller: Caller, tenantId: string) =>
  openTenant(backend, caller, tenantId, [permission.view]);

/** The tenant for writing integrations (API facts i). */
export const manageProviders = (backend: Backend, caller: Caller, tenantId: string) =>
  openTenant(backend, caller, tenantId, [permission.manage]);
