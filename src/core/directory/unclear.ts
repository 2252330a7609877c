import { ApiError, type ApiErrorDetails } from '../api/error';
import type { UpdateResult } from './update';

/** The change may have been saved or not; `recheck` asks again and throws the same as an update does. */
export class UnclearUpdateError extends ApiError {
  readonly recheck: (signal?: AbortSignal) => Promise<UpdateResult>;

  constructor(error: ApiError, recheck: (signal?: AbortSignal) => Promise<UpdateResult>) {
    super(error.kind, error.message, detailsOf(error));
    this.recheck = recheck;
  }
}

function detailsOf({ status, retryAfter, causeText, fieldErrors, missingPermissions }: ApiError): ApiErrorDetails {
  return {
    cause: causeText,
    fieldErrors,
    missingPermissions,
    ...(status === undefined ? {} : { status }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}
