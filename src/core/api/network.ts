import * as l10n from '@vscode/l10n';
import type { ApiErrorKind } from './error';

/** What is known of a call that ended without an HTTP response, or whose response was interrupted. */
export interface NetworkFailure {
  readonly kind: Extract<ApiErrorKind, 'offline' | 'nameNotFound' | 'tls' | 'proxy' | 'timeout' | 'protocol'>;
  readonly sentence: string;
  /** The host and the error codes, for the log. Messages are left out: a client's message may quote a header. */
  readonly cause: string;
  /** The codes of all errors in the chain, e.g. `ECONNRESET`. */
  readonly codes: readonly string[];
  /** The request certainly never reached the server. */
  readonly neverSent: boolean;
}

interface ErrorFacts {
  readonly codes: readonly string[];
  /** Where a connection was tried, where the error says so. */
  readonly connects: readonly { readonly address: string; readonly port: string }[];
  /** Every fault was in finding or reaching the server. */
  readonly neverSent: boolean;
  /** HTTP status with which a proxy refused a tunnel. */
  readonly proxyStatus: number | undefined;
  /** VS Code found no proxy of its settings that responds. */
  readonly noProxy: boolean;
}

/** Connecting failed, whatever the system call: nothing was written. */
const BEFORE_SENDING = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT']);
const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]);
const BROKEN_OFF = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'UND_ERR_SOCKET',
  'ERR_STREAM_PREMATURE_CLOSE',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  'ERR_STREAM_DESTROYED',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'ENOTCONN',
]);
const TIMED_OUT = new Set([
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
const UNTRUSTED = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_SIGNATURE_FAILURE',
]);
const SELF_SIGNED = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN']);
const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT|UNABLE_TO_|HOSTNAME_MISMATCH|DEPTH_ZERO|SELF_SIGNED|INVALID_CA|PATH_LENGTH|INVALID_PURPOSE)/;
const TLS = /^(ERR_SSL|ERR_TLS|EPROTO$)/;
const NOT_HTTP =
  /^(HPE_|ERR_INVALID_(CHAR|HTTP)|UND_ERR_(HEADERS_OVERFLOW|INVALID|NOT_SUPPORTED)|ERR_CONTENT_DECODING|Z_)/;

function field(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}

function textField(value: object, key: string): string | undefined {
  const found = field(value, key);
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : undefined;
}

/** Every error in the chain of causes, those of an AggregateError (one for each address tried) included. */
function chain(error: unknown): readonly object[] {
  const found = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || found.has(value) || found.size > 30) return;
    found.add(value);
    visit(field(value, 'cause'));
    const inner = field(value, 'errors');
    if (Array.isArray(inner)) inner.forEach(visit);
  };
  visit(error);
  return [...found];
}

function factsOf(error: unknown): ErrorFacts {
  const links = chain(error);
  const coded = links.flatMap((link) => {
    const code = textField(link, 'code') ?? textField(link, 'errno');
    return code !== undefined && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? [{ link, code }] : [];
  });
  const neverSent =
    coded.length > 0 &&
    coded.every(
      ({ link, code }) =>
        BEFORE_SENDING.has(code) ||
        CERTIFICATE.test(code) ||
        ['connect', 'getaddrinfo'].includes(textField(link, 'syscall') ?? ''),
    );
  const connects = links.flatMap((link) => {
    const address = textField(link, 'address');
    const port = textField(link, 'port');
    return textField(link, 'syscall') === 'connect' && address !== undefined && port !== undefined
      ? [{ address, port }]
      : [];
  });
  const messages = links.map((link) => textField(link, 'message') ?? '');
  // VS Code's agent for node-fetch loses the code, and says it in words only.
  const noProxy = messages.some((message) => /failed to establish a socket connection to proxies/i.test(message));
  // undici: "Proxy response (407) !== 200 when HTTP Tunneling". Only the number is taken from the text.
  const statuses = messages.flatMap((message) => /^Proxy response \((\d{3})\)/.exec(message)?.[1] ?? []);
  return {
    codes: [...new Set(coded.map(({ code }) => code))],
    connects,
    neverSent: neverSent || noProxy || statuses.length > 0,
    noProxy,
    proxyStatus: statuses[0] === undefined ? undefined : Number(statuses[0]),
  };
}

