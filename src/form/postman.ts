import * as v from 'valibot';
import { readAddress, readAuthorization, type PastedAuth, type PastedRequest } from './pastedRequest';

// Postman's collection format 2.1, read leniently: only what a REST integration can use.
const pair = v.object({ key: v.string(), value: v.optional(v.unknown()) });
const pairs = v.union([v.array(pair), v.record(v.string(), v.unknown())]);
const auth = v.object({ type: v.string(), basic: v.optional(pairs), bearer: v.optional(pairs), apikey: v.optional(pairs) });
const url = v.union([v.string(), v.object({ raw: v.string() })]);
const request = v.object({ url, auth: v.nullish(auth), header: v.optional(v.union([v.string(), v.array(v.object({ key: v.string(), value: v.string(), disabled: v.optional(v.boolean()) }))])) });
const item = v.object({ name: v.optional(v.string()), request });
const collection = v.object({ item: v.array(v.unknown()), auth: v.nullish(auth) });

type Auth = v.InferOutput<typeof auth>;

function valueIn(values: v.InferOutput<typeof pairs> | undefined, key: string): string {
  const found: unknown = Array.isArray(values) ? values.find((entry) => entry.key === key)?.value : values?.[key];
  return typeof found === 'string' ? found : '';
}

function readAuth(value: Auth | null | undefined): PastedAuth | undefined {
  switch (value?.type) {
    case 'basic':
      return { kind: 'basic', username: valueIn(value.basic, 'username'), password: valueIn(value.basic, 'password') };
    case 'bearer':
      return { kind: 'token', token: valueIn(value.bearer, 'token') };
    case 'apikey':
      return { kind: 'token', token: valueIn(value.apikey, 'value') };
    default:
      return undefined;
  }
}

function headerAuth(header: v.InferOutput<typeof request>['header']): PastedAuth | undefined {
  if (!Array.isArray(header)) return undefined;
  const found = header.find((entry) => entry.key.toLowerCase() === 'authorization' && entry.disabled !== true);
  return found && readAuthorization(found.value);
}

/** The first request of a collection, folders gone through in order. */
function firstItem(value: unknown, depth = 0): v.InferOutput<typeof item> | undefined {
  const direct = v.safeParse(item, value);
  if (direct.success) return direct.output;
  const folder = v.safeParse(collection, value);
  if (!folder.success || depth > 10) return undefined;
  for (const inner of folder.output.item) {
    const found = firstItem(inner, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** Reads a Postman request, an item, or the first request of a collection; undefined where the text is none. */
export function readPostman(text: string): PastedRequest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const bare = v.safeParse(request, value);
  const found = bare.success ? { name: undefined, request: bare.output } : firstItem(value);
  if (!found) return undefined;
  const { url: address, auth: own, header } = found.request;
  const read = readAddress(typeof address === 'string' ? address : address.raw);
  if (!read) return undefined;
  const whole = v.safeParse(collection, value);
  const inherited = whole.success ? readAuth(whole.output.auth) : undefined;
  return {
    url: read.url,
    auth: readAuth(own) ?? headerAuth(header) ?? inherited ?? read.auth,
    ...(found.name === undefined || found.name === '' ? {} : { name: found.name }),
  };
}
