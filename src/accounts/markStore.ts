import * as vscode from 'vscode';
import type { Account, TenantMark, TenantRef } from '../core/directory/model';
import type { MarkStore } from '../core/directory/service';

const PREFIX = 'cxengage.mark.';

/**
 * What the user says of tenants, in `globalState`. A mark belongs to the tenant at its endpoint, not to the account
 * it was made with: a production tenant stays one when seen by another account, or after signing out and in again.
 */
export class Marks implements MarkStore, vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #accounts: () => readonly Account[];
  readonly #changed = new vscode.EventEmitter<TenantRef>();

  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento, accounts: () => readonly Account[]) {
    this.#state = state;
    this.#accounts = accounts;
  }

  /** Read from `globalState` at each call, which VS Code keeps alike between windows. */
  get(ref: TenantRef): TenantMark {
    const key = this.#key(ref);
    const value = key === undefined ? undefined : this.#state.get(key);
    return value === 'production' || value === 'readOnly' ? value : 'none';
  }

  async set(ref: TenantRef, mark: TenantMark): Promise<void> {
    const key = this.#key(ref);
    if (key === undefined) return;
    await this.#state.update(key, mark === 'none' ? undefined : mark);
    for (const account of this.#accounts()) {
      const seen = { accountId: account.id, tenantId: ref.tenantId };
      if (this.#key(seen) === key) this.#changed.fire(seen);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #key(ref: TenantRef): string | undefined {
    const account = this.#accounts().find((candidate) => candidate.id === ref.accountId);
    if (!account) return undefined;
    // The sandbox has another port each time.
    const place = account.sandbox ? 'sandbox' : account.endpoint.url;
    return `${PREFIX}${place}/${ref.tenantId}`;
  }
}
