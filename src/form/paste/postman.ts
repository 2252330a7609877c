import * as v from 'valibot';
import { isObject } from '../../core/base/json';
import { readAddress, type ReadAddress } from './address';
import { readHeaders, type Header } from './authorization';
import { reportBody, reportName } from './credentialNames';
import { Findings, type NotTakenKind, type PastedAuth, type PastedRequest, type PasteResult } from './model';
import { addressOf, postmanUrl, textOf } from './postmanUrl';

// Postman's collection formats 1, 2.0 and 2.1, read leniently: only what a REST integration can use.
const pair = v.looseObject({
  key: v.nullish(v.string()),
  value: v.nullish(v.unknown()),
  disabled: v.nullish(v.boolean()),
  enabled: v.nullish(v.boolean()),
});
const pairs = v.nullish(v.union([v.array(pair), v.record(v.string(), v.unknown())]));
const auth = v.looseObject({ type: v.string(), basic: pairs, bearer: pairs, apikey: pairs, oauth2: pairs });
const headers = v.nullish(v.union([v.string(), v.array(v.union([pair, v.string()]))]));
const body = v.looseObject({
  mode: v.nullish(v.string()),
  raw: v.nullish(v.string()),
  urlencoded: v.nullish(v.union([v.string(), v.array(pair)])),
  formdata: v.nullish(v.array(pair)),
});
const request = v.looseObject({ url: postmanUrl, auth: v.nullish(auth), header: headers, body: v.nullish(body) });
const item = v.looseObject({ name: v.nullish(v.string()), request: v.union([request, v.string()]) });
const folder = v.looseObject({ item: v.array(v.unknown()), auth: v.nullish(auth), variable: v.nullish(v.array(pair)) });
/** Format 1 keeps all requests in one list; their headers are a text. */
const version1 = v.looseObject({
  requests: v.array(
    v.looseObject({
      name: v.nullish(v.string()),
      url: postmanUrl,
      headers,
      auth: v.nullish(auth),
      currentHelper: v.nullish(v.string()),
      helperAttributes: v.nullish(v.record(v.string(), v.unknown())),
    }),
  ),
  auth: v.nullish(auth),
  variables: v.nullish(v.array(pair)),
});
const values = v.looseObject({ values: v.array(pair) });
const wrapped = v.looseObject({
  collection: v.looseObject({}),
  environment: v.nullish(values),
  globals: v.nullish(values),
});

/** Longer texts are none that a person wrote; variables inside variables could make them grow without end. */
const MAX_TEXT_LENGTH = 5000;
/** Texts of a paste have few variables; more cost time, and no request needs them. */
const MAX_SUBSTITUTIONS = 20_000;
const MAX_DEPTH = 64;

type Auth = v.InferOutput<typeof auth>;
type Pair = v.InferOutput<typeof pair>;
type Request = v.InferOutput<typeof request>;
type Variables = ReadonlyMap<string, string>;

/** What folders above a request give it: their authentication, the nearest first, and their variables. */
interface Inherited {
  readonly auth: Auth | undefined;
  readonly variables: Variables;
}

interface Candidate {
  readonly name: string | undefined;
  readonly request: Request;
  readonly inherited: Inherited;
}

const METHODS: ReadonlyMap<string, NotTakenKind> = new Map([
  ['digest', 'digest'],
  ['ntlm', 'ntlm'],
  ['awsv4', 'aws'],
  ['hawk', 'hawk'],
  ['oauth1', 'oauth1'],
  ['oauth2', 'oauth2'],
  ['jwt', 'jwt'],
]);

/** Puts the values of variables in. One that has none stays as it is written; a value may name other variables. */
function substituted(text: string, variables: Variables): string {
  let result = text;
  let left = MAX_SUBSTITUTIONS;
  for (let depth = 0; depth < 5 && result.includes('{{') && result.length < MAX_TEXT_LENGTH; depth += 1) {
    result = result.replace(/\{\{([^{}]{1,200})\}\}/g, (whole, name: string) => {
      left -= 1;
      return left < 0 ? whole : (variables.get(name.trim()) ?? whole);
    });
  }
  return result;
}

/** Kinds of authentication that leave a typed `Authorization` header alone. */
const BESIDE_THE_HEADER: ReadonlySet<string> = new Set(['noauth', 'apikey']);

