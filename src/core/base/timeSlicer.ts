/** Work between two pauses, in ms. Others in the extension host wait no longer than this plus one step. */
const BUDGET = 12;

/**
 * When long work began in the present turn of the event loop. One for all who work in slices: several of them, and
 * the stages of one task, run in one turn when nothing but promises joins them.
 */
let began: number | undefined;
/** Those who wait for a turn of their own, in the order they came. */
const waiting: (() => void)[] = [];

function workBegan(): number {
  if (began === undefined) {
    began = performance.now();
    setImmediate(() => {
      began = undefined;
    });
  }
  return began;
}

function serveOne(): void {
  // A new turn, though what was to say so may come after this.
  began = undefined;
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(serveOne);
}

/** Waits until others have had their turn. Those who wait get one turn each, not all of them the same. */
export async function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(serveOne);
  });
}

/** Lets long work give way to others: look at `shouldYield` often, and call `yield` where it says so. */
export class TimeSlicer {
  readonly #budget: number;

  constructor(budget = BUDGET) {
    this.#budget = budget;
    workBegan();
  }

  get shouldYield(): boolean {
    return performance.now() - workBegan() > this.#budget;
  }

  async yield(): Promise<void> {
    while (this.shouldYield) await nextTurn();
  }
}

/** `Array.map` for lists of any length, giving way to others in between. */
export async function mapInSlices<T, R>(items: readonly T[], map: (item: T) => R): Promise<R[]> {
  const slices = new TimeSlicer();
  const mapped: R[] = [];
  for (const item of items) {
    mapped.push(map(item));
    if (slices.shouldYield) await slices.yield();
  }
  return mapped;
}

/** `Array.filter` for lists of any length, giving way to others in between. */
export async function filterInSlices<T>(items: readonly T[], keep: (item: T) => boolean): Promise<T[]> {
  const slices = new TimeSlicer();
  const kept: T[] = [];
  for (const item of items) {
    if (keep(item)) kept.push(item);
    if (slices.shouldYield) await slices.yield();
  }
  return kept;
}
