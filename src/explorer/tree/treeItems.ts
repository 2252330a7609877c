import * as vscode from 'vscode';
import { COMMANDS } from '../../host/commandIds';
import { integrationType } from '../../core/catalog/registry';
import type { Account } from '../../core/base/account';
import type { Integration, Tenant } from '../../core/directory/model';
import type { DirectoryService } from '../../core/directory/service';
import { contextValue, contextWord } from './contextValue';
import { listenerItem, propertyItem } from './listenerItems';
import type { AccountNode, IntegrationNode, Node, TenantNode } from './nodes';
import { noticeItem } from './noticeItems';
import { parseTime, relativeTime } from './relativeTime';
import type { TreeItemData, ItemIcon, Decoration } from './treeItem';
import { oneLine } from '../../core/base/displayText';

/** What rows are made from. */
export interface TreeItemSources {
  readonly directory: DirectoryService;
  isFavorite(node: TenantNode | IntegrationNode): boolean;
  /** True while a change of it is under way. */
  isBusy(nodeId: string): boolean;
  /** The only tenant of the tree is shown open. */
  opensAtOnce(node: TenantNode): boolean;
  now(): number;
}

const SPINNER: ItemIcon = { theme: 'loading~spin' };

const joined = (parts: readonly (string | false | undefined)[], separator: string): string =>
  parts.filter((part) => typeof part === 'string' && part !== '').join(separator);

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
  readonly icon: ItemIcon;
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

function tenantItem(node: TenantNode, tenant: Tenant | undefined, sources: TreeItemSources): TreeItemData {
  const access = sources.directory.access(node);
  const writable = access.canManage && access.refusal === undefined;
  const favorite = sources.isFavorite(node);
  const name = oneLine(tenant?.name ?? node.tenantId);
  const state: TenantState = tenant ? tenantState(tenant) : { icon: { theme: 'organization' } };
  const lacking = !writable && access.refusal === undefined && access.canView ? vscode.l10n.t('view only') : undefined;
  const star = favorite ? '★' : undefined;
  return {
    label: name,
    description: joined([star, state.word, lacking], ' · '),
    icon: state.icon,
    context: contextValue(
      'tenant',
      tenant?.mark === 'production' && 'production',
      tenant?.active === false && 'inactive',
      favorite && 'favorite',
      writable ? 'writable' : 'readonly',
    ),
    accessibilityLabel: joined(
      [vscode.l10n.t('Tenant {0}', name), state.word, lacking, favorite && vscode.l10n.t('favorite')],
      ', ',
    ),
    expands: sources.opensAtOnce(node) ? 'open' : 'closed',
    ...(state.decoration === undefined ? {} : { decoration: state.decoration }),
  };
}

/** Below this age in ms a change is "just now". */
const JUST_NOW_MS = 60_000;

/** "updated 3 days ago", where the server said when. */
export function updatedText(integration: Integration, now: number): string | undefined {
  const time = parseTime(integration.updated ?? integration.created);
  if (time === undefined) return undefined;
  if (now - time < JUST_NOW_MS) return vscode.l10n.t('updated just now');
  return vscode.l10n.t('updated {0}', relativeTime(time, now, vscode.env.language));
}

function integrationItem(
  node: IntegrationNode,
  integration: Integration | undefined,
  sources: TreeItemSources,
): TreeItemData {
  const { directory } = sources;
  if (!integration)
    return {
      label: node.integrationId,
      icon: { theme: 'plug' },
      context: contextValue('integration', 'gone'),
      accessibilityLabel: node.integrationId,
      expands: 'no',
    };
  const type = integrationType(integration.type);
  const access = directory.access(node);
  const inherited = integration.ownerTenantId !== integration.tenantId;
  const writable = access.canManage && access.refusal === undefined && !inherited;
  const favorite = sources.isFavorite(node);
  const busy = sources.isBusy(node.id);
  const name = oneLine(integration.name);
  const typeName = oneLine(type.label, 40);
  const disabled = integration.active ? undefined : vscode.l10n.t('disabled');
  const origin = inherited ? vscode.l10n.t('inherited') : undefined;
  const updated = updatedText(integration, sources.now());
  const decoration: Decoration | undefined = integration.active ? (inherited ? 'inherited' : undefined) : 'disabled';
  return {
    label: name,
    description: joined([favorite && '★', disabled, origin, updated], ' · '),
    icon: busy ? SPINNER : { type: type.icon },
    context: contextValue(
      'integration',
      contextWord('type', integration.type),
      type.hasListeners && 'listeners',
      favorite && 'favorite',
      integration.active ? 'active' : 'inactive',
      writable ? 'writable' : 'readonly',
    ),
    accessibilityLabel: joined(
      [
        vscode.l10n.t('{0} integration {1}', typeName, name),
        disabled ?? vscode.l10n.t('active'),
        origin,
        !writable && vscode.l10n.t('read-only'),
        favorite && vscode.l10n.t('favorite'),
        busy && vscode.l10n.t('being changed'),
        updated,
      ],
      ', ',
    ),
    expands: type.hasListeners ? 'closed' : 'no',
    ...(decoration === undefined ? {} : { decoration }),
    command: { id: COMMANDS.showIntegration, title: vscode.l10n.t('Show Integration as JSON'), argument: node },
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
