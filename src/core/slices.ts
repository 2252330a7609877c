import { setImmediate } from 'node:timers/promises';

/** Work between two pauses, in ms. Others in the extension host wait no longer than this plus one step. */
const BUDGET = 12;

/** Lets long work give way to others: call `pause` often; it waits only when the budget is used up. */
export class Slices {
  readonly #budget: number;
  #since = performance.now();

  constructor(budget = BUDGET) {
    this.#budget = budget;
  }

  get due(): boolean {
    return performance.now() - this.#since > this.#budget;
  }

  async pause(): Promise<void> {
    if (!this.due) return;
    await setImmediate();
    this.#since = performance.now();
  }
}
