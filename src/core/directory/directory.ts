import * as l10n from '@vscode/l10n';
import { ApiError } from '../api/error';
import { isSecretProperty } from '../catalog/properties';
import { secretTexts } from '../redact/secretValues';
import { systemClock, type Clock } from '../base/clock';
import { Emitter } from '../base/event';
import type { JsonObject, JsonValue } from '../base/json';
import { accessOf } from './access';
import { AccountState } from './accountState';
import { cacheKey } from './cacheKey';
import { toIntegration } from './fromApi';
import type { Account } from '../base/account';
import type {
  AccountStatus,
  CreateOutcome,
  DirectoryChange,
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
} from './model';
import type {
  AccountSource,
  ConnectionFactory,
  DirectoryCache,
  DirectoryService,
  IntegrationWithSecrets,
  LoadOptions,
  MarkStore,
} from './service';
import type { WriteGate } from './gate';
import { UndoMemory } from './undo';
import type { Change, ConfirmWrite, WriteOptions, WriteOutcome } from './write';

export interface DirectoryOptions {
  readonly accounts: AccountSource;
  readonly marks: MarkStore;
  readonly cache: DirectoryCache;
  readonly connect: ConnectionFactory;
  readonly confirm: ConfirmWrite;
  /** Told of every secret value that passes, so that the log can keep it out. */
  readonly onSecret: (value: string) => void;
  /** Left out: the system's. */
  readonly clock?: Clock;
}

const idle = { state: 'idle' } as const;

/** The project's one picture of accounts, tenants and integrations, and the one place that writes to the API. */
export class Directory implements DirectoryService {
  readonly #options: DirectoryOptions;
  readonly #clock: Clock;
  readonly #states = new Map<string, AccountState>();
  readonly #changes = new Emitter<DirectoryChange>();
  readonly #undo = new UndoMemory();
  #writeGate: WriteGate | undefined;
  readonly onDidChange = this.#changes.event;

