import * as l10n from '@vscode/l10n';
import { CanceledError, describeUnexpected, UserError, type UserErrorDetails } from '../base/errors';
import type { LogFields } from '../base/log';

/** What went wrong, by what the user can do about it. */
export type ApiErrorKind =
  | 'offline'
  | 'nameNotFound'
  | 'tls'
  | 'proxy'
  | 'timeout'
  | 'aborted'
  | 'signedOut'
  | 'keyringUnavailable'
  | 'forbidden'
  | 'notFound'
  | 'invalid'
  | 'duplicate'
  | 'rateLimited'
  | 'server'
  | 'protocol'
  | 'refused';

/** `fieldErrors` holds the server's texts (API facts g.2), `cause` error codes, host and path; never a body, never a secret. */
export interface ApiErrorDetails extends Omit<UserErrorDetails, 'canRetry'> {
  readonly status?: number;
  /** Permission names the server or we found missing. */
  readonly missingPermissions?: readonly string[];
  /** Seconds the server asked us to wait. */
  readonly retryAfter?: number;
  /** Set when it is certain that the server did nothing: the request never left, or was refused as a whole. */
  readonly noEffect?: boolean;
}

/** Failures that pass, or that the user can repair outside of VS Code. All others would fail in the same way again. */
const RETRYABLE: ReadonlySet<ApiErrorKind> = new Set([
  'offline',
  'nameNotFound',
  'tls',
  'proxy',
  'timeout',
  'keyringUnavailable',
  'rateLimited',
  'server',
  'protocol',
]);

/** The one error of the API layer. `message` is a sentence for the user: what happened, in which tenant, what to do. */
export class ApiError extends UserError {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;
  readonly status: number | undefined;
  readonly missingPermissions: readonly string[];
  readonly retryAfter: number | undefined;
  /** False wherever the server may have acted on the request, known or not. */
  readonly noEffect: boolean;
  readonly #details: ApiErrorDetails;

  constructor(kind: ApiErrorKind, message: string, details: ApiErrorDetails = {}) {
    super(message, { ...details, canRetry: RETRYABLE.has(kind) });
    this.kind = kind;
    this.status = details.status;
    this.missingPermissions = details.missingPermissions ?? [];
    this.retryAfter = details.retryAfter;
    this.noEffect = details.noEffect ?? false;
    this.#details = details;
  }

  override get logFields(): LogFields {
    return { ...super.logFields, kind: this.kind, status: this.status };
  }

  /** What it was made with, for an error that says more. */
  get details(): ApiErrorDetails {
    return this.#details;
  }

  /** The same error, except for what is given. */
  with({ kind = this.kind, message = this.message, ...details }: ApiErrorChanges): ApiError {
    return new ApiError(kind, message, { ...this.#details, ...details });
  }
}

interface ApiErrorChanges extends ApiErrorDetails {
  readonly kind?: ApiErrorKind;
  readonly message?: string;
}

/** Whether the account cannot be used now, so that every other call of it would end in the same way. */
export function isAccountUnavailable({ kind }: ApiError): boolean {
  return kind === 'signedOut' || kind === 'keyringUnavailable';
}

/** The error of a call that was canceled. Never shown. */
export function abortedError(details: ApiErrorDetails = {}): ApiError {
  return new ApiError('aborted', l10n.t('Canceled.'), details);
}

/** Whatever was thrown, as an `ApiError`. Of an unexpected error only the class and the calls are kept, for the log. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof CanceledError) return abortedError();
  return new ApiError('protocol', l10n.t('The request failed. Report the problem and attach the log.'), {
    cause: `unexpected=${describeUnexpected(error)}`,
  });
}
