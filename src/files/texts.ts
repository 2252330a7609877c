import * as vscode from 'vscode';
import { MAX_FILE_LENGTH } from '../core/plan/jsoncDocument';

/** A UTF-16 unit takes at most three bytes in UTF-8; a file with more is too long whatever it holds. */
const MAX_FILE_BYTES = MAX_FILE_LENGTH * 3;

/** Given in place of the text of a file that is too long to be read. */
export const TOO_LARGE = Symbol('tooLarge');

/** Codes of errors that say that there is no such file. */
const NOT_THERE: ReadonlySet<string> = new Set(['FileNotFound', 'FileNotADirectory', 'FileIsADirectory']);

/** The document of a file that is open. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === key);
}

/** As VS Code reads a file: in the encoding of its editor, else of the settings. What is no text at all is no JSON either. */
async function decoded(bytes: Uint8Array, uri: vscode.Uri): Promise<string> {
  const { workspace } = vscode;
  const document = openDocument(uri);
  try {
    return await (document
      ? workspace.decode(bytes, { encoding: document.encoding })
      : workspace.decode(bytes, { uri }));
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

async function encoded(text: string, uri: vscode.Uri): Promise<Uint8Array> {
  const { workspace } = vscode;
  const document = openDocument(uri);
  return document ? workspace.encode(text, { encoding: document.encoding }) : workspace.encode(text, { uri });
}

/**
 * A file's text as the user sees it: of its document where that has changes not saved, else as it is on disk, which an
 * open document follows with a delay.
 * @returns `TOO_LARGE` without reading it, undefined where there is no such file.
 * @throws FileSystemError where there is one that cannot be read: taken for none, it would be written anew.
 */
export async function readText(uri: vscode.Uri): Promise<string | typeof TOO_LARGE | undefined> {
  const document = openDocument(uri);
  if (document?.isDirty) return document.getText();
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > MAX_FILE_BYTES) return TOO_LARGE;
    return await decoded(await vscode.workspace.fs.readFile(uri), uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && NOT_THERE.has(error.code)) return undefined;
    throw error;
  }
}

/** The smallest part in which two texts differ. */
function difference(
  before: string,
  after: string,
): { readonly start: number; readonly end: number; readonly text: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

/** Whether a document shows what is on disk, which it follows with a delay. */
async function isUpToDate(document: vscode.TextDocument): Promise<boolean> {
  return document.isDirty || (await readText(document.uri)) === document.getText();
}

/**
 * Writes a file. An open document changes only where the texts differ, so that undo works, and is saved unless it had
 * changes that the user has not saved. A document that is behind the disk could not be saved: it follows.
 */
export async function writeText(uri: vscode.Uri, text: string): Promise<void> {
  const document = openDocument(uri);
  if (!document || !(await isUpToDate(document))) {
    await vscode.workspace.fs.writeFile(uri, await encoded(text, uri));
    return;
  }
  const before = document.getText();
  if (before === text) return;
  const { start, end, text: replacement } = difference(before, text);
  await replaceIn(document, new vscode.Range(document.positionAt(start), document.positionAt(end)), replacement);
}

/** Replaces a part of a document, and saves it unless it had changes that the user has not saved. */
export async function replaceIn(document: vscode.TextDocument, range: vscode.Range, text: string): Promise<void> {
  const wasSaved = !document.isDirty;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  await vscode.workspace.applyEdit(edit);
  if (wasSaved) await document.save();
}
