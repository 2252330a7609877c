import * as vscode from 'vscode';
import type { IntegrationRef } from '../core/directory/model';
import type { Services } from '../host/services';
import { FormModel } from './model';
import { duplicateDraft } from './newDraft';
import { formCurl } from './preview';

/** Copies the request that would create an integration like this one; its secrets stand as `$NAMES`. */
export async function copyAsCurl({ directory }: Services, ref: IntegrationRef): Promise<void> {
  const integration = await directory.loadIntegration(ref);
  const model = new FormModel(duplicateDraft(integration, integration.name, true));
  const curl = formCurl(model, directory.account(ref.accountId)?.endpoint.url ?? '');
  if (curl === undefined) return;
  await vscode.env.clipboard.writeText(curl);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as cURL, with $NAMES for the token and the secrets.'), 5000);
}
