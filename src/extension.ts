import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Composed } from './composition';
import { COMMANDS, INTERNAL_COMMANDS } from './host/commandIds';
import { decorationProvider } from './explorer/tree/decorations';
import { FirstRows, openTenantsView } from './explorer/tree/firstRows';
import { DOCUMENT_SCHEME, PROVIDER_ID, VIEW_TYPE } from './host/ids';
import { Reports } from './host/reports';
import type { Services } from './host/services';
import { SharedState } from './host/sharedState';

/** What `activate` gives to the tests that run inside the extension host; nothing outside of them. */
export interface TestExports {
  readonly services: Services;
}

/** What nobody has asked for begins after this many ms: the window draws the first rows meanwhile. */
const START_DELAY_MS = 100;

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
  const rows = new FirstRows(state, vscode.Uri.joinPath(context.extensionUri, 'media'), () => load());
  const view = openTenantsView(rows);

  let loading: Promise<Composed> | undefined;
  const compose = async (): Promise<Composed> => {
    const composed = (await import('./composition.js')).compose({ context, state, reports, tenants: { rows, view } });
    const { authentication, documents } = composed;
    authentication.onDidChangeSessions((change) => {
      sessionsChanged.fire(change);
    });
    documents.onDidChange?.((uri) => {
      documentChanged.fire(uri);
    });
    return composed;
  };
  const load = (): Promise<Composed> => (loading ??= compose());
  const started = setTimeout(START_DELAY_MS).then(load);

  for (const id of [...Object.values(COMMANDS), ...Object.values(INTERNAL_COMMANDS)])
    subscriptions.push(
      vscode.commands.registerCommand(id, async (...args: unknown[]) =>
        (await load()).services.commands.get(id)?.(args),
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
      provideTextDocumentContent: async (uri, token) => (await load()).documents.provideTextDocumentContent(uri, token),
    }),
    vscode.authentication.registerAuthenticationProvider(
      PROVIDER_ID,
      'CxEngage',
      {
        onDidChangeSessions: sessionsChanged.event,
        // Without scopes it is the window's menu, which asks each provider as soon as it is there.
        getSessions: async (scopes, options) =>
          (await (scopes === undefined ? started : load())).authentication.getSessions(scopes, options),
        createSession: async (scopes, options) => (await load()).authentication.createSession(scopes, options),
        removeSession: async (id) => (await load()).authentication.removeSession(id),
      },
      { supportsMultipleAccounts: true },
    ),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, kept) => (await load()).forms.deserializeWebviewPanel(panel, kept),
    }),
  );

  return context.extensionMode === vscode.ExtensionMode.Test ? load() : undefined;
}
