import * as vscode from 'vscode';
import { integrationType } from '../core/catalog/registry';
import type { IntegrationRef } from '../core/directory/model';
import type { Disposable } from '../core/base/event';
import { asIntegrationRef, integrationKey } from '../core/directory/refs';
import type { DirectoryService } from '../core/directory/service';
import { integrationJson } from '../core/export/integrationJson';
import { fileNameOf } from '../core/base/displayText';

export const DOCUMENT_SCHEME = 'cxengage';

/** The address of an integration's document. Its name is for people; the ids in the query are what counts. */
export function documentUri(ref: IntegrationRef, integrationName: string, tenantName: string): vscode.Uri {
  const query = new URLSearchParams({
    accountId: ref.accountId,
    tenantId: ref.tenantId,
    integrationId: ref.integrationId,
  }).toString();
  return vscode.Uri.from({
    scheme: DOCUMENT_SCHEME,
    path: `/${fileNameOf(tenantName)}/${fileNameOf(integrationName)}.json`,
    query,
  });
}

function refOf(uri: vscode.Uri): IntegrationRef | undefined {
  return asIntegrationRef(Object.fromEntries(new URLSearchParams(uri.query)));
}

/** Read-only documents of integrations that follow every change, whoever makes it. */
export class IntegrationDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  /** Documents that were opened, by integration. */
  readonly #open = new Map<string, Map<string, vscode.Uri>>();
  readonly #subscriptions: readonly Disposable[];
  readonly onDidChange = this.#changed.event;

  constructor(private readonly directory: DirectoryService) {
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
      ([key]) => this.directory.account(key.slice(0, key.indexOf('/'))) === undefined,
    );
    const uris = new Set(open.flatMap(([, documents]) => [...documents.keys()]));
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const closing = tabs.filter(({ input }) => input instanceof vscode.TabInputText && uris.has(input.uri.toString()));
    if (closing.length > 0) await vscode.window.tabGroups.close(closing);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const ref = refOf(uri);
    if (!ref) return '';
    const key = integrationKey(ref);
    this.#open.set(key, (this.#open.get(key) ?? new Map<string, vscode.Uri>()).set(uri.toString(), uri));
    const integration = await this.directory.loadIntegration(ref);
    const hasListeners = integrationType(integration.type).hasListeners;
    const listeners = hasListeners ? await this.directory.loadListeners(ref).catch(() => undefined) : undefined;
    return integrationJson(integration, listeners);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #closed(uri: vscode.Uri): void {
    const ref = refOf(uri);
    if (uri.scheme === DOCUMENT_SCHEME && ref) this.#open.get(integrationKey(ref))?.delete(uri.toString());
  }

  #changedIn(matches: (key: string) => boolean): void {
    for (const [key, uris] of this.#open) if (matches(key)) for (const uri of uris.values()) this.#changed.fire(uri);
  }
}
