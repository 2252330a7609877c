import type { JsonObject, JsonValue } from '../json';

/** Deeper than any real property set; what lies below is cut, because nobody has looked at it. */
export const MAX_DEPTH = 32;

/** Words that make a key secret wherever they stand in it, compared in lower case without separators. */
export const SECRET_PARTS: readonly string[] = [
  'password', 'passwd', 'passphrase', 'passcode', 'secret', 'token', 'apikey', 'accesskey', 'authkey', 'privatekey', 'consumerkey',
  'encryptionkey', 'signingkey', 'subscriptionkey', 'sharedkey', 'masterkey', 'credential', 'authorization', 'cookie', 'jwt', 'bearer', 'connectionstring', 'webhook', 'signature',
];
/** Short words, secret only when they are the whole key or its last word. */
const SECRET_WORDS = new Set(['pwd', 'pass', 'pin', 'key', 'auth', 'sas', 'otp', 'salt', 'cert', 'pem']);
/** A last word that says the value is about a secret, and is none. */
const HARMLESS_ENDINGS = new Set([
  'url', 'uri', 'endpoint', 'host', 'path', 'type', 'name', 'enabled', 'required', 'expiry', 'expires', 'expiration', 'ttl', 'timeout', 'version', 'policy',
  'length', 'algorithm', 'count', 'limit', 'method', 'format', 'field', 'header', 'prefix', 'location', 'region', 'label',
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

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether a secret-looking key lies anywhere inside a value. */
export function holdsSecret(value: JsonValue | undefined, depth = 0): boolean {
  if (depth > MAX_DEPTH) return true;
  if (isArray(value)) return value.some((item) => holdsSecret(item, depth + 1));
  return isObject(value) && Object.entries(value).some(([key, inner]) => isSecretKey(key) || holdsSecret(inner, depth + 1));
}

/** Told of every secret cut out: its path inside the value and the value itself. */
export type OnSecret = (path: string, value: JsonValue | undefined) => void;

/** A copy without the values of secret-looking keys, at any depth. */
export function stripSecrets(value: JsonValue, onSecret: OnSecret = () => undefined, path = '', depth = 0): JsonValue {
  if (depth > MAX_DEPTH) {
    onSecret(path, value);
    return null;
  }
  const join = (key: string): string => (path === '' ? key : `${path}.${key}`);
  if (isArray(value)) return value.map((item, index) => stripSecrets(item, onSecret, join(String(index)), depth + 1));
  if (!isObject(value)) return value;
  const kept: [string, JsonValue][] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    if (isSecretKey(key)) onSecret(join(key), inner);
    else kept.push([key, stripSecrets(inner, onSecret, join(key), depth + 1)]);
  }
  return Object.fromEntries(kept);
}
