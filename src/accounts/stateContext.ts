import * as vscode from 'vscode';
import { keyringError } from '../host/secrets';
import type { AccountServices } from './context';

/** Values of the context key `cxengage.state`, each with one row of viewsWelcome. Unset while it is not known yet. */
export type AccountsState = 'signedOut' | 'ready' | 'keyringUnavailable';

/** Keeps the context key `cxengage.state`, on which the view's welcome and menus depend. */
export class StateContext implements vscode.Disposable {
  readonly #services: Pick<AccountServices, 'accounts' | 'secrets'>;
  readonly #subscriptions: readonly vscode.Disposable[];
  #settled = false;
  #shown: AccountsState | undefined;

  constructor(services: Pick<AccountServices, 'accounts' | 'secrets'>) {
    this.#services = services;
    this.#subscriptions = [
      services.accounts.onDidChange(() => {
        this.#update();
      }),
      services.secrets.onDidChangeState(() => {
        this.#update();
      }),
    ];
  }

  /** The state as the view shows it; undefined while it is not known yet. */
  get shown(): AccountsState | undefined {
    return this.#shown;
  }

  /** Shows "signed out" no sooner than `work` ended, so that a view which is about to fill does not flash its welcome. `work` does not reject. */
  settleAfter(work: Promise<void>): void {
    this.#update();
    void work.finally(() => {
      this.#settled = true;
      this.#update();
    });
  }

  /**
   * Asks the keyring again, and adopts the accounts it then gives.
   * @throws UserError where the keyring still fails: the view does not change then, and would seem to ignore the user.
   */
  async recheck(): Promise<void> {
    await this.#services.accounts.reconcile();
    this.#update();
    if (this.#services.secrets.state === 'unavailable') throw keyringError();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update(): void {
    const state = this.#current();
    if (state === undefined || state === this.#shown) return;
    this.#shown = state;
    void vscode.commands.executeCommand('setContext', 'cxengage.state', state);
  }

  #current(): AccountsState | undefined {
    if (this.#services.accounts.list().length > 0) return 'ready';
    if (this.#services.secrets.state === 'unavailable') return 'keyringUnavailable';
    return this.#settled ? 'signedOut' : undefined;
  }
}
