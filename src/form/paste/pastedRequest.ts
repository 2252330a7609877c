import { readCurl } from './curl';
import { readPostman } from './postman';
import { VARIABLE } from './shell';

export type PastedAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string };

/** What a REST integration can take from a request. What only a variable stands for is empty. */
export interface PastedRequest {
  readonly url: string;
  readonly auth: PastedAuth;
  readonly name?: string;
}

/** Whether a variable stands in a text, whose value is somewhere else: `$PASS`, `%PASS%`, `{{pass}}`. */
export function isUnresolved(text: string): boolean {
  return text.includes(VARIABLE) || /\{\{[^{}]*\}\}/.test(text) || /^%[A-Za-z_]\w*%$/.test(text);
}

function known(text: string): string {
  return isUnresolved(text) ? '' : text;
}

function withoutVariables(auth: PastedAuth): PastedAuth {
  switch (auth.kind) {
    case 'basic':
      return { kind: 'basic', username: known(auth.username), password: known(auth.password) };
    case 'token':
      return { kind: 'token', token: known(auth.token) };
    case 'none':
      return auth;
  }
}

/**
 * Reads a cURL command or a Postman request.
 * @returns undefined where the text is neither, or names no http address.
 */
export function readPastedRequest(text: string): PastedRequest | undefined {
  const trimmed = text.trim();
  const read = trimmed.startsWith('{') || trimmed.startsWith('[') ? readPostman(trimmed) : readCurl(trimmed);
  return read && { ...read, auth: withoutVariables(read.auth) };
}

/** An `Authorization` header's value as a form's authentication; the scheme's word is not part of the token. */
export function readAuthorization(value: string): PastedAuth {
  const [scheme = '', ...rest] = value.trim().split(/\s+/);
  const credential = rest.join(' ');
  if (scheme.toLowerCase() !== 'basic') return { kind: 'token', token: credential === '' ? scheme : credential };
  if (isUnresolved(credential)) return { kind: 'basic', username: '', password: '' };
  const decoded = Buffer.from(credential, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0
    ? { kind: 'basic', username: decoded, password: '' }
    : { kind: 'basic', username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

const KEY_HEADERS = ['x-api-key', 'api-key', 'apikey', 'x-auth-token', 'x-access-token'];

/** What the headers of a request say of its authentication: `Authorization`, else the usual names for an API key. */
export function readHeaders(
  headers: readonly { readonly key: string; readonly value: string }[],
): PastedAuth | undefined {
  const authorization = headers.find(({ key }) => key.toLowerCase() === 'authorization');
  if (authorization) return readAuthorization(authorization.value);
  const key = headers.find((header) => KEY_HEADERS.includes(header.key.toLowerCase()));
  return key && { kind: 'token', token: key.value };
}

/** A part of an address as it was meant; one that is no percent-encoding is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Takes an address apart: what stands in it of a user and password, and the address without them, query and fragment.
 * An address whose host only a variable names is empty; its path ends before the first variable.
 */
export function readAddress(text: string): { readonly url: string; readonly auth: PastedAuth } | undefined {
  const [, scheme = 'https://', user, host = '', path = ''] =
    /^([a-z][a-z0-9+.-]*:\/\/)?(?:([^/?#]*)@)?([^/?#]*)([^?#]*)/i.exec(text) ?? [];
  if (isUnresolved(host)) return { url: '', auth: { kind: 'none' } };
  const segments = path.split('/');
  const firstVariable = segments.findIndex(isUnresolved);
  const fixed = (firstVariable < 0 ? segments : segments.slice(0, firstVariable)).join('/');
  const address = `${scheme}${user === undefined ? '' : `${user}@`}${host}${fixed}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const auth: PastedAuth =
    url.username === ''
      ? { kind: 'none' }
      : { kind: 'basic', username: decoded(url.username), password: decoded(url.password) };
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''), auth };
}
