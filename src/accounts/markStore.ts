import * as vscode from 'vscode';
import type { TenantMark, TenantRef } from '../core/directory/model';
import { placeOf } from '../core/directory/refs';
import type { AccountSource, MarkStore } from '../core/directory/service';
import type { State } from '../host/sharedState';

const PREFIX = 'cxengage.mark.';

type Accounts = Pick<AccountSource, 'list' | 'get'>;

/**
 * What the user says of tenants, in `globalState`. A mark belongs to the tenant at its endpoint, not to the account
 * it was made with: a production tenant stays one when seen by another account, or after signing out and in again.
 */
export class Marks implements MarkStore, vscode.Disposable {
  readonly #state: State;
  readonly #accounts: Accounts;
  readonly #changed = new vscode.EventEmitter<TenantRef>();
  /** Marks as they were last told to the listeners. */
  #told: ReadonlyMap<string, TenantMark>;

  readonly onDidChange = this.#changed.event;

  constructor(state: State, accounts: Accounts) {
    this.#state = state;
    this.#accounts = accounts;
    this.#told = this.#snapshot();
  }

  /** Read from `globalState` at each call, which VS Code keeps alike between windows. */
  get(ref: TenantRef): TenantMark {
    const key = this.#key(ref);
    return key === undefined ? 'none' : this.#read(key);
  }

  async set(ref: TenantRef, mark: TenantMark): Promise<void> {
    const key = this.#key(ref);
    if (key === undefined) return;
    await this.#state.update(key, mark === 'none' ? undefined : mark);
    this.followState();
  }

  /** Tells the marks that changed, here or in another window; `globalState` tells nobody. */
  followState(): void {
    const before = this.#told;
    const now = this.#snapshot();
    this.#told = now;
    const keys = [...new Set([...before.keys(), ...now.keys()])].filter((key) => before.get(key) !== now.get(key));
    for (const key of keys) {
      const tenantId = key.slice(key.lastIndexOf('/') + 1);
      for (const account of this.#accounts.list()) {
        const ref = { accountId: account.id, tenantId };
        if (this.#key(ref) === key) this.#changed.fire(ref);
      }
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #key(ref: TenantRef): string | undefined {
    const account = this.#accounts.get(ref.accountId);
    return account && `${PREFIX}${placeOf(account)}/${ref.tenantId}`;
  }

  #read(key: string): TenantMark {
    const value = this.#state.get(key);
    return value === 'production' || value === 'readOnly' ? value : 'none';
  }

  #snapshot(): ReadonlyMap<string, TenantMark> {
    const keys = this.#state.keys().filter((key) => key.startsWith(PREFIX));
    return new Map(keys.map((key) => [key, this.#read(key)]));
  }
}
