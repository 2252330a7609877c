import * as l10n from '@vscode/l10n';
import type { FieldIssue } from './model';

/**
 * Advice on credentials whose kind is about to die, each with its source and date. It never blocks, and promises nothing
 * for CxEngage: what CxEngage accepts instead is not public.
 */
export function zendeskPasswordAdvice(field: string): FieldIssue {
  return {
    field,
    severity: 'advice',
    message: l10n.t(
      'Zendesk stopped accepting an e-mail address and password for its API in January 2026. Ask your CxEngage contact what to use instead; an API token needs /token after the user name.',
    ),
    source: {
      title: l10n.t('Zendesk: Deprecation of password access for APIs'),
      url: 'https://support.zendesk.com/hc/en-us/articles/9941874259354-Deprecation-of-password-access-for-APIs',
      date: '2026-01-12',
    },
  };
}

/** Zendesk's API tokens end too: no new ones, then none at all. */
export function zendeskTokenAdvice(field: string): FieldIssue {
  return {
    field,
    severity: 'advice',
    message: l10n.t(
      'Zendesk API tokens end: unused ones are off since 28 July 2026, no new ones are made since 27 October 2026, and none works after 30 April 2027. Ask your CxEngage contact what to use instead.',
    ),
    source: {
      title: l10n.t('Zendesk: Migrating from API tokens to OAuth access tokens'),
      url: 'https://developer.zendesk.com/documentation/api-basics/authentication/oauth-migration/',
      date: '2027-04-30',
    },
  };
}

/** The flow these five fields are for. */
export function salesforcePasswordFlowAdvice(field: string): FieldIssue {
  return {
    field,
    severity: 'advice',
    message: l10n.t(
      'Salesforce is withdrawing sign-in with user name and password for apps (the OAuth user-name-password flow), and blocks it from the start in organizations made since Summer ’23. Ask your CxEngage contact what to use instead.',
    ),
    source: {
      title: l10n.t('Salesforce: Migrate from OAuth Username-Password to Client Credentials Flow'),
      url: 'https://help.salesforce.com/s/articleView?id=000886201&type=1',
      date: '2026-03-31',
    },
  };
}

/** Plain http to anything but this machine. */
export function plainHttpAdvice(field: string): FieldIssue {
  return {
    field,
    severity: 'advice',
    message: l10n.t('With http, the credentials travel unprotected. Use https if the service offers it.'),
    source: {
      title: l10n.t('RFC 7617: HTTP Basic needs a secure connection'),
      url: 'https://www.rfc-editor.org/rfc/rfc7617#section-4',
      date: '2015-09-01',
    },
  };
}
