import type * as vscode from 'vscode';
import type { IntegrationFile } from '../core/plan/fileModel';
import { parseIntegrationFile } from '../core/plan/integrationFile';

const parsed = new WeakMap<vscode.TextDocument, { readonly version: number; readonly file: IntegrationFile }>();

/** A document read as an integration file, once for each version of its text, whoever asks. */
export function parsedFile(document: vscode.TextDocument): IntegrationFile {
  const known = parsed.get(document);
  if (known?.version === document.version) return known.file;
  const file = parseIntegrationFile(document.getText());
  parsed.set(document, { version: document.version, file });
  return file;
}
