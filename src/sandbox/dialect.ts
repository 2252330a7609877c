/**
 * What is not known of the real service, and each way it could be (API facts l). The first value of each is the
 * default.
 */
export const DIALECTS = {
  /** What a PUT does with `properties`: replaces them whole, or merges what is sent into what is stored. */
  put: ['replace', 'merge'],
  /** Secrets in responses: in clear, as `****`, or left out. */
  secrets: ['clear', 'masked', 'absent'],
  /** A property that the type does not know: refused with 400, or stored and given back. */
  surplus: ['refuse', 'keep'],
  /** A PUT with `sdkVersion`: refused with 400, or accepted. */
  sdkVersion: ['refuse', 'accept'],
  /** The case of `type` must match, or any is accepted and stored in lower case. */
  type: ['exact', 'anyCase'],
  /** Whether API keys may call login, me and the list of tenants. */
  apiKey: ['refuse', 'accept'],
  /** Status of a create. */
  created: ['201', '200'],
  /** `result` around everything but tokens, around nothing, or around tokens too. */
  wrap: ['result', 'bare', 'tokensWrapped'],
  /** Errors without `code` and 403 with `expectedPermissions`; with `code`; 403 with a message only; `properties.` before keys. */
  errors: ['plain', 'code', 'message', 'dotted'],
  /** Names are compared and stored as they come, or trimmed and in Unicode's composed form. */
  names: ['exact', 'tidied'],
  /** Times with whole seconds and Z, with milliseconds, or without Z. */
  times: ['seconds', 'milliseconds', 'withoutZone'],
  /** Optional fields without a value: `null`, or left out. */
  nulls: ['null', 'absent'],
} as const;

type Dialects = typeof DIALECTS;
export type DialectName = keyof Dialects;
/** One way for each question. */
export type Dialect = { readonly [Name in DialectName]: Dialects[Name][number] };

/** The dialect names, in the order of the API facts. */
export const DIALECT_NAMES: readonly DialectName[] = [
  ...(['put', 'secrets', 'surplus', 'sdkVersion', 'type', 'apiKey'] as const),
  ...(['created', 'wrap', 'errors', 'names', 'times', 'nulls'] as const),
];

const known = () => DIALECT_NAMES.map((name) => `${name}=${DIALECTS[name].join('|')}`).join(', ');

function chosen<Value extends string>(name: string, values: readonly [Value, ...Value[]], wanted: unknown): Value {
  if (wanted === undefined) return values[0];
  const value = values.find((one) => one === wanted);
  if (value === undefined)
    throw new Error(`"${name}" cannot be ${JSON.stringify(wanted)}. The dialects are ${known()}.`);
  return value;
}

/** A whole dialect from some of its parts. Throws what the user should read, with the list, for unknown names and values. */
export function completeDialect(parts: Readonly<Record<string, unknown>> = {}): Dialect {
  const unknown = Object.keys(parts).find((name) => !Object.hasOwn(DIALECTS, name));
  if (unknown !== undefined) throw new Error(`There is no dialect "${unknown}". The dialects are ${known()}.`);
  return {
    put: chosen('put', DIALECTS.put, parts.put),
    secrets: chosen('secrets', DIALECTS.secrets, parts.secrets),
    surplus: chosen('surplus', DIALECTS.surplus, parts.surplus),
    sdkVersion: chosen('sdkVersion', DIALECTS.sdkVersion, parts.sdkVersion),
    type: chosen('type', DIALECTS.type, parts.type),
    apiKey: chosen('apiKey', DIALECTS.apiKey, parts.apiKey),
    created: chosen('created', DIALECTS.created, parts.created),
    wrap: chosen('wrap', DIALECTS.wrap, parts.wrap),
    errors: chosen('errors', DIALECTS.errors, parts.errors),
    names: chosen('names', DIALECTS.names, parts.names),
    times: chosen('times', DIALECTS.times, parts.times),
    nulls: chosen('nulls', DIALECTS.nulls, parts.nulls),
  };
}

/** Reads `put=merge,secrets=masked`. Throws like `completeDialect`. */
export function parseDialect(text: string): Dialect {
  return completeDialect(
    Object.fromEntries(
      text
        .split(',')
        .filter((part) => part.trim() !== '')
        .map((part) => {
          const [name = '', ...value] = part.split('=');
          return [name.trim(), value.join('=').trim()];
        }),
    ),
  );
}
