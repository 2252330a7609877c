import { isEqual } from '../catalog/equality';
import type { AppliedChange } from './apply';
import { isApplicable, type FieldChange, type PlannedChange } from './model';
import { planChanges, type PlanOptions } from './planner';

/** What is left of changes that were applied, looked at anew. */
export interface Rest {
  /** Known by now to be made, or still unclear: nothing more is sent for these. */
  readonly settled: readonly AppliedChange[];
  /** Planned anew, and the same as was shown: to be applied. */
  readonly same: readonly PlannedChange[];
  /** Planned anew, and not what was shown, or moved by somebody: to be looked through first. */
  readonly moved: readonly PlannedChange[];
  /** Still to be made, and not planned anew, since the server could not be read: as they were. */
  readonly unreached: readonly AppliedChange[];
  /** Why the first of `unreached` could not be read, in a sentence. */
  readonly reason?: string;
}

function isSameField(a: FieldChange, b: FieldChange): boolean {
  return a.field === b.field && a.secret === b.secret && isEqual(a.before, b.before) && isEqual(a.after, b.after);
}

/** Whether what the user sees of a change is newer than what moved under it. */
function isCurrent({ outcome, isPlannedAnew }: AppliedChange): boolean {
  return outcome.kind !== 'conflict' || isPlannedAnew === true;
}

/** Whether a change planned anew would make just what an earlier plan showed. */
function isAsShown(shown: PlannedChange, now: PlannedChange): boolean {
  return (
    shown.action === now.action &&
    shown.fields.length === now.fields.length &&
    shown.fields.every((field, index) => {
      const other = now.fields[index];
      return other !== undefined && isSameField(field, other);
    })
  );
}

/**
 * Looks anew at changes that were not made. One whose outcome is unclear is rechecked before anything else; the others
 * are planned anew.
 * @param left what `isLeft` says of applied changes.
 * @throws ApiError `aborted` when canceled, and what the secret source throws.
 */
export async function planRest(left: readonly AppliedChange[], options: PlanOptions): Promise<Rest> {
  const rechecked = await Promise.all(
    left.map(async (each): Promise<AppliedChange> => {
      const { outcome } = each;
      return outcome.kind === 'unclear' ? { ...each, outcome: await outcome.recheck(options.signal) } : each;
    }),
  );
  options.signal?.throwIfAborted();
  const isSettled = ({ outcome: { kind } }: AppliedChange): boolean =>
    kind === 'done' || kind === 'nothingToDo' || kind === 'unclear';
  const again = new Map(rechecked.filter((each) => !isSettled(each)).map((each) => [each.change.id, each]));
  const plan = await planChanges(
    [...again.values()].map(({ change }) => change.desired),
    options,
  );
  const settled = rechecked.filter(isSettled);
  const same: PlannedChange[] = [];
  const moved: PlannedChange[] = [];
  const unreached: AppliedChange[] = [];
  const reasons: string[] = [];
  for (const change of plan.changes) {
    const before = again.get(change.id);
    if (change.action === 'nothing' && change.fields.length === 0 && change.current)
      settled.push({ change, outcome: { kind: 'nothingToDo', integration: change.current } });
    else if (before && change.cannot?.code === 'unreachable') {
      unreached.push(before);
      reasons.push(change.cannot.message);
    } else if (before && isApplicable(change) && isCurrent(before) && isAsShown(before.change, change))
      same.push(change);
    else moved.push(change);
  }
  const [reason] = reasons;
  return { settled, same, moved, unreached, ...(reason === undefined ? {} : { reason }) };
}