/** The authentication that Postman adds; none where a REST integration has no field for it, which is reported. */
function readAuth(value: Auth, variables: Variables, findings: Findings): PastedAuth | undefined {
  const valueIn = (entries: v.InferOutput<typeof pairs>, key: string): string => {
    const found: unknown = Array.isArray(entries) ? entries.find((entry) => entry.key === key)?.value : entries?.[key];
    return substituted(textOf(found), variables);
  };
  switch (value.type) {
    case 'noauth':
      return { kind: 'none' };
    case 'basic':
      return { kind: 'basic', username: valueIn(value.basic, 'username'), password: valueIn(value.basic, 'password') };
    case 'bearer':
      return { kind: 'token', token: valueIn(value.bearer, 'token') };
    case 'apikey': {
      const key = valueIn(value.apikey, 'key');
      const isQuery = valueIn(value.apikey, 'in') === 'query';
      if (!isQuery && /^authorization$/i.test(key))
        return readHeaders([{ key, value: valueIn(value.apikey, 'value') }], findings);
      reportName(key, isQuery ? 'query' : 'header', findings);
      return { kind: 'none' };
    }
    case 'oauth2': {
      const token = valueIn(value.oauth2, 'accessToken');
      const prefix = valueIn(value.oauth2, 'headerPrefix').trim();
      if (token !== '' && valueIn(value.oauth2, 'addTokenTo') !== 'queryParams') {
        if (prefix === '' || /^bearer$/i.test(prefix)) return { kind: 'token', token };
        findings.note('schemeWordKept');
        return { kind: 'token', token: `${prefix} ${token}` };
      }
      findings.notTake('oauth2');
      return { kind: 'none' };
    }
    default:
      findings.notTake(METHODS.get(value.type) ?? 'otherAuth');
      return { kind: 'none' };
  }
}

function headersOf(header: v.InferOutput<typeof headers>, variables: Variables): readonly Header[] {
  const lines = typeof header === 'string' ? header.split('\n') : (header ?? []);
  return lines.flatMap((entry): Header[] => {
    if (typeof entry !== 'string')
      return entry.disabled === true || entry.enabled === false
        ? []
        : [{ key: entry.key ?? '', value: substituted(textOf(entry.value), variables) }];
    const colon = entry.indexOf(':');
    if (colon < 1 || entry.trimStart().startsWith('//')) return [];
    return [{ key: entry.slice(0, colon), value: substituted(entry.slice(colon + 1).trim(), variables) }];
  });
}

function variablesOf(above: Variables, own: readonly Pair[] | null | undefined): Variables {
  // A variable without a value is one whose value stays on the author's machine.
  const named = (own ?? []).filter(
    ({ key, value, disabled, enabled }) =>
      disabled !== true &&
      enabled !== false &&
      typeof key === 'string' &&
      textOf(value) !== '' &&
      textOf(value).length <= MAX_TEXT_LENGTH,
  );
  if (named.length === 0) return above;
  return new Map([...above, ...named.map(({ key, value }): [string, string] => [key ?? '', textOf(value)])]);
}

/** The requests of a value in order, folders gone through as they come. */
function* requestsIn(value: unknown, inherited: Inherited, depth = 0): Generator<Candidate> {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const inner of value) yield* requestsIn(inner, inherited, depth + 1);
    return;
  }
  const isBare = v.safeParse(request, value);
  if (isBare.success) {
    const { name } = isBare.output;
    yield { name: typeof name === 'string' ? name : undefined, request: isBare.output, inherited };
    return;
  }
  const isItem = v.safeParse(item, value);
  if (isItem.success) {
    const { name, request: own } = isItem.output;
    yield { name: name ?? undefined, request: typeof own === 'string' ? { url: own } : own, inherited };
    return;
  }
  const isFolder = v.safeParse(folder, value);
  if (isFolder.success) {
    const { item: items, auth: own, variable } = isFolder.output;
    const here: Inherited = { auth: own ?? inherited.auth, variables: variablesOf(inherited.variables, variable) };
    for (const inner of items) yield* requestsIn(inner, here, depth + 1);
    return;
  }
  const isVersion1 = v.safeParse(version1, value);
  if (!isVersion1.success) return;
  const { requests, auth: own, variables } = isVersion1.output;
  const here: Inherited = { auth: own ?? inherited.auth, variables: variablesOf(inherited.variables, variables) };
  for (const { name, url, headers: header, auth: itsAuth, currentHelper, helperAttributes } of requests) {
    const helper = helperAuth(currentHelper, helperAttributes);
    yield { name: name ?? undefined, request: { url, header, auth: itsAuth ?? helper }, inherited: here };
  }
}

