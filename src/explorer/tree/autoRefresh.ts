import * as vscode from 'vscode';
import { isAccountUnavailable } from '../../core/api/error';
import type { Loadable } from '../../core/directory/model';
import type { DirectoryService } from '../../core/directory/service';
import type { TenantTree } from './provider';

/** What is older than this many ms is read again when the user comes back. */
const STALE_AFTER_MS = 5 * 60_000;

/** What failed is tried again when the user comes back, but not sooner than this many ms after the last such try. */
const RETRY_AFTER_MS = 30_000;

/** "2 min. ago" in a row is said anew this often, in ms, while somebody looks. */
const AGE_INTERVAL_MS = 60_000;

/** The parts of VS Code's tree view this needs. */
type View = Pick<vscode.TreeView<unknown>, 'visible' | 'onDidChangeVisibility'>;

/**
 * Reads again what is on screen when the user comes back to it and it has grown old. Nothing is read while the view is
 * hidden or the window is not in front, and nothing by a clock: that only lets the ages grow that rows tell.
 */
export class AutoRefresh implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[];
  /** When something was last read here, by what it is of. */
  readonly #tries = new Map<string, number>();
  readonly #directory: DirectoryService;
  readonly #tree: TenantTree;
  readonly #view: View;
  readonly #now: () => number;
  readonly #isFocused: () => boolean;
  readonly #timer: NodeJS.Timeout;

  constructor(
    directory: DirectoryService,
    tree: TenantTree,
    view: View,
    now: () => number = Date.now,
    isFocused: () => boolean = () => vscode.window.state.focused,
    ageIntervalMs = AGE_INTERVAL_MS,
  ) {
    this.#directory = directory;
    this.#tree = tree;
    this.#view = view;
    this.#now = now;
    this.#isFocused = isFocused;
    this.#timer = setInterval(() => {
      if (this.#isLookedAt) tree.touchListed();
    }, ageIntervalMs);
    this.#subscriptions = [
      view.onDidChangeVisibility(() => {
        this.#comeBack();
      }),
      vscode.window.onDidChangeWindowState(() => {
        this.#comeBack();
      }),
    ];
  }

  dispose(): void {
    clearInterval(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Reads again what is on screen and too old, or could not be read, if anybody is looking. */
  readOld(): void {
    if (!this.#isLookedAt) return;
    const directory = this.#directory;
    const tree = this.#tree;
    const force = { force: true };
    for (const { id } of directory.accounts())
      this.#read(id, directory.tenants(id), () => directory.loadTenants(id, force));
    for (const node of tree.openTenants())
      this.#read(node.id, directory.integrations(node), () => directory.loadIntegrations(node, force));
    for (const node of tree.openIntegrations())
      this.#read(node.id, directory.listeners(node), () => directory.loadListeners(node, force));
  }

  get #isLookedAt(): boolean {
    return this.#view.visible && this.#isFocused();
  }

  #comeBack(): void {
    if (!this.#isLookedAt) return;
    // "Updated 5 minutes ago" was true when it was drawn.
    this.#tree.touchListed();
    this.readOld();
  }

  #read(id: string, state: Loadable<unknown>, load: () => Promise<unknown>): void {
    if (!this.#isDue(id, state)) return;
    this.#tries.set(id, this.#now());
    // Failures show in the tree, as states of what could not be read.
    void load().catch(() => undefined);
  }

  #isDue(id: string, state: Loadable<unknown>): boolean {
    if (state.state === 'ready') return this.#now() - state.loadedAt > STALE_AFTER_MS;
    // A sign-in, a keyring or a right is not back by itself, and a keyring may ask the user each time; a network may be.
    if (state.state !== 'failed' || isAccountUnavailable(state.error) || state.error.kind === 'forbidden') return false;
    return this.#now() - (this.#tries.get(id) ?? 0) > RETRY_AFTER_MS;
  }
}
