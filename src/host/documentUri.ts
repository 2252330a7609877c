import * as vscode from 'vscode';
import { DOCUMENT_SCHEME } from './ids';
import { fileNameOf } from '../core/base/displayText';
import type { IntegrationRef } from '../core/directory/model';
import { asIntegrationRef } from '../core/directory/refs';

/**
 * The URI of an integration's document. Its name, which the tab shows, says the tenant too; the IDs in the query are what
 * counts.
 */
export function documentUri(ref: IntegrationRef, integrationName: string, tenantName: string): vscode.Uri {
  const { accountId, tenantId, integrationId } = ref;
  return vscode.Uri.from({
    scheme: DOCUMENT_SCHEME,
    path: `/${fileNameOf(integrationName)} (${fileNameOf(tenantName)}).json`,
    query: new URLSearchParams({ accountId, tenantId, integrationId }).toString(),
  });
}

/** The integration of a document, e.g. of the editor whose title button was pressed; undefined for anything else. */
export function documentRef(uri: unknown): IntegrationRef | undefined {
  if (!(uri instanceof vscode.Uri) || uri.scheme !== DOCUMENT_SCHEME) return undefined;
  return asIntegrationRef(Object.fromEntries(new URLSearchParams(uri.query)));
}
