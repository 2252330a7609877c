import * as vscode from 'vscode';
import type { Loadable } from '../core/directory/model';
import type { DirectoryService } from '../core/directory/service';
import type { TenantTree } from './provider';

/** What is older than this many ms is read again when the user comes back. */
const STALE_AFTER = 5 * 60_000;

/**
 * Reads again what is on screen when the user comes back to it and it has grown old. Nothing is read while the view is
 * hidden or the window is not in front, and nothing by a clock.
 */
export class Freshness implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    private readonly directory: DirectoryService,
    private readonly tree: TenantTree,
    private readonly view: Pick<vscode.TreeView<unknown>, 'visible' | 'onDidChangeVisibility'>,
    private readonly now: () => number = Date.now,
    private readonly isFocused: () => boolean = () => vscode.window.state.focused,
  ) {
    this.#subscriptions = [
      view.onDidChangeVisibility(() => { this.#lookAgain(); }),
      vscode.window.onDidChangeWindowState(() => { this.#lookAgain(); }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #lookAgain(): void {
    if (!this.view.visible || !this.isFocused()) return;
    const unheard = (): undefined => undefined;
    // Failures show in the tree, as states of what could not be read.
    for (const account of this.directory.accounts()) {
      if (this.#stale(this.directory.tenants(account.id))) void this.directory.loadTenants(account.id, { force: true }).catch(unheard);
    }
    for (const node of this.tree.openTenants()) {
      if (this.#stale(this.directory.integrations(node))) void this.directory.loadIntegrations(node, { force: true }).catch(unheard);
    }
  }

  #stale(state: Loadable<unknown>): boolean {
    return state.state === 'ready' && this.now() - state.loadedAt > STALE_AFTER;
  }
}
