import * as vscode from 'vscode';
import type { IntegrationRef } from '../core/directory/model';
import { pickIntegration } from '../host/quickPicks';
import type { ExplorerContext } from './context';
import { integrationsOf, targetsOf, type CommandArguments } from '../host/commandTargets';

/** Puts the ids of an integration into the address that the user configured for its console. */
function consoleAddress(template: string, { tenantId, integrationId }: IntegrationRef): string {
  return template
    .replaceAll('{tenantId}', encodeURIComponent(tenantId))
    .replaceAll('{integrationId}', encodeURIComponent(integrationId));
}

/** Opens an integration in the web console of its endpoint, in the browser; leads to the setting where it has none. */
export async function openInConsole(
  args: CommandArguments,
  { directory, settings, notify }: ExplorerContext,
): Promise<void> {
  const [given] = integrationsOf(targetsOf(args));
  const ref = given ?? (await pickIntegration(directory));
  if (!ref) return;
  const name = directory.account(ref.accountId)?.endpoint.name ?? '';
  const template = settings.consoleUrls().get(name);
  if (template !== undefined) {
    await vscode.env.openExternal(vscode.Uri.parse(consoleAddress(template, ref), true));
    return;
  }
  const open = vscode.l10n.t('Open Setting');
  const answer = await notify.warn(vscode.l10n.t('No web console is configured for the endpoint “{0}”.', name), open);
  if (answer === open) await vscode.commands.executeCommand('workbench.action.openSettings', 'cxengage.consoleUrls');
}
