import * as l10n from '@vscode/l10n';
import { ApiError } from '../api/error';
import { isSecretProperty } from '../catalog/properties';
import { secretTexts } from '../redact/secretValues';
import { Emitter } from '../base/event';
import type { JsonObject } from '../base/json';
import { refuseWrite, accessOf } from './access';
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
  Loadable,
  Tenant,
  TenantAccess,
  TenantMark,
  TenantRef,
  UpdateOutcome,
  WriteIntent,
  WriteOptions,
} from './model';
import type {
  AccountSource,
  ConfirmWrite,
  ConnectionFactory,
  DirectoryCache,
  DirectoryService,
  IntegrationWithSecrets,
  LoadOptions,
  MarkStore,
} from './service';
import { Writer } from './writer';

export interface DirectoryOptions {
  readonly accounts: AccountSource;
  readonly marks: MarkStore;
  readonly cache: DirectoryCache;
  readonly connect: ConnectionFactory;
  readonly confirm: ConfirmWrite;
  /** Told of every secret value that passes, so that the log can keep it out. */
  readonly onSecret: (value: string) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const idle = { state: 'idle' } as const;

/** The project's one picture of accounts, tenants and integrations, and the one place that writes to the API. */
export class Directory implements DirectoryService {
  readonly #options: DirectoryOptions;
  readonly #states = new Map<string, AccountState>();
  readonly #changes = new Emitter<DirectoryChange>();
  readonly #writer: Writer;
  readonly onDidChange = this.#changes.event;

  constructor(options: DirectoryOptions) {
    this.#options = options;
    this.#writer = new Writer(
      (accountId) => this.#state(accountId),
      (accountId) => this.#states.get(accountId),
    );
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

  async fetchWithSecrets(ref: IntegrationRef, signal?: AbortSignal): Promise<IntegrationWithSecrets> {
    const state = this.#state(ref.accountId);
    const found = await state.connection.client.integration(
      ref.tenantId,
      ref.integrationId,
      this.#context(ref, signal),
    );
    this.#noteSecrets(found.type, found.properties);
    const integration = toIntegration(ref, found);
    state.accept(integration);
    return { integration, properties: found.properties };
  }

  async createIntegration(ref: TenantRef, draft: IntegrationDraft, options: WriteOptions = {}): Promise<CreateOutcome> {
    this.#noteSecrets(draft.type, draft.properties);
    await this.#permit({ action: 'create', tenant: await this.#tenantOf(ref), integrationName: draft.name }, options);
    return this.#writer.create(ref, draft, options.signal);
  }

  async updateIntegration(
    ref: IntegrationRef,
    change: IntegrationChange,
    options: WriteOptions = {},
  ): Promise<UpdateOutcome> {
    for (const value of Object.values(change.secrets ?? {})) this.#options.onSecret(value);
    const action = change.active === undefined ? 'update' : change.active ? 'enable' : 'disable';
    const onlyActive =
      change.name === undefined &&
      change.description === undefined &&
      change.properties === undefined &&
      change.secrets === undefined;
    await this.#permitChange(ref, onlyActive ? action : 'update', options);
    return this.#writer.update(ref, change, options.signal);
  }

  async setActive(ref: IntegrationRef, active: boolean, options: WriteOptions = {}): Promise<Integration> {
    const outcome = await this.updateIntegration(ref, { active }, options);
    return outcome.kind === 'updated' ? outcome.integration : outcome.theirs;
  }

  undoLabel(): string | undefined {
    return this.#writer.undoLabel();
  }

  lastChange(): number | undefined {
    return this.#writer.lastChange();
  }

  async undo(options: WriteOptions = {}): Promise<UpdateOutcome | undefined> {
    const ref = this.#writer.undoTarget();
    if (!ref) return undefined;
    await this.#permitChange(ref, 'undo', options);
    return this.#writer.undo(options.signal);
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
      now: this.#options.now ?? Date.now,
    });
    this.#states.set(accountId, state);
    return state;
  }

  /** Resolves when nothing of the account is being written to the cache any more. */
  #drop(accountId: string): Promise<void> | undefined {
    const settled = this.#states.get(accountId)?.drop();
    this.#states.delete(accountId);
    this.#writer.forget(accountId);
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

  async #permitChange(ref: IntegrationRef, action: WriteIntent['action'], options: WriteOptions): Promise<void> {
    const tenant = await this.#tenantOf(ref);
    const integration = await this.loadIntegration(ref, options);
    await this.#permit({ action, tenant, integrationName: integration.name }, options, integration);
  }

  /** The one gate of every write: marks, rights, inheritance, and production's question. */
  async #permit(intent: WriteIntent, options: WriteOptions, integration?: Integration): Promise<void> {
    const refusal = refuseWrite(intent.tenant, integration);
    if (refusal) throw refusal;
    if (intent.tenant.mark !== 'production' || options.confirmed) return;
    if (!(await this.#options.confirm(intent))) throw new ApiError('aborted', l10n.t('Nothing was changed.'));
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
