import { isLeft, type AppliedChange } from './apply';
import type { PlannedChange } from './model';
import { planChanges, type PlanOptions } from './planner';

/** What was found when a change was read back after it was made; `unknown` where the server hides the value. */
export type ReadBack = 'same' | 'different' | 'unknown' | 'notRead';

function resultOf(change: PlannedChange | undefined): ReadBack {
  if (change?.cannot?.code === 'otherValue') return 'different';
  if (!change || change.action === 'cannot') return 'notRead';
  if (change.fields.length === 0) return 'same';
  return change.fields.every(({ secret }) => secret === 'unknown') ? 'unknown' : 'different';
}

/**
 * Reads what was made back from the server, and compares it with what it should be, secrets in memory.
 * @param applied those that were not made are given back as they are.
 * @throws ApiError `aborted` when canceled, and what the secret source throws.
 */
export async function readBackChanges(
  applied: readonly AppliedChange[],
  options: PlanOptions,
): Promise<readonly AppliedChange[]> {
  const made = applied.filter((each) => !isLeft(each));
  const plan = await planChanges(
    made.map(({ change }) => change.desired),
    options,
  );
  const found = new Map(plan.changes.map((change) => [change.id, change]));
  return applied.map((each) => (isLeft(each) ? each : { ...each, readBack: resultOf(found.get(each.change.id)) }));
}
