import * as v from 'valibot';
import { readAddress, readHeaders, type PastedAuth, type PastedRequest } from './pastedRequest';

// Postman's collection format 2.1, read leniently: only what a REST integration can use.
const pair = v.looseObject({
  key: v.nullish(v.string()),
  value: v.nullish(v.unknown()),
  disabled: v.nullish(v.boolean()),
});
const pairs = v.union([v.array(pair), v.record(v.string(), v.unknown())]);
const auth = v.object({
  type: v.string(),
  basic: v.nullish(pairs),
  bearer: v.nullish(pairs),
  apikey: v.nullish(pairs),
});
const url = v.union([v.string(), v.object({ raw: v.string() })]);
const request = v.object({ url, auth: v.nullish(auth), header: v.nullish(v.union([v.string(), v.array(pair)])) });
/** A request of nothing but an address is a text in an item. */
const item = v.object({
  name: v.nullish(v.string()),
  request: v.union([
    request,
    v.pipe(
      v.string(),
      v.transform((text): Request => ({ url: text })),
    ),
  ]),
});
const folder = v.object({ item: v.array(v.unknown()), auth: v.nullish(auth), variable: v.nullish(v.array(pair)) });

/** Longer texts are none that a person wrote; variables inside variables could make them grow without end. */
const MAX_TEXT = 5000;

type Auth = v.InferOutput<typeof auth>;
type Pair = v.InferOutput<typeof pair>;
type Request = v.InferOutput<typeof request>;

/** What folders above a request give it: their authentication, the nearest first, and their variables. */
interface Inherited {
  readonly auth: Auth | undefined;
  readonly variables: ReadonlyMap<string, string>;
}

interface FoundRequest {
  readonly name: string | undefined;
  readonly request: Request;
  readonly inherited: Inherited;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Puts the values of variables in. One that has none stays as it is written; a value may name other variables. */
function substituted(text: string, variables: ReadonlyMap<string, string>): string {
  let result = text;
  for (let depth = 0; depth < 5 && result.includes('{{') && result.length < MAX_TEXT; depth += 1) {
    result = result.replace(/\{\{\s*([^{}]{1,200}?)\s*\}\}/g, (whole, name: string) => variables.get(name) ?? whole);
  }
  return result;
}

function readAuth(value: Auth, variables: ReadonlyMap<string, string>): PastedAuth | undefined {
  const valueIn = (values: v.InferOutput<typeof pairs> | null | undefined, key: string): string => {
    const found: unknown = Array.isArray(values) ? values.find((entry) => entry.key === key)?.value : values?.[key];
    return substituted(textOf(found), variables);
  };
  switch (value.type) {
    case 'noauth':
      return { kind: 'none' };
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

function headerAuth(header: Request['header'], variables: ReadonlyMap<string, string>): PastedAuth | undefined {
  if (!Array.isArray(header)) return undefined;
  const used = header.filter((entry) => entry.disabled !== true);
  return readHeaders(used.map(({ key, value }) => ({ key: key ?? '', value: substituted(textOf(value), variables) })));
}

function variablesOf(
  above: ReadonlyMap<string, string>,
  own: readonly Pair[] | null | undefined,
): ReadonlyMap<string, string> {
  // A variable without a value is one whose value stays on the author's machine.
  const named = (own ?? []).filter(
    ({ key, value, disabled }) =>
      disabled !== true && typeof key === 'string' && textOf(value) !== '' && textOf(value).length <= MAX_TEXT,
  );
  return new Map([...above, ...named.map(({ key, value }): [string, string] => [key ?? '', textOf(value)])]);
}

/** The first request of a collection, folders gone through in order. */
function firstRequest(value: unknown, inherited: Inherited, depth = 0): FoundRequest | undefined {
  const direct = v.safeParse(item, value);
  if (direct.success) return { name: direct.output.name ?? undefined, request: direct.output.request, inherited };
  const parsed = v.safeParse(folder, value);
  if (!parsed.success || depth > 10) return undefined;
  const { item: items, auth: own, variable } = parsed.output;
  const here: Inherited = { auth: own ?? inherited.auth, variables: variablesOf(inherited.variables, variable) };
  for (const inner of items) {
    const found = firstRequest(inner, here, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a Postman request, an item, or the first request of a collection; undefined where the text is none. */
export function readPostman(text: string): PastedRequest | undefined {
  const value = parse(text);
  const nothing: Inherited = { auth: undefined, variables: new Map() };
  const bare = v.safeParse(request, value);
  const found = bare.success
    ? { name: undefined, request: bare.output, inherited: nothing }
    : firstRequest(value, nothing);
  if (!found) return undefined;
  const {
    inherited: { auth: above, variables },
    name,
  } = found;
  const { url: address, auth: own, header } = found.request;
  const read = readAddress(substituted(typeof address === 'string' ? address : address.raw, variables));
  if (!read) return undefined;
  // "No auth" of the request itself ends the inheritance; a header it carries still counts.
  const granting = own ?? above;
  const granted = granting && readAuth(granting, variables);
  const used = granted?.kind === 'none' ? undefined : granted;
  return {
    url: read.url,
    auth: (own ? used : undefined) ?? headerAuth(header, variables) ?? used ?? read.auth,
    ...(name === undefined || name === '' ? {} : { name }),
  };
}
