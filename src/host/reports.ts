import * as vscode from 'vscode';
import { fileNameOf } from '../core/base/displayText';

const SCHEME = 'cxengage-report';

/** Read-only texts that say what a command did, item by item. Kept in memory while the window lives. */
export class Reports implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();

  static readonly scheme = SCHEME;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#texts.get(uri.path) ??
      vscode.l10n.t('This report is no longer available. Reports are kept only while the window is open.')
    );
  }

  /** Opens a text in a tab of that title. */
  async show(title: string, text: string): Promise<void> {
    const path = `/${this.#texts.size + 1}/${fileNameOf(title)}`;
    this.#texts.set(path, text);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: SCHEME, path }));
    await vscode.window.showTextDocument(document, { preview: true });
  }
}
