import { asApiError } from '../api/error';
import { secretsOf } from '../catalog/properties';
import { systemClock, type Clock } from '../base/clock';
import { Emitter } from '../base/event';
import type { JsonValue } from '../base/json';
import { accessOf } from './access';
import { AccountStates } from './accountStates';
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
import { UndoMemory, type UndoLimits } from './undo';
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
  readonly #states: AccountStates;
  readonly #changes = new Emitter<DirectoryChange>();
  readonly #undo = new UndoMemory();
  #writeGate: WriteGate | undefined;
  readonly onDidChange = this.#changes.event;

  constructor(options: DirectoryOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#states = new AccountStates({
      ...options,
      clock: this.#clock,
      changed: (change) => {
        this.#changes.fire(change);
      },
    });
    options.accounts.onDidChange(({ accountId, change }) => {
      if (change !== 'renamed') this.#undo.clear(accountId);
      const settled = change === 'renamed' ? undefined : this.#states.drop(accountId);
      if (change === 'removed') {
        void options.cache.remove(cacheKey(accountId));
        // A copy that was being written is there only now.
        void settled?.then(() => options.cache.remove(cacheKey(accountId)));
      }
      this.#changes.fire(change === 'credential' ? { kind: 'account', accountId } : { kind: 'accounts' });
    });
    options.marks.onDidChange((ref) => this.#states.known(ref.accountId)?.markChanged(ref.tenantId));
  }

  accounts(): readonly Account[] {
    return this.#options.accounts.list();
  }

  account(accountId: string): Account | undefined {
    return this.#states.account(accountId);
  }

  accountStatus(accountId: string): AccountStatus {
    return this.#states.known(accountId)?.status ?? 'unknown';
  }

  userId(accountId: string): string | undefined {
    return this.#states.known(accountId)?.userId;
  }

  tenants(accountId: string): Loadable<readonly Tenant[]> {
    return this.#states.known(accountId)?.tenants.state ?? idle;
  }

  tenant(ref: TenantRef): Tenant | undefined {
    return this.#states.known(ref.accountId)?.tenant(ref.tenantId);
  }

  integrations(ref: TenantRef): Loadable<readonly Integration[]> {
    return this.#states.known(ref.accountId)?.integrationsState(ref.tenantId) ?? idle;
  }

  integration(ref: IntegrationRef): Integration | undefined {
    return this.#states.known(ref.accountId)?.integration(ref);
  }

  listeners(ref: IntegrationRef): Loadable<readonly Listener[]> {
    return this.#states.known(ref.accountId)?.listeners(ref).state ?? idle;
  }

  access(ref: TenantRef): TenantAccess {
    const tenant = this.tenant(ref);
    return tenant ? accessOf(tenant) : { canView: true, canManage: true, missing: [] };
  }

  async loadTenants(accountId: string, options?: LoadOptions): Promise<readonly Tenant[]> {
    return this.#states.of(accountId).tenants.load(options);
  }

  async loadIntegrations(ref: TenantRef, options?: LoadOptions): Promise<readonly Integration[]> {
    const state = this.#states.of(ref.accountId);
    return options?.keep === false
      ? state.passingIntegrations(ref.tenantId, options)
      : state.integrations(ref.tenantId).load(options);
  }

  async loadIntegration(ref: IntegrationRef, options?: LoadOptions): Promise<Integration> {
    const known = this.integration(ref);
    if (known && !options?.force) return known;
    return (await this.fetchWithSecrets(ref, options?.signal)).integration;
  }

  async loadListeners(ref: IntegrationRef, options?: LoadOptions): Promise<readonly Listener[]> {
    return this.#states.of(ref.accountId).listeners(ref).load(options);
  }

  async readResource(ref: TenantRef, path: readonly string[], signal?: AbortSignal): Promise<JsonValue | undefined> {
    return this.#states.of(ref.accountId).connection.client.read(ref.tenantId, path, this.#context(ref, signal));
  }

  async fetchWithSecrets(
    ref: IntegrationRef,
    signal?: AbortSignal,
    { keep }: Pick<LoadOptions, 'keep'> = {},
  ): Promise<IntegrationWithSecrets> {
    const state = this.#states.of(ref.accountId);
    const before = JSON.stringify(state.integration(ref));
    const found = await state.connection.client.integration(ref.tenantId, ref.integrationId, {
      ...this.#context(ref, signal),
      ...(keep === false ? { isOneOfMany: true } : {}),
    });
    try {
      for (const secret of secretsOf(found.type, found.properties)) this.#options.onSecret(secret);
      const integration = toIntegration(ref, found);
      // The response may be older than a write that ended meanwhile.
      if (keep !== false && JSON.stringify(state.integration(ref)) === before) state.accept(integration);
      return { integration, properties: found.properties };
    } catch (error) {
      // A response that cannot be taken in concerns this integration: whoever reads many goes on with the others.
      throw asApiError(error);
    }
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

  undoLabel(): string | undefined {
    return this.#undo.label();
  }

  undoLimits(): UndoLimits {
    return this.#undo.limits();
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
    return this.#states.of(accountId).connection.token(signal);
  }

  /** What writes is read from disk with the first write. */
  async #gate(): Promise<WriteGate> {
    const { WriteGate } = await import('./gate.js');
    this.#writeGate ??= new WriteGate({
      confirm: this.#options.confirm,
      onSecret: this.#options.onSecret,
      clock: this.#clock,
      undo: this.#undo,
      states: this.#states,
      directory: this,
    });
    return this.#writeGate;
  }

  #context(
    ref: TenantRef,
    signal: AbortSignal | undefined,
  ): { readonly tenantName?: string; readonly signal?: AbortSignal } {
    const tenantName = this.tenant(ref)?.name;
    return { ...(tenantName === undefined ? {} : { tenantName }), ...(signal === undefined ? {} : { signal }) };
  }
}
