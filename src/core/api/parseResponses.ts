import * as v from 'valibot';
import { type JsonObject, type JsonValue, isArray, isObject } from '../base/json';
import type { Logger } from '../base/log';
import { TimeSlicer } from '../base/timeSlicer';
import type { ApiIntegration, ApiListener, ApiLogin, ApiTenant } from './model';
import type { TokenResponse } from './session';

// Lenient on purpose: unknown fields are kept or ignored, optional ones may lack or be null or of a wrong kind. Only
// what nothing can be done without is demanded, so that a new field on the server breaks nobody.

const id = v.pipe(v.string(), v.minLength(1));
const text = v.fallback(v.optional(v.string()), undefined);
const texts = v.fallback(v.optional(v.array(v.unknown())), undefined);
const flag = v.fallback(v.optional(v.union([v.boolean(), v.literal('true'), v.literal('false')])), undefined);
const object = v.fallback(v.optional(v.custom<JsonObject>(isObject)), undefined);

const TokenSchema = v.looseObject({ token: id, ttl: v.fallback(v.optional(v.number()), undefined) });

const TenantSchema = v.looseObject({
  id: text,
  tenantId: text,
  name: text,
  tenantName: text,
  active: flag,
  tenantActive: flag,
  parentId: text,
  parent: object,
  tenantPermissions: texts,
});

const LoginSchema = v.looseObject({
  userId: text,
  username: text,
  firstName: text,
  lastName: text,
  platformPermissions: texts,
  tenants: v.fallback(v.optional(v.array(v.unknown())), undefined),
});

const IntegrationSchema = v.looseObject({
  id,
  tenantId: text,
  type: id,
  name: text,
  description: text,
  active: flag,
  properties: object,
  created: text,
  createdBy: text,
  updated: text,
  updatedBy: text,
});

const ListenerSchema = v.looseObject({
  id,
  name: text,
  active: flag,
  properties: object,
  listenerType: text,
  created: text,
  createdBy: text,
  updated: text,
  updatedBy: text,
});

/** Responses come as `{"result": …}` or bare (API facts d.6). */
export function unwrap(body: JsonValue | undefined): JsonValue | undefined {
  return isObject(body) && body.result !== undefined ? body.result : body;
}

function strings(list: readonly unknown[] | undefined): readonly string[] | undefined {
  return list?.filter((entry): entry is string => typeof entry === 'string');
}

/** The entries of an object that have a value: optional fields are absent rather than undefined. */
function present<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  const kept: Partial<T> = {};
  for (const [key, value] of entries) Object.assign(kept, { [key]: value });
  return kept;
}

const isTrue = (value: boolean | 'true' | 'false' | undefined): boolean | undefined =>
  value === undefined ? undefined : value === true || value === 'true';

/** Reads `POST /v1/tokens`; wrapped or not (API facts b.1). Undefined where there is no token. */
export function parseToken(body: JsonValue | undefined): TokenResponse | undefined {
  const direct = v.safeParse(TokenSchema, body);
  const parsed = direct.success ? direct : v.safeParse(TokenSchema, unwrap(body));
  if (!parsed.success) return undefined;
  const { token, ttl } = parsed.output;
  const life = ttl !== undefined && Number.isFinite(ttl) && ttl > 0 ? ttl : jwtLife(token);
  return { token, ...(life === undefined ? {} : { ttl: life }) };
}

/** Seconds between `iat` and `exp` of a JWT: both by the server's clock, so ours does not matter. */
function jwtLife(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(v.looseObject({ exp: v.number(), iat: v.number() }), claims);
  return parsed.success && parsed.output.exp > parsed.output.iat ? parsed.output.exp - parsed.output.iat : undefined;
}

/** One tenant, whichever call it came from: `id`/`name`, or `tenantId`/`tenantName` (API facts c.2). */
function tenantFrom(value: unknown): ApiTenant | undefined {
  const parsed = v.safeParse(TenantSchema, value);
  if (!parsed.success) return undefined;
  const row = parsed.output;
  const tenantId = row.tenantId ?? row.id;
  if (tenantId === undefined || tenantId === '') return undefined;
  const parent = v.safeParse(v.looseObject({ id: text, name: text }), row.parent);
  const parentOf = parent.success ? parent.output : { id: undefined, name: undefined };
  return {
    id: tenantId,
    name: row.tenantName ?? row.name ?? tenantId,
    active: isTrue(row.tenantActive ?? row.active) ?? true,
    ...present<Pick<ApiTenant, 'parentId' | 'parentName' | 'permissions'>>({
      parentId: row.parentId ?? parentOf.id,
      parentName: parentOf.name,
      permissions: strings(row.tenantPermissions),
    }),
  };
}

