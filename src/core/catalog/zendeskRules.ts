import * as l10n from '@vscode/l10n';
import { hostScope } from './address';
import { advice, adviceIssue, usesZendeskToken } from './advice';
import type { FieldIssue, FieldValues } from './model';
import { isSampleName, placeholderIn } from './placeholders';
import { isEmailAddress } from './textRules';
import { parseHttpUrl, withoutJunk, withScheme } from './urlRules';
import { textOf } from './values';

const API_PATH = '/api/v2';
const DOMAIN = '.zendesk.com';
const TOKEN_SUFFIX = '/token';
/** Hosts of Zendesk itself. */
const ZENDESK_ITSELF = new Set(['zendesk.com', 'www.zendesk.com', 'support.zendesk.com', 'developer.zendesk.com']);
/** Names that Zendesk most likely keeps for itself. */
const RESERVED = new Set(['login', 'signin', 'status', 'api', 'app', 'apps', 'help', 'account', 'accounts', 'admin']);
const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/iu;

function subdomainOf(hostname: string): string | undefined {
  return hostname.endsWith(DOMAIN) ? hostname.slice(0, -DOMAIN.length) : undefined;
}

/**
 * The API URL that a value most likely means: of a subdomain alone, of a host name, of any page of a Zendesk. Undefined
 * where that cannot be told, and where the value holds a user name or password.
 */
export function zendeskApiUrl(value: string): string | undefined {
  const text = withoutJunk(value.trim());
  if (text.includes('@') || placeholderIn(text) !== undefined) return undefined;
  if (SUBDOMAIN.test(text))
    return isSampleName(text) || text.toLowerCase() === 'localhost'
      ? undefined
      : `https://${text.toLowerCase()}${DOMAIN}${API_PATH}`;
  const url = parseHttpUrl(withScheme(text));
  if (!url?.hostname.includes('.')) return undefined;
  const subdomain = subdomainOf(url.hostname);
  if (subdomain === undefined) return `${url.origin}${API_PATH}`;
  const isUsable =
    !ZENDESK_ITSELF.has(url.hostname) &&
    subdomain.split('.').every((label) => SUBDOMAIN.test(label) && !isSampleName(label));
  return isUsable ? `https://${url.hostname}${API_PATH}` : undefined;
}

function checkEndpoint(value: string): readonly FieldIssue[] {
  const url = parseHttpUrl(value);
  if (url?.username !== '' || url.password !== '') return [];
  const at = (severity: 'error' | 'warning', message: string, suggestion?: string): FieldIssue => ({
    field: 'endpointPrefix',
    severity,
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  const subdomain = subdomainOf(url.hostname);
  if (ZENDESK_ITSELF.has(url.hostname) || (subdomain !== undefined && isSampleName(subdomain)))
    return [
      at('error', l10n.t('Enter the subdomain of your own Zendesk, for example https://acme.zendesk.com/api/v2.')),
    ];
  if (subdomain?.includes('_'))
    return [at('error', l10n.t('A Zendesk subdomain has letters, digits and hyphens only, no underscore.'))];

  const issues: FieldIssue[] = [];
  const better = zendeskApiUrl(value);
  // A service on this machine is no Zendesk at all, and says so as an address.
  const isLoopback = hostScope(url.hostname) === 'loopback';
  if (subdomain === undefined && !isLoopback)
    issues.push(
      at('warning', l10n.t('{0} is not at zendesk.com. Check that it is the API of your Zendesk.', url.host)),
    );
  else if (subdomain !== undefined && RESERVED.has(subdomain))
    issues.push(at('warning', l10n.t('{0} most likely belongs to Zendesk itself. Check your subdomain.', url.host)));
  const path = url.pathname.replace(/(?<!\/)\/+$/u, '');
  if (path !== API_PATH)
    issues.push(
      at(
        subdomain === undefined ? 'warning' : 'error',
        l10n.t('The URL of the Zendesk API ends with {0}.', API_PATH),
        better,
      ),
    );
  else if (url.protocol === 'http:' && subdomain !== undefined && hostScope(url.hostname) === 'public')
    issues.push(at('error', l10n.t('Zendesk accepts https only.'), better));
  return issues;
}

/** A user name that also holds the credential, as in `agent@acme.com/token:KEY`. */
export interface SplitCredential {
  /** The user name alone. */
  readonly username: string;
  /** What belongs in the secret field; never shown. */
  readonly secret: string;
}

/** Takes `user/token:key` or `user:password` apart, as cURL's `-u` has them; undefined for other user names. */
export function splitZendeskUser(value: string): SplitCredential | undefined {
  const text = normalizedUser(value);
  const colon = text.indexOf(':');
  if (colon < 0 || colon === text.length - 1) return undefined;
  const username = withTokenSuffix(text.slice(0, colon));
  const address = username.endsWith(TOKEN_SUFFIX) ? username.slice(0, -TOKEN_SUFFIX.length) : username;
  return isEmailAddress(address) ? { username, secret: text.slice(colon + 1).trim() } : undefined;
}

/** A user name without what a link or a header brings along: `mailto:`, percent-encoding, backslashes. */
function normalizedUser(value: string): string {
  const text = value.trim().replace(/^mailto:\/{0,2}/iu, '');
  const angle = /<([^<>\s@]+@[^<>\s@]+)>/u.exec(text.slice(0, 400))?.[1];
  return (angle ?? text).replaceAll('\\', '/').replace(/%2f/giu, '/').replace(/%40/gu, '@');
}

function withTokenSuffix(user: string): string {
  const slash = user.search(/\s{0,4}\//u);
  if (slash < 0) return user.trim();
  return /^\s{0,4}\/{1,4}\s{0,4}(?:api[-_ ]?)?tokens?[/\s]{0,4}$/iu.test(user.slice(slash))
    ? `${user.slice(0, slash)}${TOKEN_SUFFIX}`
    : user.trim();
}

function checkUser(value: string): readonly FieldIssue[] {
  const at = (severity: 'error' | 'warning', message: string, suggestion?: string): FieldIssue => ({
    field: 'username',
    severity,
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  const split = splitZendeskUser(value);
  if (split)
    return [
      at(
        'error',
        l10n.t('The part after “:” is a credential. Move it to “Password or API token”: user names are not secret.'),
        split.username,
      ),
    ];
  const better = withTokenSuffix(normalizedUser(value));
  const ending = adviceIssue(advice(usesZendeskToken(better) ? 'zendeskToken' : 'zendeskPassword'));
  const address = better.endsWith(TOKEN_SUFFIX) ? better.slice(0, -TOKEN_SUFFIX.length) : better;
  if (!isEmailAddress(address))
    return [
      at('warning', l10n.t('A Zendesk user name is an e-mail address, followed by /token for an API token.')),
      ending,
    ];
  if (better !== value)
    return [at('warning', l10n.t('Zendesk expects the user name in this form: {0}', better), better), ending];
  return [ending];
}

/** Zendesk's own rules, beyond those of its fields. */
export function checkZendesk(values: FieldValues): readonly FieldIssue[] {
  const endpoint = textOf(values, 'endpointPrefix').trim();
  const user = textOf(values, 'username').trim();
  return [...(endpoint === '' ? [] : checkEndpoint(endpoint)), ...(user === '' ? [] : checkUser(user))];
}
