import type { IntegrationRef } from '../../core/directory/model';
import { integrationKey } from '../../core/directory/refs';
import { isAsWanted, type ItemResult, type Named } from './messages';

export interface Target extends IntegrationRef, Named {}

/** Several that were asked for together, over all tries. What a button of its notification does is done to it, not to what is newest. */
export class Batch {
  readonly #results = new Map<string, ItemResult<Target>>();
  readonly #refused = new Map<string, ItemResult<Target>>();
  readonly #written = new Map<string, IntegrationRef>();
  #operation: number | undefined;
  #isWhole = true;

  constructor(readonly active: boolean) {}

  /** What became of each, by its last try. */
  get results(): readonly ItemResult<Target>[] {
    return [...this.#results.values()];
  }

  /** What the gate did not let in: not counted, but named with the reason. */
  get refused(): readonly ItemResult<Target>[] {
    return [...this.#refused.values()];
  }

  get left(): readonly ItemResult<Target>[] {
    return this.results.filter((result) => !isAsWanted(result));
  }

  /** Those this changed: not those that somebody else had changed the same way before. */
  get written(): readonly IntegrationRef[] {
    return [...this.#written.values()];
  }

  /** What the directory's undo takes back; undefined while nothing was changed. */
  get operation(): number | undefined {
    return this.#operation;
  }

  /** False where a change in between ended the operation of the first tries: the directory's undo takes back only what came after. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** A change since then ended the operation. */
  split(): void {
    this.#isWhole = false;
  }

  refuse(results: readonly ItemResult<Target>[]): void {
    for (const result of results) {
      const key = integrationKey(result.item);
      // One that was counted before stays so.
      (this.#results.has(key) ? this.#results : this.#refused).set(key, result);
    }
  }

  add(results: readonly ItemResult<Target>[]): void {
    for (const result of results) {
      const { item, outcome } = result;
      this.#results.set(integrationKey(item), result);
      if (outcome.kind !== 'done') continue;
      this.#written.set(integrationKey(item), item);
      if (this.#operation !== undefined && outcome.operation !== this.#operation) this.#isWhole = false;
      this.#operation = outcome.operation;
    }
  }
}
