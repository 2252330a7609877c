/** What went wrong, by what the user can do about it. */
export type ApiErrorKind =
  | 'offline'
  | 'nameNotFound'
  | 'tls'
  | 'proxy'
  | 'timeout'
  | 'aborted'
  | 'signedOut'
  | 'forbidden'
  | 'notFound'
  | 'invalid'
  | 'duplicate'
  | 'rateLimited'
  | 'server'
  | 'protocol'
  | 'refused';

export interface ApiErrorDetails {
  readonly status?: number;
  /** Texts of the server by field: `name`, `active`, or a property's key (API facts g.2). */
  readonly fieldErrors?: Readonly<Record<string, readonly string[]>>;
  /** Permission names the server or we found missing. */
  readonly missingPermissions?: readonly string[];
  /** Technical cause for the log: error codes, host, path. Never a body, never a secret. */
  readonly cause?: string;
  /** Seconds the server asked us to wait. */
  readonly retryAfter?: number;
  /** Set when it is certain that the server did nothing: the request never left, or was refused as a whole. */
  readonly noEffect?: boolean;
}

/** The one error of the API layer. `message` is a sentence for a person: what happened, to which tenant, what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;
  readonly status: number | undefined;
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
  readonly missingPermissions: readonly string[];
  readonly causeText: string;
  readonly retryAfter: number | undefined;
  /** False wherever the server may have acted on the request, known or not. */
  readonly noEffect: boolean;

  constructor(kind: ApiErrorKind, message: string, details: ApiErrorDetails = {}) {
    super(message);
    this.kind = kind;
    this.status = details.status;
    this.fieldErrors = details.fieldErrors ?? {};
    this.missingPermissions = details.missingPermissions ?? [];
    this.causeText = details.cause ?? '';
    this.retryAfter = details.retryAfter;
    this.noEffect = details.noEffect ?? false;
  }
}
