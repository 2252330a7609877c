import type { ApiClient } from '../api/model';
import type { Event } from '../base/event';
import type { Account, CredentialLookup } from '../base/account';
import type {
  AccountStatus,
  CreateOutcome,
  Integration,
  IntegrationChange,
  IntegrationDraft,
  IntegrationRef,
  Listener,
  ListenerRef,
  Loadable,
  Tenant,
  TenantAccess,
  TenantMark,
  TenantRef,
  UpdateOutcome,
  DirectoryChange,
} from './model';
import type { JsonObject, JsonValue } from '../base/json';
import type { UndoLimits } from './undo';
import type { Change, WriteOptions, WriteOutcome } from './write';

/** Who is signed in. Implemented by the accounts room, read by the directory. */
export interface AccountSource {
  list(): readonly Account[];
  get(accountId: string): Account | undefined;
  /** Reads the credential of one account now, to be sent to `endpointUrl` and nowhere else; never cached by the directory. */
  credential(accountId: string, endpointUrl: string): Promise<CredentialLookup>;
  /** The set of accounts, or a credential of one of them, changed (`accountId`), maybe in another window. */
  readonly onDidChange: Event<{
    readonly accountId: string;
    readonly change: 'added' | 'removed' | 'credential' | 'renamed';
  }>;
}

/** What the user says of tenants; kept beside the accounts' metadata. */
export interface MarkStore {
  get(ref: TenantRef): TenantMark;
  set(ref: TenantRef, mark: TenantMark): Promise<void>;
  readonly onDidChange: Event<TenantRef>;
}

/** Copies of what was loaded, without secrets, kept between windows and sessions. */
export interface DirectoryCache {
  read(key: string): Promise<{ readonly value: JsonObject; readonly savedAt: number } | undefined>;
  write(key: string, value: JsonObject): Promise<void>;
  remove(keyPrefix: string): Promise<void>;
}

export interface LoadOptions {
  readonly signal?: AbortSignal;
  /** Ask the server even when a copy is at hand. */
  readonly force?: boolean;
  /** False: what was not at hand before is not held on to either. For passing over many tenants, one after the other. */
  readonly keep?: false;
}

/** One integration with its secrets in the clear. Fetched for one act, dropped after it; never sent to a screen. */
export interface IntegrationWithSecrets {
  readonly integration: Integration;
  /** Complete `properties` as stored, secrets included. */
  readonly properties: JsonObject;
}

/**
 * What is known of accounts, tenants and integrations, and the one place that writes to the API.
 * Getters answer at once from memory; `load…` asks (or joins a request under way) and throws `ApiError`.
 */
export interface DirectoryService {
  readonly onDidChange: Event<DirectoryChange>;
  accounts(): readonly Account[];
  account(accountId: string): Account | undefined;
  accountStatus(accountId: string): AccountStatus;
  /** The id of the account's user, as `createdBy` has it; undefined until it is known, and for API keys. */
  userId(accountId: string): string | undefined;
  tenants(accountId: string): Loadable<readonly Tenant[]>;
  tenant(ref: TenantRef): Tenant | undefined;
  integrations(ref: TenantRef): Loadable<readonly Integration[]>;
  integration(ref: IntegrationRef): Integration | undefined;
  listeners(ref: IntegrationRef): Loadable<readonly Listener[]>;
  access(ref: TenantRef): TenantAccess;

  loadTenants(accountId: string, options?: LoadOptions): Promise<readonly Tenant[]>;
  loadIntegrations(ref: TenantRef, options?: LoadOptions): Promise<readonly Integration[]>;
  loadIntegration(ref: IntegrationRef, options?: LoadOptions): Promise<Integration>;
  loadListeners(ref: IntegrationRef, options?: LoadOptions): Promise<readonly Listener[]>;
  /**
   * Asks the server for one integration, its secrets included. Each secret is redacted from the log from then on.
   * @param options `keep: false` leaves what is known of the integration as it is.
   */
  fetchWithSecrets(
    ref: IntegrationRef,
    signal?: AbortSignal,
    options?: Pick<LoadOptions, 'keep'>,
  ): Promise<IntegrationWithSecrets>;
  /**
   * Reads something else of a tenant, e.g. `['flows']`, which the directory does not keep. The caller checks its shape.
   * Throws `ApiError`.
   */
  readResource(ref: TenantRef, path: readonly string[], signal?: AbortSignal): Promise<JsonValue | undefined>;

  /**
   * Makes one change or many: the one gate of writes. Marks, permissions and inheritance are checked for each; the
   * question of production is asked once for the whole batch, and declining it sends nothing at all. Changes of one tenant
   * follow one another, tenants run side by side under the client's own limit, and a failure stops no other.
   * @returns an outcome for each change, in their order. Never throws for a change.
   */
  write(changes: readonly Change[], options?: WriteOptions): Promise<readonly WriteOutcome[]>;

  /** `write` of one create. Throws `ApiError`: `refused` or `forbidden` by the gate, `aborted` when canceled or declined. */
  createIntegration(ref: TenantRef, draft: IntegrationDraft, options?: WriteOptions): Promise<CreateOutcome>;
  /** `write` of one update. Throws `ApiError` as above, and whatever the API says. */
  updateIntegration(ref: IntegrationRef, change: IntegrationChange, options?: WriteOptions): Promise<UpdateOutcome>;
  /**
   * `write` of one listener made; `draft.type` is the catalog's (`listenerTypeId`). Throws as `createIntegration` does, and
   * `refused` where it would be active while its integration is not. A listener that was found by its name after a lost
   * response is probably the one: nothing says that names of listeners are unique (API facts n).
   */
  createListener(ref: IntegrationRef, draft: IntegrationDraft, options?: WriteOptions): Promise<CreateOutcome>;
  /** `write` of one update of a listener. Throws as `updateIntegration` does. */
  updateListener(ref: ListenerRef, change: IntegrationChange, options?: WriteOptions): Promise<UpdateOutcome>;

  /** What `undo` would take back, in words; undefined when there is nothing. */
  undoLabel(): string | undefined;
  /** What `undo` would leave as it is. */
  undoLimits(): UndoLimits;
  /** The operation `undo` would take back, as the outcomes of its changes have it; undefined when there is none. */
  lastOperation(): number | undefined;
  /**
   * Takes the last operation of this window back, change by change, last one first. What fails, moved or was declined
   * can be taken back again; after the rest there is nothing more. Creates stay: the API has no delete (API facts d.4).
   * @returns an outcome for each change; undefined when there is nothing to take back.
   */
  undo(options?: WriteOptions): Promise<readonly WriteOutcome[] | undefined>;

  markTenant(ref: TenantRef, mark: TenantMark): Promise<void>;

  /** The session token of an account, for `vscode.authentication`. Throws `ApiError`. */
  token(accountId: string, signal?: AbortSignal): Promise<string>;
}

/** One account's way to the API: a client, and the session token for other extensions that ask for it. */
export interface AccountConnection {
  readonly client: ApiClient;
  /** A token that is valid now; signs in when needed. Throws `ApiError`. */
  token(signal?: AbortSignal): Promise<string>;
}

/**
 * Makes the connection of one account; given to the directory by the composition root.
 * `onSessionEnded` is called once when a renewed token was refused too.
 */
export type ConnectionFactory = (
  account: Account,
  credential: () => Promise<CredentialLookup>,
  onSessionEnded: () => void,
) => AccountConnection;
