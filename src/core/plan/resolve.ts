import * as l10n from '@vscode/l10n';
import { abortedError } from '../api/error';
import { TimeSlicer } from '../base/timeSlicer';
import type { Account } from '../base/account';
import type { TenantRef } from '../directory/model';
import { placeOf } from '../directory/refs';
import type { DirectoryService } from '../directory/service';
import { desiredValues } from './desired';
import { accountsFor, checkBesideOthers, FileOwners } from './fileChecks';
import { hasFileErrors, type FileIssue, type IntegrationFile, type TenantEntry, type TenantsFile } from './fileModel';
import type { Cannot, DesiredIntegration, DesiredTarget } from './model';

/** An integration file and where it lies. */
export interface PlacedFile {
  /** Relative to the workspace folder, with slashes. */
  readonly path: string;
  readonly file: IntegrationFile;
}

/** What is needed of the directory to find tenants. */
export type TenantSource = Pick<DirectoryService, 'accounts' | 'loadTenants' | 'access'>;

function unknown(label: string, code: Cannot['code'], message: string): DesiredTarget {
  return { kind: 'unknown', label, cannot: { code, message } };
}

/** The tenants of accounts by their ids, each account asked once, whatever comes of it. */
class LoadedTenants {
  readonly #source: TenantSource;
  readonly #signal: AbortSignal | undefined;
  readonly #byAccount = new Map<string, Promise<ReadonlyMap<string, TenantRef> | Error>>();

  constructor(source: TenantSource, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#signal = signal;
  }

  async of(accountId: string): Promise<ReadonlyMap<string, TenantRef> | Error> {
    const known = this.#byAccount.get(accountId) ?? this.#load(accountId);
    this.#byAccount.set(accountId, known);
    return known;
  }

