import { findNodeAtOffset, modify, parseTree } from 'jsonc-parser';
import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';
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
function isValueOf(text: string, { range, subject, code }: FileIssue): boolean {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const node = root && findNodeAtOffset(root, range.offset);
  const key: unknown = node?.parent?.children?.[0]?.value;
  return node?.length === range.length && (code === 'unknownType' ? key === 'type' : key === subject);
}

function suggestionFix(document: vscode.TextDocument, issue: FileIssue): vscode.CodeAction | undefined {
  const { suggestion } = issue;
  if (suggestion === undefined || !isValueOf(document.getText(), issue)) return undefined;
  const action = quickFix(vscode.l10n.t('Change to “{0}”', suggestion));
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, toRange(document, issue.range), JSON.stringify(suggestion));
  action.isPreferred = true;
  return action;
}

function removalFix(document: vscode.TextDocument, { code, subject, alias }: FileIssue): vscode.CodeAction | undefined {
  if (subject === undefined || (code !== 'readOnlyProperty' && code !== 'unknownProperty')) return undefined;
  const path = [...(alias === undefined ? [] : ['targets', alias]), 'properties', subject];
  const action = quickFix(vscode.l10n.t('Remove “{0}”', subject));
  action.edit = new vscode.WorkspaceEdit();
  for (const { offset, length, content } of modify(document.getText(), path, undefined, {}))
    action.edit.replace(document.uri, toRange(document, { offset, length }), content);
  return action;
}

function fixesOf(document: vscode.TextDocument, issue: FileIssue): readonly vscode.CodeAction[] {
  const { code, subject, range } = issue;
  const uri = document.uri.toString();
  const found: (vscode.CodeAction | undefined)[] = [suggestionFix(document, issue), removalFix(document, issue)];
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

/** Quick fixes, for all that is wrong at a place, whoever reports it. */
export class FileCodeActions implements vscode.CodeActionProvider {
  readonly #checker: FileChecker;

  constructor(checker: FileChecker) {
    this.#checker = checker;
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const start = document.offsetAt(range.start);
    const end = document.offsetAt(range.end);
    return this.#checker
      .issuesOf(document)
      .filter((issue) => contains(issue.range, start) || (issue.range.offset >= start && issue.range.offset <= end))
      .flatMap((issue) =>
        fixesOf(document, issue).map((fix) => {
          const shown = vscode.languages
            .getDiagnostics(document.uri)
            .filter(
              ({ range: place, source }) => source === 'CxEngage' && place.isEqual(toRange(document, issue.range)),
            );
          fix.diagnostics = shown;
          return fix;
        }),
      );
  }
}
