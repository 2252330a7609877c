import type { ApiError } from '../api/error';
import type { UserError } from '../base/errors';
import type { ProgressReport } from '../base/progress';
import type {
  FieldConflict,
  Integration,
  IntegrationChange,
  IntegrationDraft,
  IntegrationRef,
  Tenant,
  TenantRef,
} from './model';

/** One write: an integration, or a listener of one, made or changed. */
export type Change = (
  | {
      readonly kind: 'create';
      readonly ref: TenantRef;
      readonly draft: IntegrationDraft;
      /** The integration of the tenant whose listener is made. */
      readonly listenerOf?: string;
    }
  | {
      readonly kind: 'update';
      readonly ref: IntegrationRef;
      /** The listener of the integration that is changed. */
      readonly listenerId?: string;
      readonly change: IntegrationChange;
      /** Any move since `change.basis` is a conflict, also in fields that the change leaves alone: what was shown is what is made. */
      readonly refuseIfMoved?: true;
    }
) & {
  /** The caller knows the tenant as production though nobody marked it: a tenants file may say so. */
  readonly isProduction?: true;
};

/** What became of one change. */
export type WriteOutcome =
  | {
      readonly kind: 'done';
      readonly action: 'created' | 'updated' | 'enabled' | 'disabled';
      readonly integration: Integration;
      /** The response to the create was lost; the integration was found by its name. */
      readonly foundByName: boolean;
      /** The operation that `undo` takes back; absent where it cannot (a create: the API has no delete, API facts d.4). */
      readonly operation?: number;
    }
  /** The server had it so already; nothing was sent. */
  | { readonly kind: 'nothingToDo'; readonly integration: Integration }
  | {
      readonly kind: 'conflict';
      readonly theirs: Integration;
      /** May be empty with `refuseIfMoved`: a secret moved, or only the date. */
      readonly conflicts: readonly FieldConflict[];
      overwrite(signal?: AbortSignal): Promise<WriteOutcome>;
    }
  /** Not sent: a mark, a missing permission, an inactive tenant, an inherited integration. */
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'failed'; readonly error: UserError }
  | { readonly kind: 'unclear'; readonly error: ApiError; recheck(signal?: AbortSignal): Promise<WriteOutcome> }
  /** Not sent, or known to have had no effect: the user canceled, or declined the question. */
  | { readonly kind: 'canceled'; readonly error: UserError };

export type WriteAction = 'create' | 'update' | 'enable' | 'disable' | 'undo';

/** One change as the question names it. */
export interface WriteItem {
  readonly action: WriteAction;
  readonly tenant: Tenant;
  readonly integrationName: string;
  readonly isProduction: boolean;
}

export interface RefusedItem extends WriteItem {
  /** Why, in a sentence. */
  readonly reason: string;
}

/** A batch about to be written, for the question that is asked once for all of it. */
export interface WriteIntent {
  /** What would be written, at least one. */
  readonly items: readonly WriteItem[];
  /** What was asked for too but is refused. */
  readonly refused: readonly RefusedItem[];
  /** What the caller says of it. */
  readonly notes: readonly string[];
}

/** Asks the user to confirm a batch, naming tenants, production ones apart. Resolves false when declined. */
export type ConfirmWrite = (intent: WriteIntent) => Promise<boolean>;

/** A change of a batch has begun, or has ended where `outcome` is set. */
export interface WriteProgress extends ProgressReport {
  readonly index: number;
  /** The tenant of a create, the integration of an update. */
  readonly ref: TenantRef | IntegrationRef;
  readonly outcome?: WriteOutcome;
}

export interface WriteOptions {
  readonly signal?: AbortSignal;
  /** `signal` stops between two requests: a write that was sent ends, so that its outcome is known. */
  readonly finishesBegun?: true;
  /** Asks also where no tenant is production: always, or before more than one change. Nobody can have fewer questions. */
  readonly ask?: 'always' | 'several';
  /** Sentences that the caller adds to the question, e.g. which flows use an integration. Shown only where one is asked. */
  readonly notes?: readonly string[];
  readonly onProgress?: (progress: WriteProgress) => void;
  /** Adds to an operation that was begun before (*Retry*), so that one undo takes both back. */
  readonly operation?: number;
}
