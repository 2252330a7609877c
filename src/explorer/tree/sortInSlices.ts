import { TimeSlicer } from '../../core/base/timeSlicer';

/** Rows sorted, or merged, between two looks at the clock. */
const RUN = 256;

async function merge<T extends object>(
  left: readonly T[],
  right: readonly T[],
  compare: (a: T, b: T) => number,
  slices: TimeSlicer,
): Promise<T[]> {
  const merged: T[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const a = left[i];
    const b = right[j];
    if (a === undefined || b === undefined) break;
    if (compare(a, b) <= 0) {
      merged.push(a);
      i += 1;
    } else {
      merged.push(b);
      j += 1;
    }
    if (merged.length % RUN === 0 && slices.shouldYield) await slices.yield();
  }
  return merged.concat(left.slice(i), right.slice(j));
}

/** Sorts (stably) a list of any length without holding up the extension host. */
export async function sortInSlices<T extends object>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
): Promise<T[]> {
  const slices = new TimeSlicer();
  let runs: T[][] = [];
  for (let start = 0; start < items.length; start += RUN) {
    runs.push(items.slice(start, start + RUN).sort(compare));
    await slices.yield();
  }
  while (runs.length > 1) {
    const next: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      next.push(await merge(runs[i] ?? [], runs[i + 1] ?? [], compare, slices));
    }
    runs = next;
  }
  return runs[0] ?? [];
}
