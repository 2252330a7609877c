import { isObject, own } from '../../core/base/json';
import type { TenantRef } from '../../core/directory/model';
import type { TreeItemData } from './treeItem';
import type { State } from '../../host/sharedState';

const KEY = 'cxengage.rows';

/** Rows kept of one account: more than a screen shows. The others come with the tenants themselves. */
export const MAX_KEPT_ROWS = 100;

/** The row of a tenant as it was last shown. */
export interface KeptRow {
  readonly tenantId: string;
  readonly row: TreeItemData;
}

function isKeptRow(value: unknown): value is KeptRow {
  if (!isObject(value) || typeof own(value, 'tenantId') !== 'string') return false;
  const row = own(value, 'row');
  const texts = ['label', 'context', 'accessibilityLabel', 'expands'];
  return isObject(row) && isObject(own(row, 'icon')) && texts.every((key) => typeof own(row, key) === 'string');
}

/**
 * What the Tenants view showed last, for the moment until the tenants are read: VS Code has what `globalState` holds before
 * an extension starts, and a file only later.
 */
export class KeptRows {
  readonly #state: State;
  #rows: ReadonlyMap<string, readonly KeptRow[]>;

  constructor(state: State) {
    this.#state = state;
    const stored = state.get(KEY);
    this.#rows = new Map(
      Object.entries(isObject(stored) ? stored : {}).map(([accountId, rows]) => [
        accountId,
        Array.isArray(rows) ? rows.filter(isKeptRow) : [],
      ]),
    );
  }

  /** The accounts there were, in their order. */
  accounts(): readonly string[] {
    return [...this.#rows.keys()];
  }

  /** The rows right under an account, in their order. */
  of(accountId: string): readonly KeptRow[] {
    return this.#rows.get(accountId) ?? [];
  }

  /** The row of one tenant, if it is kept. */
  row(ref: TenantRef): TreeItemData | undefined {
    return this.of(ref.accountId).find(({ tenantId }) => tenantId === ref.tenantId)?.row;
  }

  /**
   * Keeps rows for the next window.
   * @param rows by account, for each account there is; what is kept of others goes.
   */
  keep(rows: ReadonlyMap<string, readonly KeptRow[]>): void {
    this.#rows = rows;
    const kept = Object.fromEntries(rows);
    // With what is stored, not with what this window kept: another one may have kept rows since of an account that is gone.
    if (JSON.stringify(kept) === JSON.stringify(this.#state.get(KEY) ?? {})) return;
    // A disk that is full costs the next window a moment.
    this.#state.update(KEY, kept).then(undefined, () => undefined);
  }
}
