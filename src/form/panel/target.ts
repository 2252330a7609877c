import * as vscode from 'vscode';
import { isInherited, isWritable } from '../../core/directory/access';
import type { TenantRef } from '../../core/directory/model';
import { UserError } from '../../core/base/errors';
import { asTenantRef, tenantKey } from '../../core/directory/refs';
import type { DirectoryService } from '../../core/directory/service';
import { pickOne } from '../../host/quickList';
import { pickTenant } from '../../host/quickPicks';
import type { Services } from '../../host/services';
import type { BannerView } from '../contract';
import { shownBanner, type FormSession } from './session';
import { canTest } from './testing';
import type { Surroundings } from './view';
import { isObject, own } from '../../core/base/json';

function inherited(session: FormSession): string | undefined {
  const { mode, source, listenerOf } = session.model.draft;
  const record = listenerOf ?? (mode === 'edit' ? source : undefined);
  if (!record || !isInherited(record)) return undefined;
  return vscode.l10n.t('“{0}” is inherited from the parent tenant. Change it there.', record.name);
}

/** Whether there is another tenant to choose. What is not loaded yet may hold one. */
function hasOtherTenants(directory: DirectoryService, current: TenantRef): boolean {
  return directory.accounts().some((account) => {
    const known = directory.tenants(account.id);
    return (
      !('value' in known) ||
      known.value.some((tenant) => tenantKey(tenant) !== tenantKey(current) && isWritable(directory.access(tenant)))
    );
  });
}

/** Why a tenant's name and rights are not known, where they are not. */
function unknownTenant(directory: DirectoryService, target: TenantRef): NonNullable<Surroundings['unknown']> {
  const tenants = directory.tenants(target.accountId);
  if (tenants.state === 'failed') {
    const { error } = tenants;
    return { reason: error.message, step: error.kind === 'signedOut' ? 'signIn' : 'reload' };
  }
  if (tenants.state === 'ready')
    return {
      reason: vscode.l10n.t('The account no longer has this tenant. What you entered is kept: choose another tenant.'),
      step: 'reload',
    };
  return { reason: vscode.l10n.t('The tenant is being read.') };
}

function bannerView({ severity, message, actions }: BannerView): BannerView {
  return { severity, message, actions };
}

/** The surroundings of a form now: its account, its tenant, what may be done there, and what is under way. */
export function surroundings({ directory, samples }: Services, session: FormSession): Surroundings {
  const { target } = session.model.draft;
  const account = target ? directory.account(target.accountId) : undefined;
  const tenant = target ? directory.tenant(target) : undefined;
  const refusal = inherited(session);
  const banner = shownBanner(session);
  return {
    ...(account ? { account } : {}),
    ...(tenant ? { tenant } : {}),
    ...(target && account ? { access: directory.access(target) } : {}),
    ...(refusal === undefined ? {} : { refusal }),
    ...(target && account && !tenant ? { unknown: unknownTenant(directory, target) } : {}),
    canPickTenant: !target || !account || hasOtherTenants(directory, target),
    canTest: canTest(session.model.draft.type),
    ...(banner ? { banner: bannerView(banner) } : {}),
    canFillSample: target !== undefined && samples.of(target.accountId, session.model.draft.type) !== undefined,
    ...(session.busy ? { busy: session.busy } : {}),
    ...(session.test ? { test: session.test } : {}),
    conflicts: session.conflicts,
  };
}

/** A tenant by its id alone, under every account that is known to have it. */
function underAccounts(directory: DirectoryService, tenantId: string): readonly TenantRef[] {
  return directory
    .accounts()
    .flatMap((account) =>
      directory.tenant({ accountId: account.id, tenantId }) ? [{ accountId: account.id, tenantId }] : [],
    );
}

/** The same tenant under another account at the same endpoint, after signing out and in again; undefined where there is none. */
export function sameTenant(directory: DirectoryService, tenantId: string, endpoint: string): TenantRef | undefined {
  return underAccounts(directory, tenantId).find(
    ({ accountId }) => directory.account(accountId)?.endpoint.url === endpoint,
  );
}

function text(argument: unknown, key: string): string | undefined {
  const value = isObject(argument) ? own(argument, key) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * The tenant with this id, under the account of the user's choice where several have it; undefined where they dismissed the question.
 * @throws UserError where no account has it; why an account's tenants cannot be read, where that may be the reason.
 */
async function tenantById(directory: DirectoryService, tenantId: string): Promise<TenantRef | undefined> {
  const loads = await Promise.allSettled(
    directory.accounts().map(async (account) => directory.loadTenants(account.id)),
  );
  const found = underAccounts(directory, tenantId);
  if (found.length === 0) {
    const failed = loads.find((load) => load.status === 'rejected');
    throw failed
      ? failed.reason
      : new UserError(vscode.l10n.t('No account of yours has a tenant with the ID {0}.', tenantId));
  }
  const items = found.map((ref) => ({
    label: directory.account(ref.accountId)?.label ?? ref.accountId,
    description: directory.tenant(ref)?.name ?? tenantId,
    ref,
  }));
  return items.length === 1 ? items[0]?.ref : (await pickOne(items, { placeholder: vscode.l10n.t('Account') }))?.ref;
}

/** The tenant a command's argument names, if need be by its id alone; else the one the user chooses. */
export async function askTarget(directory: DirectoryService, argument: unknown): Promise<TenantRef | undefined> {
  const named = asTenantRef(argument);
  // The button above the tree passes the row with the focus, also one where nothing can be created.
  const isClosed = named !== undefined && directory.tenant(named) !== undefined && !isWritable(directory.access(named));
  if (named && !isClosed) return named;
  const tenantId = named ? undefined : text(argument, 'tenantId');
  return tenantId === undefined
    ? pickTenant(directory, { writable: true, title: vscode.l10n.t('Create Integration') })
    : tenantById(directory, tenantId);
}

/** Asks for another tenant; undefined where the user stayed with the one at hand. */
export async function chooseTenant(
  directory: DirectoryService,
  current: TenantRef | undefined,
): Promise<TenantRef | undefined> {
  const chosen = await pickTenant(directory, { writable: true, title: vscode.l10n.t('Change Tenant') });
  return chosen && current && tenantKey(chosen) === tenantKey(current) ? undefined : chosen;
}
