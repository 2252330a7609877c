import * as l10n from '@vscode/l10n';
import type { ApiError } from './error';

/** Puts the tenant's name in front of a sentence, so that every error says whom it is about. */
export function aboutTenant(tenantName: string | undefined, sentence: string): string {
  return tenantName === undefined || tenantName === '' ? sentence : l10n.t('{0}: {1}', tenantName, sentence);
}

/** Adds the server's own words, already cleaned, to our sentence. */
export function withResponseText(sentence: string, text: string | undefined): string {
  return text === undefined || text === '' ? sentence : l10n.t('{0} CxEngage says: “{1}”', sentence, text);
}

/** Minutes for long waits, seconds for short ones. */
function waitText(seconds: number): string {
  return seconds > 90 ? l10n.t('{0} minutes', Math.ceil(seconds / 60)) : l10n.t('{0} seconds', Math.ceil(seconds));
}

/** The sentence for an HTTP status that is not a success, without the server's words. */
export function statusSentence(error: {
  readonly kind: ApiError['kind'];
  readonly status: number;
  readonly host: string;
  readonly missingPermissions: readonly string[];
  readonly retryAfter: number | undefined;
  /** The body was the API's own, not a page of something in between. */
  readonly isRecognized: boolean;
}): string {
  const { kind, status, host } = error;
  switch (kind) {
    case 'signedOut':
      return l10n.t('CxEngage no longer accepts this sign-in. Sign in again.');
    case 'forbidden':
      return error.missingPermissions.length > 0
        ? l10n.t(
            'You lack the permission {0}. Ask your CxEngage administrator for it.',
            error.missingPermissions.join(', '),
          )
        : l10n.t('Your account is not allowed to do this. Ask your CxEngage administrator.');
    case 'notFound':
      return l10n.t('CxEngage no longer has this entry. Refresh the view.');
    case 'duplicate':
      return l10n.t('The name is taken. Choose another one.');
    case 'invalid':
      return l10n.t('CxEngage did not accept the values. Correct them and try again.');
    case 'rateLimited':
      return error.retryAfter === undefined
        ? l10n.t('Too many requests to CxEngage. Try again in a minute.')
        : l10n.t('Too many requests to CxEngage. Try again in {0}.', waitText(error.retryAfter));
    case 'proxy':
      if (status !== 407) {
        return l10n.t(
          'A proxy or gateway on the way to {0} refused the request ({1}). Check “http.proxy”. Without a proxy, ask whether your account may do this.',
          host,
          status,
        );
      }
      return l10n.t(
        'The proxy requires authentication (407). Check the setting “http.proxy” and the proxy’s user name and password.',
      );
    case 'timeout':
      return l10n.t('{0} did not respond in time ({1}). Try again in a few minutes.', host, status);
    case 'protocol':
      return status >= 300 && status < 400
        ? l10n.t(
            '{0} redirects to another address ({1}), which CxEngage never does. Check the endpoint’s URL, and whether your network requires you to sign in first.',
            host,
            status,
          )
        : l10n.t('Unexpected response from {0} ({1}). Check the endpoint’s URL.', host, status);
    default:
      if (!error.isRecognized)
        return l10n.t(
          'CxEngage, or a proxy on the way to it, cannot do this at the moment ({0}). Try again in a few minutes.',
          status,
        );
      return l10n.t('CxEngage cannot do this at the moment ({0}). Try again in a few minutes.', status);
  }
}
