import * as vscode from 'vscode';
import type { State } from '../../host/sharedState';
import { KeptRows } from './keptRows';
import type { TenantTree } from './provider';
import { NodeStore, type Node, type TenantNode } from './nodes';
import { toTreeItem } from './treeItem';

export const TENANTS_VIEW = 'cxengage.tenants';

/** What gives the rows once its code is read. */
type Tree = Pick<TenantTree, 'onDidChangeTreeData' | 'getChildren' | 'getTreeItem' | 'getParent' | 'resolveTreeItem'>;

/**
 * Data of the Tenants view from activation on: the rows as they were last shown, for which nothing else has to be read,
 * and all others from the tree.
 */
export class FirstRows implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly nodes = new NodeStore();
  readonly kept: KeptRows;
  readonly #changed = new vscode.EventEmitter<Node[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly media: vscode.Uri;
  readonly #load: () => Promise<unknown>;
  #tree: Tree | undefined;
  readonly #onGiven: () => void;
  /** The rows that VS Code was given without the tree. */
  #rows: readonly TenantNode[] = [];

  /**
   * @param media the folder of the icons.
   * @param load reads the code of the tree, and resolves once that is attached.
   * @param onGiven called when VS Code was given rows without it.
   */
  constructor(
    state: State,
    media: vscode.Uri,
    { load, onGiven }: { readonly load: () => Promise<unknown>; readonly onGiven: () => void },
  ) {
    this.kept = new KeptRows(state);
    this.media = media;
    this.#load = load;
    this.#onGiven = onGiven;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (this.#tree) return this.#tree.getChildren(node);
    const rows = node === undefined ? this.#lastRows() : [];
    if (rows.length === 0) return (await this.#attached()).getChildren(node);
    this.#rows = rows;
    this.#onGiven();
    return [...rows];
  }

  getTreeItem(node: Node): vscode.TreeItem | Promise<vscode.TreeItem> {
    if (this.#tree) return this.#tree.getTreeItem(node);
    const row = node.kind === 'tenant' ? this.kept.row(node) : undefined;
    return row ? toTreeItem(node.id, row, this.media) : this.#attached().then((tree) => tree.getTreeItem(node));
  }

  getParent(node: Node): vscode.ProviderResult<Node> {
    return this.#tree ? this.#tree.getParent(node) : this.#attached().then((tree) => tree.getParent(node));
  }

  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    return (await this.#attached()).resolveTreeItem(item, node);
  }

  /** Has the tree give all rows from now on. It is asked for those that are on the screen, as VS Code would have. */
  attach(tree: Tree): void {
    this.#tree = tree;
    tree.onDidChangeTreeData((nodes) => {
      this.#changed.fire(nodes);
    });
    if (this.#rows.length > 0)
      void this.#take(tree).catch(() => {
        this.#changed.fire(undefined);
      });
  }

  async #attached(): Promise<Tree> {
    if (!this.#tree) await this.#load();
    if (!this.#tree) throw new Error('No tree is attached');
    return this.#tree;
  }

  async #take(tree: Tree): Promise<void> {
    const rows = await tree.getChildren();
    for (const row of rows) await tree.getTreeItem(row);
    const isSame = rows.length === this.#rows.length && rows.every((row, at) => row === this.#rows[at]);
    if (!isSame) this.#changed.fire(undefined);
  }

  /** The tenants of the only account: several have rows of their own, which tell of their state. */
  #lastRows(): readonly TenantNode[] {
    const [only, ...others] = this.kept.accounts();
    if (only === undefined || others.length > 0) return [];
    return this.kept.of(only).map(({ tenantId }) => this.nodes.tenant({ accountId: only, tenantId }));
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** Opens VS Code's view of the rows. */
export function openTenantsView(rows: FirstRows): vscode.TreeView<Node> {
  return vscode.window.createTreeView(TENANTS_VIEW, {
    treeDataProvider: rows,
    canSelectMany: true,
    showCollapseAll: true,
  });
}
