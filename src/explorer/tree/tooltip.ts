import * as vscode from 'vscode';
import { adviceFor } from '../../core/catalog/advice';
import { integrationType } from '../../core/catalog/registry';
import type { Account } from '../../core/base/account';
import { isInherited } from '../../core/directory/access';
import type { Integration, Loadable, Tenant } from '../../core/directory/model';
import type { DirectoryService } from '../../core/directory/service';
import { COMMANDS } from '../../host/commandIds';
import { listenerOf, propertyText } from './listenerItems';
import type { Node } from './nodes';
import { parseTime, relativeTime } from './relativeTime';
import type { TreeItemSources } from './treeItem';
import { escapeMarkdown } from '../../core/base/displayText';

/** What tooltips are made from. */
export type TooltipSources = Pick<TreeItemSources, 'directory' | 'testResults' | 'now'>;

type Line = readonly [term: string, value: string | undefined];

/** Headline, paragraph and a list of facts. Every value is escaped here; nothing else may write markdown. */
function markdown(title: string, facts: readonly Line[], paragraph?: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(undefined, false);
  text.isTrusted = false;
  text.supportHtml = false;
  text.value = [
    `**${escapeMarkdown(title)}**`,
    ...(paragraph === undefined || paragraph === '' ? [] : [escapeMarkdown(paragraph, 1000)]),
    facts
      .flatMap(([term, value]) =>
        value === undefined || value === '' ? [] : [`${escapeMarkdown(term)}: ${escapeMarkdown(value)}`],
      )
      .join('  \n'),
  ].join('\n\n');
  return text;
}

/** A time, and "by you" where the account's user did it. The API gives an ID of others, which tells nobody anything. */
function moment(iso: string | undefined, byYou: boolean, now: number): string | undefined {
  const time = parseTime(iso);
  if (time === undefined) return undefined;
  const when = `${relativeTime(time, now, vscode.env.language)} (${new Date(time).toLocaleString(vscode.env.language)})`;
  return byYou ? vscode.l10n.t('{0} by you', when) : when;
}

/** Where the data came from and when: VS Code keeps a tooltip for as long as its row stays, and an age would not. */
function source(state: Loadable<unknown>): string | undefined {
  if (state.state === 'idle' || state.loadedAt === undefined) return undefined;
  const time = new Date(state.loadedAt).toLocaleString(vscode.env.language);
  const copy = state.state !== 'ready' || state.fromCache;
  return copy
    ? vscode.l10n.t('saved copy, loaded from CxEngage at {0}', time)
    : vscode.l10n.t('loaded from CxEngage at {0}', time);
}

function accountTooltip(account: Account, directory: DirectoryService): vscode.MarkdownString {
  const status = directory.accountStatus(account.id);
  const attention =
    status === 'signInAgain'
      ? vscode.l10n.t('Session expired. Sign in again.')
      : status === 'noCredential'
        ? vscode.l10n.t('The credential cannot be read. Sign in again.')
        : undefined;
  return markdown(
    account.label,
    [
      [vscode.l10n.t('Endpoint'), `${account.endpoint.name} (${account.endpoint.url})`],
      [vscode.l10n.t('User'), account.userName],
      [vscode.l10n.t('Tenants'), source(directory.tenants(account.id))],
    ],
    attention,
  );
}

function tenantTooltip(tenant: Tenant, directory: DirectoryService): vscode.MarkdownString {
  const access = directory.access(tenant);
  const integrations = directory.integrations(tenant);
  const count = integrations.state === 'idle' ? undefined : integrations.value?.length;
  const mark =
    tenant.mark === 'production'
      ? vscode.l10n.t('production: every change asks for confirmation')
      : tenant.mark === 'readOnly'
        ? vscode.l10n.t('read-only')
        : undefined;
  return markdown(
    tenant.name,
    [
      [vscode.l10n.t('Marked'), mark],
      [vscode.l10n.t('ID'), tenant.tenantId],
      [vscode.l10n.t('Parent'), tenant.parentName],
      [vscode.l10n.t('Account'), directory.account(tenant.accountId)?.label],
      [vscode.l10n.t('Missing permissions'), access.missing.join(', ')],
      [vscode.l10n.t('Integrations'), count === undefined ? undefined : String(count)],
      [vscode.l10n.t('Data'), source(integrations)],
    ],
    access.refusal,
  );
}

