import type * as vscode from 'vscode';
import type { Children } from './children';
import { MAX_KEPT_ROWS, type KeptRow, type KeptRows } from './keptRows';
import type { TreeItemSources } from './treeItem';
import { treeItemOf } from './treeItems';

/** What changed is kept after this many ms, once for all that came in. */
const KEEP_DELAY_MS = 1000;

/** Keeps the rows at the top for the next window, as one shows them that has just begun and knows no counts. */
export class RowKeeper implements vscode.Disposable {
  readonly #kept: KeptRows;
  readonly #children: Children;
  readonly #sources: TreeItemSources;
  #timer: NodeJS.Timeout | undefined;

  constructor(kept: KeptRows, children: Children, sources: TreeItemSources) {
    this.#kept = kept;
    this.#children = children;
    this.#sources = { ...sources, integrationCount: () => undefined };
  }

  keepSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.keep();
    }, KEEP_DELAY_MS);
  }

  async keep(): Promise<void> {
    const rows = new Map<string, readonly KeptRow[]>();
    for (const { id, sandbox } of this.#sources.directory.accounts()) {
      // The sandbox begins anew in each window.
      const tenants = sandbox ? [] : await this.#children.topTenants(id);
      rows.set(
        id,
        tenants
          ?.slice(0, MAX_KEPT_ROWS)
          .map((node) => ({ tenantId: node.tenantId, row: treeItemOf(node, this.#sources) })) ?? this.#kept.of(id),
      );
    }
    this.#kept.keep(rows);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
