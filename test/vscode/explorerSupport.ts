import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Directory } from '../../src/core/directory/directory';
import { TestResults } from '../../src/core/directory/testResults';
import type { Account } from '../../src/core/base/account';
import type { DirectoryCache } from '../../src/core/directory/service';
import type { ConfirmWrite } from '../../src/core/directory/write';
import { FirstRows } from '../../src/explorer/tree/firstRows';
import type { Node } from '../../src/explorer/tree/nodes';
import { TenantTree } from '../../src/explorer/tree/provider';
import { ViewState } from '../../src/explorer/tree/viewState';
import type { State } from '../../src/host/sharedState';
import { directoryWith, signedInAt, type SignedIn } from '../support/directory';
import type { Sandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';

export class MemoryStorage implements State {
  readonly #values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  get(key: string): unknown {
    return this.#values.get(key);
  }

  async update(key: string, value: unknown): Promise<void> {
    // As VS Code does: `undefined` takes a key out, and what is kept went through JSON.
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  }
}

/** A real directory on sandboxes: account `i` is signed in to sandbox `i`. */
export function directoryOn(
  sandboxes: readonly Sandbox[],
  cache?: DirectoryCache,
  confirm?: ConfirmWrite,
  /** What every account has beside that. */
  account: Partial<Account> = {},
) {
  const idOf = (i: number): string => `account-${i}`;
  const signedInAs = (sandbox: Sandbox, i: number): SignedIn =>
    signedInAt(sandbox, { ...account, id: idOf(i), label: `Ada ${i}` });
  const initial = sandboxes.map(signedInAs);
  const fixture = directoryWith(initial, { ...(cache && { cache }), ...(confirm && { confirm }) });
  let count = initial.length;
  const withPassword = (i: number, password: string): SignedIn => {
    const found = initial[i] ?? assert.fail(`no account ${i}`);
    return { ...found, credential: { kind: 'password', userName: found.account.userName ?? '', password } };
  };
  return {
    directory: fixture.directory,
    setPassword: (i: number, password: string): void => {
      fixture.setCredential(idOf(i), withPassword(i, password).credential);
    },
    setKeyringLocked: fixture.setKeyringLocked,
    signInAgain: (i: number, password: string): void => {
      fixture.signIn(withPassword(i, password));
    },
    /** Somebody signs in at `sandbox`; the account gets an id of its own. */
    signIn: (sandbox: Sandbox): string => {
      fixture.signIn(signedInAs(sandbox, count));
      count += 1;
      return idOf(count - 1);
    },
    signOut: (i: number): void => {
      fixture.signOut(idOf(i));
    },
  };
}

export const labelOf = ({ label }: vscode.TreeItem): string =>
  typeof label === 'string' ? label : (label?.label ?? '');

export interface ScreenRow {
  readonly node: Node;
  readonly item: vscode.TreeItem;
  readonly children: ScreenRow[] | undefined;
}

/** Reads a tree as VS Code does: what is open is read, and what an event names is read again, with what is under it. */
export class Screen {
  readonly tree: TenantTree;
  readonly view: ViewState;
  readonly #open = new Set<string>();
  #rows: ScreenRow[] = [];
  /** The reading that began last: it has the rows as they are, and those before it are given up. */
  #latest: Promise<ScreenRow[]> = Promise.resolve([]);
  #turn = 0;
  /** What the events named, since `forget`: node ids, or `all`. */
  redrawn: string[] = [];

  readonly testResults: TestResults;

  readonly #first: FirstRows;

