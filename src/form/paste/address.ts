import { reportNames } from './credentialNames';
import { isPlaceholder, isUnresolved, type Findings, type PastedAuth, type PasteRefusal } from './model';

/** Longer addresses are none that a server would take. */
const MAX_ADDRESS_LENGTH = 8192;
const DEFAULT_SCHEME = 'http';
const UNKNOWN_IN_HOST = /[<>{}…]/;
const CREDENTIAL_IN_PATH =
  /^(?:bot\d{5,}:|eyJ[\w-]{8,}\.|[sprk]{2}_(?:live|test)_|gh[pousr]_\w{16}|glpat-|xox[a-z]-|AKIA[A-Z0-9]{12})/;

export type ReadAddress =
  | { readonly url: string; readonly auth: PastedAuth }
  | { readonly refusal: Extract<PasteRefusal, 'addressUnreadable' | 'notHttp'> };

/** Percent-encoding as it was meant: valid escapes are decoded, a stray percent sign stays. */
export function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    const bytes = Buffer.from(escapes.replaceAll('%', ''), 'hex');
    const decoded = bytes.toString('utf8');
    return decoded.includes('\uFFFD') ? bytes.toString('latin1') : decoded;
  });
}

function userInfo(text: string): PastedAuth {
  const colon = text.indexOf(':');
  const username = percentDecoded(colon < 0 ? text : text.slice(0, colon));
  const password = colon < 0 ? '' : percentDecoded(text.slice(colon + 1));
  return username === '' && password === '' ? { kind: 'none' } : { kind: 'basic', username, password };
}

/** The first of the addresses that curl makes of `{a,b}` and `[1-3]`; a word alone in braces is a placeholder. */
function firstOfGlob(text: string, findings: Findings): string {
  return text.replace(
    /\{([^{},]{0,200}),[^{}]{0,2000}\}|\[([0-9a-z]{1,20})-[0-9a-z]{1,20}(?::\d{1,9})?\]/gi,
    (_whole, alternative: string | undefined, start: string | undefined) => {
      findings.note('severalAddresses');
      return alternative ?? start ?? '';
    },
  );
}

function withoutTrailingSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === '/') end -= 1;
  return text.slice(0, end);
}

/** The path up to its first segment that is a variable, a placeholder or a credential. */
function fixedPath(path: string, findings: Findings): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    const isVariable = isUnresolved(segment) || /^:[A-Za-z_]\w*$/.test(segment);
    if (isVariable || isPlaceholder(percentDecoded(segment))) {
      findings.note('pathCut');
      break;
    }
    const [name = '', ...parameters] = segment.split(';');
    if (CREDENTIAL_IN_PATH.test(segment) || reportNames(parameters.join('&'), 'path', findings)) {
      findings.notTake('path');
      if (!CREDENTIAL_IN_PATH.test(segment)) segments.push(name);
      break;
    }
    segments.push(segment);
  }
  return segments.join('/');
}

/**
 * Takes an address apart: the user and password in it, and the address without them, query and fragment. A host that
 * only a variable or placeholder names gives an empty address. Credentials in the query are reported, by their names.
 * Without a scheme it is http, as for curl and Postman.
 */
export function readAddress(
  text: string,
  findings: Findings,
  { isGlob = false }: { readonly isGlob?: boolean } = {},
): ReadAddress {
  const typed = text.trim();
  if (typed.length > MAX_ADDRESS_LENGTH) return { refusal: 'addressUnreadable' };
  const [whole = '', named] = /^([a-z][a-z0-9+.-]{0,30}):\/{1,3}/i.exec(typed) ?? [];
  const scheme = named?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return { refusal: 'notHttp' };
  // `https:user:pw@host`, `https:\\host`: what the scheme is, is anybody's guess; so is where the secret begins.
  if (scheme === undefined && (/^https?:/i.test(typed) || typed.startsWith('/')))
    return { refusal: 'addressUnreadable' };
  const rest = typed.slice(whole.length);
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const behind = end < 0 ? '' : rest.slice(end);
  const at = authority.lastIndexOf('@');
  const auth: PastedAuth = at < 0 ? { kind: 'none' } : userInfo(authority.slice(0, at));
  // `https://cx:1/2@host`: the password ends the host early, and its rest would be taken for the path.
  if (at < 0 && /^[^.:]*:\d*$/.test(authority) && behind.includes('@')) return { refusal: 'addressUnreadable' };
  const typedHost = authority.slice(at + 1);
  const host = isGlob ? firstOfGlob(typedHost, findings) : typedHost;
  const query = behind.search(/[?#]/);
  reportNames(query < 0 ? '' : behind.slice(query + 1), 'query', findings);
  if (isUnresolved(host) || UNKNOWN_IN_HOST.test(host)) {
    findings.note('addressUnknown');
    return { url: '', auth };
  }
  if (/^(?:ftps?|dict|ldap|imap|smtp|pop3)\./i.test(host) && scheme === undefined) return { refusal: 'notHttp' };
  const typedPath = query < 0 ? behind : behind.slice(0, query);
  const path = fixedPath(isGlob ? firstOfGlob(typedPath, findings) : typedPath, findings);
  const address = `${scheme ?? DEFAULT_SCHEME}://${host}${path}`;
  if (host === '' || /[\s\\@\p{Cc}]/u.test(host) || !URL.canParse(address)) return { refusal: 'addressUnreadable' };
  if (scheme === undefined) findings.note('noScheme');
  const url = new URL(address);
  return { url: withoutTrailingSlashes(`${url.origin}${url.pathname}`), auth };
}
