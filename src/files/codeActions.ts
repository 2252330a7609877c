import { findNodeAtOffset, parseTree, type Node } from 'jsonc-parser';
import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';
import { partsOfProperty } from '../core/export/removeProperty';
import type { FileIssue } from '../core/plan/fileModel';
import { COMMANDS } from '../host/commandIds';
import type { FileChecker } from './checker';
import { contains, toRange } from './places';

function quickFix(title: string): vscode.CodeAction {
  return new vscode.CodeAction(displayText(title, 120), vscode.CodeActionKind.QuickFix);
}

function commandFix(title: string, command: string, args: readonly unknown[]): vscode.CodeAction {
  const action = quickFix(title);
  action.command = { command, title: action.title, arguments: [...args] };
  action.isPreferred = true;
  return action;
}

/** Whether a place is the value of the property that an issue is about; it may be a stand-in, where the property is absent. */
function isValueOf(root: Node | undefined, { range, subject, code }: FileIssue): boolean {
  const node = root && findNodeAtOffset(root, range.offset);
  const key: unknown = node?.parent?.children?.[0]?.value;
  return node?.length === range.length && (code === 'unknownType' ? key === 'type' : key === subject);
}

function suggestionFix(
  document: vscode.TextDocument,
  issue: FileIssue,
  root: Node | undefined,
): vscode.CodeAction | undefined {
  const { suggestion } = issue;
  if (suggestion === undefined || !isValueOf(root, issue)) return undefined;
  const action = quickFix(vscode.l10n.t('Change to “{0}”', suggestion));
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, toRange(document, issue.range), JSON.stringify(suggestion));
  action.isPreferred = true;
  return action;
}

/** Removes a property. The whole text is read for it, so the edit is made when the fix is chosen. */
class RemovalFix extends vscode.CodeAction {
  readonly #document: vscode.TextDocument;
  readonly #path: readonly string[];

  constructor(document: vscode.TextDocument, path: readonly string[], subject: string) {
    super(displayText(vscode.l10n.t('Remove “{0}”', subject), 120), vscode.CodeActionKind.QuickFix);
    this.#document = document;
    this.#path = path;
  }

  resolve(): void {
    this.edit = new vscode.WorkspaceEdit();
    for (const part of partsOfProperty(this.#document.getText(), this.#path))
      this.edit.delete(this.#document.uri, toRange(this.#document, part));
  }
}

function removalFix(document: vscode.TextDocument, { code, subject, alias }: FileIssue): vscode.CodeAction | undefined {
  if (subject === undefined || (code !== 'readOnlyProperty' && code !== 'unknownProperty')) return undefined;
  const path = [...(alias === undefined ? [] : ['targets', alias]), 'properties', subject];
  return new RemovalFix(document, path, subject);
}

function fixesOf(
  document: vscode.TextDocument,
  issue: FileIssue,
  root: Node | undefined,
): readonly vscode.CodeAction[] {
  const { code, subject, range } = issue;
  const uri = document.uri.toString();
  const found: (vscode.CodeAction | undefined)[] = [suggestionFix(document, issue, root), removalFix(document, issue)];
  // A value is never an argument: the command reads it from the document.
  if (code === 'literalSecret' && subject !== undefined) {
    const title = vscode.l10n.t('Move to Secret Storage…');
    found.push(commandFix(title, COMMANDS.moveToSecretStorage, [uri, range.offset]));
  }
  if (code === 'unknownSecret' && subject !== undefined)
    found.push(commandFix(vscode.l10n.t('Save a Secret Named “{0}”…', subject), COMMANDS.saveNamedSecret, [subject]));
  if (code === 'unknownAlias' && subject !== undefined)
    found.push(
      commandFix(vscode.l10n.t('Add “{0}” to cxengage.json…', subject), COMMANDS.addTenantToFile, [uri, subject]),
    );
  return found.filter((fix) => fix !== undefined);
}

function placeKey({ start, end }: vscode.Range): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

/** What this extension reports of a document, by its place. */
function diagnosticsByPlace(uri: vscode.Uri): ReadonlyMap<string, readonly vscode.Diagnostic[]> {
  const found = new Map<string, vscode.Diagnostic[]>();
  for (const diagnostic of vscode.languages.getDiagnostics(uri)) {
    if (diagnostic.source !== 'CxEngage') continue;
    const key = placeKey(diagnostic.range);
    const others = found.get(key);
    if (others) others.push(diagnostic);
    else found.set(key, [diagnostic]);
  }
  return found;
}

/** Quick fixes, for all that is wrong at a place, whoever reports it. */
export class FileCodeActions implements vscode.CodeActionProvider {
  readonly #checker: FileChecker;

  constructor(checker: FileChecker) {
    this.#checker = checker;
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const start = document.offsetAt(range.start);
    const end = document.offsetAt(range.end);
    const issues = this.#checker
      .issuesOf(document)
      .filter((issue) => contains(issue.range, start) || (issue.range.offset >= start && issue.range.offset <= end));
    // Read once for all issues: a selection may have thousands.
    const hasSuggestions = issues.some(({ suggestion }) => suggestion !== undefined);
    const root = hasSuggestions ? parseTree(document.getText(), [], { allowTrailingComma: true }) : undefined;
    const shown = diagnosticsByPlace(document.uri);
    return issues.flatMap((issue) =>
      fixesOf(document, issue, root).map((fix) => {
        fix.diagnostics = [...(shown.get(placeKey(toRange(document, issue.range))) ?? [])];
        return fix;
      }),
    );
  }

  resolveCodeAction(action: vscode.CodeAction): vscode.CodeAction {
    if (action instanceof RemovalFix) action.resolve();
    return action;
  }
}
