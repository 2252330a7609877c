import * as vscode from 'vscode';
import type { TenantRef } from '../core/directory/model';
import { ApiError } from '../core/api/error';
import { asTenantRef, tenantKey } from '../core/directory/refs';
import type { DirectoryService } from '../core/directory/service';
import { pickTenant } from '../host/pick';
import type { Services } from '../host/services';
import type { FormSession } from './session';
import { canTest } from './testing';
import type { Surroundings } from './view';

function inherited(session: FormSession): string | undefined {
  const { mode, source } = session.model.draft;
  if (mode !== 'edit' || !source || source.ownerTenantId === source.tenantId) return undefined;
  return vscode.l10n.t('“{0}” is inherited from the parent tenant. Change it there.', source.name);
}

/** Tenants known so far; enough to say whether there is a choice. */
function tenantCount(directory: DirectoryService): number {
  return directory.accounts().reduce((count, account) => {
    const known = directory.tenants(account.id);
    return count + ('value' in known ? known.value.length : 2);
  }, 0);
}

/** What surrounds a form now: its account, its tenant, what may be done there, and what is under way. */
export function surroundings({ directory }: Services, session: FormSession): Surroundings {
  const { target } = session.model.draft;
  const account = target ? directory.account(target.accountId) : undefined;
  const tenant = target ? directory.tenant(target) : undefined;
  const refusal = inherited(session);
  return {
    ...(account ? { account } : {}),
    ...(tenant ? { tenant } : {}),
    ...(target && account ? { access: directory.access(target) } : {}),
    ...(refusal === undefined ? {} : { refusal }),
    canPickTenant: !target || !account || tenantCount(directory) > 1,
    canTest: canTest(session.model.draft.type),
    ...(session.banner ? { banner: session.banner } : {}),
    ...(session.busy ? { busy: session.busy } : {}),
    ...(session.test ? { test: session.test } : {}),
    conflicts: session.conflicts,
  };
}

/** A tenant by its id alone, under any account that is signed in; undefined where none is known to have it. */
export function sameTenantElsewhere(directory: DirectoryService, tenantId: string): TenantRef | undefined {
  const found = directory.accounts().flatMap((account) => {
    const known = directory.tenants(account.id);
    return 'value' in known ? known.value.filter((tenant) => tenant.tenantId === tenantId) : [];
  });
  return found[0];
}

function text(argument: unknown, key: string): string | undefined {
  const value: unknown = typeof argument === 'object' && argument !== null ? Object.entries(argument).find(([name]) => name === key)?.[1] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The tenant a command's argument names, if need be by its id alone; else the one the user chooses. */
export async function askTarget(directory: DirectoryService, argument: unknown): Promise<TenantRef | undefined> {
  const named = asTenantRef(argument);
  if (named) return named;
  const tenantId = text(argument, 'tenantId');
  if (tenantId !== undefined) {
    await Promise.all(directory.accounts().map(async (account) => directory.loadTenants(account.id).catch(() => [])));
    const found = sameTenantElsewhere(directory, tenantId);
    if (!found) throw new ApiError('notFound', vscode.l10n.t('No account of yours has a tenant with the ID {0}.', tenantId));
    return found;
  }
  return pickTenant(directory, { writable: true });
}

/** Asks for another tenant; undefined where the user stayed with the one at hand. */
export async function chooseTenant(directory: DirectoryService, current: TenantRef | undefined): Promise<TenantRef | undefined> {
  const chosen = await pickTenant(directory, { writable: true });
  return chosen && current && tenantKey(chosen) === tenantKey(current) ? undefined : chosen;
}
