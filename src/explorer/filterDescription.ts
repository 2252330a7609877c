import * as vscode from 'vscode';
import { integrationType } from '../core/catalog/registry';
import type { ViewState } from './tree/viewState';

/** The filter and the order as a few words beside the view's title; undefined when all is as usual. */
export function filterDescription(view: ViewState): string | undefined {
  const { filter, sort } = view;
  const state =
    filter.state === undefined
      ? undefined
      : filter.state === 'active'
        ? vscode.l10n.t('active')
        : vscode.l10n.t('disabled');
  const mine = filter.mine ? vscode.l10n.t('mine') : undefined;
  const types = filter.types?.map((id) => integrationType(id).label).join(', ');
  const order =
    sort === 'type' ? vscode.l10n.t('by type') : sort === 'updated' ? vscode.l10n.t('by last change') : undefined;
  const words = [state, mine, types, order].filter((word) => word !== undefined);
  return words.length === 0 ? undefined : words.join(' · ');
}
