import { readCurl } from './curl';
import { readPostman } from './postman';

export type PastedAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string };

/** What a REST integration can take from a request. */
export interface PastedRequest {
  readonly url: string;
  readonly auth: PastedAuth;
  readonly name?: string;
}

/**
 * Reads a cURL command or a Postman request.
 * @returns undefined where the text is neither, or names no http address.
 */
export function readPastedRequest(text: string): PastedRequest | undefined {
  const trimmed = text.trim();
  return trimmed.startsWith('{') || trimmed.startsWith('[') ? readPostman(trimmed) : readCurl(trimmed);
}

/** An `Authorization` header's value as a form's authentication; the scheme's word is not part of the token. */
export function readAuthorization(value: string): PastedAuth {
  const [scheme = '', ...rest] = value.trim().split(/\s+/);
  const credential = rest.join(' ');
  if (scheme.toLowerCase() !== 'basic') return { kind: 'token', token: credential === '' ? scheme : credential };
  const decoded = Buffer.from(credential, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? { kind: 'basic', username: decoded, password: '' } : { kind: 'basic', username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** Takes an address apart: what stands in it of a user and password, and the address without them, query and fragment. */
export function readAddress(text: string): { readonly url: string; readonly auth: PastedAuth } | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const auth: PastedAuth = url.username === '' ? { kind: 'none' } : { kind: 'basic', username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''), auth };
}
