import * as l10n from '@vscode/l10n';
import type { UndoableChange } from './undoableChange';

/** What stays when the last operation is taken back. */
export interface UndoLimits {
  /** Something was created by it, or since: creates stay. */
  readonly hasCreated: boolean;
  /** How many of its changes are taken back without secrets that they replaced. */
  readonly withoutSecrets: number;
  /** How many of its changes cannot be taken back (any more). */
  readonly lost: number;
}

/** The operations of this window that can be taken back: the last one, and those still running. */
export class UndoMemory {
  readonly #operations = new Map<number, UndoableChange[]>();
  readonly #running = new Set<number>();
  /** Those that created something, and those since whose changes something was created. */
  readonly #withCreates = new Set<number>();
  #count = 0;

  /**
   * @param earlier an operation to add to, as long as it is remembered: what it did before could not be taken back with it else.
   * @returns the number of the operation, which runs until `end`.
   */
  begin(earlier?: number): number {
    const operation = earlier !== undefined && this.#isKnown(earlier) ? earlier : (this.#count += 1);
    this.#running.add(operation);
    return operation;
  }

  end(operation: number): void {
    this.#running.delete(operation);
    if (!this.#isKnown(operation)) this.#withCreates.delete(operation);
  }

  /** Remembers a change of an operation, which becomes the last one. Those before it go, unless they are still running. */
  remember(operation: number, change: UndoableChange): void {
    const changes = this.#operations.get(operation) ?? [];
    for (const older of this.#operations.keys())
      if (older !== operation && !this.#running.has(older)) this.#drop(older);
    this.#operations.delete(operation);
    this.#operations.set(operation, [...changes, change]);
  }

  /**
   * Something was created, which cannot be taken back: whoever takes the last operation back may mean that.
   * @param operation what created it; undefined where that changed nothing else.
   */
  noteCreated(operation?: number): void {
    for (const earlier of this.#operations.keys()) this.#withCreates.add(earlier);
    if (operation !== undefined && this.#isKnown(operation)) this.#withCreates.add(operation);
  }

  /** Of the last operation. */
  limits(): UndoLimits {
    const operation = this.last();
    const losses = (operation === undefined ? [] : (this.#operations.get(operation) ?? [])).map((each) => each.loss());
    return {
      hasCreated: operation !== undefined && this.#withCreates.has(operation),
      withoutSecrets: losses.filter((loss) => loss === 'secrets').length,
      lost: losses.filter((loss) => loss === 'everything').length,
    };
  }

  /** The number of the last operation; undefined where there is nothing to take back (any more). */
  last(): number | undefined {
    return [...this.#operations.keys()].findLast((operation) => this.changes(operation).length > 0);
  }

  /** What can be taken back of an operation, the last change first. */
  changes(operation: number): readonly UndoableChange[] {
    return (this.#operations.get(operation) ?? []).filter((change) => change.target()).reverse();
  }

  /** The last operation in words. */
  label(): string | undefined {
    const operation = this.last();
    const changes = operation === undefined ? [] : this.changes(operation);
    const [only] = changes;
    return changes.length > 1 ? l10n.t('the changes to {0} integrations', changes.length) : only?.label();
  }

  /** Forgets what changed an account's integrations, or everything. */
  clear(accountId?: string): void {
    for (const changes of this.#operations.values())
      for (const change of changes)
        if (accountId === undefined || change.target()?.accountId === accountId) change.clear();
  }

  #isKnown(operation: number): boolean {
    return this.#operations.has(operation) || this.#running.has(operation);
  }

  #drop(operation: number): void {
    for (const change of this.#operations.get(operation) ?? []) change.clear();
    this.#operations.delete(operation);
    this.#withCreates.delete(operation);
  }
}
