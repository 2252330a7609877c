import * as vscode from 'vscode';
import { TimeSlicer } from '../core/base/timeSlicer';
import { toTreeItem, type ChangesNode } from './node';
import { opens, spoken } from './planRows';

/** Changes that come in bursts are drawn together, after this many ms. */
const COALESCE_MS = 60;
/** More rows than these are redrawn all together. */
const MAX_SINGLE_ROWS = 60;

/** Rows at the top, or below one, before one that shows more: VS Code makes items of all that it is given in one go. */
const PAGE = 500;

/** The last row of those below `owner`, or of those at the top, where there are more. */
function moreNode(owner: ChangesNode | undefined, shown: number, total: number): ChangesNode {
  const label = vscode.l10n.t('Showing {0} of {1}', shown, total);
  const description = vscode.l10n.t('Show more');
  const node: ChangesNode = {
    id: `more/${owner?.id ?? ''}`,
    moreOf: owner?.id ?? '',
    ...(owner && { parent: owner }),
    row: () => ({
      label,
      description,
      icon: { theme: 'ellipsis' },
      accessibilityLabel: spoken(label, description),
      context: 'more',
      expands: 'no',
      command: opens(node),
    }),
  };
  return node;
}

/** Data of the Changes view: rows of a plan or of a comparison, drawn as they are needed. */
export class ChangesProvider implements vscode.TreeDataProvider<ChangesNode>, vscode.Disposable {
  readonly #media: vscode.Uri;
  readonly #changed = new vscode.EventEmitter<ChangesNode[] | undefined>();
  readonly #slices = new TimeSlicer();
  /** Nodes that VS Code was given, by id, and by the change that they stand for. */
  readonly #drawn = new Map<string, ChangesNode>();
  readonly #byChange = new Map<string, Set<ChangesNode>>();
  readonly #dirty = new Set<string>();
  /** How many rows are shown below one, by its id; '' is for those at the top. */
  readonly #limits = new Map<string, number>();
  #roots: () => readonly ChangesNode[] = () => [];
  #isAllDirty = false;
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(media: vscode.Uri) {
    this.#media = media;
  }

  /** Shows other rows, built anew whenever they may have moved. */
  show(roots: () => readonly ChangesNode[]): void {
    this.#roots = roots;
    this.#limits.clear();
    this.touch(undefined);
  }

  node(id: string): ChangesNode | undefined {
    return this.#drawn.get(id);
  }

  /** Rows of these changes may look different now; undefined: all, and there may be others. */
  touch(changeIds: readonly string[] | undefined): void {
    if (changeIds) for (const id of changeIds) this.#dirty.add(id);
    else this.#isAllDirty = true;
    this.#timer ??= setTimeout(() => {
      this.#flush();
    }, COALESCE_MS);
  }

  /** Shows a page more of what `node` is the last row of. */
  showMore({ moreOf = '' }: ChangesNode): void {
    this.#limits.set(moreOf, (this.#limits.get(moreOf) ?? PAGE) + PAGE);
    this.touch(undefined);
  }

  /** VS Code asks for many rows in one turn; those that take too long together get turns of their own. */
  getTreeItem(node: ChangesNode): vscode.TreeItem | Promise<vscode.TreeItem> {
    const item = (): vscode.TreeItem => toTreeItem(node.id, node.row(), this.#media);
    return this.#slices.shouldYield ? this.#slices.yield().then(item) : item();
  }

  getChildren(node?: ChangesNode): ChangesNode[] {
    const all = node ? (node.children?.() ?? []) : this.#roots();
    const limit = this.#limits.get(node?.id ?? '') ?? PAGE;
    const children = all.length > limit ? [...all.slice(0, limit), moreNode(node, limit, all.length)] : [...all];
    for (const child of children) this.#remember(child);
    return children;
  }

  getParent(node: ChangesNode): ChangesNode | undefined {
    return node.parent;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
  }

  #remember(node: ChangesNode): void {
    const before = this.#drawn.get(node.id);
    this.#drawn.set(node.id, node);
    for (const id of node.changeIds ?? []) {
      const nodes = this.#byChange.get(id) ?? new Set();
      if (before) nodes.delete(before);
      this.#byChange.set(id, nodes.add(node));
    }
  }

  #flush(): void {
    this.#timer = undefined;
    const nodes = new Set([...this.#dirty].flatMap((id) => [...(this.#byChange.get(id) ?? [])]));
    const isAll = this.#isAllDirty;
    this.#dirty.clear();
    this.#isAllDirty = false;
    if (isAll) {
      this.#drawn.clear();
      this.#byChange.clear();
    }
    this.#changed.fire(isAll || nodes.size > MAX_SINGLE_ROWS ? undefined : [...nodes]);
  }
}
