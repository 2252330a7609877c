import * as vscode from 'vscode';
import { oneLine } from '../../core/base/displayText';
import type { Integration } from '../../core/directory/model';
import { flowOutline } from '../../core/operations/flowText';
import { whereUsedAll, type IntegrationUsages, type Usage } from '../../core/operations/whereUsed';
import { loadSeveral } from '../../host/loadSeveral';
import { withProgress } from '../../host/progress';
import { pickIntegration } from '../../host/quickPicks';
import { pickOne } from '../../host/quickList';
import type { ExplorerContext } from '../context';
import { integrationsOf, targetsOf, type CommandArguments } from '../../host/commandTargets';
import { copyLines } from '../targets';
import { gapNotes, limitNote, resultNote, usageDescription } from './messages';

type UsageServices = Pick<ExplorerContext, 'directory' | 'reports'>;

interface UsageItem extends vscode.QuickPickItem {
  readonly usage?: Usage;
  /** The integration whose usage it is. */
  readonly of?: Integration;
  readonly withDrafts?: true;
}

function icon({ kind }: Usage): vscode.ThemeIcon {
  return new vscode.ThemeIcon(kind === 'flow' ? 'type-hierarchy' : kind === 'tenant' ? 'organization' : 'arrow-swap');
}

function note(label: string, id = 'info'): UsageItem {
  return { label, iconPath: new vscode.ThemeIcon(id), alwaysShow: true };
}

function separator(label: string): UsageItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function usageItems({ integration, report }: IntegrationUsages): readonly UsageItem[] {
  return report.usages.map((usage) => ({
    label: usage.name,
    description: usageDescription(usage),
    iconPath: icon(usage),
    usage,
    of: integration,
  }));
}

/** What was found, below the name of each of several integrations; then how far the search went. */
function itemsOf(
  found: readonly IntegrationUsages[],
  withDrafts: boolean,
  tenantName: (integration: Integration) => string,
): readonly UsageItem[] {
  const [only] = found;
  const isOne = only !== undefined && found.length === 1;
  const placed = (each: Integration): string =>
    vscode.l10n.t('{0} in {1}', oneLine(each.name, 60), oneLine(tenantName(each), 60));
  const results = isOne
    ? usageItems(only)
    : found.flatMap((each): readonly UsageItem[] => [
        separator(placed(each.integration)),
        ...usageItems(each),
        ...(each.report.usages.length === 0 ? [note(resultNote(each.report))] : []),
      ]);
  return [
    ...results,
    separator(vscode.l10n.t('Search')),
    ...(isOne ? [note(resultNote(only.report))] : []),
    note(limitNote(withDrafts)),
    ...gapNotes(found, tenantName).map((text) => note(text, 'warning')),
    ...(withDrafts
      ? []
      : [{ ...note(vscode.l10n.t('Search Drafts and Older Versions Too'), 'history'), withDrafts: true as const }]),
  ];
}

/** Searches under progress. Throws when canceled. */
export async function searchUsages(
  { directory }: Pick<ExplorerContext, 'directory'>,
  integrations: readonly Integration[],
  withDrafts: boolean,
): Promise<readonly IntegrationUsages[]> {
  const [only] = integrations;
  const title =
    only && integrations.length === 1
      ? vscode.l10n.t('Searching flows for “{0}”', oneLine(only.name, 60))
      : vscode.l10n.t('Searching flows for {0} integrations', integrations.length);
  return withProgress(title, async (signal, report) =>
    whereUsedAll(directory, integrations, {
      signal,
      withDrafts,
      onProgress: (progress) => {
        report(vscode.l10n.t('{0} of {1} flows', progress.done, progress.total), progress);
      },
    }),
  );
}

/** A flow's steps by name and type as a read-only text: never what they say, which may hold tokens. */
async function showOutline(
  { directory, reports }: UsageServices,
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

/** The integrations that the command is about; those that are gone are left out where there are others. */
async function askIntegrations(
  args: CommandArguments,
  { directory }: Pick<ExplorerContext, 'directory'>,
): Promise<readonly Integration[]> {
  const given = integrationsOf(targetsOf(args));
  const asked = given.length > 0 ? undefined : await pickIntegration(directory);
  return loadSeveral(directory, asked ? [asked] : given);
}

/**
 * Shows what refers to one or several integrations; a row opens the flow's outline, or is copied.
 * @param args after the targets, as a third one, why these are not all that a search looks for.
 */
export async function showWhereUsed(args: CommandArguments, parts: UsageServices): Promise<void> {
  const { directory } = parts;
  const integrations = await askIntegrations(args, parts);
  const [first] = integrations;
  if (!first) return;
  const tenantName = (ref: Integration): string => directory.tenant(ref)?.name ?? ref.tenantId;
  const title =
    integrations.length === 1
      ? vscode.l10n.t('Where “{0}” is used', oneLine(first.name, 60))
      : vscode.l10n.t('Where {0} integrations are used', integrations.length);
  const part = args[2];
  for (let withDrafts = false; ; withDrafts = true) {
    const found = await searchUsages(parts, integrations, withDrafts);
    const chosen = await pickOne(itemsOf(found, withDrafts, tenantName), {
      title: typeof part === 'string' ? `${title} · ${part}` : title,
      placeholder: vscode.l10n.t('Select a flow to see its steps, or another row to copy it'),
    });
    if (!chosen) return;
    if (chosen.withDrafts) continue;
    const { usage, of } = chosen;
    if (of && usage?.kind === 'flow' && usage.version !== undefined) await showOutline(parts, of, usage);
    else await copyLines([{ text: [chosen.label, chosen.description ?? ''].join('\t').trim(), name: chosen.label }]);
    return;
  }
}
