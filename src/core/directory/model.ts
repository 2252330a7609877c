import type { ApiError } from '../api/error';
import type { JsonObject } from '../base/json';

/**
 * How an account stands. `signInAgain` follows a second 401, `noCredential` a credential that is gone or cannot be read; a
 * keyring that is locked leaves `unknown`.
 */
export type AccountStatus = 'unknown' | 'signedIn' | 'signInAgain' | 'noCredential';

export type TenantMark = 'none' | 'production' | 'readOnly';

/** Names one tenant as seen by one account. */
export interface TenantRef {
  readonly accountId: string;
  readonly tenantId: string;
}

export interface IntegrationRef extends TenantRef {
  readonly integrationId: string;
}

/** Names one listener of an integration. */
export interface ListenerRef extends IntegrationRef {
  readonly listenerId: string;
}

export interface Tenant extends TenantRef {
  readonly name: string;
  readonly active: boolean;
  readonly parentId?: string;
  readonly parentName?: string;
  /** Permission names in this tenant, those that are asked for here; absent where the API did not say (API keys). */
  readonly permissions?: readonly string[];
  readonly mark: TenantMark;
}

/** What an integration and a listener have in common, with the secrets cut out where the response entered. */
export interface StoredRecord {
  /** The tenant that owns it; differs from `tenantId` when inherited, and then it is read-only (API facts d.5). */
  readonly ownerTenantId: string;
  /** Its type in the catalog. */
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly active: boolean;
  /** Never holds a secret value. */
  readonly properties: JsonObject;
  /** Secret property → whether the server holds a value for it. */
  readonly secrets: Readonly<Record<string, boolean>>;
  /** ISO 8601 UTC, as read. */
  readonly created?: string;
  readonly createdBy?: string;
  readonly updated?: string;
  readonly updatedBy?: string;
}

/** One stored connection. */
export interface Integration extends IntegrationRef, StoredRecord {}

/** A listener of an integration (API facts f). It has no description. */
export interface Listener extends ListenerRef, StoredRecord {
  readonly listenerType?: string;
}

/** What is known of something that is loaded on demand. Times are ms since the epoch. */
export type Loadable<T> =
  | { readonly state: 'idle' }
  | { readonly state: 'loading'; readonly value?: T; readonly loadedAt?: number }
  | { readonly state: 'ready'; readonly value: T; readonly loadedAt: number; readonly fromCache: boolean }
  | { readonly state: 'failed'; readonly error: ApiError; readonly value?: T; readonly loadedAt?: number };

/** What changed, as small as it is known. Views redraw that and no more. */
export type DirectoryChange =
  | { readonly kind: 'accounts' }
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'tenant'; readonly ref: TenantRef }
  | { readonly kind: 'integrations'; readonly ref: TenantRef }
  | { readonly kind: 'integration'; readonly ref: IntegrationRef }
  | { readonly kind: 'listeners'; readonly ref: IntegrationRef };

/** What the account may do in a tenant, and the names of the rights that lack (API facts i). */
export interface TenantAccess {
  readonly canView: boolean;
  readonly canManage: boolean;
  readonly missing: readonly string[];
  /** Set when the user marked the tenant read-only or it is inactive: the sentence that says why writes are refused. */
  readonly refusal?: string;
}

export type { IntegrationDraft } from '../api/model';

/** Outcome of a create: one integration, none, or not known (yet). */
export type CreateOutcome =
  | {
      readonly kind: 'created';
      readonly integration: Integration | Listener;
      /** The response was lost; it was found by its name. */
      readonly foundByName: boolean;
    }
  | { readonly kind: 'notCreated'; readonly error: ApiError }
  | { readonly kind: 'unclear'; readonly error: ApiError; recheck(signal?: AbortSignal): Promise<CreateOutcome> };

/** A change to a saved integration. Only what is set is changed. */
export interface IntegrationChange {
  readonly name?: string;
  readonly description?: string;
  readonly active?: boolean;
  /** Non-secret properties to set; `undefined` as a value removes the key. */
  readonly properties?: JsonObject;
  /** Secret properties to set. A blank or masked value keeps what is stored. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What the user started from, for the lost-update guard; without it the guard is off. */
  readonly basis?: Integration;
}

/** One field in which the server moved since the user's basis. Values are shown: never those of secrets. */
export interface FieldConflict {
  readonly field: string;
  readonly basis: string;
  readonly theirs: string;
  readonly mine: string;
}

export type UpdateOutcome =
  | {
      readonly kind: 'updated';
      readonly integration: Integration | Listener;
      /** The operation that `undo` takes back; absent where the server had it so already and nothing was written. */
      readonly operation?: number;
    }
  | {
      readonly kind: 'conflict';
      readonly theirs: Integration;
      /** Fields both sides changed; merging what only one side changed is done without asking. */
      readonly conflicts: readonly FieldConflict[];
      /** Writes with `mine` winning in the conflicts listed, if the server has not moved again. */
      overwrite(signal?: AbortSignal): Promise<UpdateOutcome>;
    };
