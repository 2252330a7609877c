import * as vscode from 'vscode';
import { compareNames } from '../core/base/compareNames';
import { UserError } from '../core/base/errors';
import { INTERNAL_COMMANDS } from './commandIds';
import type { Account } from '../core/base/account';
import { integrationType } from '../core/catalog/registry';
import { isWritable } from '../core/directory/access';
import type { Integration, IntegrationRef, Listener, Tenant, TenantRef } from '../core/directory/model';
import type { DirectoryService } from '../core/directory/service';
import { settlesWithin } from '../core/base/timeouts';
import { oneLine } from '../core/base/displayText';
import { QuickList } from './quickList';

/** Rows that are there after this many milliseconds are not preceded by an empty list. */
const LOADING_LIST_DELAY_MS = 100;

/** A row of a list; one without a value is information and cannot be chosen. */
interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

/**
 * Asks with a list that is on the screen while its rows still load. A single row is taken without a question.
 * @returns undefined when the user dismissed it.
 * @throws what `loading` rejects with.
 */
async function choose<T>(
  placeholder: string,
  loading: Promise<readonly Choice<T>[]>,
  options: { readonly takeOnly: boolean; readonly title?: string },
): Promise<T | undefined> {
  const only = (choices: readonly Choice<T>[]): T | undefined => {
    const isPartial = choices.some(({ alwaysShow }) => alwaysShow);
    const values = choices.filter(({ value }) => value !== undefined);
    return options.takeOnly && !isPartial && values.length === 1 ? values[0]?.value : undefined;
  };
  if (await settlesWithin(LOADING_LIST_DELAY_MS, loading)) {
    const taken = only(await loading);
    if (taken !== undefined) return taken;
  }
  const pick = new QuickList<Choice<T>>({
    placeholder,
    matchOnDetail: true,
    ...(options.title === undefined ? {} : { title: options.title }),
  });
  pick.busy = true;
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      pick.onDidAccept(({ value }) => {
        if (value !== undefined) resolve(value);
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
      loading.then((choices) => {
        const taken = only(choices);
        if (taken !== undefined) resolve(taken);
        pick.setItems(choices);
        pick.busy = false;
      }, reject);
    });
  } finally {
    pick.dispose();
  }
}

/** The tenants of one account, or why they cannot be had. */
interface Loaded {
  readonly account: Account;
  readonly tenants: readonly Tenant[];
  readonly error?: unknown;
}

async function load(directory: DirectoryService, account: Account): Promise<Loaded> {
  try {
    return { account, tenants: await directory.loadTenants(account.id) };
  } catch (error) {
    return { account, tenants: [], error };
  }
}

/** Why a tenant cannot be written to, in a word or two. */
function closedReason({ mark, active }: Tenant): string {
  if (mark === 'readOnly') return vscode.l10n.t('read-only');
  return active ? vscode.l10n.t('no permission to change integrations') : vscode.l10n.t('inactive');
}

function tenantChoice(tenant: Tenant, accountLabel: string, closed: boolean): Choice<Tenant> {
  const mark = tenant.mark === 'production' ? vscode.l10n.t('production') : '';
  const state = closed || tenant.mark === 'readOnly' ? closedReason(tenant) : mark;
  return {
    label: tenant.name,
    description: [state, tenant.parentName ?? '', accountLabel].filter((text) => text !== '').join(' · '),
    ...(closed ? { iconPath: new vscode.ThemeIcon('lock') } : { value: tenant }),
  };
}

