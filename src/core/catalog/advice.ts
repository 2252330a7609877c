import * as l10n from '@vscode/l10n';
import type { JsonObject } from '../base/json';
import type { FieldIssue } from './model';

/** Advice on a kind of credential that a service retires. It never blocks, and promises nothing for CxEngage. */
export interface Advice {
  readonly id: AdviceId;
  /** The property that it is about. */
  readonly field: string;
  /** One to three sentences. */
  readonly text: string;
  /** When the credential stops working: ISO date (YYYY-MM-DD), and a phrase for a row or a report. May be in the past. */
  readonly deadline?: { readonly date: string; readonly phrase: string };
  readonly source: { readonly title: string; readonly url: string };
  /** When the source was last read, as ISO date. A check of the repository fails when this is over 180 days ago. */
  readonly checkedOn: string;
}

export type AdviceId =
  | 'zendeskPassword'
  | 'zendeskToken'
  | 'salesforcePasswordFlow'
  | 'salesforceConnectedApps'
  | 'salesforceSoapLogin'
  | 'salesforceLoginHost'
  | 'plainHttp';

function zendeskPassword(): Advice {
  return {
    id: 'zendeskPassword',
    field: 'password',
    text: l10n.t(
      'Zendesk stopped accepting passwords for its API on January 12, 2026, and stopped issuing API tokens on October 27, 2026. Ask your CxEngage contact what to use instead.',
    ),
    deadline: { date: '2026-01-12', phrase: l10n.t('ended January 12, 2026') },
    source: {
      title: l10n.t('Zendesk: Deprecation of password access for APIs'),
      url: 'https://support.zendesk.com/hc/en-us/articles/9941874259354-Deprecation-of-password-access-for-APIs',
    },
    checkedOn: '2026-11-28',
  };
}

function zendeskToken(): Advice {
  return {
    id: 'zendeskToken',
    field: 'password',
    text: l10n.t(
      'Zendesk is retiring API tokens. Since July 28, 2026, it deactivates tokens that were not used for 30 days and deletes them 60 days later. It stopped issuing new ones on October 27, 2026, and rejects all tokens from April 30, 2027. Ask your CxEngage contact what to use instead.',
    ),
    deadline: { date: '2027-04-30', phrase: l10n.t('ends April 30, 2027') },
    source: {
      title: l10n.t('Zendesk: Migrating from API tokens to OAuth access tokens'),
      url: 'https://developer.zendesk.com/documentation/api-basics/authentication/oauth-migration/',
    },
    checkedOn: '2026-11-28',
  };
}

function salesforcePasswordFlow(): Advice {
  return {
    id: 'salesforcePasswordFlow',
    field: 'password',
    text: l10n.t(
      'Salesforce retires sign-in with user name and password for apps (the OAuth user-name-password flow) on February 20, 2027. External client apps do not support this flow. Ask your CxEngage contact what to use instead.',
    ),
    deadline: { date: '2027-02-20', phrase: l10n.t('ends February 20, 2027') },
    source: {
      title: l10n.t('Salesforce: OAuth user-name-password flow retirement'),
      url: 'https://help.salesforce.com/s/articleView?id=005461976&type=1',
    },
    checkedOn: '2026-11-28',
  };
}

function salesforceConnectedApps(): Advice {
  return {
    id: 'salesforceConnectedApps',
    field: 'consumerKey',
    text: l10n.t(
      'Since Spring ’26, only Salesforce Support can enable new connected apps in an organization. Existing connected apps keep working.',
    ),
    source: {
      title: l10n.t('Salesforce: New connected apps can no longer be created'),
      url: 'https://help.salesforce.com/s/articleView?id=005228017&type=1',
    },
    checkedOn: '2026-11-28',
  };
}

function salesforceSoapLogin(): Advice {
  return {
    id: 'salesforceSoapLogin',
    field: 'securityToken',
    text: l10n.t('SOAP login() with a security token is no replacement: Salesforce retires it with Summer ’27.'),
    source: {
      title: l10n.t('Salesforce: SOAP login() retirement'),
      url: 'https://help.salesforce.com/s/articleView?id=005132110&type=1',
    },
    checkedOn: '2026-11-28',
  };
}

function salesforceLoginHost(): Advice {
  return {
    id: 'salesforceLoginHost',
    field: 'loginUrl',
    text: l10n.t('An organization can block sign-in at login.salesforce.com. The My Domain URL works in both cases.'),
    source: {
      title: l10n.t('Salesforce: My Domain login policy'),
      url: 'https://help.salesforce.com/s/articleView?id=xcloud.domain_name_setting_login_policy.htm&type=5',
    },
    checkedOn: '2026-11-28',
  };
}

function plainHttp(): Advice {
  return {
    id: 'plainHttp',
    field: 'endpointPrefix',
    text: l10n.t(
      'http is not encrypted: anyone on the way can read the credentials. Use https if the service offers it.',
    ),
    source: {
      title: l10n.t('RFC 7617: HTTP Basic needs a secure connection'),
      url: 'https://www.rfc-editor.org/rfc/rfc7617#section-4',
    },
    checkedOn: '2026-11-28',
  };
}

const MAKERS: Readonly<Record<AdviceId, () => Advice>> = {
  zendeskPassword,
  zendeskToken,
  salesforcePasswordFlow,
  salesforceConnectedApps,
  salesforceSoapLogin,
  salesforceLoginHost,
  plainHttp,
};

/** One piece of advice, in the user's language. */
export function advice(id: AdviceId): Advice {
  return MAKERS[id]();
}

/** Whether a Zendesk user name signs in with an API token. */
export function usesZendeskToken(username: string): boolean {
  return /\/token$/iu.test(username.trim());
}

/**
 * What is known to end of a saved integration's credentials, the nearest deadline first. Takes the type's wire value and
 * the properties, with or without secrets. An integration without a user name has no credentials of these kinds.
 */
export function adviceFor(integration: { readonly type: string; readonly properties: JsonObject }): readonly Advice[] {
  const { username, loginUrl } = integration.properties;
  if (typeof username !== 'string' || username.trim() === '') return [];
  if (integration.type === 'zendesk') return [usesZendeskToken(username) ? zendeskToken() : zendeskPassword()];
  if (integration.type !== 'salesforce') return [];
  const isGeneral =
    typeof loginUrl !== 'string' || /^\s*(?:https?:\/\/login\.salesforce\.com\/?\s*)?$/iu.test(loginUrl);
  return [
    salesforcePasswordFlow(),
    salesforceConnectedApps(),
    salesforceSoapLogin(),
    ...(isGeneral ? [salesforceLoginHost()] : []),
  ];
}

/** Advice as a finding at a field. */
export function adviceIssue({ field, text, source, deadline, checkedOn }: Advice, at: string = field): FieldIssue {
  return {
    field: at,
    severity: 'advice',
    message: text,
    source: { ...source, date: deadline?.date ?? checkedOn },
  };
}
