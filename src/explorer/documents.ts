import * as vscode from 'vscode';
import { integrationType } from '../core/catalog/registry';
import type { Disposable } from '../core/base/event';
import { integrationKey } from '../core/directory/refs';
import type { DirectoryService } from '../core/directory/service';
import { integrationJson } from '../core/export/integrationJson';
import { documentRef } from '../host/documentUri';
import { DOCUMENT_SCHEME } from '../host/ids';

/** Read-only documents of integrations that follow every change. */
export class IntegrationDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  /** Documents that were opened, by integration. */
  readonly #open = new Map<string, Map<string, vscode.Uri>>();
  readonly #subscriptions: readonly Disposable[];
  readonly onDidChange = this.#changed.event;

  readonly #directory: DirectoryService;

  constructor(directory: DirectoryService) {
    this.#directory = directory;
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#closed(document.uri);
      }),
      directory.onDidChange((change) => {
        if (change.kind === 'integration' || change.kind === 'listeners')
          this.#changedIn((key) => key === integrationKey(change.ref));
        if (change.kind === 'accounts') void this.#closeSignedOut();
        if (change.kind === 'integrations')
          this.#changedIn((key) => key.startsWith(`${change.ref.accountId}/${change.ref.tenantId}/`));
      }),
    ];
  }

  /** Signing out closes what was open with the account. */
  async #closeSignedOut(): Promise<void> {
    const open = [...this.#open].filter(
      ([key]) => this.#directory.account(key.slice(0, key.indexOf('/'))) === undefined,
    );
    const uris = new Set(open.flatMap(([, documents]) => [...documents.keys()]));
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const closing = tabs.filter(({ input }) => input instanceof vscode.TabInputText && uris.has(input.uri.toString()));
    if (closing.length > 0) await vscode.window.tabGroups.close(closing);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const ref = documentRef(uri);
    if (!ref) return '';
    const key = integrationKey(ref);
    this.#open.set(key, (this.#open.get(key) ?? new Map<string, vscode.Uri>()).set(uri.toString(), uri));
    const integration = await this.#directory.loadIntegration(ref);
    const hasListeners = integrationType(integration.type).hasListeners;
    const listeners = hasListeners ? await this.#directory.loadListeners(ref).catch(() => undefined) : undefined;
    return integrationJson(integration, listeners);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #closed(uri: vscode.Uri): void {
    const ref = documentRef(uri);
    if (uri.scheme === DOCUMENT_SCHEME && ref) this.#open.get(integrationKey(ref))?.delete(uri.toString());
  }

  #changedIn(matches: (key: string) => boolean): void {
    for (const [key, uris] of this.#open) if (matches(key)) for (const uri of uris.values()) this.#changed.fire(uri);
  }
}
