import * as vscode from 'vscode';
import { oneLine } from '../../core/base/displayText';
import type { Integration } from '../../core/directory/model';
import type { IntegrationUsages, Usage, UsageGap, UsageReport, UsageStrength } from '../../core/operations/whereUsed';

/** How a finding refers to the integration, in words. */
function strengthLabel(strength: UsageStrength): string {
  switch (strength) {
    case 'namesIt':
      return vscode.l10n.t('names it');
    case 'usesType':
      return vscode.l10n.t('uses its type');
    case 'callsFlow':
      return vscode.l10n.t('calls a flow that names it');
  }
}

function kindLabel({ kind }: Usage): string {
  switch (kind) {
    case 'flow':
      return vscode.l10n.t('flow');
    case 'dispatchMapping':
      return vscode.l10n.t('dispatch mapping');
    case 'tenant':
      return vscode.l10n.t('outbound integration of the tenant');
  }
}

/** What a finding is and how it refers to the integration: “flow · calls a flow that names it: Create a ticket”. */
export function usageDescription(usage: Usage): string {
  const strength = strengthLabel(usage.strength);
  const via = usage.via === undefined ? strength : vscode.l10n.t('{0}: {1}', strength, oneLine(usage.via, 60));
  const parts = [kindLabel(usage), via];
  if (usage.text === 'draft') parts.push(vscode.l10n.t('draft'));
  if (usage.text === 'older') parts.push(vscode.l10n.t('older version'));
  if (!usage.active) parts.push(vscode.l10n.t('not active'));
  return parts.join(' · ');
}

function gapSentence({ what, count, permission }: UsageGap): string {
  const reason =
    permission === undefined ? '' : ` ${vscode.l10n.t('Your account lacks the permission {0}.', permission)}`;
  switch (what) {
    case 'everything':
      return vscode.l10n.t('Not searched. Sign in again.');
    case 'flows':
      return vscode.l10n.t('Flows could not be read.') + reason;
    case 'flowVersions':
      return vscode.l10n.t('{0} flow versions could not be read.', count) + reason;
    case 'drafts':
      return vscode.l10n.t('Drafts of {0} flows could not be read.', count) + reason;
    case 'dispatchMappings':
      return vscode.l10n.t('Dispatch mappings could not be read.') + reason;
    case 'tenant':
      return vscode.l10n.t('The tenant’s settings could not be read.') + reason;
  }
}

/** What was searched, and with what result. It never says “unused”. */
export function resultNote({ usages, versions, gaps }: UsageReport): string {
  const unread = gaps.find(({ what }) => what === 'everything');
  if (unread) return gapSentence(unread);
  return usages.length === 0
    ? vscode.l10n.t('Not found. Active versions searched: {0}.', versions)
    : vscode.l10n.t('Active versions searched: {0}.', versions);
}

/** What no search can know. */
export function limitNote(withDrafts: boolean): string {
  return withDrafts
    ? vscode.l10n.t('A flow can refer to an integration in ways that are not public.')
    : vscode.l10n.t('A flow can refer to an integration in ways that are not public; drafts were not read.');
}

/** What could not be read, and the permissions that are missing; of several integrations each with its tenant. */
export function gapNotes(
  found: readonly IntegrationUsages[],
  tenantName: (integration: Integration) => string,
): readonly string[] {
  const sentences = found.flatMap(({ integration, report }) =>
    report.gaps.map((gap) =>
      found.length === 1 ? gapSentence(gap) : `${oneLine(tenantName(integration), 60)}: ${gapSentence(gap)}`,
    ),
  );
  // Integrations of one tenant were searched for in one reading, and have the same gaps.
  return [...new Set(sentences)];
}

/** Names listed in a question; the rest is counted. */
const MAX_NAMES = 8;

/** What the question before disabling says of where integrations are used; empty where nothing was found. */
export function usedByNotes(found: readonly IntegrationUsages[]): readonly string[] {
  const lines = found.flatMap(({ integration, report }): readonly string[] => {
    const relevant = report.usages.filter(({ active, text }) => active && (text === undefined || text === 'active'));
    if (relevant.length === 0) return [];
    const names = relevant
      .slice(0, MAX_NAMES)
      .map((usage) => `${oneLine(usage.name, 60)} (${usageDescription(usage)})`);
    const rest = relevant.length > MAX_NAMES ? [vscode.l10n.t('and {0} more', relevant.length - MAX_NAMES)] : [];
    return [vscode.l10n.t('“{0}” is used by:', oneLine(integration.name, 60)), ...names, ...rest];
  });
  // A modal does not scroll.
  return lines.length <= 2 * MAX_NAMES
    ? lines
    : [...lines.slice(0, 2 * MAX_NAMES), vscode.l10n.t('… For the rest, use “Where Is This Used?”.')];
}
