import * as l10n from '@vscode/l10n';
import type { Account } from '../base/account';
import type { SecretReference } from '../base/secretReference';
import { normalizeText } from '../catalog/text';
import { placeOf } from '../directory/refs';
import type { DirectoryService } from '../directory/service';
import type { FileIssue, FileTarget, IntegrationFile, TenantEntry, TenantsFile } from './fileModel';

/** One string for each integration that files may speak of: names are unique in a tenant (API facts d.5). */
function nameKey(alias: string, name: string): string {
  return `${alias}/${normalizeText(name)}`;
}

function nameIn(file: IntegrationFile, target: FileTarget): string | undefined {
  return target.values.name ?? file.values.name;
}

function namesOf(file: IntegrationFile): readonly { readonly alias: string; readonly name: string }[] {
  return file.targets.flatMap((target) => {
    const name = nameIn(file, target);
    return name === undefined ? [] : [{ alias: target.alias, name }];
  });
}

/** Which files speak of which integration, kept up to date file by file. Paths are relative to one workspace folder. */
export class FileOwners {
  readonly #paths = new Map<string, Set<string>>();
  readonly #keys = new Map<string, readonly string[]>();

  /** Replaces what is known of a file. */
  set(path: string, file: IntegrationFile): void {
    this.delete(path);
    const keys = namesOf(file).map(({ alias, name }) => nameKey(alias, name));
    this.#keys.set(path, keys);
    for (const key of keys) this.#paths.set(key, (this.#paths.get(key) ?? new Set()).add(path));
  }

  delete(path: string): void {
    for (const key of this.#keys.get(path) ?? []) this.#paths.get(key)?.delete(path);
    this.#keys.delete(path);
  }

  /** The files that describe an integration of a tenant. */
  pathsOf(alias: string, name: string): readonly string[] {
    return [...(this.#paths.get(nameKey(alias, name)) ?? [])];
  }
}

/**
 * What a file shows only beside others: an alias that the tenants file lacks, and another file of the same name for the
 * same target.
 */
export function checkBesideOthers(
  path: string,
  file: IntegrationFile,
  owners: FileOwners,
  tenants: TenantsFile,
): readonly FileIssue[] {
  return file.targets.flatMap((target): FileIssue[] => {
    const { alias, aliasRange: range } = target;
    const name = nameIn(file, target);
    const other = name === undefined ? undefined : owners.pathsOf(alias, name).find((owner) => owner !== path);
    const issues: FileIssue[] = [];
    if (!tenants.tenants.has(alias)) {
      const message = l10n.t('cxengage.json has no tenant “{0}”.', alias);
      issues.push({ code: 'unknownAlias', severity: 'error', message, range, alias, subject: alias });
    }
    if (other !== undefined) {
      const message = l10n.t(
        '{0} describes the same integration for “{1}”. Change the name in one of them.',
        other,
        alias,
      );
      issues.push({ code: 'sameName', severity: 'error', message, range, alias });
    }
    return issues;
  });
}

/** Each reference without a value here: a saved secret of that name, or an environment variable, that does not exist. */
export function checkReferences(
  file: IntegrationFile,
  isKnown: (reference: SecretReference) => boolean,
): readonly FileIssue[] {
  return file.references
    .filter(({ reference }) => !isKnown(reference))
    .map(({ reference: { source, name }, range, alias }) => ({
      code: 'unknownSecret',
      severity: 'warning',
      message:
        source === 'secret'
          ? l10n.t('No secret named “{0}” is saved on this machine.', name)
          : l10n.t('The environment variable {0} is not set.', name),
      range,
      ...(alias === undefined ? {} : { alias }),
      ...(source === 'secret' ? { subject: name } : {}),
    }));
}

/** The accounts that may see a tenant: those of its endpoint, or all where the tenants file names none. */
export function accountsFor(accounts: readonly Account[], { endpoint }: TenantEntry): readonly Account[] {
  return accounts.filter(
    (account) => endpoint === undefined || placeOf(account) === endpoint || account.endpoint.url === endpoint,
  );
}

/**
 * Why no account sees a tenant, from what is known already; undefined where one does or may. Asks no server.
 */
export function unseenReason(
  entry: TenantEntry,
  directory: Pick<DirectoryService, 'accounts' | 'tenants'>,
): string | undefined {
  const all = directory.accounts();
  const accounts = accountsFor(all, entry);
  if (all.length === 0) return undefined;
  if (accounts.length === 0) return l10n.t('You have no account for the endpoint of “{0}”.', entry.alias);
  const isRuledOut = accounts.every(({ id }) => {
    const known = directory.tenants(id);
    return known.state === 'ready' && !known.value.some(({ tenantId }) => tenantId.toLowerCase() === entry.tenantId);
  });
  return isRuledOut ? l10n.t('None of your accounts has access to the tenant “{0}”.', entry.alias) : undefined;
}
