import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import { isWritable } from '../core/directory/access';
import type { Tenant, TenantRef } from '../core/directory/model';
import { tenantKey } from '../core/directory/refs';
import { pickSeveral, type MultiItem } from '../host/quickMultiList';
import { ensureSignedIn } from '../host/quickPicks';
import type { Services } from '../host/services';
import { compareNames } from '../core/base/compareNames';

export interface TenantQuestion {
  readonly title: string;
  readonly placeholder: string;
  /** Offers only tenants in which the account may create and change. */
  readonly isWritable: boolean;
  /** Left out: the tenant that is copied from. */
  readonly except?: readonly TenantRef[];
  /** Selected from the start, instead of what was chosen last. */
  readonly ticked?: readonly TenantRef[];
}

/** A row that ticks several tenants at once. */
function groupRow(label: string, members: readonly Tenant[]): MultiItem<Tenant> {
  return { label, description: vscode.l10n.t('{0} tenants', members.length), members };
}

function markText(tenant: Tenant): string {
  if (tenant.mark === 'production') return vscode.l10n.t('production');
  return tenant.mark === 'readOnly' ? vscode.l10n.t('read-only') : '';
}

/** Rows for all tenants that are marked alike, and for all children of one tenant. */
function groupRows(tenants: readonly Tenant[]): readonly MultiItem<Tenant>[] {
  const production = tenants.filter(({ mark }) => mark === 'production');
  const others = tenants.filter(({ mark }) => mark !== 'production');
  const parents = new Map<string, Tenant[]>();
  for (const tenant of tenants) {
    if (tenant.parentId === undefined) continue;
    const key = `${tenant.accountId}/${tenant.parentId}`;
    parents.set(key, [...(parents.get(key) ?? []), tenant]);
  }
  const families = [...parents.values()]
    .filter(({ length }) => length > 1)
    .map((children) => {
      const [first] = children;
      const parent = tenants.find(({ tenantId }) => tenantId === first?.parentId);
      return groupRow(
        vscode.l10n.t('All Children of {0}', parent?.name ?? first?.parentName ?? first?.parentId ?? ''),
        children,
      );
    });
  return [
    ...(tenants.length > 1 ? [groupRow(vscode.l10n.t('All Tenants'), tenants)] : []),
    ...(production.length > 0 ? [groupRow(vscode.l10n.t('All Marked as Production'), production)] : []),
    ...(production.length > 0 && others.length > 0
      ? [groupRow(vscode.l10n.t('All Not Marked as Production'), others)]
      : []),
    ...families,
  ];
}

/** The question for several tenants. Remembers, while the window lives, what was chosen last. */
export class TenantChoice {
  #last: ReadonlySet<string> = new Set();

  /**
   * Asks for tenants; without an account the user is asked to sign in.
   * @returns undefined when the user dismissed a question.
   * @throws ApiError where no account's tenants can be loaded, UserError where there is none to choose.
   */
  async ask(services: Services, question: TenantQuestion): Promise<readonly Tenant[] | undefined> {
    const { directory } = services;
    if (!(await ensureSignedIn(directory))) return undefined;
    const tenants = await this.#offered(services, question);
    const several = directory.accounts().length > 1;
    const ticked = question.ticked ? new Set(question.ticked.map(tenantKey)) : this.#last;
    const rows = tenants.map((tenant): MultiItem<Tenant> => ({
      label: tenant.name,
      description: [markText(tenant), several ? (directory.account(tenant.accountId)?.label ?? '') : '']
        .filter((text) => text !== '')
        .join(' · '),
      isTicked: ticked.has(tenantKey(tenant)),
      value: tenant,
    }));
    const chosen = await pickSeveral([...groupRows(tenants), ...rows], question);
    if (chosen) this.#last = new Set(chosen.map(tenantKey));
    return chosen;
  }

  async #offered(
    { directory, notify }: Services,
    { isWritable: mustBeWritable, except = [] }: TenantQuestion,
  ): Promise<readonly Tenant[]> {
    const results = await Promise.allSettled(directory.accounts().map(({ id }) => directory.loadTenants(id)));
    const loaded = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
    if (loaded.length === 0) throw failed[0];
    for (const error of failed) void notify.error(error);
    const excepted = new Set(except.map(tenantKey));
    const tenants = loaded.flat().filter((tenant) => {
      const access = directory.access(tenant);
      if (excepted.has(tenantKey(tenant)) || !tenant.active || !access.canView) return false;
      return !mustBeWritable || isWritable(access);
    });
    if (tenants.length === 0) throw new UserError(vscode.l10n.t('No other tenant is available for this.'));
    return [...tenants].sort((a, b) => compareNames(a.name, b.name));
  }
}
