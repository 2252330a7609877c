import { setMaxListeners } from 'node:events';
import type { ProgressReport } from '../base/progress';
import { TimeSlicer } from '../base/timeSlicer';
import { asApiError, type ApiError } from '../api/error';
import { hiddenKeys, leftOutKeys } from '../directory/hiddenKeys';
import type { Integration, IntegrationRef, Tenant, TenantRef } from '../directory/model';
import { placeOf, tenantKey } from '../directory/refs';
import type { DirectoryService, IntegrationWithSecrets } from '../directory/service';

/**
 * Tenants read side by side: as many calls as the client's limiter has under way at most, by default. With all of 1,500
 * tenants at once, a tenant opened in the tree waited 14 s behind them; so it waits 0.1 s, and the scan takes as long.
 */
export const TENANTS_AT_ONCE = 24;

/** What a scan hands over. Its methods are awaited; what they throw ends the scan. */
export interface ScanVisitor {
  /** The integrations of one tenant, without secrets. Tenants come in any order, each at most once. */
  tenant?(tenant: Tenant, integrations: readonly Integration[]): void | Promise<void>;
  /**
   * One integration with its secrets in the clear, after its tenant, where `withSecrets` asks for it. To be used in memory
   * and dropped before this returns: never kept, shown, logged or written.
   */
  integration?(tenant: Tenant, found: IntegrationWithSecrets): void | Promise<void>;
}

/** Something that a scan could not read. */
export interface ScanFailure {
  readonly what: 'account' | 'tenant' | 'integration';
  /** Label or name as the server or the user gave it: shorten it (`oneLine`) before it goes into a sentence. */
  readonly name: string;
  readonly ref: { readonly accountId: string } & Partial<IntegrationRef>;
  readonly error: ApiError;
}

/** How far a scan is, in tenants; an account whose tenants could not be listed counts as one. */
export interface ScanProgress extends ProgressReport {
  /** Tenants whose integrations were read. */
  readonly read: number;
  readonly failed: readonly ScanFailure[];
}

export interface ScanResult extends ScanProgress {
  /** Tenants that were not asked: inactive, or closed to the account (API facts i). */
  readonly skipped: readonly Tenant[];
}

export interface ScanOptions {
  /** Only these tenants. Left out: every tenant of every account. */
  readonly tenants?: readonly TenantRef[];
  /** Asks the server for the tenants, unless they are named, and for each one's integrations, also where they are in memory. */
  readonly isFresh?: boolean;
  /** A tenant that several accounts see counts once: it is read with the first of them that can. */
  readonly eachTenantOnce?: true;
  /** Ends the scan: nothing further is asked or handed over. */
  readonly signal?: AbortSignal;
  /** Called after each tenant. */
  readonly onProgress?: (progress: ScanProgress) => void;
  /** True for an integration to be fetched with its secrets. Asked only for those that may have any. */
  readonly withSecrets?: (integration: Integration) => boolean;
}

/** A list may leave out secrets that the integration by itself has. */
function mayHoldSecret(integration: Integration): boolean {
  return hiddenKeys(integration).length > 0 || leftOutKeys(integration).length > 0;
}

/** One run over the tenants. */
class Scan {
  readonly #directory: DirectoryService;
  readonly #visitor: ScanVisitor;
  readonly #options: ScanOptions;
  /** Also aborted when the visitor throws. */
  readonly #signal: AbortSignal;
  readonly #stop = new AbortController();
  readonly #failed: ScanFailure[] = [];
  readonly #skipped: Tenant[] = [];
  /** The same tenants as other accounts see them. */
  readonly #others = new Map<Tenant, readonly Tenant[]>();
  #done = 0;
  #read = 0;
  #total = 0;

