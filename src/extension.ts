import * as vscode from 'vscode';
import type { Composed } from './composition';
import { Lazy } from './core/base/lazy';
import { COMMANDS, INTERNAL_COMMANDS } from './host/commandIds';
import { decorationProvider } from './explorer/tree/decorations';
import { FirstRows, openTenantsView } from './explorer/tree/firstRows';
import { isOwnFile } from './files/fileKinds';
import { DOCUMENT_SCHEME, PROVIDER_ID, VIEW_TYPE } from './host/ids';
import { Reports } from './host/reports';
import type { Services } from './host/services';
import { SharedState } from './host/sharedState';

/** What `activate` gives to the tests that run inside the extension host; nothing outside of them. */
export interface TestExports {
  readonly services: Services;
}

/** What nobody asks for begins this many ms after the first rows were given: the window draws them meanwhile. */
const DRAWING_MS = 100;
/** Or this many ms after activation, where the window asks for no rows. */
const NO_ROWS_MS = 1000;

/**
 * Registers everything in one tick, awaiting nothing, so that every command exists before anything can stall. What the
 * commands, views and providers do is read with the first use of any of them, except the rows as they were last shown.
 */
export function activate(context: vscode.ExtensionContext): Promise<TestExports> | undefined {
  const { subscriptions } = context;
  const state = new SharedState(context.globalState);
  const reports = new Reports();
  const sessionsChanged = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  const documentChanged = new vscode.EventEmitter<vscode.Uri>();
  const rows = new FirstRows(state, vscode.Uri.joinPath(context.extensionUri, 'media'), {
    load: () => composed.get(),
    onGiven: () => {
      composed.makeIn(DRAWING_MS);
    },
  });
  const view = openTenantsView(rows);

  const composed = new Lazy<Composed>(async () => {
    const { compose } = await import('./composition.js');
    const parts = compose({ context, state, reports, tenants: { rows, view } });
    parts.authentication.onDidChangeSessions((change) => {
      sessionsChanged.fire(change);
    });
    parts.documents.onDidChange?.((uri) => {
      documentChanged.fire(uri);
    });
    return parts;
  });
  const hasOwnFile = vscode.workspace.textDocuments.some(({ uri }) => isOwnFile(uri));
  composed.makeIn(hasOwnFile ? 0 : NO_ROWS_MS);

  for (const id of [...Object.values(COMMANDS), ...Object.values(INTERNAL_COMMANDS)])
    subscriptions.push(
      vscode.commands.registerCommand(id, async (...args: unknown[]) =>
        (await composed.get()).services.commands.get(id)?.(args),
      ),
    );
  subscriptions.push(
    sessionsChanged,
    documentChanged,
    rows,
    view,
    vscode.window.registerFileDecorationProvider(decorationProvider()),
    vscode.workspace.registerTextDocumentContentProvider(Reports.scheme, reports),
    vscode.workspace.registerTextDocumentContentProvider(DOCUMENT_SCHEME, {
      onDidChange: documentChanged.event,
      provideTextDocumentContent: async (uri, token) =>
        (await composed.get()).documents.provideTextDocumentContent(uri, token),
    }),
    vscode.authentication.registerAuthenticationProvider(
      PROVIDER_ID,
      'CxEngage',
      {
        onDidChangeSessions: sessionsChanged.event,
        // Without scopes it is the window's menu, which asks each provider as soon as it is there.
        getSessions: async (scopes, options) =>
          (await (scopes === undefined ? composed.made : composed.get())).authentication.getSessions(scopes, options),
        createSession: async (scopes, options) => (await composed.get()).authentication.createSession(scopes, options),
        removeSession: async (id) => (await composed.get()).authentication.removeSession(id),
      },
      { supportsMultipleAccounts: true },
    ),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, kept) => (await composed.get()).forms.deserializeWebviewPanel(panel, kept),
    }),
  );

  return context.extensionMode === vscode.ExtensionMode.Test ? composed.get() : undefined;
}
