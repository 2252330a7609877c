import * as l10n from '@vscode/l10n';
import { hostScope } from './address';
import { salesforcePasswordFlowAdvice } from './advice';
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

function checkLoginUrl(value: string): readonly FieldIssue[] {
  const url = parseHttpUrl(value);
  if (url?.username !== '' || url.password !== '') return [];
  const warning = (message: string, suggestion?: string): FieldIssue => ({
    field: 'loginUrl',
    severity: 'warning',
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  if (!isLoginHost(url.hostname) && hostScope(url.hostname) !== 'loopback') {
    const better = loginHostFor(url.hostname);
    const message = l10n.t(
      '{0} is not where Salesforce signs users in: that is login.salesforce.com, test.salesforce.com or your My Domain at my.salesforce.com.',
      url.host,
    );
    return [warning(message, better === undefined ? undefined : `https://${better}`)];
  }
  return url.pathname === '/' ? [] : [warning(l10n.t('The login URL is the host alone, without a path.'), url.origin)];
}

/** Salesforce's own rules, beyond those of its fields. */
export function checkSalesforce(values: FieldValues): readonly FieldIssue[] {
  const user = textOf(values, 'username').trim();
  const loginUrl = textOf(values, 'loginUrl').trim();
  const issues: FieldIssue[] = [];
  if (user !== '' && !isEmailAddress(user)) {
    issues.push({
      field: 'username',
      severity: 'warning',
      message: l10n.t('A Salesforce user name has the form of an e-mail address.'),
    });
  }
  if (loginUrl !== '') issues.push(...checkLoginUrl(loginUrl));
  if (user !== '') issues.push(salesforcePasswordFlowAdvice('password'));
  return issues;
}
