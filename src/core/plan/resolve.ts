import * as l10n from '@vscode/l10n';
import { abortedError } from '../api/error';
import type { TenantRef } from '../directory/model';
import type { DirectoryService } from '../directory/service';
import { desiredValues } from './desired';
import { accountsFor, checkBesideOthers, FileOwners } from './fileChecks';
import type { FileIssue, IntegrationFile, TenantEntry, TenantsFile } from './fileModel';
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

/**
 * Finds the tenant of an alias among the user's accounts; of several accounts that see it, one that may change it.
 * Never throws: an account whose tenants cannot be loaded is passed over, and told when no other has the tenant.
 */
export async function findTenant(
  source: TenantSource,
  entry: TenantEntry,
  signal?: AbortSignal,
): Promise<DesiredTarget> {
  const accounts = accountsFor(source.accounts(), entry);
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
    ? unknown(
        entry.alias,
        'unknownTenant',
        l10n.t('None of your accounts has access to the tenant “{0}”.', entry.alias),
      )
    : unknown(entry.alias, 'unreachable', failed);
}

/**
 * What only several files together show.
 * @returns issues by the file's path.
 */
export function checkTogether(
  files: readonly PlacedFile[],
  tenants: TenantsFile,
): ReadonlyMap<string, readonly FileIssue[]> {
  const owners = new FileOwners();
  for (const { path, file } of files) owners.set(path, file);
  return new Map(files.map(({ path, file }) => [path, checkBesideOthers(path, file, owners, tenants)]));
}

function fileError({ code, message }: FileIssue): Cannot {
  if (code === 'sameName') return { code, message };
  const first = l10n.t('The file has errors. Correct them and plan again. First error: {0}', message);
  return { code: 'fileErrors', message: first };
}

/** Why the target of a file cannot be planned at all, or not be changed, before anything is asked. */
function obstaclesOf(issues: readonly FileIssue[], alias: string): Pick<DesiredIntegration, 'cannot' | 'cannotChange'> {
  const own = issues.filter(
    (issue) => issue.severity === 'error' && (issue.alias === undefined || issue.alias === alias),
  );
  const [always] = own.filter(({ code }) => code !== 'rule');
  const [rule] = own;
  if (always) return { cannot: fileError(always) };
  return rule ? { cannotChange: fileError(rule) } : {};
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
  const desired = files.flatMap(({ path, file }): Promise<DesiredIntegration>[] => {
    if (file.targets.length === 0) return [Promise.resolve(withoutTarget({ path, file }))];
    return file.targets.map(async (target): Promise<DesiredIntegration> => {
      const values = desiredValues(file.values, target);
      const issues = [...file.issues, ...(together.get(path) ?? []).filter(({ code }) => code !== 'unknownAlias')];
      return {
        origin: { kind: 'file', path, alias: target.alias },
        target: await targetOf(target.alias),
        type: file.type ?? '',
        values: { ...values, name: values.name ?? '' },
        ...obstaclesOf(issues, target.alias),
      };
    });
  });
  return Promise.all(desired);
}
