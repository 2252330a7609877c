import { ApiError } from '../api/error';
import type { UpdateResult } from './update';

/** The change may have been saved or not; `recheck` asks again and throws the same as an update does. */
export class UnclearUpdateError extends ApiError {
  readonly recheck: (signal?: AbortSignal) => Promise<UpdateResult>;

  constructor(error: ApiError, recheck: (signal?: AbortSignal) => Promise<UpdateResult>) {
    super(error.kind, error.message, error.details);
    this.recheck = recheck;
  }
}
