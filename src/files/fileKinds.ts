import type * as vscode from 'vscode';
import { INTEGRATION_FILE_ENDING, TENANTS_FILE_NAME } from '../core/export/fileEndings';

/** Documents of these schemes show a file as it was elsewhere: a commit, the other side of a diff. The manifest has them too. */
export const COPIES: ReadonlySet<string> = new Set([
  'git',
  'gitfs',
  'review',
  'pr',
  'output',
  'cxengage',
  'vscode-userdata',
]);

export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

export function isIntegrationFile(uri: vscode.Uri): boolean {
  return !COPIES.has(uri.scheme) && uri.path.toLowerCase().endsWith(INTEGRATION_FILE_ENDING);
}

export function isTenantsFile(uri: vscode.Uri): boolean {
  return !COPIES.has(uri.scheme) && nameOf(uri) === TENANTS_FILE_NAME;
}

/** True for each kind of file that is ours. */
export function isOwnFile(uri: vscode.Uri): boolean {
  return isIntegrationFile(uri) || isTenantsFile(uri);
}
