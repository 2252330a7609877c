import * as vscode from 'vscode';
import { TENANTS_FILE_NAME } from '../core/export/fileEndings';
import type { TextRange } from '../core/base/jsonc';
import { nameOf } from './fileKinds';

/** Where a file's tenants file is: its workspace folder, or its own folder where it is in none. */
export function folderOf(uri: vscode.Uri): vscode.Uri {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..');
}

export function tenantsFileOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(folderOf(uri), TENANTS_FILE_NAME);
}

/** Whether a tenants file is not the one that is read where it is: below the root of a workspace folder. */
export function isMisplaced(uri: vscode.Uri): boolean {
  return tenantsFileOf(uri).toString() !== uri.toString();
}

/** A new list of the addresses, each once. */
export function distinctUris(uris: readonly vscode.Uri[]): vscode.Uri[] {
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}

/** A file's path for people: relative to its workspace folder, never absolute. */
export function pathOf(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri) ? vscode.workspace.asRelativePath(uri) : nameOf(uri);
}

export function toRange(document: vscode.TextDocument, { offset, length }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

export function contains({ offset, length }: TextRange, position: number): boolean {
  return position >= offset && position <= offset + length;
}

/** Reads an address that a command got: VS Code's own from the Explorer, text from a CodeLens. */
export function asUri(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  return typeof argument === 'string' ? vscode.Uri.parse(argument) : undefined;
}
