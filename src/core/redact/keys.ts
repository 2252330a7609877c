/** Words that make a key secret wherever they stand in it, compared in lower case without accents and separators. */
const SECRET_PARTS =
  /password|passwd|passphrase|passcode|passwort|kennwort|contrasena|motdepasse|secret|token|apikey|accesskey|authkey|privatekey|consumerkey|encryptionkey|signingkey|subscriptionkey|sharedkey|accountkey|masterkey|credential|authorization|cookie|jwt|bearer|connectionstring|webhook|signature|certificate|authcode|accesscode|securitycode/u;
/** Short words that make a key secret wherever they stand in it as words of their own. */
const SECRET_WORDS = new Set(['pwd', 'pw', 'pin', 'otp', 'totp', 'psk', 'pem', 'pfx', 'clave', 'senha', 'cvv']);
/** Words that make a key secret only as its last word: they have other meanings before others. */
const SECRET_LAST_WORDS = new Set(['pass', 'key', 'auth', 'sas', 'salt', 'cert', 'seed']);
/** A last word that adds nothing: `pinCode`, `authHeader`, `certData`, `key_value`. */
const EMPTY_ENDINGS = new Set(['code', 'header', 'value', 'data', 'material', 'content', 'hash', 'string', 'text']);
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
  'prefix',
  'location',
  'region',
  'label',
]);
/** `pwd` and `pw` also end words that are written as one: `dbpwd`, `userpw`. */
const SECRET_TAIL = /(?:pwd|pw|passwd)$/u;

/** `tokenURL`, `token_url` and `token-url` → token, url. Digits at the end of a word do not count: `pass1` → pass. */
function wordsOf(key: string): readonly string[] {
  return plain(key.slice(0, 256))
    .replace(/([a-z0-9])([A-Z])/gu, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .map((word) => word.replace(/\d{1,4}$/u, ''))
    .filter((word) => word !== '');
}

/** Letters without accents, in the plain form of fonts and widths, and no characters that nobody sees. */
function plain(key: string): string {
  return /^[\x20-\x7e]*$/u.test(key) ? key : key.normalize('NFKD').replace(/[\p{M}\p{Cf}\p{DI}\p{Cc}]/gu, '');
}

function judgedWords(key: string): readonly string[] {
  const words = wordsOf(key);
  return words.length > 1 && EMPTY_ENDINGS.has(words.at(-1) ?? '') ? words.slice(0, -1) : words;
}

function isStrong(words: readonly string[]): boolean {
  const joined = words.join('');
  return words.some((word) => SECRET_WORDS.has(word)) || SECRET_TAIL.test(joined) || SECRET_PARTS.test(joined);
}

/**
 * Whether a property's name says that its value is secret. For keys the catalog does not know: rather masks one too many.
 */
export function isSecretKey(key: string): boolean {
  const words = judgedWords(key);
  const last = words.at(-1) ?? '';
  if (HARMLESS_ENDINGS.has(last) && words.length > 1) return false;
  return SECRET_LAST_WORDS.has(last) || isStrong(words);
}

/** Whether a key is secret only by a word that has other meanings as well: `key`, `auth`. */
export function isWeakSecretKey(key: string): boolean {
  const words = judgedWords(key);
  return SECRET_LAST_WORDS.has(words.at(-1) ?? '') && !isStrong(words);
}
