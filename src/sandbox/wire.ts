import type { Dialect } from './dialect';
import type { RouteResponseWithHeaders } from './faults/respond';
import { secretKeys } from './rules/secrets';
import { isFields, type Fields } from './values';

/** What stands for a secret where the server masks them. */
const MASK = '****';

/** The properties as they go out: with, with masked, or without their secrets (API facts k.5, l). */
function presentProperties(type: string, properties: Fields, { secrets }: Dialect): Fields {
  if (secrets === 'clear') return properties;
  const isSecret = secretKeys(type);
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) => {
      if (!isSecret(key)) return [[key, value]];
      if (secrets === 'absent') return [];
      return [[key, value === '' ? '' : MASK]];
    }),
  );
}

/** An integration or a listener of the type as it goes out. */
export function present<T extends { readonly properties: Fields }>(type: string, stored: T, dialect: Dialect): T {
  return { ...stored, properties: presentProperties(type, stored.properties, dialect) };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  return isFields(value) ? Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null)) : value;
}

function rewrap(body: unknown, { wrap, nulls }: Dialect): unknown {
  const isWrapped = isFields(body) && 'result' in body;
  const inner = isWrapped ? body.result : body;
  const result = nulls === 'absent' ? withoutNulls(inner) : inner;
  if (wrap === 'bare') return result;
  return isWrapped || wrap === 'tokensWrapped' ? { result } : result;
}

/** Property errors under `properties.region` instead of `region` (API facts o). Top-level fields keep their names. */
const TOP_LEVEL = new Set(['type', 'name', 'description', 'active', 'properties', 'listenerType', 'regionId']);

function dotted(error: Fields): Fields {
  if (!isFields(error.attribute)) return error;
  const attribute = Object.entries(error.attribute).map(([key, text]) => [
    TOP_LEVEL.has(key) ? key : `properties.${key}`,
    text,
  ]);
  return { ...error, attribute: Object.fromEntries(attribute) };
}

function restate(status: number, body: unknown, { errors }: Dialect): unknown {
  if (!isFields(body)) return body;
  if (errors === 'message' && status === 403 && 'message' in body) return { error: { message: body.message } };
  if (!isFields(body.error)) return body;
  if (errors === 'code') return { ...body, error: { code: status, ...body.error } };
  return errors === 'dotted' ? { ...body, error: dotted(body.error) } : body;
}

/** What a route said, as a server of this dialect says it. */
export function toWire(response: RouteResponseWithHeaders, dialect: Dialect): RouteResponseWithHeaders {
  if (response.status >= 300) return { ...response, body: restate(response.status, response.body, dialect) };
  const status = response.status === 201 ? Number(dialect.created) : response.status;
  return { ...response, status, body: rewrap(response.body, dialect) };
}
