import * as vscode from 'vscode';
import type { DirectoryService } from '../../core/directory/service';
import { COMMANDS } from '../../host/commandIds';
import { pickOne } from '../../host/quickList';
import { pickSeveral } from '../../host/quickMultiList';
import { stateText } from './readBlocks';
import { detailOf, type SearchHit } from './searchIndex';

interface ActionItem extends vscode.QuickPickItem {
  readonly command: string;
}

/** What can be done with some integrations: enable and disable where at least one of them is not so already. */
function actionsOn(hits: readonly SearchHit[], directory: DirectoryService): readonly ActionItem[] {
  // The directory knows only tenants that were opened: a search passes by the others.
  const isSome = (active: boolean): boolean =>
    hits.some(({ ref, state }) => (directory.integration(ref)?.active ?? state === stateText(true)) === active);
  return [
    { label: vscode.l10n.t('Test Connection'), command: COMMANDS.testConnection },
    ...(isSome(true) ? [{ label: vscode.l10n.t('Disable'), command: COMMANDS.disableIntegration }] : []),
    ...(isSome(false) ? [{ label: vscode.l10n.t('Enable'), command: COMMANDS.enableIntegration }] : []),
    { label: vscode.l10n.t('Copy ID'), command: COMMANDS.copyId },
    { label: vscode.l10n.t('Copy Name'), command: COMMANDS.copyName },
    { label: vscode.l10n.t('Export as Integration File…'), command: COMMANDS.exportIntegrationFile },
  ];
}

/**
 * Asks which of these results, all of them ticked, and what to do with them; then runs that command on their refs.
 * @param part why these are not all the results.
 */
export async function useSeveral(
  hits: readonly SearchHit[],
  directory: DirectoryService,
  part?: string,
): Promise<void> {
  const title = vscode.l10n.t('Find Integration');
  const chosen = await pickSeveral(
    hits.map((hit) => ({
      label: hit.name,
      description: `${hit.typeLabel} · ${hit.state}`,
      detail: detailOf(hit),
      isTicked: true,
      value: hit,
    })),
    {
      title: part === undefined ? title : `${title} · ${part}`,
      placeholder: vscode.l10n.t('Select the integrations to change, test or copy'),
      step: 1,
      totalSteps: 2,
    },
  );
  if (!chosen) return;
  const action = await pickOne(actionsOn(chosen, directory), {
    title:
      chosen.length === 1
        ? vscode.l10n.t('1 integration selected')
        : vscode.l10n.t('{0} integrations selected', chosen.length),
  });
  const refs = chosen.map(({ ref }) => ref);
  if (action) await vscode.commands.executeCommand(action.command, refs);
}
