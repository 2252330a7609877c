import * as vscode from 'vscode';
import { COMMANDS } from '../../host/commandIds';
import type { ApiError } from '../../core/api/error';
import type { DirectoryService } from '../../core/directory/service';
import { contextValue } from './contextValue';
import type { NoticeNode } from './nodes';
import type { Row, RowIcon } from './treeItem';
import { oneLine } from '../../core/base/displayText';

interface Words {
  readonly label: string;
  readonly description?: string;
  readonly icon: RowIcon;
  readonly command?: { readonly id: string; readonly title: string };
}

const WARNING: RowIcon = { theme: 'warning', color: 'list.warningForeground' };
const ERROR: RowIcon = { theme: 'error', color: 'list.errorForeground' };

function tryAgain(): { readonly id: string; readonly title: string } {
  return { id: COMMANDS.refresh, title: vscode.l10n.t('Try Again') };
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
      return vscode.l10n.t('Stopped at the proxy');
    case 'timeout':
      return vscode.l10n.t('No answer in time');
    case 'rateLimited':
      return vscode.l10n.t('Too many requests');
    case 'server':
      return vscode.l10n.t('CxEngage had an error');
    case 'notFound':
      return vscode.l10n.t('Not there any more');
    case 'protocol':
      return vscode.l10n.t('Answer not understood');
    default:
      return vscode.l10n.t('Not loaded');
  }
}

function failedWords(error: ApiError, stale: boolean): Words {
  const offline = error.kind === 'offline' || error.kind === 'nameNotFound';
  return {
    label: stale ? vscode.l10n.t('Not up to date: {0}', failureLabel(error)) : failureLabel(error),
    description: vscode.l10n.t('Try again'),
    icon: offline ? { theme: 'debug-disconnect' } : stale ? WARNING : ERROR,
    command: tryAgain(),
  };
}

function emptyWords(node: NoticeNode, directory: DirectoryService): Words {
  if (node.integrationId !== undefined) return { label: vscode.l10n.t('No listeners'), icon: { theme: 'dash' } };
  const access =
    node.tenantId === undefined ? undefined : directory.access({ accountId: node.accountId, tenantId: node.tenantId });
  const writable = access?.canManage === true && access.refusal === undefined;
  const label = vscode.l10n.t('No integrations yet');
  if (!writable) return { label, icon: { theme: 'dash' } };
  return {
    label,
    description: vscode.l10n.t('Create one'),
    icon: { theme: 'add' },
    command: { id: COMMANDS.createIntegration, title: vscode.l10n.t('Create Integration') },
  };
}

function wordsOf(node: NoticeNode, directory: DirectoryService): Words {
  const { notice } = node;
  switch (notice.state) {
    case 'loading':
      return { label: vscode.l10n.t('Loading…'), icon: { theme: 'loading~spin' } };
    case 'empty':
      return emptyWords(node, directory);
    case 'noTenants':
      return {
        label: vscode.l10n.t('This account has no tenants'),
        description: vscode.l10n.t('Look again'),
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
        label: vscode.l10n.t('{0} of {1} shown', notice.shown, notice.total),
        description: vscode.l10n.t('Show more'),
        icon: { theme: 'ellipsis' },
        command: { id: COMMANDS.showMore, title: vscode.l10n.t('Show More') },
      };
    case 'forbidden':
      return {
        label:
          notice.missing.length === 0
            ? vscode.l10n.t('You may not see this')
            : vscode.l10n.t('Permission {0} is missing', notice.missing.join(', ')),
        description: vscode.l10n.t('Try again when you have it'),
        icon: { theme: 'circle-slash' },
        command: tryAgain(),
      };
    case 'signInAgain':
      return {
        label: vscode.l10n.t('The session has ended'),
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
      return failedWords(notice.error, notice.stale);
  }
}

/** A row that says how things stand, with at most one next step, taken by a click or Enter. */
export function noticeRow(node: NoticeNode, directory: DirectoryService): Row {
  const words = wordsOf(node, directory);
  const tenant =
    node.tenantId === undefined ? undefined : directory.tenant({ accountId: node.accountId, tenantId: node.tenantId });
  const place = tenant ? oneLine(tenant.name) : undefined;
  return {
    label: oneLine(words.label),
    ...(words.description === undefined ? {} : { description: words.description }),
    icon: words.icon,
    context: contextValue('notice', node.notice.state),
    spoken: [place, oneLine(words.label), words.description].filter((part) => part !== undefined).join(', '),
    expands: 'no',
    ...(words.command ? { command: { ...words.command, argument: node } } : {}),
  };
}
