import * as vscode from 'vscode';
import type { IntegrationRef } from '../core/directory/model';
import { showStatus } from '../host/statusBar';
import type { Services } from '../host/services';
import { savedCurl } from './panel/preview';

/** Copies the request that stands for a saved integration; its secrets are `$NAMES` in it. */
export async function copyAsCurl({ directory }: Services, ref: IntegrationRef): Promise<void> {
  const integration = await directory.loadIntegration(ref);
  const curl = savedCurl(integration, directory.account(ref.accountId)?.endpoint.url ?? '');
  if (curl === undefined) return;
  await vscode.env.clipboard.writeText(curl);
  showStatus(vscode.l10n.t('Copied as cURL, with $NAMES for the token and the secrets.'));
}
