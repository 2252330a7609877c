import * as vscode from 'vscode';
import type { DirectoryChange } from '../../core/directory/model';
import type { DirectoryService } from '../../core/directory/service';
import type { TestResults } from '../../core/directory/testResults';
import type { Disposable } from '../../core/base/event';
import { TimeSlicer } from '../../core/base/timeSlicer';
import { settlesWithin } from '../../core/base/timeouts';
import { isTheia } from '../../host/theia';
import { Children } from './children';
import type { FirstRows } from './firstRows';
import type { IntegrationNode, Node, NodeStore, TenantNode } from './nodes';
import { RowKeeper } from './rowKeeper';
import { toTreeItem, type TreeItemData, type TreeItemSources } from './treeItem';
import { treeItemOf } from './treeItems';
import type { ViewState } from './viewState';

/** Changes that come in bursts are drawn together, after this many ms. */
const COALESCE_DELAY_MS = 40;
/** More rows than these are redrawn by redrawing their parent. */
const MAX_SINGLE_REDRAWS = 30;

/** VS Code redraws at once, or within 200 ms where it redrew something else just before; a hidden view does not. */
const ROW_REDRAW_MS = 250;

/** Data of the Tenants view. Draws the smallest thing that changed, and nothing that did not. */
export class TenantTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly nodes: NodeStore;
  readonly #children: Children;
  readonly #sources: TreeItemSources;
  readonly #changed = new vscode.EventEmitter<Node[] | undefined>();
  readonly #subscriptions: readonly Disposable[];
  readonly #busy = new Set<string>();
  /** What VS Code was last given, by node id: rows to compare with, and children by the id of their parent. */
  readonly #drawn = new Map<string, string>();
  readonly #listed = new Map<string, readonly Node[]>();
  /** Nodes the user closed. VS Code keeps their children and does not ask again, so they stay among those listed. */
  readonly #closed = new Set<string>();
  readonly #dirty = new Map<string, Node | undefined>();
  /** Called when VS Code takes the row of a node, by its id. */
  readonly #onDrawn = new Map<string, () => void>();
  readonly #slices = new TimeSlicer();
  #redrawAll = false;
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #directory: DirectoryService;
  readonly #media: vscode.Uri;
  readonly #keeper: RowKeeper;

  constructor(
    directory: DirectoryService,
    view: ViewState,
    { nodes, kept, media }: Pick<FirstRows, 'nodes' | 'kept' | 'media'>,
    testResults: TestResults,
    now: () => number = Date.now,
  ) {
    this.#directory = directory;
    this.nodes = nodes;
    this.#media = media;
    this.#children = new Children(directory, this.nodes, view, kept, (owner) => {
      this.touch(owner);
    });
    this.#sources = {
      directory,
      testResults,
      now,
      sort: () => view.sort,
      isFavorite: (ref) => view.isFavorite(ref),
      isBusy: (id) => this.#busy.has(id),
      integrationCount: (node) => {
        const integrations = directory.integrations(node);
        return integrations.state === 'idle' ? undefined : integrations.value?.length;
      },
      keptRow: (node) => kept.row(node),
      opensAtOnce: (node) => this.#children.isOnlyTenant(node),
    };
    this.#keeper = new RowKeeper(kept, this.#children, this.#sources);
    this.#subscriptions = [
      this.#changed,
      this.#keeper,
      directory.onDidChange((change) => {
        this.#onChange(change);
      }),
      testResults.onDidChange((ref) => {
        this.touch(this.nodes.integration(ref));
      }),
      view.onDidChange(() => {
        this.#children.viewChanged();
        this.redraw();
      }),
    ];
  }

  /** VS Code, or another host, has asked for the rows at the root. */
  hasBeenRead(): boolean {
    return this.#listed.size > 0;
  }

  /** VS Code asks for all rows of a page in one turn; those that would take too long together get turns of their own. */
  getTreeItem(node: Node): vscode.TreeItem | Promise<vscode.TreeItem> {
    return this.#slices.shouldYield ? this.#slices.yield().then(() => this.#item(node)) : this.#item(node);
  }

  #item(node: Node): vscode.TreeItem {
    const row = treeItemOf(node, this.#sources);
    this.#drawn.set(node.id, JSON.stringify(row));
    this.#onDrawn.get(node.id)?.();
    return toTreeItem(node.id, row, this.#media);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const children = await this.#children.of(node);
    // Its count is known now. VS Code forgets the children of a row that it redraws, so the row goes first.
    if (node !== undefined && this.#differs(node)) await this.#redrawRow(node);
    const before = this.#listed.get(node?.id ?? '') ?? [];
    this.#listed.set(node?.id ?? '', children);
    const kept = new Set(children);
    for (const child of before) if (!kept.has(child) && this.#isGone(child)) this.#release(child);
    if (node === undefined || node.kind === 'account') this.#keeper.keepSoon();
    return [...children];
  }

  /** Redraws the row of a node, and waits until VS Code has taken it. */
  async #redrawRow(node: Node): Promise<void> {
    const drawn = new Promise<void>((resolve) => this.#onDrawn.set(node.id, resolve));
    this.#fire([node]);
    await settlesWithin(ROW_REDRAW_MS, drawn);
    this.#onDrawn.delete(node.id);
  }

  getParent(node: Node): Node | undefined {
    return this.#children.parent(node);
  }

  /** Adds the tooltip, whose code is read with the first. */
  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    const { tooltipOf } = await import('./tooltip.js');
    const tooltip = tooltipOf(node, this.#sources);
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  /** The row of a node, as it is now. */
  row(node: Node): TreeItemData {
    return treeItemOf(node, this.#sources);
  }

  /** Draws everything anew. VS Code keeps selection and expansion, as ids and objects stay. */
  redraw(): void {
    this.#redrawAll = true;
    this.#schedule();
  }

  /** Has the host draw nodes and what is under them. Theia draws what is under a node, and never its own row. */
  #fire(nodes: readonly Node[]): void {
    const above = isTheia ? nodes.map((node) => this.getParent(node)) : nodes;
    const known = above.filter((node) => node !== undefined);
    this.#changed.fire(known.length < above.length ? undefined : known);
  }

  /** Draws one node and what is under it anew. */
  redrawNode(node: Node | undefined): void {
    if (node === undefined) this.redraw();
    else this.#fire([node]);
  }

  showMore(owner: Node | undefined): void {
    this.#children.showMore(owner);
    this.redrawNode(owner);
  }

  /** Something of a node, or its children, may have changed. */
  touch(node: Node | undefined): void {
    this.#dirty.set(node?.id ?? '', node);
    this.#schedule();
  }

  /** The tenants of an account, or what it may do in them, may have changed at any depth. */
  touchAccount(accountId: string): void {
    this.touch(this.#directory.accounts().length > 1 ? this.nodes.account(accountId) : undefined);
    for (const node of this.#listedNodes())
      if (node.kind === 'tenant' && node.accountId === accountId) this.touch(node);
  }

  /** Shows a spinner on nodes while a change of theirs is under way. */
  setBusy(nodes: readonly Node[], busy: boolean): void {
    for (const node of nodes) {
      if (busy) this.#busy.add(node.id);
      else this.#busy.delete(node.id);
      this.touch(node);
    }
  }

  /** Puts the tenants of an account under their parents, as far as they are loaded: `getParent` knows them then. */
  async arrange(accountId: string): Promise<void> {
    await this.#children.arrange(accountId);
  }

  /** Brings a node among the rows, past filter and page, so that it can be revealed. */
  uncover(node: Node): void {
    this.#children.uncover(node);
    const parent = this.#children.parent(node);
    const listed = this.#listed.get(parent?.id ?? '');
    if (listed && !listed.includes(node)) this.redrawNode(parent);
  }

  /** Tenants whose integrations are on screen. */
  openTenants(): readonly TenantNode[] {
    return this.#listedNodes()
      .filter((node) => node.kind === 'tenant')
      .filter((node) => this.#isOpen(node));
  }

  /** Integrations whose listeners are on screen. */
  openIntegrations(): readonly IntegrationNode[] {
    return this.#listedNodes()
      .filter((node) => node.kind === 'integration')
      .filter((node) => this.#isOpen(node));
  }

  /** Time has passed: what every row says of it may no longer be so. */
  touchListed(): void {
    for (const id of this.#listed.keys()) this.touch(this.nodes.find(id));
  }

  /** The user closed a node: nothing under it is on screen, which saves asking the server for it. */
  closed(node: Node): void {
    this.#closed.add(node.id);
  }

  /** The user opened a node: what changed while it was closed shows. */
  opened(node: Node): void {
    this.#closed.delete(node.id);
    this.touch(node);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Nodes that VS Code holds the children of, on screen or not. */
  #listedNodes(): readonly Node[] {
    return [...this.#listed.keys()].map((id) => this.nodes.find(id)).filter((node) => node !== undefined);
  }

  #isOpen(node: Node): boolean {
    for (let each: Node | undefined = node; each; each = this.getParent(each))
      if (this.#closed.has(each.id)) return false;
    return true;
  }

  #onChange(change: DirectoryChange): void {
    switch (change.kind) {
      case 'accounts':
        this.#forgetGone();
        void this.#keeper.keep();
        this.redraw();
        break;
      case 'account':
        this.touchAccount(change.accountId);
        break;
      case 'tenant':
        // Its mark decides what may be done with every row under it.
        this.#fire([this.nodes.tenant(change.ref)]);
        break;
      case 'integrations':
        this.touch(this.nodes.tenant(change.ref));
        break;
      case 'integration':
        this.touch(this.nodes.tenant(change.ref));
        this.touch(this.nodes.integration(change.ref));
        break;
      case 'listeners':
        this.touch(this.nodes.integration(change.ref));
        break;
    }
  }

  /** True for what is not there any more, in a list that was read: what a filter or a page hides is. */
  #isGone(node: Node): boolean {
    if (node.kind === 'tenant')
      return this.#directory.tenants(node.accountId).state === 'ready' && this.#directory.tenant(node) === undefined;
    if (node.kind === 'integration')
      return this.#directory.integrations(node).state === 'ready' && this.#directory.integration(node) === undefined;
    return false;
  }

  /** Forgets what VS Code was given at and under a node that is gone. */
  #release(node: Node): void {
    for (const child of this.#listed.get(node.id) ?? []) this.#release(child);
    this.#listed.delete(node.id);
    this.#drawn.delete(node.id);
    this.#closed.delete(node.id);
  }

  #forgetGone(): void {
    const kept = new Set(this.#directory.accounts().map((account) => account.id));
    const gone = this.nodes.forgetAllBut(kept);
    this.#children.forgetAllBut(kept, gone);
    for (const id of gone) {
      this.#drawn.delete(id);
      this.#listed.delete(id);
    }
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // Whatever goes wrong here, the next change must still be drawn: everything is, then.
      this.#flushing = this.#flushing
        .then(() => this.#flush())
        .catch(() => {
          this.#changed.fire(undefined);
        });
    }, COALESCE_DELAY_MS);
  }

  async #flush(): Promise<void> {
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    if (this.hasBeenRead()) this.#keeper.keepSoon();
    if (this.#redrawAll) {
      this.#redrawAll = false;
      this.#changed.fire(undefined);
      return;
    }
    const changed = new Map<string, Node>();
    // All at once: each may wait a little for a tenant that does not respond.
    for (const found of await Promise.all(dirty.map(([id, node]) => this.#changesOf(id, node)))) {
      if (found === 'all') {
        this.#changed.fire(undefined);
        return;
      }
      for (const each of found) changed.set(each.id, each);
    }
    const smallest = [...changed.values()].filter((node) => !this.#hasAncestorIn(node, changed));
    if (smallest.length > 0) this.#fire(smallest);
  }

  /** What VS Code shows otherwise than it is, at a node and right under it. */
  async #changesOf(id: string, node: Node | undefined): Promise<readonly Node[] | 'all'> {
    const own = node !== undefined && this.#differs(node) ? [node] : [];
    const listed = this.#listed.get(id);
    if (listed === undefined) return own;
    const children = await this.#children.of(node);
    const moved = children.length !== listed.length || children.some((child, i) => child !== listed[i]);
    const redrawn = moved ? [] : await this.#redrawnOf(children);
    if (moved || redrawn.length > MAX_SINGLE_REDRAWS) return node === undefined ? 'all' : [node];
    return [...own, ...redrawn];
  }

  /** The nodes among these that look otherwise than drawn; looks no further once there are too many to redraw singly. */
  async #redrawnOf(nodes: readonly Node[]): Promise<readonly Node[]> {
    const slices = new TimeSlicer();
    const redrawn: Node[] = [];
    for (const node of nodes) {
      if (this.#differs(node)) redrawn.push(node);
      if (redrawn.length > MAX_SINGLE_REDRAWS) break;
      if (slices.shouldYield) await slices.yield();
    }
    return redrawn;
  }

  #differs(node: Node): boolean {
    const drawn = this.#drawn.get(node.id);
    return drawn !== undefined && drawn !== JSON.stringify(treeItemOf(node, this.#sources));
  }

  #hasAncestorIn(node: Node, nodes: ReadonlyMap<string, Node>): boolean {
    for (let above = this.getParent(node); above; above = this.getParent(above)) if (nodes.has(above.id)) return true;
    return false;
  }
}
