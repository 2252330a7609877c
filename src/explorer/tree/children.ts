import type { Integration, Listener, Loadable, Tenant } from '../../core/directory/model';
import { settlesWithin } from '../../core/base/timeouts';
import type { DirectoryService } from '../../core/directory/service';
import { arrangeIntegrations, arrangeTenants, passes, type TenantForest } from './arrange';
import { fillInMasks } from '../../core/export/fillInMasks';
import type { AccountNode, IntegrationNode, ListenerNode, Node, NodeStore, Notice, TenantNode } from './nodes';
import type { KeptRows } from './keptRows';
import type { ViewState } from './viewState';

/** Rows drawn at first under one node. More are an act away: VS Code makes items of all of them in one go. */
export const PAGE = 500;

/** A load that takes longer shows a "Loading…" row. Short, because VS Code redraws nothing else until then. */
const LOADING_ROW_DELAY_MS = 250;

/** VS Code has drawn the rows that it was given, in ms. */
const DRAWING_MS = 50;

interface Forest {
  readonly of: readonly Tenant[];
  readonly version: number;
  readonly forest: Promise<TenantForest>;
}

/**
 * The children of every node. Asking twice gives the same and changes nothing; what is not known yet is asked for once,
 * through the directory, which joins requests. A failure is asked for again only by an act of the user.
 */
export class Children {
  readonly #forests = new Map<string, Forest>();
  readonly #arranged = new Map<string, TenantForest>();
  /** Rows of the tenants of a forest, by the tenant they are under; asked for at every redraw. */
  readonly #rows = new WeakMap<TenantForest, Map<string | undefined, readonly TenantNode[]>>();
  /** Accounts whose tenants are read while the rows of last time are shown. */
  readonly #awaited = new Set<string>();
  readonly #limits = new Map<string, number>();
  /** Nodes that were revealed: shown whatever the filter and the page say, until the filter changes. */
  readonly #pinned = new Set<string>();
  #version = 0;
  readonly #directory: DirectoryService;
  readonly #nodes: NodeStore;
  readonly #view: ViewState;
  readonly #kept: KeptRows;
  readonly #arrived: (owner: Node | undefined) => void;

  constructor(
    directory: DirectoryService,
    nodes: NodeStore,
    view: ViewState,
    kept: KeptRows,
    /** Told when something came in that nobody waits for any more. */
    arrived: (owner: Node | undefined) => void,
  ) {
    this.#directory = directory;
    this.#nodes = nodes;
    this.#view = view;
    this.#kept = kept;
    this.#arrived = arrived;
  }

  async of(node: Node | undefined): Promise<readonly Node[]> {
    if (node === undefined) return this.#root();
    switch (node.kind) {
      case 'account':
        return this.#tenants(node, node.accountId);
      case 'tenant':
        return this.#tenant(node);
      case 'integration':
        return this.#listeners(node);
      case 'listener':
        return this.#properties(node);
      default:
        return [];
    }
  }

  parent(node: Node): Node | undefined {
    switch (node.kind) {
      case 'account':
        return undefined;
      case 'tenant': {
        const above = this.#arranged.get(node.accountId)?.parent(node.tenantId);
        if (above !== undefined) return this.#nodes.tenant({ accountId: node.accountId, tenantId: above });
        return this.#accountsShown ? this.#nodes.account(node.accountId) : undefined;
      }
      case 'integration':
        return this.#nodes.tenant(node);
      case 'listener':
        return this.#nodes.integration(node);
      case 'property':
        return this.#nodes.listener(node, node.listenerId);
      case 'notice':
        return node.owner;
    }
  }

  /** True for the one tenant of a tree that has no more. */
  isOnlyTenant(node: TenantNode): boolean {
    const tenants = this.#directory.tenants(node.accountId);
    return !this.#accountsShown && tenants.state !== 'idle' && tenants.value?.length === 1;
  }

  /** One more page of a node's rows. */
  showMore(owner: Node | undefined): void {
    const id = owner?.id ?? '';
    this.#limits.set(id, (this.#limits.get(id) ?? PAGE) + PAGE);
  }

  /** Puts the tenants of an account under their parents, as far as they are loaded: `parent` knows them then. */
  async arrange(accountId: string): Promise<void> {
    await this.#forest(accountId);
  }

  /** Sees to it that a node is among its parent's rows, whatever the filter and the page say. */
  uncover(node: Node): void {
    this.#pinned.add(node.id);
  }

  /** Filter, order or favorites changed. */
  viewChanged(): void {
    this.#version += 1;
    this.#pinned.clear();
  }

