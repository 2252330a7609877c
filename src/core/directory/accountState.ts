import type { ApiLogin } from '../api/model';
import { discoverTenants } from '../api/tenants';
import { integrationType } from '../catalog/registry';
import type { JsonObject } from '../base/json';
import { mapInSlices, nextTurn } from '../base/timeSlicer';
import { cacheKey } from './cacheKey';
import { CachedResource } from './cachedResource';
import { toIntegration, toListener, toTenant } from './fromApi';
import { integrationKey } from './refs';
import { decodeIntegrations, decodeTenants, encodeIntegrations, encodeTenants } from './cacheRecords';
import type { Account } from '../base/account';
import type {
  AccountStatus,
  DirectoryChange,
  Integration,
  IntegrationRef,
  Listener,
  Loadable,
  Tenant,
  TenantMark,
  TenantRef,
} from './model';
import type { AccountConnection, DirectoryCache, LoadOptions } from './service';

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
  readonly #integrations = new Map<string, CachedResource<readonly Integration[]>>();
  /** Integrations that were read or written one by one, by tenant, where the list of the tenant is not at hand. */
  readonly #single = new Map<string, Map<string, Integration>>();
  /** By integration in its tenant: an inherited one is seen in several. */
  readonly #listeners = new Map<string, CachedResource<readonly Listener[]>>();
  /** Lists by id. A list is never changed, only replaced. */
  readonly #indexes = new WeakMap<readonly Integration[], ReadonlyMap<string, Integration>>();
  readonly tenants: CachedResource<readonly Tenant[]>;
  #byId: { readonly of: readonly Tenant[]; readonly map: ReadonlyMap<string, Tenant> } | undefined;
  #status: AccountStatus = 'unknown';
  #dropped = false;
  #userId: string | undefined;
  /** The copies being written to the cache, one after the other. */
  #writing: Promise<void> = Promise.resolve();

  constructor(options: AccountStateOptions) {
    this.#options = options;
    const { account, connection, cache } = options;
    const key = cacheKey(account.id, 'tenants');
    const keptCopy = async () => {
      const copy = await cache.read(key);
      const value = copy && (await decodeTenants(account.id, copy.value, options.mark));
      return copy && value ? { value, savedAt: copy.savedAt } : undefined;
    };
    this.tenants = new CachedResource<readonly Tenant[]>({
      load: async () => {
        let userId: string | undefined;
        let platform: readonly string[] = [];
        const knowsOthers = async (): Promise<boolean> => {
          const before = this.tenants.value ?? (await keptCopy())?.value ?? [];
          return before.some(({ tenantId }) => tenantId !== account.tenantId);
        };
        const onLogin = (login: ApiLogin): void => {
          ({ userId, platformPermissions: platform } = login);
        };
        const found = await discoverTenants(connection.client, account, undefined, onLogin, knowsOthers);
        this.#signedIn(userId);
        return mapInSlices(found, (tenant) =>
          toTenant(
            account.id,
            // Permissions of the platform hold in every tenant.
            tenant.permissions === undefined
              ? tenant
              : { ...tenant, permissions: [...tenant.permissions, ...platform] },
            options.mark({ accountId: account.id, tenantId: tenant.id }),
          ),
        );
      },
      cached: keptCopy,
      keep: (value) => {
        this.#keep(key, async () => encodeTenants(value));
      },
      changed: () => {
        this.#fire({ kind: 'account', accountId: account.id });
      },
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
    return tenants.state === 'failed' && tenants.error.kind === 'signedOut' && this.#status === 'unknown'
      ? 'noCredential'
      : this.#status;
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
    if (this.#byId?.of !== list)
      this.#byId = { of: list, map: new Map(list.map((tenant) => [tenant.tenantId, tenant])) };
    return this.#byId.map.get(tenantId);
  }

  /** How a tenant's integrations stand; asking of ten thousand tenants makes nothing for those never opened. */
  integrationsState(tenantId: string): Loadable<readonly Integration[]> {
    return this.#integrations.get(tenantId)?.state ?? { state: 'idle' };
  }

  integrations(tenantId: string): CachedResource<readonly Integration[]> {
    const known = this.#integrations.get(tenantId);
    if (known) return known;
    const { account, connection, cache } = this.#options;
    const ref = { accountId: account.id, tenantId };
    const key = cacheKey(account.id, 'tenant', tenantId);
    const resource = new CachedResource<readonly Integration[]>({
      load: async () => {
        const found = await connection.client.integrations(tenantId, this.#context(tenantId));
        return mapInSlices(found, (integration) => toIntegration(ref, integration));
      },
      cached: async () => {
        const copy = await cache.read(key);
        const value = copy && (await decodeIntegrations(ref, copy.value));
        return copy && value ? { value, savedAt: copy.savedAt } : undefined;
      },
      keep: (value) => {
        this.#single.delete(tenantId);
        this.#keep(key, async () => encodeIntegrations(value));
      },
      changed: () => {
        this.#fire({ kind: 'integrations', ref });
      },
      now: this.#options.now,
    });
    this.#integrations.set(tenantId, resource);
    return resource;
  }

  /** The integrations of a tenant for a reader who passes by: from memory where they are, otherwise not held on to. */
  async passingIntegrations(tenantId: string, options: LoadOptions): Promise<readonly Integration[]> {
    const known = this.#integrations.get(tenantId);
    if (known && known.state.state !== 'idle') return known.load(options);
    const { signal } = options;
    const found = await this.connection.client.integrations(tenantId, {
      ...this.#context(tenantId),
      ...(signal ? { signal } : {}),
    });
    return mapInSlices(found, (integration) => toIntegration({ accountId: this.account.id, tenantId }, integration));
  }

  listeners(ref: IntegrationRef): CachedResource<readonly Listener[]> {
    const key = integrationKey(ref);
    const known = this.#listeners.get(key);
    if (known) return known;
    const resource = new CachedResource<readonly Listener[]>({
      load: async () => {
        const { client } = this.connection;
        const context = this.#context(ref.tenantId);
        const owner =
          this.integration(ref) ??
          toIntegration(ref, await client.integration(ref.tenantId, ref.integrationId, context));
        if (!integrationType(owner.type).hasListeners) return [];
        const found = await client.listeners(ref.tenantId, ref.integrationId, context);
        return found.map((listener) => toListener(owner, listener));
      },
      changed: () => {
        this.#fire({ kind: 'listeners', ref });
      },
      now: this.#options.now,
    });
    this.#listeners.set(key, resource);
    return resource;
  }

  integration(ref: IntegrationRef): Integration | undefined {
    const list = this.#integrations.get(ref.tenantId)?.value;
    if (list === undefined) return this.#single.get(ref.tenantId)?.get(ref.integrationId);
    const index = this.#indexes.get(list) ?? new Map(list.map((each) => [each.integrationId, each]));
    this.#indexes.set(list, index);
    return index.get(ref.integrationId);
  }

  /** Puts in what a write or a single read left: an integration in every tenant where it is shown, a listener in its own. */
  accept(record: Integration | Listener): void {
    if (this.#dropped) return;
    if ('listenerId' in record) this.#acceptListener(record);
    else this.#acceptIntegration(record);
  }

  #acceptListener(listener: Listener): void {
    const resource = this.#listeners.get(integrationKey(listener));
    if (resource?.value === undefined) return;
    const isThis = (each: Listener): boolean => each.listenerId === listener.listenerId;
    resource.revise((list) =>
      list.some(isThis) ? list.map((each) => (isThis(each) ? listener : each)) : [...list, listener],
    );
    this.#fire({ kind: 'listeners', ref: listener });
  }

  #acceptIntegration(integration: Integration): void {
    this.#acceptIn(integration);
    const { accountId, integrationId, ownerTenantId } = integration;
    for (const tenantId of new Set([...this.#integrations.keys(), ...this.#single.keys()])) {
      const copy = this.integration({ accountId, tenantId, integrationId });
      if (copy?.ownerTenantId === ownerTenantId) this.#acceptIn({ ...integration, tenantId });
    }
  }

  #acceptIn(integration: Integration): void {
    const { tenantId, integrationId } = integration;
    const before = this.integration(integration);
    // Fires no event where nothing changed: a listener that reloads on change would loop.
    if (before && JSON.stringify(before) === JSON.stringify(integration)) return;
    const resource = this.#integrations.get(tenantId);
    resource?.revise((list) =>
      before ? list.map((each) => (each === before ? integration : each)) : [...list, integration],
    );
    const isListed = resource?.value !== undefined;
    if (!isListed)
      this.#single.set(
        tenantId,
        (this.#single.get(tenantId) ?? new Map<string, Integration>()).set(integrationId, integration),
      );
    this.#fire(
      isListed && !before ? { kind: 'integrations', ref: integration } : { kind: 'integration', ref: integration },
    );
    // Disabling an integration disables its listeners on the server too (API facts d.5).
    const listeners = this.#listeners.get(integrationKey(integration));
    if (listeners && listeners.state.state !== 'idle' && before?.active !== integration.active)
      void listeners.load({ force: true }).catch(() => undefined);
  }

  markChanged(tenantId: string): void {
    const ref = { accountId: this.account.id, tenantId };
    const mark = this.#options.mark(ref);
    this.tenants.revise((list) => list.map((tenant) => (tenant.tenantId === tenantId ? { ...tenant, mark } : tenant)));
    this.#fire({ kind: 'tenant', ref });
  }

  /**
   * Ends the state: responses that are still to come change nothing and are not kept.
   * @returns resolves when nothing is being written to the cache any more.
   */
  async drop(): Promise<void> {
    this.#dropped = true;
    return this.#writing;
  }

  #signedIn(userId: string | undefined): void {
    const isChanged = this.#status !== 'signedIn' || this.#userId !== userId;
    this.#status = 'signedIn';
    this.#userId = userId;
    // The list may be the one shown already and tell nothing. Who the user is decides what is “mine” in it all the same.
    if (isChanged && this.tenants.value !== undefined) this.#fire({ kind: 'account', accountId: this.account.id });
  }

  #keep(key: string, record: () => Promise<JsonObject>): void {
    this.#writing = this.#writing.then(async () => {
      await nextTurn();
      const kept = this.#dropped ? undefined : await record();
      if (kept && !this.#dropped) await this.#options.cache.write(key, kept);
    });
  }

  #context(tenantId: string): { readonly tenantName?: string } {
    const name = this.tenant(tenantId)?.name;
    return name === undefined ? {} : { tenantName: name };
  }

  #fire(change: DirectoryChange): void {
    if (!this.#dropped) this.#options.changed(change);
  }
}
