import * as vscode from 'vscode';
import { oneLine } from '../../core/base/displayText';
import { adviceFor } from '../../core/catalog/advice';
import { integrationType } from '../../core/catalog/registry';
import { isInherited, isWritable } from '../../core/directory/access';
import type { Integration } from '../../core/directory/model';
import { COMMANDS } from '../../host/commandIds';
import type { RowIcon } from '../../host/treeRow';
import type { SortOrder } from './arrange';
import { contextValue, contextWord } from './contextValue';
import type { IntegrationNode } from './nodes';
import { parseTime, relativeTime } from './relativeTime';
import { joined, type Decoration, type TreeItemData, type TreeItemSources } from './treeItem';

const SPINNER: RowIcon = { theme: 'loading~spin' };
const JUST_NOW_MS = 60_000;
const DAY_MS = 86_400_000;
/** A credential that stops working within this time says so in its row. */
const DEADLINE_MS = 180 * DAY_MS;

/** "just now", "3 min. ago". Takes ms since the epoch. */
export function ago(time: number, now: number): string {
  return now - time < JUST_NOW_MS ? vscode.l10n.t('just now') : relativeTime(time, now, vscode.env.language, 'short');
}

/** "updated 3 hr. ago" within a day, and always where rows are sorted by it. The tooltip has the time in any case. */
function updatedText({ updated, created }: Integration, now: number, sort: SortOrder): string | undefined {
  const time = parseTime(updated ?? created);
  if (time === undefined || (sort !== 'updated' && now - time >= DAY_MS)) return undefined;
  return vscode.l10n.t('updated {0}', ago(time, now));
}

/** "ends April 30, 2027", of the credential that stops working first; undefined where none does soon. */
function deadlineText(integration: Integration, now: number): string | undefined {
  const deadline = adviceFor(integration).find((advice) => advice.deadline)?.deadline;
  return deadline && Date.parse(deadline.date) - now <= DEADLINE_MS ? deadline.phrase : undefined;
}

interface TestText {
  readonly visible: string;
  readonly accessible: string;
}

function testText(integration: Integration, sources: TreeItemSources): TestText | undefined {
  const result = sources.testResults.get(integration);
  if (!result) return undefined;
  const when = ago(result.testedAt, sources.now());
  if (result.ok) return { visible: `✓ ${when}`, accessible: vscode.l10n.t('connection test passed {0}', when) };
  return {
    visible: `✗ ${result.reason}, ${when}`,
    accessible: vscode.l10n.t('connection test failed {0}: {1}', when, result.reason),
  };
}

function decorationOf(
  integration: Integration,
  isInherited: boolean,
  sources: TreeItemSources,
): Decoration | undefined {
  if (!integration.active) return 'disabled';
  if (sources.testResults.get(integration)?.ok === false) return 'testFailed';
  return isInherited ? 'inherited' : undefined;
}

/** The row of an integration: its name, what is unusual about it, where it connects to, and how its test ended. */
export function integrationItem(
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
  const inherited = isInherited(integration);
  const writable = isWritable(access) && !inherited;
  const favorite = sources.isFavorite(node);
  const busy = sources.isBusy(node.id);
  const name = oneLine(integration.name);
  const disabled = integration.active ? undefined : vscode.l10n.t('disabled');
  const origin = inherited ? vscode.l10n.t('inherited') : undefined;
  const { host, user } = type.describe(integration.properties);
  const place = [oneLine(host ?? '', 60), oneLine(user ?? '', 60)];
  const test = testText(integration, sources);
  // A side bar has room for one more fact: the result of a test says more than the user.
  const connection = test ? oneLine(host ?? user ?? '', 60) : joined(place, ' · ');
  const now = sources.now();
  const deadline = deadlineText(integration, now);
  const updated = updatedText(integration, now, sources.sort());
  // What is unusual comes first: the result of a test, else a deadline.
  const facts = test ? [connection, test.visible, deadline] : [deadline, connection];
  const decoration = decorationOf(integration, inherited, sources);
  return {
    label: name,
    description: joined([favorite && '★', disabled, origin, ...facts, updated], ' · '),
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
        name,
        oneLine(type.label, 40),
        // A screen reader says both.
        ...place,
        disabled ?? vscode.l10n.t('active'),
        origin,
        !writable && vscode.l10n.t('read-only'),
        favorite && vscode.l10n.t('favorite'),
        busy && vscode.l10n.t('being changed'),
        test?.accessible,
        deadline,
        updated,
      ],
      ', ',
    ),
    expands: type.hasListeners ? 'closed' : 'no',
    ...(decoration === undefined ? {} : { decoration }),
    command: { id: COMMANDS.showIntegration, title: vscode.l10n.t('Show Integration as JSON'), argument: node },
  };
}
