import * as l10n from '@vscode/l10n';
import { describeNetworkError } from '../api/network';
import type { StageId } from './model';

/** The stage at which a test ended without a response, and why. */
export interface Failure {
  readonly stage: StageId;
  readonly detail: string;
}

/** Names what went wrong on the way to a service, from the error's codes alone: its message may quote what was sent. */
export function describeFailure(error: unknown, url: URL, timedOut: boolean): Failure {
  const { host } = url;
  if (timedOut) return { stage: 'connection', detail: l10n.t('{0} timed out.', host) };
  const { kind, codes } = describeNetworkError(error, url);
  const suffix = codes.length === 0 ? '' : ` (${codes.join(',')})`;
  switch (kind) {
    case 'nameNotFound':
      return {
        stage: 'name',
        detail: l10n.t('Host name not found: {0}. Check the URL for typos.', url.hostname),
      };
    case 'tls':
      return { stage: 'tls', detail: `${tlsReason(codes, url.hostname)}${suffix}` };
    case 'proxy':
      return { stage: 'connection', detail: `${l10n.t('The proxy rejected the request.')}${suffix}` };
    case 'timeout':
      return { stage: 'connection', detail: `${l10n.t('{0} timed out.', host)}${suffix}` };
    case 'protocol':
      return { stage: 'authentication', detail: `${l10n.t('The response from {0} is not HTTP.', host)}${suffix}` };
    case 'offline':
      return { stage: 'connection', detail: `${l10n.t('{0} cannot be reached.', host)}${suffix}` };
  }
}

function tlsReason(codes: readonly string[], host: string): string {
  const has = (part: string): boolean => codes.some((code) => code.includes(part));
  if (has('EXPIRED')) return l10n.t('The certificate of {0} has expired.', host);
  if (has('ALTNAME') || has('HOSTNAME_MISMATCH')) return l10n.t('The certificate is for another host than {0}.', host);
  if (has('SELF_SIGNED')) return l10n.t('The certificate of {0} is self-signed.', host);
  if (has('UNABLE_TO') || has('UNTRUSTED'))
    return l10n.t('The certificate of {0} is from an authority that this machine does not trust.', host);
  return l10n.t('A secure connection to {0} failed.', host);
}
