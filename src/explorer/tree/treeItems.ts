import * as vscode from 'vscode';
import type { Account } from '../../core/base/account';
import { isWritable } from '../../core/directory/access';
import type { Tenant } from '../../core/directory/model';
import type { RowIcon } from '../../host/treeRow';
import { contextValue, contextWord } from './contextValue';
import { listenerItem, propertyItem } from './listenerItems';
import { integrationItem } from './integrationItem';
import type { AccountNode, Node, TenantNode } from './nodes';
import { noticeItem } from './noticeItems';
import { joined, type Decoration, type TreeItemData, type TreeItemSources } from './treeItem';
import { oneLine } from '../../core/base/displayText';

function accountItem(node: AccountNode, account: Account | undefined, sources: TreeItemSources): TreeItemData {
  const status = sources.directory.accountStatus(node.accountId);
  const attention = status === 'signInAgain' || status === 'noCredential';
  const name = oneLine(account?.label ?? '');
  const state =
    status === 'signInAgain'
      ? vscode.l10n.t('signed out')
      : status === 'noCredential'
        ? vscode.l10n.t('no credential')
        : undefined;
  const endpoint = oneLine(account?.endpoint.name ?? '', 60);
  // The name that a sign-in proposes ends with the region already.
  const place = account?.sandbox ? vscode.l10n.t('sandbox') : name.endsWith(` · ${endpoint}`) ? undefined : endpoint;
  return {
    label: name,
    description: joined([place, state], ' · '),
    icon: attention
      ? { theme: 'warning', color: 'list.warningForeground' }
      : { theme: account?.sandbox ? 'server-process' : 'account' },
    context: contextValue(
      'account',
      contextWord('kind', account?.kind ?? ''),
      account?.sandbox === true && 'sandbox',
      attention && 'attention',
    ),
    accessibilityLabel: joined([vscode.l10n.t('Account {0}', name), place, state], ', '),
    expands: 'open',
  };
}

interface TenantState {
  readonly decoration?: Decoration;
  readonly word?: string;
  readonly icon: RowIcon;
}

/** How a tenant stands, by shape, by word and by color. */
function tenantState(tenant: Tenant): TenantState {
  if (tenant.mark === 'production')
    return {
      decoration: 'production',
      word: vscode.l10n.t('production'),
      icon: { theme: 'shield', color: 'cxengage.productionForeground' },
    };
  if (tenant.mark === 'readOnly')
    return { decoration: 'readOnly', word: vscode.l10n.t('read-only'), icon: { theme: 'lock' } };
  if (!tenant.active)
    return { decoration: 'inactive', word: vscode.l10n.t('inactive'), icon: { theme: 'circle-slash' } };
  return { icon: { theme: 'organization' } };
}

function countText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 integration') : vscode.l10n.t('{0} integrations', count);
}

function tenantItem(node: TenantNode, tenant: Tenant | undefined, sources: TreeItemSources): TreeItemData {
  const kept = tenant ? undefined : sources.keptRow(node);
  if (kept) return kept;
  const access = sources.directory.access(node);
  const writable = isWritable(access);
  const favorite = sources.isFavorite(node);
  const name = oneLine(tenant?.name ?? node.tenantId);
  const state: TenantState = tenant ? tenantState(tenant) : { icon: { theme: 'organization' } };
  const lacking = !writable && access.refusal === undefined && access.canView ? vscode.l10n.t('view only') : undefined;
  const star = favorite ? '★' : undefined;
  const count = sources.integrationCount(node);
  return {
    label: name,
    description: joined([star, state.word, lacking, count?.toString()], ' · '),
    icon: state.icon,
    context: contextValue(
      'tenant',
      tenant?.mark === 'production' && 'production',
      tenant?.active === false && 'inactive',
      favorite && 'favorite',
      writable ? 'writable' : 'readonly',
    ),
    accessibilityLabel: joined(
      [
        vscode.l10n.t('Tenant {0}', name),
        state.word,
        lacking,
        favorite && vscode.l10n.t('favorite'),
        count !== undefined && countText(count),
      ],
      ', ',
    ),
    expands: sources.opensAtOnce(node) ? 'open' : 'closed',
    ...(state.decoration === undefined ? {} : { decoration: state.decoration }),
  };
}

/** What a node looks and sounds like now. Pure: reads what is known and asks for nothing. */
export function treeItemOf(node: Node, sources: TreeItemSources): TreeItemData {
  const { directory } = sources;
  switch (node.kind) {
    case 'account':
      return accountItem(node, directory.account(node.accountId), sources);
    case 'tenant':
      return tenantItem(node, directory.tenant(node), sources);
    case 'integration':
      return integrationItem(node, directory.integration(node), sources);
    case 'listener':
      return listenerItem(node, directory);
    case 'property':
      return propertyItem(node, directory);
    case 'notice':
      return noticeItem(node, directory);
  }
}
