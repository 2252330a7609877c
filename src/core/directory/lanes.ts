import pLimit from 'p-limit';
import { tenantKey } from './refs';
import type { Change } from './write';

/** Tenants whose changes are made side by side: more would begin all of them before any ends. */
const LANES_AT_ONCE = 32;

/** Works through changes, those of one tenant one after the other and tenants side by side. */
export async function inLanes<R>(
  changes: readonly Change[],
  work: (change: Change, index: number) => Promise<R>,
): Promise<readonly R[]> {
  const lanes = new Map<string, Promise<unknown>>();
  const limit = pLimit(LANES_AT_ONCE);
  return Promise.all(
    changes.map(async (change, index) => {
      const key = tenantKey(change.ref);
      const mine = (lanes.get(key) ?? Promise.resolve()).then(() => limit(() => work(change, index)));
      lanes.set(key, mine);
      return mine;
    }),
  );
}
