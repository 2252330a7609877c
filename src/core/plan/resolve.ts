import * as l10n from '@vscode/l10n';
import { abortedError } from '../api/error';
import type { Account } from '../base/account';
import type { TenantRef } from '../directory/model';
import { placeOf } from '../directory/refs';
import type { DirectoryService } from '../directory/service';
import { desiredValues } from './desired';
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

/** The accounts that may see a tenant: those of its endpoint, or all where the tenants file names none. */
function candidates(accounts: readonly Account[], entry: TenantEntry): readonly Account[] {
  return accounts.filter(
    (account) =>
      entry.endpoint === undefined || placeOf(account) === entry.endpoint || account.endpoint.url === entry.endpoint,
  );
}

/**
 * Finds the tenant of an alias among the user's accounts; of several accounts that see it, one that may change it.
 * Never throws: an account whose tenants cannot be loaded is passed over, and told when no other has the tenant.
 */
export async function findTenant(
  source: TenantSource,
  entry: TenantEntry,
  signal?: AbortSignal,
): Promise<DesiredTarget> {
  const accounts = candidates(source.accounts(), entry);
  if (accounts.length === 0) {
    return unknown(entry.alias, 'noAccount', l10n.t('You have no account for “{0}”. Sign in to plan it.', entry.alias));
  }
  const found: TenantRef[] = [];
  let failed: string | undefined;
  for (const account of accounts) {
    try {
      const tenants = await source.loadTenants(account.id, signal ? { signal } : {});
      found.push(...tenants.filter(({ tenantId }) => tenantId.toLowerCase() === entry.tenantId));
    } catch (error) {
      if (signal?.aborted) throw abortedError();
      failed ??= error instanceof Error ? error.message : undefined;
    }
  }
  const ref = found.find((tenant) => source.access(tenant).canManage) ?? found[0];
  if (ref)
    return {
      kind: 'tenant',
      ref: { accountId: ref.accountId, tenantId: ref.tenantId },
      isProduction: entry.production,
    };
  return failed === undefined
    ? unknown(entry.alias, 'unknownTenant', l10n.t('None of your accounts sees the tenant “{0}”.', entry.alias))
    : unknown(entry.alias, 'unreachable', failed);
}

function aliasIssue(file: IntegrationFile, tenants: TenantsFile): readonly FileIssue[] {
  return file.targets
    .filter(({ alias }) => !tenants.tenants.has(alias))
    .map(({ alias, aliasRange }) => ({
      code: 'unknownAlias',
      severity: 'error',
      message: l10n.t('cxengage.json has no tenant “{0}”.', alias),
      range: aliasRange,
      alias,
      subject: alias,
    }));
}

/** One string for each integration that files may speak of: names are unique in a tenant (API facts d.5). */
function nameKey(alias: string, name: string): string {
  return `${alias}/${name.trim().normalize('NFC')}`;
}

/**
 * What only several files together show: an alias that the tenants file lacks, and two files of one name for one target.
 * @returns issues by the file's path.
 */
export function checkTogether(
  files: readonly PlacedFile[],
  tenants: TenantsFile,
): ReadonlyMap<string, readonly FileIssue[]> {
  const owners = new Map<string, string[]>();
  for (const { path, file } of files) {
    for (const target of file.targets) {
      const { name } = desiredValues(file.values, target);
      if (name === undefined) continue;
      const key = nameKey(target.alias, name);
      owners.set(key, [...(owners.get(key) ?? []), path]);
    }
  }
  return new Map(
    files.map(({ path, file }) => {
      const twins = file.targets.flatMap((target): FileIssue[] => {
        const { name } = desiredValues(file.values, target);
        const others =
          name === undefined ? [] : (owners.get(nameKey(target.alias, name)) ?? []).filter((other) => other !== path);
        const [other] = others;
        if (other === undefined) return [];
        const message = l10n.t(
          '{0} describes the same integration for “{1}”. Change the name in one of them.',
          other,
          target.alias,
        );
        return [{ code: 'sameName', severity: 'error', message, range: target.aliasRange, alias: target.alias }];
      });
      return [path, [...aliasIssue(file, tenants), ...twins]];
    }),
  );
}

/** Why the target of a file cannot be planned, before anything is asked. */
function cannotOf(issues: readonly FileIssue[], alias: string): Cannot | undefined {
  const own = issues.filter(
    (issue) => issue.severity === 'error' && (issue.alias === undefined || issue.alias === alias),
  );
  const [first] = own;
  if (!first) return undefined;
  const code = first.code === 'sameName' ? 'sameName' : 'fileErrors';
  return {
    code,
    message:
      code === 'sameName'
        ? first.message
        : l10n.t('The file has errors. Correct them and plan again. First error: {0}', first.message),
  };
}

/**
 * The desired integrations of files: one for each target of each file.
 * @param signal ends the look-up of tenants; the promise then rejects with its reason.
 */
export async function desiredOfFiles(
  files: readonly PlacedFile[],
  tenants: TenantsFile,
  source: TenantSource,
  signal?: AbortSignal,
): Promise<readonly DesiredIntegration[]> {
  const together = checkTogether(files, tenants);
  const known = new Map<string, Promise<DesiredTarget>>();
  const targetOf = (alias: string): Promise<DesiredTarget> => {
    const entry = tenants.tenants.get(alias);
    if (!entry) {
      const message = l10n.t('cxengage.json has no tenant “{0}”.', alias);
      return Promise.resolve(unknown(alias, 'unknownAlias', message));
    }
    const target = known.get(alias) ?? findTenant(source, entry, signal);
    known.set(alias, target);
    return target;
  };
  const desired = files.flatMap(({ path, file }) =>
    file.targets.map(async (target): Promise<DesiredIntegration> => {
      const values = desiredValues(file.values, target);
      const issues = [...file.issues, ...(together.get(path) ?? []).filter(({ code }) => code !== 'unknownAlias')];
      const cannot = cannotOf(issues, target.alias);
      return {
        origin: { kind: 'file', path, alias: target.alias },
        target: await targetOf(target.alias),
        type: file.type ?? '',
        values: { ...values, name: values.name ?? '' },
        ...(cannot === undefined ? {} : { cannot }),
      };
    }),
  );
  return Promise.all(desired);
}

/** Whether a file can be planned for any target at all. */
export function isPlannable(file: IntegrationFile): boolean {
  return !hasFileErrors(file.issues) && file.targets.length > 0;
}
