import * as vscode from 'vscode';
import type { Filter, SortOrder } from './arrange';

const KEY = 'cxengage.explorer';

interface Stored {
  readonly filter: Filter;
  readonly sort: SortOrder;
  /** Node ids. */
  readonly favourites: readonly string[];
}

/** The part of `vscode.Memento` this needs. */
export interface Storage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
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

/** How the user wants to see the tree: filter, order, favourites. Remembered over windows and sessions. */
export class ViewState implements vscode.Disposable {
  readonly #memento: Storage;
  readonly #changed = new vscode.EventEmitter<void>();
  #filter: Filter;
  #sort: SortOrder;
  #favourites: Set<string>;
  readonly onDidChange = this.#changed.event;

  constructor(memento: Storage) {
    this.#memento = memento;
    const stored = memento.get(KEY);
    this.#filter = readFilter(field(stored, 'filter'));
    this.#sort = readSort(field(stored, 'sort'));
    this.#favourites = new Set(strings(field(stored, 'favourites')));
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

  isFavourite(nodeId: string): boolean {
    return this.#favourites.has(nodeId);
  }

  async setFilter(filter: Filter): Promise<void> {
    this.#filter = filter;
    await this.#save();
  }

  async setSort(sort: SortOrder): Promise<void> {
    this.#sort = sort;
    await this.#save();
  }

  async setFavourite(nodeIds: readonly string[], favourite: boolean): Promise<void> {
    for (const id of nodeIds) {
      if (favourite) this.#favourites.add(id);
      else this.#favourites.delete(id);
    }
    await this.#save();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #save(): Promise<void> {
    const stored: Stored = { filter: this.#filter, sort: this.#sort, favourites: [...this.#favourites] };
    // Shown at once; a disk that is slow or full only costs the memory of it.
    this.#changed.fire();
    await this.#memento.update(KEY, stored);
  }
}