/** Format 1 names its authentication `basicAuth` and the like, beside the values. */
function helperAuth(
  helper: string | null | undefined,
  attributes: Readonly<Record<string, unknown>> | null | undefined,
): Auth | undefined {
  if (helper === null || helper === undefined || helper === 'normal') return undefined;
  const type = helper.replace(/Auth$/, '').toLowerCase();
  return type === 'basic' || type === 'bearer' ? { type, [type]: attributes } : { type };
}

function reportPostmanBody(given: Request['body'], findings: Findings): void {
  const fields = [given?.urlencoded, given?.formdata].flatMap((entries) => (Array.isArray(entries) ? entries : []));
  reportBody(given?.raw ?? '', findings);
  for (const { key, disabled } of fields) if (disabled !== true) reportBody(`${key ?? ''}=x`, findings);
}

function readRequest(candidate: Candidate): PastedRequest | Extract<ReadAddress, { refusal: string }> {
  const { name, request: own, inherited } = candidate;
  const { variables } = inherited;
  const findings = new Findings();
  const read = readAddress(substituted(addressOf(own.url), variables), findings);
  if ('refusal' in read) return read;
  const typedNotes = new Findings();
  const typed = readHeaders(headersOf(own.header, variables), findings, typedNotes);
  reportPostmanBody(own.body, findings);
  const granting = own.auth ?? inherited.auth;
  const granted = granting && granting.type !== 'noauth' ? readAuth(granting, variables, findings) : undefined;
  // Postman puts its own authentication in the place of a typed header (postman-runtime, authorizer).
  const isAdded =
    granted !== undefined &&
    !(granted.kind === 'token' && granted.token === '') &&
    !(granted.kind === 'none' && BESIDE_THE_HEADER.has(granting?.type ?? 'noauth'));
  if (typed && isAdded) findings.notTake('typedHeader');
  else for (const note of typedNotes.notes) findings.note(note);
  const used = isAdded ? granted : (typed ?? granted);
  return {
    url: read.url,
    auth: used ?? read.auth,
    ...(name === undefined || name === '' ? {} : { name }),
    notTaken: findings.notTaken,
    notes: findings.notes,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What only a request, a collection or their wrapper has. A key file may have a `url` of its own and is none of them. */
const POSTMAN_KEYS = ['method', 'header', 'request', 'item', 'requests', 'info', 'collection'];

function isPostman(value: unknown): boolean {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.some((one) => isObject(one) && POSTMAN_KEYS.some((key) => Object.hasOwn(one, key)));
}

/** Reads a Postman request, an item, or the first request of a collection that has an address. */
export function readPostman(text: string): PasteResult {
  const value = parse(text);
  if (value === undefined) return { refusal: 'brokenJson' };
  const outer = v.safeParse(wrapped, value);
  const nothing: Variables = new Map();
  const variables = outer.success
    ? variablesOf(variablesOf(nothing, outer.output.globals?.values), outer.output.environment?.values)
    : nothing;
  if (!outer.success && v.safeParse(values, value).success) return { refusal: 'environment' };
  let refused: PasteResult | undefined;
  let chosen: PastedRequest | undefined;
  let count = 0;
  for (const candidate of requestsIn(outer.success ? outer.output.collection : value, { auth: undefined, variables })) {
    count += 1;
    if (chosen && chosen.url !== '') break;
    const read = readRequest(candidate);
    if ('refusal' in read) refused ??= read;
    else if (!chosen || read.url !== '') chosen = read;
  }
  if (!chosen && !isPostman(value)) return { refusal: 'notARequest' };
  if (!chosen) return refused ?? { refusal: 'noUsableRequest' };
  return count === 1 ? chosen : { ...chosen, notes: [...chosen.notes, 'firstRequest'] };
}
