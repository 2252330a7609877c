import { discoverTenants } from '../api/tenants';
import { integrationType } from '../catalog';
import { toIntegration, toListener, toTenant } from './incoming';
import { Cell } from './cell';
import { readIntegrations, readTenants, storeIntegrations, storeTenants } from './stored';
import type { Account, AccountStatus, DirectoryChange, Integration, IntegrationRef, Listener, Loadable, Tenant, TenantMark, TenantRef } from './model';
import type { AccountConnection, DirectoryCache } from './service';

/** What one account's state needs from the directory around it. */
export interface AccountStateOptions {
  readonly account: Account;
  readonly connection: AccountConnection;
  readonly cache: DirectoryCache;
  readonly mark: (ref: TenantRef) => TenantMark;
  readonly changed: (change: DirectoryChange) => void;
  readonly now: () => number;
}

/** Everything loaded for one account. Dropped whole when the account goes or signs in anew. */
export class AccountState {
  readonly #options: AccountStateOptions;
  readonly #integrations = new Map<string, Cell<readonly Integration[]>>();
  readonly #listeners = new Map<string, Cell<readonly Listener[]>>();
  readonly tenants: Cell<readonly Tenant[]>;
  #byId: { readonly of: readonly Tenant[]; readonly map: ReadonlyMap<string, Tenant> } | undefined;
  #status: AccountStatus = 'unknown';
  #dropped = false;
  #userId: string | undefined;

  constructor(options: AccountStateOptions) {
    this.#options = options;
    const { account, connection, cache } = options;
    this.tenants = new Cell<readonly Tenant[]>({
      load: async () => {
        const found = await discoverTenants(connection.client, account, undefined, ({ userId }) => { this.#userId = userId; });
        this.#status = 'signedIn';
        return found.map((tenant) => toTenant(account.id, tenant, options.mark({ accountId: account.id, tenantId: tenant.id })));
      },
      cached: async () => {
        const copy = await cache.read(`${account.id}/tenants`);
        const value = copy && readTenants(account.id, copy.value, options.mark);
        return copy && value ? { value, savedAt: copy.savedAt } : undefined;
      },
      keep: (value) => void cache.write(`${account.id}/tenants`, storeTenants(value)),
      changed: () => { this.#fire({ kind: 'account', accountId: account.id }); },
      now: options.now,
    });
  }

  get account(): Account {
    return this.#options.account;
  }

  get connection(): AccountConnection {
    return this.#options.connection;
  }

  get status(): AccountStatus {
    const tenants = this.tenants.state;
    return tenants.state === 'failed' && tenants.error.kind === 'signedOut' && this.#status === 'unknown' ? 'noCredential' : this.#status;
  }

  /** The user behind the account, as integrations name who made them; not known of API keys. */
  get userId(): string | undefined {
    return this.#userId;
  }

  /** The server refused a renewed token: only a new sign-in helps. */
  sessionEnded(): void {
    this.#status = 'signInAgain';
    this.#fire({ kind: 'account', accountId: this.account.id });
  }

  tenant(tenantId: string): Tenant | undefined {
    const list = this.tenants.value ?? [];
    if (this.#byId?.of !== list) this.#byId = { of: list, map: new Map(list.map((tenant) => [tenant.tenantId, tenant])) };
    return this.#byId.map.get(tenantId);
  }

  /** How a tenant's integrations stand; asking of ten thousand tenants makes nothing for those never opened. */
  integrationsState(tenantId: string): Loadable<readonly Integration[]> {
    return this.#integrations.get(tenantId)?.state ?? { state: 'idle' };
  }

  integrations(tenantId: string): Cell<readonly Integration[]> {
    const known = this.#integrations.get(tenantId);
    if (known) return known;
    const { account, connection, cache } = this.#options;
    const ref = { accountId: account.id, tenantId };
    const cell = new Cell<readonly Integration[]>({
      load: async () => {
        const found = await connection.client.integrations(tenantId, this.#context(tenantId));
        return found.map((integration) => toIntegration(ref, integration));
      },
      cached: async () => {
        const copy = await cache.read(`${account.id}/tenant/${tenantId}`);
        const value = copy && readIntegrations(ref, copy.value);
        return copy && value ? { value, savedAt: copy.savedAt } : undefined;
      },
      keep: (value) => void cache.write(`${account.id}/tenant/${tenantId}`, storeIntegrations(value)),
      changed: () => { this.#fire({ kind: 'integrations', ref }); },
      now: this.#options.now,
    });
    this.#integrations.set(tenantId, cell);
    return cell;
  }

  /** The integrations of a tenant for a reader who passes by: from memory where they are, otherwise not held on to. */
  async passingIntegrations(tenantId: string, signal: AbortSignal | undefined): Promise<readonly Integration[]> {
    const known = this.#integrations.get(tenantId);
    if (known && known.state.state !== 'idle') return known.load(signal ? { signal } : {});
    const found = await this.connection.client.integrations(tenantId, { ...this.#context(tenantId), ...(signal ? { signal } : {}) });
    return found.map((integration) => toIntegration({ accountId: this.account.id, tenantId }, integration));
  }

  listeners(ref: IntegrationRef): Cell<readonly Listener[]> {
    const known = this.#listeners.get(ref.integrationId);
    if (known) return known;
    const cell = new Cell<readonly Listener[]>({
      load: async () => {
        const type = this.integration(ref)?.type ?? '';
        if (type !== '' && !integrationType(type).hasListeners) return [];
        const found = await this.connection.client.listeners(ref.tenantId, ref.integrationId, this.#context(ref.tenantId));
        return found.map((listener) => toListener(type, listener));
      },
      changed: () => { this.#fire({ kind: 'listeners', ref }); },
      now: this.#options.now,
    });
    this.#listeners.set(ref.integrationId, cell);
    return cell;
  }

  integration(ref: IntegrationRef): Integration | undefined {
    return this.#integrations.get(ref.tenantId)?.value?.find((each) => each.integrationId === ref.integrationId);
  }

  /** Puts in an integration as a write or a single read left it. */
  accept(integration: Integration): void {
    const cell = this.integrations(integration.tenantId);
    const before = this.integration(integration);
    cell.revise((list) => (before ? list.map((each) => (each === before ? integration : each)) : [...list, integration]));
    this.#fire(before ? { kind: 'integration', ref: integration } : { kind: 'integrations', ref: integration });
    // Disabling an integration disables its listeners on the server too (API facts d.5).
    const listeners = this.#listeners.get(integration.integrationId);
    if (listeners && before?.active !== integration.active) void listeners.load({ force: true }).catch(() => undefined);
  }

  markChanged(tenantId: string): void {
    const ref = { accountId: this.account.id, tenantId };
    const mark = this.#options.mark(ref);
    this.tenants.revise((list) => list.map((tenant) => (tenant.tenantId === tenantId ? { ...tenant, mark } : tenant)));
    this.#fire({ kind: 'tenant', ref });
  }

  /** Ends the state: answers still under way are heard by nobody. */
  drop(): void {
    this.#dropped = true;
  }

  #context(tenantId: string): { readonly tenantName?: string } {
    const name = this.tenant(tenantId)?.name;
    return name === undefined ? {} : { tenantName: name };
  }

  #fire(change: DirectoryChange): void {
    if (!this.#dropped) this.#options.changed(change);
  }
}