  constructor(directory: DirectoryService, visitor: ScanVisitor, options: ScanOptions) {
    this.#directory = directory;
    this.#visitor = visitor;
    this.#options = options;
    this.#signal = AbortSignal.any([this.#stop.signal, ...(options.signal ? [options.signal] : [])]);
    setMaxListeners(0, this.#signal);
  }

  async run(): Promise<ScanResult> {
    const tenants = this.#withAlternatives(await this.#tenants());
    this.#total = tenants.length + this.#done;
    // What is in memory comes first, so that results show at once.
    const waiting = [
      ...tenants.filter((tenant) => this.#isKnown(tenant)),
      ...tenants.filter((tenant) => !this.#isKnown(tenant)),
    ].values();
    const slices = new TimeSlicer();
    const worker = async (): Promise<void> => {
      for (const tenant of waiting) {
        if (this.#isStopped()) return;
        await this.#visit(tenant);
        await slices.yield();
      }
    };
    try {
      await Promise.all(Array.from({ length: TENANTS_AT_ONCE }, worker));
    } finally {
      this.#stop.abort();
    }
    return { ...this.#progress(), skipped: this.#skipped };
  }

  /** Asked anew after each wait: the compiler takes a property that was false to stay so. */
  #isStopped(): boolean {
    return this.#signal.aborted;
  }

  #progress(): ScanProgress {
    return { done: this.#done, total: this.#total, read: this.#read, failed: this.#failed };
  }

  #isKnown(tenant: Tenant): boolean {
    const state = this.#directory.integrations(tenant);
    return state.state !== 'idle' && state.value !== undefined;
  }

  #fail(what: ScanFailure['what'], name: string, ref: ScanFailure['ref'], error: unknown): void {
    if (!this.#signal.aborted) this.#failed.push({ what, name, ref, error: asApiError(error) });
  }

  /** The tenants to visit, of all accounts or those that were named. */
  async #tenants(): Promise<readonly Tenant[]> {
    const { tenants: named } = this.#options;
    const wanted = named && new Set(named.map(tenantKey));
    const accountIds = named
      ? [...new Set(named.map(({ accountId }) => accountId))]
      : this.#directory.accounts().map(({ id }) => id);
    const found = (await Promise.all(accountIds.map((id) => this.#tenantsOf(id)))).flat();
    const chosen = wanted ? found.filter((tenant) => wanted.has(tenantKey(tenant))) : found;
    return chosen.filter((tenant) => {
      const isOpen = tenant.active && this.#directory.access(tenant).canView;
      if (!isOpen) this.#skipped.push(tenant);
      return isOpen;
    });
  }

  async #tenantsOf(accountId: string): Promise<readonly Tenant[]> {
    try {
      // One that was named and is gone by now fails by itself: in a new list it would be missing without a word.
      const force = this.#options.isFresh === true && this.#options.tenants === undefined;
      return await this.#directory.loadTenants(accountId, { signal: this.#signal, force });
    } catch (error) {
      this.#fail('account', this.#directory.account(accountId)?.label ?? accountId, { accountId }, error);
      this.#done += 1;
      return [];
    }
  }

  /**
   * Each tenant once, where that is asked for, with the account that may do most in it; what the others see is kept for
   * when that one fails. Permissions that are not known (API keys) come after those that are.
   */
  #withAlternatives(tenants: readonly Tenant[]): readonly Tenant[] {
    if (!this.#options.eachTenantOnce) return tenants;
    const rank = (tenant: Tenant): number =>
      this.#directory.access(tenant).canManage ? (tenant.permissions ? 0 : 1) : 2;
    const bySpace = new Map<string, Tenant[]>();
    for (const tenant of tenants) {
      const key = this.#spaceOf(tenant);
      bySpace.set(key, [...(bySpace.get(key) ?? []), tenant]);
    }
    // One that is closed to an account is not skipped where another account sees it.
    const skipped = new Map(this.#skipped.splice(0).map((tenant) => [this.#spaceOf(tenant), tenant]));
    for (const [key, tenant] of skipped) if (!bySpace.has(key)) this.#skipped.push(tenant);
    return [...bySpace.values()].flatMap((same) => {
      const [best, ...others] = same.sort((a, b) => rank(a) - rank(b));
      if (best) this.#others.set(best, others);
      return best ?? [];
    });
  }

  /** The same for every account that sees the tenant. */
  #spaceOf({ accountId, tenantId }: Tenant): string {
    const account = this.#directory.account(accountId);
    return `${account ? placeOf(account) : accountId}/${tenantId.toLowerCase()}`;
  }

  async #visit(first: Tenant): Promise<void> {
    let tenant = first;
    const others = [...(this.#others.get(first) ?? [])];
    let integrations = await this.#integrations(tenant, others.length > 0);
    for (let next = others.shift(); next && !integrations && !this.#isStopped(); next = others.shift()) {
      tenant = next;
      integrations = await this.#integrations(tenant, others.length > 0);
    }
    if (this.#isStopped()) return;
    this.#done += 1;
    if (integrations) {
      this.#read += 1;
      await this.#visitor.tenant?.(tenant, integrations);
      await this.#visitSecrets(tenant, integrations);
    }
    if (!this.#isStopped()) this.#options.onProgress?.(this.#progress());
  }

  /** @param hasOther another account sees the tenant too, so that this one's failure is not told. */
  async #integrations(tenant: Tenant, hasOther: boolean): Promise<readonly Integration[] | undefined> {
    try {
      return await this.#directory.loadIntegrations(tenant, {
        signal: this.#signal,
        keep: false,
        force: this.#options.isFresh ?? false,
      });
    } catch (error) {
      if (!hasOther) this.#fail('tenant', tenant.name, tenant, error);
      return undefined;
    }
  }

  /** One after the other, so that a tenant's secrets are never in memory together. */
  async #visitSecrets(tenant: Tenant, integrations: readonly Integration[]): Promise<void> {
    const { withSecrets } = this.#options;
    if (!withSecrets || !this.#visitor.integration) return;
    for (const integration of integrations) {
      if (this.#isStopped()) return;
      if (!mayHoldSecret(integration) || !withSecrets(integration)) continue;
      const found = await this.#withSecrets(integration);
      if (found && !this.#isStopped()) await this.#visitor.integration(tenant, found);
    }
  }

  async #withSecrets(integration: Integration): Promise<IntegrationWithSecrets | undefined> {
    try {
      return await this.#directory.fetchWithSecrets(integration, this.#signal, { keep: false });
    } catch (error) {
      this.#fail('integration', integration.name, integration, error);
      return undefined;
    }
  }
}

/**
 * Visits the integrations of many tenants, without holding on to any of them. One tenant or integration that cannot be
 * read stops no other: it is listed in the result.
 * @returns what was read, failed and skipped; of a scan that `signal` ended, as far as it came.
 * @throws what the visitor throws, and nothing else.
 */
export async function scanIntegrations(
  directory: DirectoryService,
  visitor: ScanVisitor,
  options: ScanOptions = {},
): Promise<ScanResult> {
  return new Scan(directory, visitor, options).run();
}