  async #load(accountId: string): Promise<ReadonlyMap<string, TenantRef> | Error> {
    try {
      const tenants = await this.#source.loadTenants(accountId, this.#signal ? { signal: this.#signal } : {});
      return new Map(tenants.map((tenant) => [tenant.tenantId.toLowerCase(), tenant]));
    } catch (error) {
      if (this.#signal?.aborted) throw abortedError();
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

function placeOfAccount(accounts: readonly Account[], accountId: string): string | undefined {
  const account = accounts.find(({ id }) => id === accountId);
  return account && placeOf(account);
}

/**
 * Finds the tenant of an alias among the user's accounts; of several accounts that see it, one that may change it.
 * Never throws: an account whose tenants cannot be loaded is passed over, and told when no other has the tenant.
 */
async function findTenant(
  source: TenantSource,
  loaded: LoadedTenants,
  entry: TenantEntry,
  isProduction: boolean,
): Promise<DesiredTarget> {
  const accounts = accountsFor(source.accounts(), entry);
  if (accounts.length === 0) {
    return unknown(entry.alias, 'noAccount', l10n.t('You have no account for “{0}”. Sign in to plan it.', entry.alias));
  }
  const all = await Promise.all(accounts.map(async ({ id }) => loaded.of(id)));
  const found = all.flatMap((tenants) => (tenants instanceof Error ? [] : (tenants.get(entry.tenantId) ?? [])));
  const places = new Set(found.map(({ accountId }) => placeOfAccount(accounts, accountId)));
  if (places.size > 1) {
    const message = l10n.t(
      'Accounts at several endpoints have the tenant “{0}”. Say which is meant with “endpoint” in cxengage.json.',
      entry.alias,
    );
    return unknown(entry.alias, 'unknownTenant', message);
  }
  const failed = all.find((tenants) => tenants instanceof Error);
  const ref = found.find((tenant) => source.access(tenant).canManage) ?? found[0];
  if (ref)
    return {
      kind: 'tenant',
      ref: { accountId: ref.accountId, tenantId: ref.tenantId },
      isProduction,
    };
  return failed === undefined
    ? unknown(
        entry.alias,
        'unknownTenant',
        l10n.t('None of your accounts has access to the tenant “{0}”.', entry.alias),
      )
    : unknown(entry.alias, 'unreachable', failed.message);
}

/** Whether the tenants file says so of a tenant, under whichever alias. */
function isProduction({ tenantId, endpoint }: TenantEntry, { tenants }: TenantsFile): boolean {
  return [...tenants.values()].some(
    (other) =>
      other.production &&
      other.tenantId === tenantId &&
      (endpoint === undefined || other.endpoint === undefined || other.endpoint === endpoint),
  );
}

/** Which files speak of which integration. */
async function ownersOf(files: readonly PlacedFile[]): Promise<FileOwners> {
  const owners = new FileOwners();
  const slices = new TimeSlicer();
  for (const { path, file } of files) {
    owners.set(path, file);
    if (slices.shouldYield) await slices.yield();
  }
  return owners;
}

function fileError({ code, message }: FileIssue): Cannot {
  if (code === 'sameName') return { code, message };
  const first = l10n.t('The file has errors. Correct them and plan again. First error: {0}', message);
  return { code: 'fileErrors', message: first };
}

type Obstacles = Pick<DesiredIntegration, 'cannot' | 'cannotChange'>;

/** Why targets of a file cannot be planned at all, or not be changed, before anything is asked. */
function obstaclesOf(issues: readonly FileIssue[]): (alias: string) => Obstacles {
  const ofAll: FileIssue[] = [];
  const ofOne = new Map<string, FileIssue[]>();
  for (const issue of issues) {
    if (issue.severity !== 'error') continue;
    if (issue.alias === undefined) ofAll.push(issue);
    else ofOne.set(issue.alias, [...(ofOne.get(issue.alias) ?? []), issue]);
  }
  return (alias) => {
    const own = [...ofAll, ...(ofOne.get(alias) ?? [])];
    const always = own.find(({ code }) => code !== 'rule');
    const [rule] = own;
    if (always) return { cannot: fileError(always) };
    return rule ? { cannotChange: fileError(rule) } : {};
  };
}

/** Stands for a file that has no target to plan, so that it is not passed over in silence. */
function withoutTarget({ path, file }: PlacedFile): DesiredIntegration {
  const first = file.issues.find(({ severity }) => severity === 'error');
  const message = first
    ? l10n.t('The file has errors. Correct them and plan again. First error: {0}', first.message)
    : l10n.t('The file has no target. Add one under “targets”.');
  return {
    origin: { kind: 'file', path, alias: '' },
    target: unknown(path, 'fileErrors', message),
    type: file.type ?? '',
    values: { ...file.values, name: file.values.name ?? '' },
  };
}

/** Which tenant is meant, and whether it is production, is certain only in a file without errors. */
function firstTenantsError({ issues }: TenantsFile): string | undefined {
  if (!hasFileErrors(issues)) return undefined;
  const first = issues.find(({ severity }) => severity === 'error')?.message ?? '';
  return l10n.t('cxengage.json has errors. Correct them and plan again. First error: {0}', first);
}

/**
 * The desired integrations of files: one for each target of each file, and one that says why for a file without any.
 * @param signal ends the look-up of tenants; the promise then rejects with its reason.
 */
export async function desiredOfFiles(
  files: readonly PlacedFile[],
  tenants: TenantsFile,
  source: TenantSource,
  signal?: AbortSignal,
): Promise<readonly DesiredIntegration[]> {
  const owners = await ownersOf(files);
  const loaded = new LoadedTenants(source, signal);
  const known = new Map<string, Promise<DesiredTarget>>();
  const broken = firstTenantsError(tenants);
  const targetOf = (alias: string): Promise<DesiredTarget> => {
    if (broken !== undefined) return Promise.resolve(unknown(alias, 'fileErrors', broken));
    const entry = tenants.tenants.get(alias);
    if (!entry) {
      const message = l10n.t('cxengage.json has no tenant “{0}”.', alias);
      return Promise.resolve(unknown(alias, 'unknownAlias', message));
    }
    const target = known.get(alias) ?? findTenant(source, loaded, entry, isProduction(entry, tenants));
    known.set(alias, target);
    return target;
  };
  const desired: DesiredIntegration[] = [];
  const slices = new TimeSlicer();
  for (const { path, file } of files) {
    if (file.targets.length === 0) desired.push(withoutTarget({ path, file }));
    const beside = checkBesideOthers(path, file, owners, tenants).filter(({ code }) => code !== 'unknownAlias');
    const obstacles = obstaclesOf([...file.issues, ...beside]);
    for (const target of file.targets) {
      const { alias } = target;
      const values = desiredValues(file.values, target);
      desired.push({
        origin: { kind: 'file', path, alias },
        target: await targetOf(alias),
        type: file.type ?? '',
        values: { ...values, name: values.name ?? '' },
        ...obstacles(alias),
      });
      if (slices.shouldYield) await slices.yield();
    }
  }
  return desired;
}