  constructor(options: DirectoryOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    options.accounts.onDidChange(({ accountId, change }) => {
      const settled = change === 'renamed' ? undefined : this.#drop(accountId);
      if (change === 'removed') {
        void options.cache.remove(cacheKey(accountId));
        // A copy that was being written is there only now.
        void settled?.then(() => options.cache.remove(cacheKey(accountId)));
      }
      this.#changes.fire(change === 'credential' ? { kind: 'account', accountId } : { kind: 'accounts' });
    });
    options.marks.onDidChange((ref) => this.#states.get(ref.accountId)?.markChanged(ref.tenantId));
  }

  accounts(): readonly Account[] {
    return this.#options.accounts.list();
  }

  account(accountId: string): Account | undefined {
    return this.accounts().find((account) => account.id === accountId);
  }

  accountStatus(accountId: string): AccountStatus {
    return this.#states.get(accountId)?.status ?? 'unknown';
  }

  userId(accountId: string): string | undefined {
    return this.#states.get(accountId)?.userId;
  }

  tenants(accountId: string): Loadable<readonly Tenant[]> {
    return this.#states.get(accountId)?.tenants.state ?? idle;
  }

  tenant(ref: TenantRef): Tenant | undefined {
    return this.#states.get(ref.accountId)?.tenant(ref.tenantId);
  }

  integrations(ref: TenantRef): Loadable<readonly Integration[]> {
    return this.#states.get(ref.accountId)?.integrationsState(ref.tenantId) ?? idle;
  }

  integration(ref: IntegrationRef): Integration | undefined {
    return this.#states.get(ref.accountId)?.integration(ref);
  }

  listeners(ref: IntegrationRef): Loadable<readonly Listener[]> {
    return this.#states.get(ref.accountId)?.listeners(ref).state ?? idle;
  }

  access(ref: TenantRef): TenantAccess {
    const tenant = this.tenant(ref);
    return tenant ? accessOf(tenant) : { canView: true, canManage: true, missing: [] };
  }

  async loadTenants(accountId: string, options?: LoadOptions): Promise<readonly Tenant[]> {
    return this.#state(accountId).tenants.load(options);
  }

  async loadIntegrations(ref: TenantRef, options?: LoadOptions): Promise<readonly Integration[]> {
    const state = this.#state(ref.accountId);
    return options?.keep === false
      ? state.passingIntegrations(ref.tenantId, options.signal)
      : state.integrations(ref.tenantId).load(options);
  }

  async loadIntegration(ref: IntegrationRef, options?: LoadOptions): Promise<Integration> {
    const known = this.integration(ref);
    if (known && !options?.force) return known;
    return (await this.fetchWithSecrets(ref, options?.signal)).integration;
  }

  async loadListeners(ref: IntegrationRef, options?: LoadOptions): Promise<readonly Listener[]> {
    return this.#state(ref.accountId).listeners(ref).load(options);
  }

  async readResource(ref: TenantRef, path: readonly string[], signal?: AbortSignal): Promise<JsonValue | undefined> {
    return this.#state(ref.accountId).connection.client.read(ref.tenantId, path, this.#context(ref, signal));
  }

  async fetchWithSecrets(
    ref: IntegrationRef,
    signal?: AbortSignal,
    { keep }: Pick<LoadOptions, 'keep'> = {},
  ): Promise<IntegrationWithSecrets> {
    const state = this.#state(ref.accountId);
    const found = await state.connection.client.integration(
      ref.tenantId,
      ref.integrationId,
      this.#context(ref, signal),
    );
    this.#noteSecrets(found.type, found.properties);
    const integration = toIntegration(ref, found);
    if (keep !== false) state.accept(integration);
    return { integration, properties: found.properties };
  }

  async write(changes: readonly Change[], options: WriteOptions = {}): Promise<readonly WriteOutcome[]> {
    return (await this.#gate()).write(changes, options);
  }

  async createIntegration(ref: TenantRef, draft: IntegrationDraft, options: WriteOptions = {}): Promise<CreateOutcome> {
    return (await this.#gate()).create({ kind: 'create', ref, draft }, options);
  }

  async updateIntegration(
    ref: IntegrationRef,
    change: IntegrationChange,
    options: WriteOptions = {},
  ): Promise<UpdateOutcome> {
    return (await this.#gate()).update({ kind: 'update', ref, change }, options);
  }

  async createListener(
    ref: IntegrationRef,
    draft: IntegrationDraft,
    options: WriteOptions = {},
  ): Promise<CreateOutcome> {
    return (await this.#gate()).create({ kind: 'create', ref, listenerOf: ref.integrationId, draft }, options);
  }

  async updateListener(
    ref: ListenerRef,
    change: IntegrationChange,
    options: WriteOptions = {},
  ): Promise<UpdateOutcome> {
    return (await this.#gate()).update({ kind: 'update', ref, listenerId: ref.listenerId, change }, options);
  }

  async setActive(ref: IntegrationRef, active: boolean, options: WriteOptions = {}): Promise<Integration> {
    const outcome = await this.updateIntegration(ref, { active }, options);
    return outcome.kind === 'updated' ? outcome.integration : outcome.theirs;
  }

  undoLabel(): string | undefined {
    return this.#undo.label();
  }

  lastOperation(): number | undefined {
    return this.#undo.last();
  }

  async undo(options: WriteOptions = {}): Promise<readonly WriteOutcome[] | undefined> {
    const operation = this.#undo.last();
    return operation === undefined ? undefined : (await this.#gate()).undo(operation, options);
  }

  async markTenant(ref: TenantRef, mark: TenantMark): Promise<void> {
    await this.#options.marks.set(ref, mark);
  }

  async token(accountId: string, signal?: AbortSignal): Promise<string> {
    return this.#state(accountId).connection.token(signal);
  }

  #state(accountId: string): AccountState {
    const known = this.#states.get(accountId);
    if (known) return known;
    const account = this.account(accountId);
    if (!account) throw new ApiError('signedOut', l10n.t('This account was signed out. Sign in to continue.'));
    const credential = () => this.#options.accounts.credential(accountId, account.endpoint.url);
    // Of this state and no other: a refusal may come after a new sign-in.
    const connection = this.#options.connect(account, credential, () => {
      state.sessionEnded();
    });
    const state: AccountState = new AccountState({
      account,
      connection,
      cache: this.#options.cache,
      mark: (ref) => this.#options.marks.get(ref),
      changed: (change) => {
        this.#changes.fire(change);
      },
      now: () => this.#clock.now(),
    });
    this.#states.set(accountId, state);
    return state;
  }

  /** Resolves when nothing of the account is being written to the cache any more. */
  #drop(accountId: string): Promise<void> | undefined {
    const settled = this.#states.get(accountId)?.drop();
    this.#states.delete(accountId);
    this.#undo.clear(accountId);
    return settled;
  }

  async #tenantOf(ref: TenantRef): Promise<Tenant> {
    const known =
      this.tenant(ref) ?? (await this.loadTenants(ref.accountId)).find((tenant) => tenant.tenantId === ref.tenantId);
    if (!known)
      throw new ApiError('notFound', l10n.t('This account has no such tenant any more. Refresh the list of tenants.'));
    // Read anew: another window may have marked the tenant since it was loaded here.
    return { ...known, mark: this.#options.marks.get(ref) };
  }

  /** What writes is read from disk with the first write. */
  async #gate(): Promise<WriteGate> {
    const { WriteGate } = await import('./gate.js');
    this.#writeGate ??= new WriteGate({
      confirm: this.#options.confirm,
      onSecret: this.#options.onSecret,
      clock: this.#clock,
      mark: (ref) => this.#options.marks.get(ref),
      undo: this.#undo,
      tenantOf: (ref) => this.#tenantOf(ref),
      loadIntegration: (ref, options) => this.loadIntegration(ref, options),
      stateOf: (accountId) => this.#state(accountId),
      knownState: (accountId) => this.#states.get(accountId),
    });
    return this.#writeGate;
  }

  #noteSecrets(type: string, properties: JsonObject): void {
    for (const secret of secretTexts(properties, (key) => isSecretProperty(type, key))) this.#options.onSecret(secret);
  }

  #context(
    ref: TenantRef,
    signal: AbortSignal | undefined,
  ): { readonly tenantName?: string; readonly signal?: AbortSignal } {
    const tenantName = this.tenant(ref)?.name;
    return { ...(tenantName === undefined ? {} : { tenantName }), ...(signal === undefined ? {} : { signal }) };
  }
}