  /**
   * Lets go of accounts that are no more.
   * @param kept ids of the accounts there are.
   * @param gone ids of the nodes that went with the others.
   */
  forgetAllBut(kept: ReadonlySet<string>, gone: readonly string[]): void {
    for (const byAccount of [this.#forests, this.#arranged]) {
      for (const accountId of byAccount.keys()) if (!kept.has(accountId)) byAccount.delete(accountId);
    }
    for (const id of gone) {
      this.#limits.delete(id);
      this.#pinned.delete(id);
    }
  }

  get #accountsShown(): boolean {
    return this.#directory.accounts().length > 1;
  }

  async #root(): Promise<readonly Node[]> {
    const accounts = this.#directory.accounts();
    const [only] = accounts;
    if (only === undefined) return [];
    return this.#accountsShown
      ? accounts.map((account) => this.#nodes.account(account.id))
      : this.#tenants(undefined, only.id);
  }

  /** Waits a little for what is asked for the first time; gives what is known then. */
  async #known<T>(owner: Node | undefined, read: () => Loadable<T>, load: () => Promise<T>): Promise<Loadable<T>> {
    const now = read();
    if (now.state !== 'idle') return now;
    // A failure is no surprise here: it is read from the directory as a state.
    const settled = load().then(
      () => undefined,
      () => undefined,
    );
    if (!(await settlesWithin(LOADING_ROW_DELAY_MS, settled)))
      void settled.then(() => {
        this.#arrived(owner);
      });
    const then = read();
    return then.state === 'idle' ? { state: 'loading' } : then;
  }

  /** The notice of an account that must sign in again. */
  #attention(accountId: string): Notice | undefined {
    const status = this.#directory.accountStatus(accountId);
    return status === 'signInAgain' || status === 'noCredential' ? { state: status } : undefined;
  }

  /** The notice that stands in place of, or above, what was loaded. */
  #noticeOf(accountId: string, state: Loadable<unknown>): Notice | undefined {
    if (state.state === 'failed') {
      // With rows to show, the account's own notice says it once for all of its tenants.
      if (state.error.kind === 'signedOut')
        return state.value === undefined ? (this.#attention(accountId) ?? { state: 'signInAgain' }) : undefined;
      if (state.error.kind === 'forbidden' && state.value === undefined)
        return { state: 'forbidden', missing: state.error.missingPermissions };
      return { state: 'failed', error: state.error, stale: state.value !== undefined };
    }
    return state.state === 'idle' || state.value === undefined ? { state: 'loading' } : undefined;
  }

  async #tenants(owner: AccountNode | undefined, accountId: string): Promise<readonly Node[]> {
    const kept = this.#keptTenants(owner, accountId);
    if (kept.length > 0) return kept;
    const state = await this.#known(
      owner,
      () => this.#directory.tenants(accountId),
      () => this.#directory.loadTenants(accountId),
    );
    const notice = this.#attention(accountId) ?? this.#noticeOf(accountId, state);
    const head = notice ? [this.#nodes.notice(owner, accountId, notice)] : [];
    if (state.state === 'idle' || state.value === undefined) return head;
    if (state.value.length === 0) return [...head, this.#nodes.notice(owner, accountId, { state: 'noTenants' })];
    const rows = this.#forestRows(accountId, await this.#forest(accountId), owner);
    return this.#paged(owner, accountId, [...head, ...rows]);
  }

  /** What was shown last, while the tenants are not read yet; has them read. */
  #keptTenants(owner: AccountNode | undefined, accountId: string): readonly Node[] {
    const { state } = this.#directory.tenants(accountId);
    const isUnread = state === 'idle' || (state === 'loading' && this.#awaited.has(accountId));
    const rows = isUnread ? this.#kept.of(accountId) : [];
    if (rows.length > 0 && !this.#awaited.has(accountId)) {
      this.#awaited.add(accountId);
      const arrived = (): void => {
        this.#awaited.delete(accountId);
        this.#arrived(owner);
      };
      // Not before they are drawn, for which the window needs the processor. A failure is read from the directory as a state.
      setTimeout(() => void this.#directory.loadTenants(accountId).then(arrived, arrived), DRAWING_MS);
    }
    return rows.map(({ tenantId }) => this.#nodes.tenant({ accountId, tenantId }));
  }

  /** The tenants right under an account, in their order; undefined as long as they are not read. */
  async topTenants(accountId: string): Promise<readonly TenantNode[] | undefined> {
    const state = this.#directory.tenants(accountId);
    if (state.state !== 'ready') return undefined;
    return this.#forestRows(accountId, await this.#forest(accountId), undefined);
  }

  #forestRows(accountId: string, forest: TenantForest, owner: Node | undefined): readonly TenantNode[] {
    const above = owner?.kind === 'tenant' ? owner.tenantId : undefined;
    const made = this.#rows.get(forest) ?? new Map<string | undefined, readonly TenantNode[]>();
    this.#rows.set(forest, made);
    const tenants = above === undefined ? forest.roots : forest.children(above);
    const rows =
      made.get(above) ?? tenants.map((tenant) => this.#nodes.tenant({ accountId, tenantId: tenant.tenantId }));
    made.set(above, rows);
    return rows;
  }

  async #forest(accountId: string): Promise<TenantForest> {
    const state = this.#directory.tenants(accountId);
    const tenants = state.state === 'idle' ? [] : (state.value ?? []);
    const known = this.#forests.get(accountId);
    if (known?.of === tenants && known.version === this.#version) return known.forest;
    const forest = arrangeTenants(tenants, (tenant) => this.#view.isFavorite(tenant));
    this.#forests.set(accountId, { of: tenants, version: this.#version, forest });
    const arranged = await forest;
    this.#arranged.set(accountId, arranged);
    return arranged;
  }

  async #tenant(node: TenantNode): Promise<readonly Node[]> {
    return this.#paged(node, node.accountId, await this.#tenantRows(node));
  }

  async #tenantRows(node: TenantNode): Promise<readonly Node[]> {
    const below = this.#forestRows(node.accountId, await this.#forest(node.accountId), node);
    return [...below, ...(await this.#integrations(node))];
  }

  async #integrations(node: TenantNode): Promise<readonly Node[]> {
    const { accountId } = node;
    const access = this.#directory.access(node);
    if (!access.canView)
      return [this.#nodes.notice(node, accountId, { state: 'forbidden', missing: access.missing.slice(0, 1) })];
    const state = await this.#known(
      node,
      () => this.#directory.integrations(node),
      () => this.#directory.loadIntegrations(node),
    );
    const notice = this.#noticeOf(accountId, state);
    const head = notice ? [this.#nodes.notice(node, accountId, notice)] : [];
    if (state.state === 'idle' || state.value === undefined) return head;
    if (state.value.length === 0) return [...head, this.#nodes.notice(node, accountId, { state: 'empty' })];
    const shown = await arrangeIntegrations(state.value, {
      order: this.#view.sort,
      favorite: (each) => this.#view.isFavorite(each),
      keep: (each) => this.#shows(each),
    });
    const hidden = state.value.length - shown.length;
    const tail = hidden > 0 ? [this.#nodes.notice(node, accountId, { state: 'filtered', hidden })] : [];
    return [...head, ...shown.map((each) => this.#nodes.integration(each)), ...tail];
  }

  #shows(integration: Integration): boolean {
    return (
      !this.#view.filtered ||
      passes(this.#view.filter, integration, this.#directory.userId(integration.accountId)) ||
      this.#pinned.has(this.#nodes.integration(integration).id)
    );
  }

  async #listeners(node: IntegrationNode): Promise<readonly Node[]> {
    const state = await this.#known<readonly Listener[]>(
      node,
      () => this.#directory.listeners(node),
      () => this.#directory.loadListeners(node),
    );
    const notice = this.#noticeOf(node.accountId, state);
    const head = notice ? [this.#nodes.notice(node, node.accountId, notice)] : [];
    if (state.state === 'idle' || state.value === undefined) return head;
    if (state.value.length === 0) return [...head, this.#nodes.notice(node, node.accountId, { state: 'empty' })];
    return [...head, ...state.value.map((listener) => this.#nodes.listener(node, listener.listenerId))];
  }

  #properties(node: ListenerNode): readonly Node[] {
    const listeners = this.#directory.listeners(node);
    const listener =
      listeners.state === 'idle' ? undefined : listeners.value?.find((each) => each.listenerId === node.listenerId);
    return listener ? Object.keys(fillInMasks(listener)).map((property) => this.#nodes.property(node, property)) : [];
  }

  /** The first rows, and those that were revealed. Notices do not count: they are few, and each is the answer to a question. */
  #paged(owner: Node | undefined, accountId: string, rows: readonly Node[]): readonly Node[] {
    const limit = this.#limits.get(owner?.id ?? '') ?? PAGE;
    const counted = rows.filter((row) => row.kind !== 'notice');
    if (counted.length <= limit) return rows;
    const beyond = new Set<Node>(counted.slice(limit).filter((row) => !this.#pinned.has(row.id)));
    const shown = rows.filter((row) => !beyond.has(row));
    return [
      ...shown,
      this.#nodes.notice(owner, accountId, {
        state: 'more',
        shown: counted.length - beyond.size,
        total: counted.length,
      }),
    ];
  }
}
