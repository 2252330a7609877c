import { isCredentialName, reportName } from './credentialNames';
import { isPlaceholder, isUnresolved, type Findings, type PastedAuth } from './model';

export interface Header {
  readonly key: string;
  readonly value: string;
}

/** `user:password` taken apart at its first colon. */
export function userAndPassword(text: string): PastedAuth {
  const colon = text.indexOf(':');
  return colon < 0
    ? { kind: 'basic', username: text, password: '' }
    : { kind: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** What base64 stands for, as UTF-8 or else Latin-1; undefined where it is no base64 of `user:password`. */
function decodedBasic(credential: string): string | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(credential)) return undefined;
  const bytes = Buffer.from(credential, 'base64');
  const utf8 = bytes.toString('utf8');
  const text = utf8.includes('\uFFFD') ? bytes.toString('latin1') : utf8;
  return text.includes(':') && !/\p{Cc}/u.test(text) ? text : undefined;
}

/** Schemes that sign one request, or respond to one challenge of the server. */
const ONE_REQUEST_ONLY = /^(?:aws4-.*|digest|ntlm|negotiate|hawk|oauth|akamai|eg1-.*|signature)$/i;

/**
 * An `Authorization` header's value as a form's authentication. The word `Bearer` is not part of the token, any other
 * word is: the service wants it.
 */
function readAuthorization(value: string, findings: Findings): PastedAuth {
  const text = value.trim();
  const space = text.search(/\s/);
  const scheme = space < 0 ? text : text.slice(0, space);
  const credential = space < 0 ? '' : text.slice(space).trim();
  if (/^bearer$/i.test(scheme)) return { kind: 'token', token: credential };
  if (/^basic$/i.test(scheme)) {
    if (credential === '' || isUnresolved(credential) || isPlaceholder(credential))
      return { kind: 'basic', username: '', password: isPlaceholder(credential) ? credential : '' };
    const decoded = decodedBasic(credential);
    if (decoded !== undefined) return userAndPassword(decoded);
    findings.notTake('basic');
    return { kind: 'none' };
  }
  // "Token YOUR_TOKEN" holds no token, whatever its first word.
  if (credential === '' || isPlaceholder(credential))
    return { kind: 'token', token: credential === '' ? text : credential };
  findings.note(ONE_REQUEST_ONLY.test(scheme) ? 'oneRequestOnly' : 'schemeWordKept');
  return { kind: 'token', token: text };
}

/**
 * What the headers of a request say of its authentication. Cookies and keys in headers of their own are reported.
 * What is to be said of the `Authorization` header goes to findings of its own where another may replace it.
 * @returns undefined without such a header.
 */
export function readHeaders(
  headers: readonly Header[],
  findings: Findings,
  ofAuthorization = findings,
): PastedAuth | undefined {
  let auth: PastedAuth | undefined;
  for (const { key, value } of headers) {
    const name = key.trim().toLowerCase();
    if (name === 'authorization') {
      // The first one counts, for curl too; an empty one sends no credential at all.
      auth ??= value.trim() === '' ? { kind: 'none' } : readAuthorization(value, ofAuthorization);
    } else if (value.trim() !== '') {
      if (name === 'cookie') findings.notTake('cookie');
      else if (name === 'proxy-authorization') findings.notTake('proxy');
      else if (isCredentialName(name)) reportName(key, 'header', findings);
    }
  }
  return auth;
}

const KEY_LIKE =
  /^(?:[a-z]{2,8}[-_](?:live|test|prod|key|pat)?[-_]?[A-Za-z0-9]{3}.*|(?=.*\d)(?=.*[A-Za-z])[\w-]{20,})$/;

/** Takes out what a variable or a placeholder stands for, and a key that would land in a field everybody can read. */
export function knownAuth(auth: PastedAuth, findings: Findings): PastedAuth {
  const known = (text: string): string => {
    if (isPlaceholder(text)) findings.note('placeholder');
    return isUnresolved(text) || isPlaceholder(text) ? '' : text;
  };
  switch (auth.kind) {
    case 'none':
      return auth;
    case 'token':
      return { kind: 'token', token: known(auth.token) };
    case 'basic': {
      if (auth.password === '' && KEY_LIKE.test(auth.username) && /(?:_(?:live|test|prod)_|\d)/.test(auth.username)) {
        findings.notTake('keyAsUser');
        return { kind: 'basic', username: '', password: '' };
      }
      return { kind: 'basic', username: known(auth.username), password: known(auth.password) };
    }
  }
}
