import { isArray, isObject, type JsonValue } from '../base/json';

/** Deeper than any real property set; what lies below is cut, because nobody has looked at it. */
export const MAX_DEPTH = 32;

/** Words that make a key secret wherever they stand in it, compared in lower case without separators. */
export const SECRET_PARTS: readonly string[] = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'apikey',
  'accesskey',
  'authkey',
  'privatekey',
  'consumerkey',
  'encryptionkey',
  'signingkey',
  'subscriptionkey',
  'sharedkey',
  'masterkey',
  'credential',
  'authorization',
  'cookie',
  'jwt',
  'bearer',
  'connectionstring',
  'webhook',
  'signature',
];
/** Short words, secret only when they are the whole key or its last word. */
const SECRET_WORDS = new Set(['pwd', 'pass', 'pin', 'key', 'auth', 'sas', 'otp', 'salt', 'cert', 'pem']);
/** A last word that says the value is about a secret, and is none. */
const HARMLESS_ENDINGS = new Set([
  'url',
  'uri',
  'endpoint',
  'host',
  'path',
  'type',
  'name',
  'enabled',
  'required',
  'expiry',
  'expires',
  'expiration',
  'ttl',
  'timeout',
  'version',
  'policy',
  'length',
  'algorithm',
  'count',
  'limit',
  'method',
  'format',
  'field',
  'header',
  'prefix',
  'location',
  'region',
  'label',
]);

/** `tokenURL`, `token_url` and `token-url` → token, url. */
function wordsOf(key: string): readonly string[] {
  return key
    .slice(0, 256)
    .replace(/([a-z0-9])([A-Z])/gu, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .filter((word) => word !== '');
}

/**
 * Whether a property's name says that its value is secret. For keys the catalogue does not know: rather masks one too many.
 */
export function isSecretKey(key: string): boolean {
  const words = wordsOf(key);
  const last = words.at(-1) ?? '';
  const joined = words.join('');
  if (HARMLESS_ENDINGS.has(last) && words.length > 1) return false;
  return SECRET_WORDS.has(last) || SECRET_PARTS.some((part) => joined.includes(part));
}

/** Whether a value is an object or a list. */
export function isNested(value: JsonValue | undefined): boolean {
  return typeof value === 'object' && value !== null;
}

export interface StripOptions {
  /** Where the value stands, for the paths told. */
  readonly path?: string;
  /** The value's own key is secret: everything in it goes, only its structure stays. */
  readonly isSecret?: boolean;
  /** Told of every secret cut out: its path and the value itself. */
  readonly onSecret?: (path: string, value: JsonValue) => void;
}

/** A copy without secrets, at any depth; undefined when the value itself is one. */
export function stripSecrets(value: JsonValue, options: StripOptions = {}, depth = 0): JsonValue | undefined {
  const { path = '', isSecret = false, onSecret } = options;
  if (depth > MAX_DEPTH || (isSecret && !isNested(value))) {
    onSecret?.(path, value);
    return undefined;
  }
  const strip = (key: string, inner: JsonValue): JsonValue | undefined =>
    stripSecrets(
      inner,
      { ...options, path: path === '' ? key : `${path}.${key}`, isSecret: isSecret || isSecretKey(key) },
      depth + 1,
    );
  if (isArray(value))
    return value.map((item, index) => strip(String(index), item)).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, JsonValue | undefined] => [
    key,
    inner === undefined ? undefined : strip(key, inner),
  ]);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

/** Whether a secret lies anywhere inside a value. */
export function holdsSecret(value: JsonValue | undefined): boolean {
  let found = false;
  if (value !== undefined)
    stripSecrets(value, {
      onSecret: () => {
        found = true;
      },
    });
  return found;
}
