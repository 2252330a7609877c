/** What became of one item. */
export type ItemResult<T> =
  | { readonly item: T; readonly outcome: 'done' }
  | { readonly item: T; readonly outcome: 'failed'; readonly error: unknown }
  | { readonly item: T; readonly outcome: 'notTried' };

export interface BatchOptions<T> {
  readonly signal: AbortSignal;
  /** How many are under way at once. */
  readonly width: number;
  readonly act: (item: T, signal: AbortSignal) => Promise<unknown>;
  /** Told after each item with how many are through. */
  readonly progress: (through: number) => void;
}

/**
 * Does one thing to many items, some at once. One that fails stops no other; a cancel stops those not begun.
 * @returns a result for every item, in the order of `items`.
 */
export async function runBatch<T>(items: readonly T[], options: BatchOptions<T>): Promise<readonly ItemResult<T>[]> {
  const results = new Map<T, ItemResult<T>>();
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && !options.signal.aborted; item = waiting.shift()) {
      try {
        await options.act(item, options.signal);
        results.set(item, { item, outcome: 'done' });
      } catch (error) {
        results.set(item, { item, outcome: 'failed', error });
      }
      options.progress(results.size);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.width, items.length) }, worker));
  return items.map((item) => results.get(item) ?? { item, outcome: 'notTried' });
}