type Stamps = Pick<ApiIntegration, 'created' | 'createdBy' | 'updated' | 'updatedBy'>;

/** Who made and changed a record, and when, as far as the response says. */
function stamps({ created, createdBy, updated, updatedBy }: { readonly [K in keyof Stamps]?: string | undefined }) {
  return present<Stamps>({ created, createdBy, updated, updatedBy });
}

function integrationFrom(value: unknown, askedTenantId: string): ApiIntegration | undefined {
  const parsed = v.safeParse(IntegrationSchema, value);
  if (!parsed.success) return undefined;
  const row = parsed.output;
  return {
    id: row.id,
    tenantId: row.tenantId ?? askedTenantId,
    type: row.type,
    name: row.name ?? row.id,
    description: row.description ?? '',
    active: isTrue(row.active) ?? false,
    properties: row.properties ?? {},
    ...stamps(row),
  };
}

function listenerFrom(value: unknown): ApiListener | undefined {
  const parsed = v.safeParse(ListenerSchema, value);
  if (!parsed.success) return undefined;
  const row = parsed.output;
  return {
    id: row.id,
    name: row.name ?? row.id,
    active: isTrue(row.active) ?? false,
    properties: row.properties ?? {},
    ...present<Pick<ApiListener, 'listenerType'>>({ listenerType: row.listenerType }),
    ...stamps(row),
  };
}

/** Every row that can be used; the others are counted in the log, since one broken row must not hide the rest. */
async function rows<T extends { readonly id: string }>(
  list: readonly unknown[],
  what: string,
  logger: Logger,
  read: (row: unknown) => T | undefined,
): Promise<readonly T[]> {
  // Ten thousand tenants take longer to check than the editor should wait.
  const slices = new TimeSlicer();
  const found = new Map<string, T>();
  let broken = 0;
  for (const row of list) {
    const value = read(row);
    if (value === undefined) broken += 1;
    else if (!found.has(value.id)) found.set(value.id, value);
    if (slices.shouldYield) await slices.yield();
  }
  if (broken > 0) logger.warn('rows of a response could not be read', { what, broken, of: list.length });
  return [...found.values()];
}

/** Reads `POST /v1/login` (API facts b.1, c.1). Undefined where it is not one. */
export async function parseLogin(body: JsonValue | undefined, logger: Logger): Promise<ApiLogin | undefined> {
  const parsed = v.safeParse(LoginSchema, unwrap(body));
  if (!parsed.success) return undefined;
  const row = parsed.output;
  if (row.userId === undefined && row.username === undefined && row.tenants === undefined) return undefined;
  const name = [row.firstName, row.lastName].filter((part) => part !== undefined && part !== '').join(' ');
  return {
    platformPermissions: strings(row.platformPermissions) ?? [],
    tenants: await rows(row.tenants ?? [], 'loginTenants', logger, tenantFrom),
    ...present<Pick<ApiLogin, 'userId' | 'userName' | 'displayName'>>({
      userId: row.userId,
      userName: row.username,
      displayName: name === '' ? undefined : name,
    }),
  };
}

/** Reads a list of tenants. Undefined where the response holds none. */
export async function parseTenants(
  body: JsonValue | undefined,
  logger: Logger,
): Promise<readonly ApiTenant[] | undefined> {
  const list = unwrap(body);
  return isArray(list) ? rows(list, 'tenants', logger, tenantFrom) : undefined;
}

export function parseTenant(body: JsonValue | undefined): ApiTenant | undefined {
  return tenantFrom(unwrap(body));
}

/** @param askedTenantId stands in where a row does not name its tenant. */
export async function parseIntegrations(
  body: JsonValue | undefined,
  askedTenantId: string,
  logger: Logger,
): Promise<readonly ApiIntegration[] | undefined> {
  const list = unwrap(body);
  return isArray(list) ? rows(list, 'integrations', logger, (row) => integrationFrom(row, askedTenantId)) : undefined;
}

export function parseIntegration(body: JsonValue | undefined, askedTenantId: string): ApiIntegration | undefined {
  return integrationFrom(unwrap(body), askedTenantId);
}

export async function parseListeners(
  body: JsonValue | undefined,
  logger: Logger,
): Promise<readonly ApiListener[] | undefined> {
  const list = unwrap(body);
  return isArray(list) ? rows(list, 'listeners', logger, listenerFrom) : undefined;
}

export function parseListener(body: JsonValue | undefined): ApiListener | undefined {
  return listenerFrom(unwrap(body));
}
