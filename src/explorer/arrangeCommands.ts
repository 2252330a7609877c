import * as vscode from 'vscode';
import { integrationType, integrationTypes } from '../core/catalog/registry';
import type { DirectoryService } from '../core/directory/service';
import type { Filter, SortOrder } from './tree/arrange';
import { pickMany, pickOne } from '../host/quickList';
import { ensureSignedIn } from '../host/quickPicks';
import type { ViewState } from './tree/viewState';

interface FilterItem extends vscode.QuickPickItem {
  readonly add?: (filter: Filter) => Filter;
}

/** Types worth offering: those the catalog knows, those seen, and those chosen before, loaded or not. */
function typeIds(directory: DirectoryService, chosen: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  for (const account of directory.accounts()) {
    const tenants = directory.tenants(account.id);
    for (const tenant of tenants.state === 'idle' ? [] : (tenants.value ?? [])) {
      const integrations = directory.integrations(tenant);
      for (const integration of integrations.state === 'idle' ? [] : (integrations.value ?? []))
        seen.add(integration.type);
    }
  }
  return [
    ...new Set([
      ...integrationTypes()
        .map((type) => type.id)
        .filter((id) => seen.size === 0 || seen.has(id)),
      ...seen,
      ...chosen,
    ]),
  ];
}

/** Asks which integrations to show. Nothing ticked shows all. */
export async function askFilter(directory: DirectoryService, view: ViewState): Promise<void> {
  if (!(await ensureSignedIn(directory))) return;
  const { filter } = view;
  const known = directory.accounts().map((account) => directory.userId(account.id) !== undefined);
  const knowsMine = known.includes(true) || filter.mine === true;
  const whose = known.includes(false)
    ? vscode.l10n.t('created or last changed by me (all, for accounts whose user is unknown)')
    : vscode.l10n.t('created or last changed by me');
  const items: FilterItem[] = [
    { label: vscode.l10n.t('State'), kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('Active'), picked: filter.state === 'active', add: (f) => ({ ...f, state: 'active' }) },
    {
      label: vscode.l10n.t('Disabled'),
      picked: filter.state === 'disabled',
      add: (f) => ({ ...f, state: 'disabled' }),
    },
    ...(knowsMine
      ? [
          { label: vscode.l10n.t('People'), kind: vscode.QuickPickItemKind.Separator },
          {
            label: vscode.l10n.t({ message: 'Mine', comment: ['integrations, in the filter'] }),
            description: whose,
            picked: filter.mine ?? false,
            add: (f: Filter): Filter => ({ ...f, mine: true }),
          },
        ]
      : []),
    { label: vscode.l10n.t('Type'), kind: vscode.QuickPickItemKind.Separator },
    ...typeIds(directory, filter.types ?? []).map((id): FilterItem => ({
      label: integrationType(id).label,
      picked: filter.types?.includes(id) ?? false,
      add: (f) => ({ ...f, types: [...(f.types ?? []), id] }),
    })),
  ];
  const chosen = await pickMany(items, {
    title: vscode.l10n.t('Show Only'),
    placeholder: vscode.l10n.t('Select what to show. Leave empty to show everything.'),
  });
  if (!chosen) return;
  let next: Filter = {};
  for (const item of chosen) next = item.add?.(next) ?? next;
  // Both states ticked is no restriction.
  const states = chosen.filter((item) => item.add?.({}).state !== undefined).length;
  const { state, ...anyState } = next;
  await view.setFilter(state !== undefined && states === 2 ? anyState : next);
}

/** Asks for the order of integrations under their tenant. */
export async function askSort(directory: DirectoryService, view: ViewState): Promise<void> {
  if (!(await ensureSignedIn(directory))) return;
  const orders: readonly { readonly order: SortOrder; readonly label: string }[] = [
    { order: 'name', label: vscode.l10n.t('Name') },
    { order: 'type', label: vscode.l10n.t('Type, then name') },
    { order: 'updated', label: vscode.l10n.t('Last changed') },
  ];
  const items = orders.map((each) => ({
    ...each,
    ...(each.order === view.sort ? { description: vscode.l10n.t('(current)') } : {}),
  }));
  const chosen = await pickOne(items, { title: vscode.l10n.t('Sort Integrations By') });
  if (chosen) await view.setSort(chosen.order);
}
