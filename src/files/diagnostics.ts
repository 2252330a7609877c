import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';
import type { DirectoryService } from '../core/directory/service';
import type { FileIssue } from '../core/plan/fileModel';
import type { Redactor } from '../core/redact/redactor';
import type { FileChecker } from './checker';
import { isOwnFile } from './fileKinds';
import { toRange } from './places';

const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

function toDiagnostic(document: vscode.TextDocument, issue: FileIssue, redactor: Redactor): vscode.Diagnostic {
  const message = displayText(redactor.redact(issue.message));
  const diagnostic = new vscode.Diagnostic(toRange(document, issue.range), message, SEVERITIES[issue.severity]);
  diagnostic.source = 'CxEngage';
  diagnostic.code = issue.source ? { value: issue.code, target: vscode.Uri.parse(issue.source.url) } : issue.code;
  return diagnostic;
}

interface Changes {
  /** Each tells that what is said of some document may be another. */
  readonly sources: readonly vscode.Event<void>[];
  readonly directory: DirectoryService;
}

/** Shows what is wrong with open files in the Problems view, and keeps it up to date. */
export class FileDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('cxengage');
  readonly #checker: FileChecker;
  readonly #redactor: Redactor;
  readonly #subscriptions: readonly { dispose(): void }[];
  #isScheduled = false;

  constructor(checker: FileChecker, redactor: Redactor, { sources, directory }: Changes) {
    this.#checker = checker;
    this.#redactor = redactor;
    const refresh = (): void => {
      this.#schedule();
    };
    this.#subscriptions = [
      this.#collection,
      ...sources.map((changed) => changed(refresh)),
      directory.onDidChange(({ kind }) => {
        if (kind === 'accounts' || kind === 'account') refresh();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#collection.delete(uri);
      }),
    ];
    refresh();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Several changes in one turn are looked at once. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      for (const document of vscode.workspace.textDocuments) {
        if (!isOwnFile(document.uri)) continue;
        const issues = this.#checker.ownIssuesOf(document);
        this.#collection.set(
          document.uri,
          issues.map((issue) => toDiagnostic(document, issue, this.#redactor)),
        );
      }
    });
  }
}