  /** @param isLate as at activation: the tree is there with the first question that needs it, or with `attach`. */
  constructor(directory: Directory, storage: State = new MemoryStorage(), now?: () => number, isLate = false) {
    this.testResults = new TestResults(now);
    this.view = new ViewState(storage, () => directory.accounts());
    const media = vscode.Uri.file('/media');
    this.#first = new FirstRows(storage, media, {
      load: () => {
        this.attach();
        return Promise.resolve();
      },
      onGiven: () => undefined,
    });
    this.tree = new TenantTree(directory, this.view, this.#first, this.testResults, now);
    if (!isLate) this.attach();
    this.#first.onDidChangeTreeData((nodes) => {
      this.redrawn.push(...(nodes?.map(({ id }) => id) ?? ['all']));
      void this.draw();
    });
  }

  attach(): void {
    this.#first.attach(this.tree);
  }

  async draw(): Promise<void> {
    this.#turn += 1;
    this.#latest = this.#read(undefined, this.#turn);
    let reading: Promise<ScreenRow[]> | undefined;
    while (reading !== this.#latest) {
      reading = this.#latest;
      const rows = await reading;
      if (reading === this.#latest) this.#rows = rows;
    }
  }

  /** A reading that was given up takes no more rows: the tree counts a row that is taken as shown. */
  async #read(parent: Node | undefined, turn: number): Promise<ScreenRow[]> {
    const nodes = await this.#first.getChildren(parent);
    const rows: ScreenRow[] = [];
    for (const node of nodes) {
      if (turn !== this.#turn) break;
      const item = await this.#first.getTreeItem(node);
      const open = item.collapsibleState === vscode.TreeItemCollapsibleState.Expanded || this.#open.has(node.id);
      rows.push({ node, item, children: open ? await this.#read(node, turn) : undefined });
    }
    return rows;
  }

  /** Opens rows, each once it is there: what the one before it holds may still be read. */
  async open(...labels: readonly string[]): Promise<void> {
    for (const label of labels) {
      await eventually(() => this.row(label));
      this.#open.add(this.row(label).node.id);
      await this.draw();
    }
  }

  /** Makes the rows' tenants and integrations favorites. */
  async favor(...labels: readonly string[]): Promise<void> {
    const nodes = labels
      .map((label) => this.row(label).node)
      .filter((node) => node.kind === 'tenant' || node.kind === 'integration');
    await this.view.setFavorite(nodes, true);
  }

  /** Forgets what was drawn so far. What is still to be drawn is waited for: a change that shows comes after all of it. */
  async forget(directory: Directory): Promise<void> {
    const { node } = this.row('Globex Group');
    assert.ok(node.kind === 'tenant');
    await directory.markTenant(node, 'production');
    await this.shows(/^Globex Group \| production$/m);
    await directory.markTenant(node, 'none');
    await this.hides(/^Globex Group \| production$/m);
    this.redrawn = [];
  }

  /** Since `forget`, this node was drawn anew and no other. The tree names a change again until its row was taken. */
  redrewOnly(node: Node): void {
    assert.deepEqual([...new Set(this.redrawn)], [node.id]);
  }

  /** Every row, top to bottom. */
  get rows(): readonly ScreenRow[] {
    const flat = (rows: readonly ScreenRow[]): readonly ScreenRow[] =>
      rows.flatMap((row) => [row, ...flat(row.children ?? [])]);
    return flat(this.#rows);
  }

  row(label: string): ScreenRow {
    const found = this.rows.find(({ item }) => item.label === label);
    assert.ok(found, `no row “${label}” in\n${this.text}`);
    return found;
  }

  /** The screen as indented text: label and description. */
  get text(): string {
    const lines = (rows: readonly ScreenRow[], indent: string): readonly string[] =>
      rows.flatMap(({ item, children }) => [
        `${indent}${[labelOf(item), typeof item.description === 'string' ? item.description : ''].filter((part) => part !== '').join(' | ')}`,
        ...lines(children ?? [], `${indent}  `),
      ]);
    return lines(this.#rows, '').join('\n');
  }

  async shows(pattern: RegExp): Promise<void> {
    await eventually(() => {
      assert.match(this.text, pattern);
    });
  }

  async hides(pattern: RegExp): Promise<void> {
    await eventually(() => {
      assert.doesNotMatch(this.text, pattern);
    });
  }

  dispose(): void {
    this.tree.dispose();
    this.view.dispose();
  }
}