/** All tenants by name; those that cannot be written to, where that is asked for, come last and cannot be chosen. */
async function tenantChoices(directory: DirectoryService, writable: boolean): Promise<readonly Choice<Tenant>[]> {
  const loaded = await Promise.all(directory.accounts().map(async (account) => load(directory, account)));
  const failed = loaded.filter(({ error }) => error !== undefined);
  if (failed.length === loaded.length) throw failed[0]?.error;
  const sorted = loaded
    .flatMap(({ account, tenants }) =>
      tenants.map((tenant) => ({ tenant, accountLabel: loaded.length > 1 ? account.label : '' })),
    )
    .sort((a, b) => compareNames(a.tenant.name, b.tenant.name));
  const choicesOf = (closed: boolean): readonly Choice<Tenant>[] =>
    sorted
      .filter(({ tenant }) => (writable && !isWritable(directory.access(tenant))) === closed)
      .map(({ tenant, accountLabel }) => tenantChoice(tenant, accountLabel, closed));
  const open = choicesOf(false);
  const closed = choicesOf(true);
  const notes = failed.map(({ account }): Choice<Tenant> => ({
    label: vscode.l10n.t('Could not load: {0}', oneLine(account.label, 60)),
    alwaysShow: true,
  }));
  if (open.length === 0 && notes.length === 0)
    throw new UserError(
      closed.length > 0
        ? vscode.l10n.t(
            'You cannot create or change integrations in any of your tenants. Each is read-only or inactive, or you do not have permission. Change the mark of one, or ask your CxEngage administrator.',
          )
        : vscode.l10n.t('Your account has no tenant. Ask your CxEngage administrator for access to one.'),
    );
  const separator: Choice<Tenant> = {
    label: vscode.l10n.t('Cannot be changed'),
    kind: vscode.QuickPickItemKind.Separator,
  };
  return [...open, ...(closed.length > 0 ? [separator, ...closed] : []), ...notes];
}

/** Asks to sign in where there is no account yet. @returns whether there is one now. */
export async function ensureSignedIn(directory: DirectoryService): Promise<boolean> {
  if (directory.accounts().length === 0) await vscode.commands.executeCommand(INTERNAL_COMMANDS.firstSignIn);
  return directory.accounts().length > 0;
}

/**
 * Asks for a tenant. With one candidate the question is not asked; without an account the user is asked to sign in.
 * @param options.writable lets the user choose only tenants in which the account may create and change.
 * @param options.title of the list; what the tenant is for.
 * @returns undefined when the user dismissed a question.
 * @throws ApiError where no account's tenants can be loaded, and UserError where there is none to choose.
 */
export async function pickTenant(
  directory: DirectoryService,
  options: { readonly writable?: boolean; readonly title?: string } = {},
): Promise<TenantRef | undefined> {
  if (!(await ensureSignedIn(directory))) return undefined;
  return choose(vscode.l10n.t('Tenant'), tenantChoices(directory, options.writable ?? false), {
    takeOnly: true,
    title: options.title ?? vscode.l10n.t('Select a Tenant'),
  });
}

/**
 * Asks for an integration, first for its tenant where that is not given.
 * @param options.withListeners leaves out integrations that cannot have listeners.
 * @returns undefined when the user dismissed a question.
 * @throws ApiError where a list cannot be loaded, UserError where it has none to choose.
 */
export async function pickIntegration(
  directory: DirectoryService,
  tenant?: TenantRef,
  options: { readonly withListeners?: boolean } = {},
): Promise<IntegrationRef | undefined> {
  const ref = tenant ?? (await pickTenant(directory));
  if (!ref) return undefined;
  const choices = directory.loadIntegrations(ref).then(async (all) => {
    const offered = options.withListeners ? all.filter(({ type }) => integrationType(type).hasListeners) : all;
    if (offered.length === 0) throw (await import('./nothingToPick.js')).noIntegrations(all.length > 0);
    return offered.map((integration): Choice<Integration> => ({
      label: integration.name,
      description: integration.type,
      detail: integration.description,
      value: integration,
    }));
  });
  return choose(vscode.l10n.t('Integration'), choices, { takeOnly: false });
}

/**
 * Asks for one of an integration's listeners.
 * @returns undefined when the user dismissed the question.
 * @throws UserError where there is none.
 */
export async function pickListener(
  listeners: readonly Listener[],
  owner: Pick<Integration, 'name' | 'type'>,
): Promise<Listener | undefined> {
  if (listeners.length === 0) throw (await import('./nothingToPick.js')).noListeners(owner);
  const choices = listeners.map((listener): Choice<Listener> => ({
    label: listener.name,
    description: listener.active
      ? vscode.l10n.t({ message: 'active', comment: ['a listener'] })
      : vscode.l10n.t({ message: 'disabled', comment: ['a listener'] }),
    value: listener,
  }));
  const title = vscode.l10n.t('Listeners of “{0}”', oneLine(owner.name, 60));
  return choose(vscode.l10n.t('Listener'), Promise.resolve(choices), { takeOnly: false, title });
}
