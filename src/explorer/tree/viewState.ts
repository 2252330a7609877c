import * as vscode from 'vscode';
import type { Account } from '../../core/base/account';
import type { IntegrationRef, TenantRef } from '../../core/directory/model';
import { placeOf } from '../../core/directory/refs';
import type { State } from '../../host/sharedState';
import type { Filter, SortOrder } from './arrange';
import { isObject, own } from '../../core/base/json';

const KEY = 'cxengage.explorer';
/** One key for each favorite: windows that write at the same time lose none of each other's. */
const FAVORITE_KEY = 'cxengage.favorite.';

interface Stored {
  readonly filter: Filter;
  readonly sort: SortOrder;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function field(value: unknown, key: string): unknown {
  return isObject(value) ? own(value, key) : undefined;
}

function readFilter(value: unknown): Filter {
  const state = field(value, 'state');
  const types = strings(field(value, 'types'));
  return {
    ...(state === 'active' || state === 'disabled' ? { state } : {}),
    ...(types.length > 0 ? { types } : {}),
    ...(field(value, 'mine') === true ? { mine: true } : {}),
  };
}

function readSort(value: unknown): SortOrder {
  return value === 'type' || value === 'updated' ? value : 'name';
}

/**
 * How the user wants to see the tree: filter, order, favorites. Remembered over windows and sessions. A favorite
 * belongs to its endpoint, as a mark does, and not to the account it was made with.
 */
export class ViewState implements vscode.Disposable {
  readonly #state: State;
  readonly #changed = new vscode.EventEmitter<void>();
  #filter: Filter;
  #sort: SortOrder;
  readonly onDidChange = this.#changed.event;
  readonly #accounts: () => readonly Account[];

  constructor(state: State, accounts: () => readonly Account[]) {
    this.#accounts = accounts;
    this.#state = state;
    const stored = state.get(KEY);
    this.#filter = readFilter(field(stored, 'filter'));
    this.#sort = readSort(field(stored, 'sort'));
  }

  get filter(): Filter {
    return this.#filter;
  }

  get filtered(): boolean {
    return Object.keys(this.#filter).length > 0;
  }

  get sort(): SortOrder {
    return this.#sort;
  }

  /** Read from `globalState` at each call, which VS Code keeps alike between windows. */
  isFavorite(ref: TenantRef | IntegrationRef): boolean {
    const key = this.#favoriteKey(ref);
    return key !== undefined && this.#state.get(key) === true;
  }

  async setFilter(filter: Filter): Promise<void> {
    this.#filter = filter;
    await this.#save();
  }

  async setSort(sort: SortOrder): Promise<void> {
    this.#sort = sort;
    await this.#save();
  }

  async setFavorite(refs: readonly (TenantRef | IntegrationRef)[], favorite: boolean): Promise<void> {
    const keys = refs.map((ref) => this.#favoriteKey(ref)).filter((key) => key !== undefined);
    const written = keys.map((key) => this.#state.update(key, favorite ? true : undefined));
    this.#changed.fire();
    await Promise.all(written);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #favoriteKey(ref: TenantRef | IntegrationRef): string | undefined {
    const account = this.#accounts().find(({ id }) => id === ref.accountId);
    if (!account) return undefined;
    const parts = 'integrationId' in ref ? [ref.tenantId, ref.integrationId] : [ref.tenantId];
    return `${FAVORITE_KEY}${[placeOf(account), ...parts].join('/')}`;
  }

  async #save(): Promise<void> {
    const stored: Stored = { filter: this.#filter, sort: this.#sort };
    // Shown at once; a disk that is slow or full only costs the memory of it.
    this.#changed.fire();
    await this.#state.update(KEY, stored);
  }
}
