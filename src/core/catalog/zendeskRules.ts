import * as l10n from '@vscode/l10n';
import { zendeskPasswordAdvice, zendeskTokenAdvice } from './advice';
import { isEmailAddress } from './textRules';
import type { FieldIssue, FieldValues } from './model';
import { parseHttpUrl } from './urlRules';
import { textOf } from './values';

const API_PATH = '/api/v2';
const TOKEN_SUFFIX = '/token';
/** Hosts that stand in examples, or belong to Zendesk itself. */
const NOT_A_SUBDOMAIN = new Set([
  'zendesk.com',
  'www.zendesk.com',
  'subdomain.zendesk.com',
  'yoursubdomain.zendesk.com',
  'your_subdomain.zendesk.com',
  'support.zendesk.com',
  'developer.zendesk.com',
]);

function checkEndpoint(value: string): readonly FieldIssue[] {
  const url = parseHttpUrl(value);
  if (url?.username !== '' || url.password !== '') return [];
  const at = (severity: 'error' | 'warning', message: string, suggestion?: string): FieldIssue => ({
    field: 'endpointPrefix',
    severity,
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  if (NOT_A_SUBDOMAIN.has(url.hostname))
    return [
      at(
        'error',
        l10n.t(
          'Put the subdomain of your own Zendesk in front of .zendesk.com, as in https://acme.zendesk.com/api/v2.',
        ),
      ),
    ];

  const isZendesk = url.hostname.endsWith('.zendesk.com');
  const issues: FieldIssue[] = [];
  if (!isZendesk)
    issues.push(
      at(
        'warning',
        l10n.t('{0} is not an address at zendesk.com. Check that it is the API of your Zendesk.', url.host),
      ),
    );
  const path = url.pathname.replace(/\/+$/u, '');
  if (path !== API_PATH) {
    const suggestion = `${url.origin}${API_PATH}`;
    issues.push(
      at(
        isZendesk ? 'error' : 'warning',
        l10n.t('The address of the Zendesk API ends with {0}.', API_PATH),
        suggestion,
      ),
    );
  }
  return issues;
}

function checkUser(value: string): readonly FieldIssue[] {
  const usesToken = value.endsWith(TOKEN_SUFFIX);
  const address = usesToken ? value.slice(0, -TOKEN_SUFFIX.length) : value;
  const advice = usesToken ? zendeskTokenAdvice('password') : zendeskPasswordAdvice('password');
  if (isEmailAddress(address)) return [advice];
  return [
    {
      field: 'username',
      severity: 'warning',
      message: l10n.t('A Zendesk user name is an e-mail address, with /token after it for an API token.'),
    },
    advice,
  ];
}

/** Zendesk's own rules, beyond those of its fields. */
export function checkZendesk(values: FieldValues): readonly FieldIssue[] {
  const endpoint = textOf(values, 'endpointPrefix').trim();
  const user = textOf(values, 'username').trim();
  return [...(endpoint === '' ? [] : checkEndpoint(endpoint)), ...(user === '' ? [] : checkUser(user))];
}
