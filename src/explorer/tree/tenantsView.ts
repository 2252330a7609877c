import * as vscode from 'vscode';
import { displayText } from '../../core/base/displayText';
import type { DirectoryService } from '../../core/directory/service';
import { isTheia } from '../../host/theia';
import { AutoRefresh } from './autoRefresh';
import type { Node } from './nodes';
import { openTenantsView, TENANTS_VIEW, type FirstRows } from './firstRows';
import type { TenantTree } from './provider';

/** VS Code's view of the tree. */
export class TenantsView implements vscode.Disposable {
  readonly #directory: DirectoryService;
  readonly #tree: TenantTree;
  readonly #rows: FirstRows;
  readonly #onSelect: () => void;
  #view: vscode.TreeView<Node>;
  #parts: vscode.Disposable;

  /**
   * @param rows what the view shows.
   * @param opened the view, as it was opened at activation.
   * @param onSelect called when the selection changed.
   */
  constructor(
    directory: DirectoryService,
    tree: TenantTree,
    rows: FirstRows,
    opened: vscode.TreeView<Node>,
    onSelect: () => void,
  ) {
    this.#directory = directory;
    this.#tree = tree;
    this.#rows = rows;
    this.#onSelect = onSelect;
    this.#view = opened;
    this.#parts = this.#follow(opened);
  }

  get selection(): readonly Node[] {
    return this.#view.selection;
  }

  /** @param words shown beside the title; none for an empty text. */
  describe(words: string): void {
    // `undefined` would take them off too, but cannot be assigned.
    this.#view.description = displayText(words, 120);
  }

  set badge(badge: vscode.ViewBadge | undefined) {
    this.#view.badge = badge;
  }

  async reveal(node: Node, options: Parameters<vscode.TreeView<Node>['reveal']>[1]): Promise<void> {
    await this.show();
    await this.#view.reveal(node, options);
  }

  /**
   * Does nothing but in Theia, which never reads a tree whose view was hidden when the extension started: the view is opened
   * there, and made anew while it is on the screen.
   */
  async show(): Promise<void> {
    if (!isTheia || this.#tree.hasBeenRead()) return;
    await vscode.commands.executeCommand(`${TENANTS_VIEW}.focus`);
    if (this.#tree.hasBeenRead()) return;
    const { description = '', badge } = this.#view;
    this.dispose();
    this.#view = openTenantsView(this.#rows);
    this.#parts = this.#follow(this.#view);
    this.describe(description);
    this.badge = badge;
  }

  dispose(): void {
    this.#parts.dispose();
  }

  #follow(view: vscode.TreeView<Node>): vscode.Disposable {
    const tree = this.#tree;
    const autoRefresh = new AutoRefresh(this.#directory, tree, view);
    return vscode.Disposable.from(
      view,
      autoRefresh,
      view.onDidCollapseElement(({ element }) => {
        tree.closed(element);
      }),
      view.onDidExpandElement(({ element }) => {
        tree.opened(element);
        autoRefresh.readOld();
      }),
      view.onDidChangeSelection(this.#onSelect),
    );
  }
}
