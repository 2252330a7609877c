import * as l10n from '@vscode/l10n';
import type { ApiError } from '../api/error';
import { aboutTenant } from '../api/messages';
import type { CallContext } from '../api/model';
import { callContext, type WriteTarget } from './writeTarget';

/** A server that has not written by now will not: longer than any gateway holds a request. */
export const SETTLED_MS = 120_000;

/** The server may write after we stopped listening: nothing was said about the request itself. */
export function mayStillBeWriting({ kind, noEffect }: ApiError): boolean {
  return !noEffect && (kind === 'timeout' || kind === 'aborted');
}

/** One short check of what became of a write, e.g. after a cancel: nobody waits longer for it than three seconds. */
export function quickCheck(target: WriteTarget, signal?: AbortSignal): CallContext {
  return callContext(target, signal, { retry: false, timeoutSeconds: 3 });
}

/** The error of a write that was sent, with what it means. A cancel is no longer silent: it came too late. */
export function explained(error: ApiError, { tenantName }: WriteTarget, meaning: string): ApiError {
  if (error.kind !== 'aborted') return error.with({ message: `${error.message} ${meaning}`, noEffect: false });
  const message = l10n.t('You canceled after the request was sent. {0}', meaning);
  return error.with({ kind: 'timeout', message: aboutTenant(tenantName, message), noEffect: false });
}
