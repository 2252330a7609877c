import * as l10n from '@vscode/l10n';
import { hostScope } from './address';
import { adviceFor, adviceIssue } from './advice';
import { isEmailAddress } from './textRules';
import type { FieldIssue, FieldValues } from './model';
import { parseHttpUrl } from './urlRules';
import { textOf } from './values';

/** Where Salesforce signs users in: production, sandboxes, and My Domain with its partitions. */
function isLoginHost(host: string): boolean {
  return (
    host === 'login.salesforce.com' ||
    host === 'test.salesforce.com' ||
    host.endsWith('.my.salesforce.com') ||
    host.endsWith('.my.salesforce.mil')
  );
}

/** The My Domain host that belongs to a page address of the same organization, as copied from a browser. */
function loginHostFor(host: string): string | undefined {
  const organization = /^([a-z0-9-]+(?:\.[a-z0-9-]+)?)\.(?:lightning\.force\.com|my\.salesforce-setup\.com)$/u.exec(
    host,
  )?.[1];
  return organization === undefined ? undefined : `${organization}.my.salesforce.com`;
}

const PRODUCTION = 'login.salesforce.com';
const SANDBOX_URL = 'https://test.salesforce.com';
/** Usual names of Salesforce sandboxes. */
const SANDBOX_NAME =
  /^(?:uat|dev|qa|test|sandbox|sbx?|stag|stg|full|part|sit|train|preprod|int|demo|hotfix|scratch)[a-z0-9]{0,12}$/iu;

function at(field: string, severity: 'error' | 'warning', message: string, suggestion?: string): FieldIssue {
  return { field, severity, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

function checkLoginUrl(value: string): readonly FieldIssue[] {
  const url = parseHttpUrl(value);
  if (url?.username !== '' || url.password !== '') return [];
  if (!isLoginHost(url.hostname)) {
    if (hostScope(url.hostname) === 'loopback') return [];
    const better = loginHostFor(url.hostname);
    const message = l10n.t(
      'Salesforce does not sign users in at {0}, but at login.salesforce.com, test.salesforce.com or your My Domain at my.salesforce.com.',
      url.host,
    );
    return [at('loginUrl', 'warning', message, better === undefined ? undefined : `https://${better}`)];
  }
  if (url.protocol === 'http:')
    return [at('loginUrl', 'error', l10n.t('Salesforce accepts https only.'), `https://${url.host}`)];
  return url.pathname === '/'
    ? []
    : [at('loginUrl', 'warning', l10n.t('Enter the host alone, without a path.'), url.origin)];
}

/**
 * Whether a user name looks like one of a Salesforce sandbox: the production user name with the name of the sandbox at
 * its end, as in `cx@acme.com.uat`.
 */
function isSandboxUser(username: string): boolean {
  const [last = '', top = '', ...others] = username
    .slice(username.indexOf('@') + 1)
    .split('.')
    .reverse();
  if (others.length === 0) return false;
  const isGeneric = ['com', 'org', 'net', 'edu', 'gov', 'mil'].includes(top.toLowerCase());
  return SANDBOX_NAME.test(last) || (isGeneric && last.length > 2) ? isGeneric || /^[a-z]{2,4}$/iu.test(top) : false;
}

/** Whether a login URL is that of production: the general one, or a My Domain without a sandbox in its name. */
function isProduction(loginUrl: string): boolean {
  const host = loginUrl === '' ? PRODUCTION : parseHttpUrl(loginUrl)?.hostname;
  if (host === undefined) return false;
  return host === PRODUCTION || (host.endsWith('.my.salesforce.com') && !/--|\.(?:sandbox|scratch)\./u.test(host));
}

/** Salesforce's own rules, beyond those of its fields. */
export function checkSalesforce(values: FieldValues): readonly FieldIssue[] {
  const user = textOf(values, 'username').trim();
  const loginUrl = textOf(values, 'loginUrl').trim();
  const password = textOf(values, 'password');
  const securityToken = textOf(values, 'securityToken').trim();
  const issues: FieldIssue[] = [];
  if (user !== '' && !isEmailAddress(user))
    issues.push(at('username', 'warning', l10n.t('A Salesforce user name has the form of an e-mail address.')));
  if (loginUrl !== '') issues.push(...checkLoginUrl(loginUrl));
  if (isEmailAddress(user) && isSandboxUser(user) && isProduction(loginUrl))
    issues.push(
      at(
        'loginUrl',
        'warning',
        l10n.t(
          'The user name looks like one of a Salesforce sandbox. Sandbox users sign in at test.salesforce.com or at the My Domain of the sandbox.',
        ),
        SANDBOX_URL,
      ),
    );
  if (securityToken.length >= 4 && password.trim().endsWith(securityToken))
    issues.push(
      at(
        'password',
        'warning',
        l10n.t(
          'The password ends with the security token, so the token would be sent twice. Enter the password alone.',
        ),
      ),
    );
  const endings = adviceFor({ type: 'salesforce', properties: { username: user, loginUrl } });
  return [...issues, ...endings.map((advice) => adviceIssue(advice))];
}