/** A refused connection to another port than the endpoint's is the proxy's. */
function wasProxy(facts: ErrorFacts, url: URL): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return facts.connects.length > 0 && facts.connects.every((connect) => connect.port !== port);
}

function tlsSentence(codes: readonly string[], host: string): string {
  const has = (set: ReadonlySet<string>): boolean => codes.some((code) => set.has(code));
  if (has(SELF_SIGNED)) {
    return l10n.t(
      'The certificate of {0} is self-signed, or this machine does not trust its issuer. If your company inspects traffic, have its certificate installed in the system; VS Code then trusts it.',
      host,
    );
  }
  if (codes.includes('CERT_HAS_EXPIRED'))
    return l10n.t(
      'The certificate of {0} has expired. Check this machine’s date; if it is right, tell the owner of the endpoint.',
      host,
    );
  if (codes.includes('CERT_NOT_YET_VALID'))
    return l10n.t('The certificate of {0} is not valid yet. Check this machine’s date.', host);
  if (codes.includes('ERR_TLS_CERT_ALTNAME_INVALID') || codes.includes('HOSTNAME_MISMATCH')) {
    return l10n.t('The certificate shown for {0} belongs to another name. Check the endpoint’s address.', host);
  }
  if (codes.includes('CERT_REVOKED'))
    return l10n.t('The certificate of {0} was revoked. Tell the owner of the endpoint.', host);
  if (has(UNTRUSTED)) {
    return l10n.t(
      'The certificate of {0} comes from an authority this machine does not trust. Have your company’s certificate installed in the system; VS Code then trusts it.',
      host,
    );
  }
  return l10n.t(
    'A secure connection to {0} failed. Check the endpoint’s URL, and whether your network inspects traffic.',
    host,
  );
}

/**
 * Says what happened to a call that threw, for the global `fetch` (an error with undici's causes) and node-fetch
 * (`FetchError` with a code) alike.
 * @param url the address that was called.
 */
export function describeNetworkError(error: unknown, url: URL): NetworkFailure {
  const facts = factsOf(error);
  const { codes } = facts;
  const { host } = url;
  const any = (set: ReadonlySet<string>): boolean => codes.some((code) => set.has(code));
  const cause = [`host=${host}`, codes.length > 0 ? `code=${codes.join(',')}` : 'code=none'].join(' ');
  const failure = (kind: NetworkFailure['kind'], sentence: string): NetworkFailure => ({
    kind,
    sentence,
    cause,
    codes,
    neverSent: facts.neverSent,
  });

  if (facts.proxyStatus === 407) {
    return failure(
      'proxy',
      l10n.t(
        'The proxy requires authentication (407). Check the setting “http.proxy” and the proxy’s user name and password.',
      ),
    );
  }
  if (facts.proxyStatus !== undefined) {
    return failure(
      'proxy',
      l10n.t(
        'The proxy refused to connect to {0} ({1}). Ask for that address to be allowed, or check the setting “http.proxy”.',
        host,
        facts.proxyStatus,
      ),
    );
  }
  if (facts.noProxy || ((any(UNREACHABLE) || any(TIMED_OUT)) && wasProxy(facts, url))) {
    return failure(
      'proxy',
      l10n.t('The proxy could not be reached. Check the setting “http.proxy”, and whether the proxy runs.'),
    );
  }
  if (codes.some((code) => CERTIFICATE.test(code)) || any(SELF_SIGNED)) return failure('tls', tlsSentence(codes, host));
  if (codes.includes('ENOTFOUND'))
    return failure(
      'nameNotFound',
      l10n.t('The name {0} could not be found. Check your network or VPN, and the endpoint’s address.', host),
    );
  if (any(UNREACHABLE))
    return failure('offline', l10n.t('{0} cannot be reached. Check your network, then try again.', host));
  if (any(TIMED_OUT))
    return failure('timeout', l10n.t('{0} did not respond in time. Check your network, then try again.', host));
  if (any(BROKEN_OFF)) return failure('offline', l10n.t('The connection to {0} was interrupted. Try again.', host));
  if (codes.some((code) => TLS.test(code))) return failure('tls', tlsSentence(codes, host));
  if (codes.some((code) => NOT_HTTP.test(code)))
    return failure('protocol', l10n.t('The response from {0} is not HTTP. Check the endpoint’s URL.', host));
  return failure('offline', l10n.t('{0} cannot be reached. Check your network, then try again.', host));
}