function integrationTooltip(
  integration: Integration,
  { directory, testResults, now }: TooltipSources,
): vscode.MarkdownString {
  const type = integrationType(integration.type);
  const summary = type.describe(integration.properties);
  const tenant = directory.tenant(integration);
  const inherited = isInherited(integration);
  const you = directory.userId(integration.accountId);
  const isYou = (by: string | undefined): boolean => you !== undefined && by === you;
  const test = testResults.get(integration);
  const { accountId, tenantId, integrationId } = integration;
  const deadlines = adviceFor(integration).flatMap(({ deadline }) => (deadline ? [deadline.phrase] : []));
  const text = markdown(
    integration.name,
    [
      [vscode.l10n.t('Type'), type.label],
      [vscode.l10n.t('Host'), summary.host],
      [vscode.l10n.t('User'), summary.user],
      [vscode.l10n.t('State'), integration.active ? vscode.l10n.t('active') : vscode.l10n.t('disabled')],
      [vscode.l10n.t('Credentials'), deadlines.join(', ')],
      [
        vscode.l10n.t('Connection test'),
        test && `${new Date(test.testedAt).toLocaleTimeString(vscode.env.language)}: ${test.conclusion}`,
      ],
      [vscode.l10n.t('Tenant'), tenant?.name],
      [
        vscode.l10n.t('Inherited'),
        inherited
          ? vscode.l10n.t('from {0}; change it there', tenant?.parentName ?? integration.ownerTenantId)
          : undefined,
      ],
      [vscode.l10n.t('Created'), moment(integration.created, isYou(integration.createdBy), now())],
      [vscode.l10n.t('Updated'), moment(integration.updated, isYou(integration.updatedBy), now())],
      [vscode.l10n.t('ID'), integration.integrationId],
      [vscode.l10n.t('Data'), source(directory.integrations(integration))],
    ],
    integration.description,
  );
  // The one command that a link in a tooltip may run. Parentheses would end the link.
  const target = encodeURIComponent(JSON.stringify([{ accountId, tenantId, integrationId }])).replace(/[()]/g, (mark) =>
    mark === '(' ? '%28' : '%29',
  );
  text.isTrusted = { enabledCommands: [COMMANDS.whereUsed] };
  text.value += `\n\n[${escapeMarkdown(vscode.l10n.t('Where Is This Used?'))}](command:${COMMANDS.whereUsed}?${target})`;
  return text;
}

/** The tooltip of a node; undefined where its row says everything. */
export function tooltipOf(node: Node, sources: TooltipSources): vscode.MarkdownString | undefined {
  const { directory } = sources;
  switch (node.kind) {
    case 'account': {
      const account = directory.account(node.accountId);
      return account && accountTooltip(account, directory);
    }
    case 'tenant': {
      const tenant = directory.tenant(node);
      return tenant && tenantTooltip(tenant, directory);
    }
    case 'integration': {
      const integration = directory.integration(node);
      return integration && integrationTooltip(integration, sources);
    }
    case 'listener': {
      const listener = listenerOf(node, directory);
      return (
        listener &&
        markdown(listener.name, [
          [
            vscode.l10n.t('State'),
            listener.active
              ? vscode.l10n.t({ message: 'active', comment: ['a listener'] })
              : vscode.l10n.t({ message: 'disabled', comment: ['a listener'] }),
          ],
          [vscode.l10n.t('Type'), listener.listenerType],
          [vscode.l10n.t('ID'), listener.listenerId],
        ])
      );
    }
    case 'property':
      return markdown(node.property, [], propertyText(node, directory));
    case 'notice':
      return node.notice.state === 'failed' ? markdown(node.notice.error.message, []) : undefined;
  }
}
