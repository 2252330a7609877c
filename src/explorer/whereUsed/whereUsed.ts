import * as vscode from 'vscode';
import { oneLine } from '../../core/base/displayText';
import type { Integration } from '../../core/directory/model';
import { flowOutline } from '../../core/operations/flowText';
import { whereUsed, type Usage, type UsageReport } from '../../core/operations/whereUsed';
import { withProgress } from '../../host/progress';
import { pickIntegration } from '../../host/quickPicks';
import { pickOne } from '../../host/quickList';
import type { ExplorerContext } from '../context';
import { integrationsOf, targetsOf } from '../../host/commandTargets';
import { copyLines } from '../targets';
import { searchNotes, usageDescription } from './messages';

interface UsageItem extends vscode.QuickPickItem {
  readonly usage?: Usage;
  readonly withDrafts?: true;
}

function icon({ kind }: Usage): vscode.ThemeIcon {
  return new vscode.ThemeIcon(kind === 'flow' ? 'type-hierarchy' : kind === 'tenant' ? 'organization' : 'arrow-swap');
}

function itemsOf(report: UsageReport, withDrafts: boolean): readonly UsageItem[] {
  const notes = searchNotes(report, withDrafts);
  return [
    ...report.usages.map((usage) => ({
      label: usage.name,
      description: usageDescription(usage),
      iconPath: icon(usage),
      usage,
    })),
    { label: vscode.l10n.t('Search'), kind: vscode.QuickPickItemKind.Separator },
    ...notes.map((label) => ({ label, iconPath: new vscode.ThemeIcon('info'), alwaysShow: true })),
    ...(withDrafts
      ? []
      : [
          {
            label: vscode.l10n.t('Search Drafts and Older Versions Too'),
            iconPath: new vscode.ThemeIcon('history'),
            alwaysShow: true,
            withDrafts: true as const,
          },
        ]),
  ];
}

/** Searches under progress. Throws when canceled. */
export async function searchUsages(
  { directory }: Pick<ExplorerContext, 'directory'>,
  integration: Integration,
  withDrafts: boolean,
): Promise<UsageReport> {
  const title = vscode.l10n.t('Searching flows for “{0}”', oneLine(integration.name, 60));
  return withProgress(title, async (signal, report) =>
    whereUsed(directory, integration, {
      signal,
      withDrafts,
      onProgress: ({ done, total }) => {
        report(vscode.l10n.t('{0} of {1} flows', done, total), { done, total });
      },
    }),
  );
}

/** A flow's steps by name and type as a read-only text: never what they say, which may hold tokens. */
async function showOutline(
  { directory, reports }: ExplorerContext,
  integration: Integration,
  usage: Usage,
): Promise<void> {
  const version = await withProgress(vscode.l10n.t('Reading the flow “{0}”', oneLine(usage.name, 60)), (signal) =>
    directory.readResource(integration, ['flows', usage.id, 'versions', usage.version ?? ''], signal),
  );
  const steps = flowOutline(version).map(({ name, type }) => `- ${oneLine(name, 120)} (${oneLine(type, 60)})`);
  const lines = [
    oneLine(usage.name, 120),
    usageDescription(usage),
    '',
    ...(steps.length > 0 ? steps : [vscode.l10n.t('The steps of this flow could not be read.')]),
    '',
  ];
  await reports.show(`${usage.name}.txt`, lines.join('\n'));
}

/** Shows what refers to an integration; a row opens the flow's outline, or is copied. */
export async function showWhereUsed(args: readonly unknown[], parts: ExplorerContext): Promise<void> {
  const { directory } = parts;
  const [given] = integrationsOf(targetsOf(args));
  const ref = given ?? (await pickIntegration(directory));
  if (!ref) return;
  const integration = await directory.loadIntegration(ref);
  for (let withDrafts = false; ; withDrafts = true) {
    const report = await searchUsages(parts, integration, withDrafts);
    const chosen = await pickOne(itemsOf(report, withDrafts), {
      title: vscode.l10n.t('Where “{0}” is used', oneLine(integration.name, 60)),
      placeholder: vscode.l10n.t('Select a flow to see its steps, or another row to copy it'),
    });
    if (!chosen) return;
    if (chosen.withDrafts) continue;
    const { usage } = chosen;
    if (usage?.kind === 'flow' && usage.version !== undefined) await showOutline(parts, integration, usage);
    else await copyLines([{ text: [chosen.label, chosen.description ?? ''].join('\t').trim(), name: chosen.label }]);
    return;
  }
}
