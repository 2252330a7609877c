import * as vscode from 'vscode';
import { COMMANDS } from '../../host/commandIds';
import type { ApiError } from '../../core/api/error';
import { isWritable } from '../../core/directory/access';
import type { DirectoryService } from '../../core/directory/service';
import type { RowIcon } from '../../host/treeRow';
import { contextValue } from './contextValue';
import type { NoticeNode } from './nodes';
import type { TreeItemData } from './treeItem';
import { oneLine } from '../../core/base/displayText';

interface NoticeText {
  readonly label: string;
  readonly description?: string;
  readonly icon: RowIcon;
  readonly command?: { readonly id: string; readonly title: string };
}

const WARNING: RowIcon = { theme: 'warning', color: 'list.warningForeground' };
const ERROR: RowIcon = { theme: 'error', color: 'list.errorForeground' };

function tryAgain(): { readonly id: string; readonly title: string } {
  return { id: COMMANDS.refresh, title: vscode.l10n.t('Retry') };
}

/** What went wrong, in the few words a row has; the whole sentence is in the tooltip. */
function failureLabel(error: ApiError): string {
  switch (error.kind) {
    case 'forbidden':
      return vscode.l10n.t('Permission missing');
    case 'offline':
      return vscode.l10n.t('Offline');
    case 'nameNotFound':
      return vscode.l10n.t('Server not found');
    case 'tls':
      return vscode.l10n.t('Certificate not trusted');
    case 'proxy':
      return vscode.l10n.t('Blocked by the proxy');
    case 'timeout':
      return vscode.l10n.t('Request timed out');
    case 'keyringUnavailable':
      return vscode.l10n.t('Keyring not available');
    case 'rateLimited':
      return vscode.l10n.t('Too many requests');
    case 'server':
      return vscode.l10n.t('CxEngage server error');
    case 'notFound':
      return vscode.l10n.t('Not found');
    case 'protocol':
      return vscode.l10n.t('Unexpected response');
    default:
      return vscode.l10n.t('Not loaded');
  }
}

function failureText(error: ApiError, stale: boolean): NoticeText {
  const offline = error.kind === 'offline' || error.kind === 'nameNotFound';
  return {
    label: stale ? vscode.l10n.t('Not up to date: {0}', failureLabel(error)) : failureLabel(error),
    description: vscode.l10n.t('Retry'),
    icon: offline ? { theme: 'debug-disconnect' } : stale ? WARNING : ERROR,
    command: tryAgain(),
  };
}

function emptyText(node: NoticeNode, directory: DirectoryService): NoticeText {
  if (node.integrationId !== undefined) return { label: vscode.l10n.t('No listeners'), icon: { theme: 'dash' } };
  const access =
    node.tenantId === undefined ? undefined : directory.access({ accountId: node.accountId, tenantId: node.tenantId });
  const writable = access !== undefined && isWritable(access);
  const label = vscode.l10n.t('No integrations yet');
  if (!writable) return { label, icon: { theme: 'dash' } };
  return {
    label,
    description: vscode.l10n.t('Create one'),
    icon: { theme: 'add' },
    command: { id: COMMANDS.createIntegration, title: vscode.l10n.t('Create Integration') },
  };
}

function noticeText(node: NoticeNode, directory: DirectoryService): NoticeText {
  const { notice } = node;
  switch (notice.state) {
    case 'loading':
      return { label: vscode.l10n.t('Loading…'), icon: { theme: 'loading~spin' } };
    case 'empty':
      return emptyText(node, directory);
    case 'noTenants':
      return {
        label: vscode.l10n.t('This account has no tenants'),
        description: vscode.l10n.t('Check again'),
        icon: { theme: 'dash' },
        command: tryAgain(),
      };
    case 'filtered':
      return {
        label:
          notice.hidden === 1
            ? vscode.l10n.t('1 integration hidden by the filter')
            : vscode.l10n.t('{0} integrations hidden by the filter', notice.hidden),
        description: vscode.l10n.t('Clear the filter'),
        icon: { theme: 'filter' },
        command: { id: COMMANDS.clearFilter, title: vscode.l10n.t('Clear Filter') },
      };
    case 'more':
      return {
        label: vscode.l10n.t('Showing {0} of {1}', notice.shown, notice.total),
        description: vscode.l10n.t('Show more'),
        icon: { theme: 'ellipsis' },
        command: { id: COMMANDS.showMore, title: vscode.l10n.t('Show More') },
      };
    case 'forbidden':
      return {
        label:
          notice.missing.length === 0
            ? vscode.l10n.t('You do not have permission to view this')
            : vscode.l10n.t('Permission {0} is missing', notice.missing.join(', ')),
        description: vscode.l10n.t('Retry once you have it'),
        icon: { theme: 'circle-slash' },
        command: tryAgain(),
      };
    case 'signInAgain':
      return {
        label: vscode.l10n.t('Session expired'),
        description: vscode.l10n.t('Sign in again'),
        icon: { theme: 'sign-in' },
        command: { id: COMMANDS.signInAgain, title: vscode.l10n.t('Sign In Again') },
      };
    case 'noCredential':
      return {
        label: vscode.l10n.t('The credential cannot be read'),
        description: vscode.l10n.t('Sign in again'),
        icon: { theme: 'key' },
        command: { id: COMMANDS.signInAgain, title: vscode.l10n.t('Sign In Again') },
      };
    case 'failed':
      return failureText(notice.error, notice.stale);
  }
}

/** A row that says how things stand, with at most one next step, taken by a click or Enter. */
export function noticeItem(node: NoticeNode, directory: DirectoryService): TreeItemData {
  const words = noticeText(node, directory);
  const tenant =
    node.tenantId === undefined ? undefined : directory.tenant({ accountId: node.accountId, tenantId: node.tenantId });
  const place = tenant ? oneLine(tenant.name) : undefined;
  return {
    label: oneLine(words.label),
    ...(words.description === undefined ? {} : { description: words.description }),
    icon: words.icon,
    context: contextValue('notice', node.notice.state),
    accessibilityLabel: [place, oneLine(words.label), words.description]
      .filter((part) => part !== undefined)
      .join(', '),
    expands: 'no',
    ...(words.command ? { command: { ...words.command, argument: node } } : {}),
  };
}
