import * as vscode from 'vscode';
import { COMMANDS } from '../host/commandIds';
import { registerCommand } from '../host/commands';
import type { Services } from '../host/services';
import { registerChangeCommands } from './enableDisable/commands';
import { registerViewCommands } from './viewCommands';
import { filterDescription } from './filterDescription';
import { signInBadge } from './tree/badge';
import { IntegrationDocuments } from './documents';
import type { ExplorerContext } from './context';
import { TenantTree } from './tree/provider';
import type { FirstRows } from './tree/firstRows';
import type { Node } from './tree/nodes';
import { reveal } from './tree/reveal';
import { TenantsView } from './tree/tenantsView';
import { ViewState } from './tree/viewState';
import type { SelectionContexts } from './selectionContext';
import { isObject } from '../core/base/json';

/** The Tenants view as it was opened at activation. */
export interface OpenedView {
  readonly rows: FirstRows;
  readonly view: vscode.TreeView<Node>;
}

/**
 * Fills the Tenants view, and says what its commands do. Asks nothing of CxEngage: VS Code asks when the view is shown.
 * @returns what gives the documents of integrations.
 */
export function registerExplorer(services: Services, opened: OpenedView): vscode.TextDocumentContentProvider {
  const { context, directory, settings, state, testResults } = services;
  const viewState = new ViewState(state, () => directory.accounts());
  const tree = new TenantTree(directory, viewState, opened.rows, testResults);
  let selectionContexts: Promise<SelectionContexts> | undefined;
  const updateSelection = (): void => {
    if (view.selection.length < 2 && !selectionContexts) return;
    selectionContexts ??= import('./selectionContext').then((module) => new module.SelectionContexts(directory));
    void selectionContexts.then((contexts) => {
      contexts.update(view.selection);
    });
  };
  const view = new TenantsView(directory, tree, opened.rows, opened.view, updateSelection);
  const parts: ExplorerContext = { ...services, tree, view, viewState };
  const documents = new IntegrationDocuments(directory);

  const updateDescription = (): void => {
    // An account that is alone has no row to say it in.
    const [only, ...others] = directory.accounts();
    const sandbox = only?.sandbox === true && others.length === 0 ? vscode.l10n.t('sandbox') : undefined;
    const words = [sandbox, filterDescription(viewState)].filter((part) => part !== undefined).join(' · ');
    view.describe(words);
    void vscode.commands.executeCommand('setContext', 'cxengage.filtered', viewState.filtered);
  };
  const updateBadge = (): void => {
    view.badge = signInBadge(directory);
  };

  const updateConsoleContext = (): void => {
    void vscode.commands.executeCommand('setContext', 'cxengage.consoleConfigured', settings.consoleUrls().size > 0);
  };

  context.subscriptions.push(
    viewState,
    tree,
    view,
    documents,
    viewState.onDidChange(updateDescription),
    directory.onDidChange((change) => {
      if (change.kind === 'accounts') {
        updateDescription();
        void view.show();
      } else updateSelection();
      if (change.kind === 'accounts' || change.kind === 'account') updateBadge();
    }),
  );
  context.subscriptions.push(settings.onDidChange(updateConsoleContext));
  updateDescription();
  updateConsoleContext();

  registerViewCommands(parts);
  registerChangeCommands(parts);
  registerCommand(services, COMMANDS.reveal, (argument, options) => {
    const focus = isObject(options) && options.focus === true;
    return reveal(argument, { focus }, directory, tree, view);
  });
  opened.rows.attach(tree);
  return documents;
}
