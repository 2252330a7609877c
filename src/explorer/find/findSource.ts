import * as vscode from 'vscode';
import { integrationType } from '../../core/catalog/registry';
import type { Integration, Tenant } from '../../core/directory/model';
import type { DirectoryService } from '../../core/directory/service';
import { errorFields } from '../../core/base/errors';
import type { Logger } from '../../core/base/log';
import { settlesWithin } from '../../core/base/timeouts';
import { oneLine } from '../../core/base/displayText';
import { indexTenant, type TenantIndex, type SearchEntry } from './searchIndex';
import { TimeSlicer } from '../../core/base/timeSlicer';

/** Tenants asked at once; the API's own limit of calls stands behind it. */
const WIDTH = 8;
/** Milliseconds after which a tenant that has not answered no longer keeps the next one waiting. */
const PATIENCE = 2000;

export interface FindProgress {
  readonly read: number;
  /** Names of the tenants, or accounts, that could not be read. */
  readonly failed: readonly string[];
  readonly total: number;
  readonly finished: boolean;
}

function entryOf(integration: Integration): SearchEntry {
  const type = integrationType(integration.type);
  const { host, user } = type.describe(integration.properties);
  return {
    integrationId: integration.integrationId,
    name: oneLine(integration.name, 200),
    type: integration.type,
    typeLabel: type.label,
    host: host ?? '',
    user: user ?? '',
    state: integration.active ? vscode.l10n.t('active') : vscode.l10n.t('disabled'),
  };
}

/** Reads the integrations of every tenant of every account, and gives each tenant's as soon as it is there. */
export class FindSource {
  #read = 0;
  readonly #failed: string[] = [];
  #total = 0;

  constructor(
    private readonly directory: DirectoryService,
    private readonly signal: AbortSignal,
    private readonly log: Logger,
    private readonly found: (block: TenantIndex, progress: FindProgress) => void,
  ) {}

  /** Resolves when every tenant answered, failed, or the search was cancelled. One that fails stops no other. */
  async run(): Promise<FindProgress> {
    const perAccount = await Promise.all(this.directory.accounts().map((account) => this.#tenants(account.id)));
    const tenants = perAccount.flat();
    this.#total = tenants.length + this.#failed.length;
    // What is known already comes first, so that results show at once.
    const waiting = [
      ...tenants.filter((tenant) => this.#isKnown(tenant)),
      ...tenants.filter((tenant) => !this.#isKnown(tenant)),
    ].values();
    const slices = new TimeSlicer();
    const late: Promise<void>[] = [];
    const worker = async (): Promise<void> => {
      for (const tenant of waiting) {
        if (this.signal.aborted) return;
        const reading = this.#tenant(tenant);
        if (!(await settlesWithin(PATIENCE, reading))) late.push(reading);
        await slices.yield();
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, worker));
    await Promise.all(late);
    return this.#progress(true);
  }

  #note(error: unknown): void {
    if (!this.signal.aborted) this.log.warn('find: not read', errorFields(error));
  }

  #progress(finished: boolean): FindProgress {
    return { read: this.#read, failed: this.#failed, total: this.#total, finished };
  }

  #isKnown(tenant: Tenant): boolean {
    const state = this.directory.integrations(tenant);
    return state.state !== 'idle' && state.value !== undefined;
  }

  async #tenants(accountId: string): Promise<readonly Tenant[]> {
    try {
      const tenants = await this.directory.loadTenants(accountId, { signal: this.signal });
      // The server gives nothing of tenants that are inactive or closed to the user.
      return tenants.filter((tenant) => tenant.active && this.directory.access(tenant).canView);
    } catch (error) {
      this.#note(error);
      this.#failed.push(oneLine(this.directory.account(accountId)?.label ?? accountId, 60));
      return [];
    }
  }

  async #tenant(tenant: Tenant): Promise<void> {
    try {
      const integrations = await this.directory.loadIntegrations(tenant, { signal: this.signal, keep: false });
      this.#read += 1;
      const account =
        this.directory.accounts().length > 1 ? this.directory.account(tenant.accountId)?.label : undefined;
      const place = [tenant.name, account]
        .filter((part) => part !== undefined)
        .map((part) => oneLine(part, 80))
        .join(' · ');
      this.found(indexTenant(tenant, place, integrations.map(entryOf)), this.#progress(false));
    } catch (error) {
      this.#note(error);
      this.#failed.push(oneLine(tenant.name, 60));
    }
  }
}
