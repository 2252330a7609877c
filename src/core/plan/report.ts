import * as l10n from '@vscode/l10n';
import { escapeMarkdownCell, markdownRow } from '../base/displayText';
import { formatSecretReference } from '../base/secretReference';
import type { AppliedChange, ApplyOutcome } from './apply';
import type { PlannedChange } from './model';
import type { ReadBack } from './readBack';

/** The kind of a change in a word, for rows and reports. */
export function actionLabel({ action }: Pick<PlannedChange, 'action'>): string {
  switch (action) {
    case 'create':
      return l10n.t('Create');
    case 'update':
      return l10n.t('Update');
    case 'enable':
      return l10n.t('Enable');
    case 'disable':
      return l10n.t('Disable');
    case 'nothing':
      return l10n.t('No change');
    case 'cannot':
      return l10n.t('Not possible');
  }
}

/** What became of a change in a word or two. */
export function outcomeLabel(outcome: ApplyOutcome): string {
  switch (outcome.kind) {
    case 'done':
      return {
        created: l10n.t({ message: 'Created', comment: ['an integration'] }),
        updated: l10n.t({ message: 'Updated', comment: ['an integration'] }),
        enabled: l10n.t('Enabled'),
        disabled: l10n.t('Disabled'),
      }[outcome.action];
    case 'nothingToDo':
      return l10n.t('Nothing to do');
    case 'conflict':
      return l10n.t('Changed since the plan');
    case 'refused':
      return l10n.t('Refused');
    case 'failed':
      return l10n.t('Failed');
    case 'unclear':
      return l10n.t('Unclear');
    case 'canceled':
      return l10n.t('Canceled');
    case 'missingSecret':
      return l10n.t('Secret missing');
  }
}

/** Why a change was not made, as a sentence; empty where it was. */
export function outcomeDetail(outcome: ApplyOutcome): string {
  switch (outcome.kind) {
    case 'done':
      return outcome.foundByName ? l10n.t('The response was lost. It was found by its name.') : '';
    case 'nothingToDo':
      return '';
    case 'conflict':
      return l10n.t('It was changed after the plan was made. Look through it again, then apply.');
    case 'missingSecret': {
      const names = outcome.references.map(formatSecretReference).join(', ');
      // Nobody can give a value of this window's memory again but the command that it was for.
      return outcome.references.some(({ source }) => source === 'memory')
        ? l10n.t('{0} is no longer in memory. Nothing was sent. Start again.', names)
        : l10n.t('No value here for {0}.', names);
    }
    default:
      return outcome.error.message;
  }
}

/** What was found when a change was read back, in words. */
export function readBackLabel(readBack: ReadBack): string {
  switch (readBack) {
    case 'same':
      return l10n.t('Read back as planned');
    case 'different':
      return l10n.t('Read back, not as planned');
    case 'unknown':
      return l10n.t('Read back, hidden by CxEngage');
    case 'notRead':
      return l10n.t('Could not be read back');
  }
}

function originOf({ desired: { origin } }: PlannedChange): string {
  switch (origin.kind) {
    case 'file':
      return origin.path;
    case 'copy':
      return l10n.t('Copy from {0}', origin.fromTenant);
    case 'draft':
      return l10n.t('Form');
    case 'rotation':
      return l10n.t('Rotation');
  }
}

/** Something to know about the whole. `text` is the extension's own; `items` are names and reasons from elsewhere. */
export interface ReportNote {
  readonly text: string;
  readonly items?: readonly string[];
}

/** Ids of copies: flows that are imported into the other tenant still name the old one (API facts m). */
function copiedIds(applied: readonly AppliedChange[]): readonly string[] {
  const rows = applied.flatMap(({ change, outcome }) => {
    const { origin } = change.desired;
    if (origin.kind !== 'copy' || outcome.kind !== 'done') return [];
    return [
      markdownRow([change.tenantName, change.name, origin.from.integrationId, outcome.integration.integrationId]),
    ];
  });
  if (rows.length === 0) return [];
  const head = markdownRow([
    l10n.t('Tenant'),
    l10n.t('Integration'),
    l10n.t('ID in the source tenant'),
    l10n.t('ID here'),
  ]);
  return [
    '',
    `## ${l10n.t('IDs')}`,
    '',
    l10n.t('Imported flows still name the old ID. Replace it in each tenant.'),
    '',
    head,
    '| --- | --- | --- | --- |',
    ...rows,
  ];
}

/**
 * What became of applied changes as Markdown, to be pasted into a ticket. Holds no secret, and no server's or file's
 * markup.
 * @param at milliseconds since the epoch.
 */
export function applyReport(applied: readonly AppliedChange[], at: number, notes: readonly ReportNote[] = []): string {
  const counts = new Map<string, number>();
  const count = (label: string): void => {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  };
  for (const { outcome } of applied) count(outcomeLabel(outcome));
  for (const { readBack } of applied) if (readBack) count(readBackLabel(readBack));
  const totals = [...counts].map(([label, count]) => `${label}: ${String(count)}`).join(' · ');
  const head = markdownRow([
    l10n.t('Tenant'),
    l10n.t('Integration'),
    l10n.t('Change'),
    l10n.t('Result'),
    l10n.t('Details'),
    l10n.t('Source'),
  ]);
  const rows = applied.map(({ change, outcome, readBack }) =>
    markdownRow([
      change.tenantName,
      change.name,
      actionLabel(change),
      outcomeLabel(outcome),
      [outcomeDetail(outcome), readBack ? readBackLabel(readBack) : ''].filter((text) => text !== '').join(' '),
      originOf(change),
    ]),
  );
  return [
    `# ${l10n.t('Integration changes')}`,
    '',
    `${new Date(at).toISOString()} · ${totals}`,
    '',
    ...notes.flatMap(({ text, items = [] }) => [
      `- ${text}`,
      ...items.map((item) => `  - ${escapeMarkdownCell(item, 300)}`),
    ]),
    ...(notes.length > 0 ? [''] : []),
    head,
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    ...copiedIds(applied),
    '',
  ].join('\n');
}
