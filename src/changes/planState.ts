import { Emitter } from '../core/base/event';
import { isLeft, type AppliedChange, type ApplyOutcome } from '../core/plan/apply';
import { isApplicable, type Plan, type PlannedChange } from '../core/plan/model';
import type { PlanRequest } from '../core/plan/planRequest';
import type { ReadBack } from '../core/plan/readBack';
import { RunSecrets } from './runSecrets';

/**
 * A plan on the screen: what is ticked, what is being written, what became of it. Secrets
 * that the user typed for it are in `secrets` alone.
 */
export class PlanState {
  readonly request: PlanRequest;
  readonly secrets: RunSecrets;
  readonly #changes = new Map<string, PlannedChange>();
  readonly #ticked = new Set<string>();
  readonly #busy = new Set<string>();
  readonly #applied = new Map<string, AppliedChange>();
  readonly #changed = new Emitter<readonly string[] | undefined>();
  #plan: Plan;
  readonly #operations = new Set<number>();
  #isApplying = false;

  /** Ids of changes whose rows look different now; undefined where rows came, went or moved. */
  readonly onDidChange = this.#changed.event;

  constructor(request: PlanRequest, plan: Plan) {
    this.request = request;
    this.secrets = new RunSecrets(request.secrets);
    this.#plan = plan;
    for (const change of plan.changes) {
      this.#changes.set(change.id, change);
      if (isApplicable(change)) this.#ticked.add(change.id);
    }
  }

  get unmanaged(): Plan['unmanaged'] {
    return this.#plan.unmanaged;
  }

  get changes(): readonly PlannedChange[] {
    return [...this.#changes.values()];
  }

  /** What was tried, in the order of the plan. */
  get applied(): readonly AppliedChange[] {
    return this.changes.flatMap(({ id }) => this.#applied.get(id) ?? []);
  }

  /** What was tried and is not made yet. */
  get left(): readonly AppliedChange[] {
    return this.applied.filter(isLeft);
  }

  /** Changes that are yet to be made, ticked or not: the drift. */
  get open(): readonly PlannedChange[] {
    return this.changes.filter((change) => this.isOpen(change.id));
  }

  get ticked(): readonly PlannedChange[] {
    return this.open.filter(({ id }) => this.#ticked.has(id));
  }

  get isApplying(): boolean {
    return this.#isApplying;
  }

  /** The last operation that applied changes of this plan, to which the next apply adds; undefined where none did. */
  get operation(): number | undefined {
    return [...this.#operations].at(-1);
  }

  /** Whether the operation that an undo takes back is all that was applied: another change in between makes a new one of the rest. */
  canUndo(lastOperation: number | undefined): boolean {
    return this.#operations.size === 1 && this.operation === lastOperation;
  }

  change(id: string): PlannedChange | undefined {
    return this.#changes.get(id);
  }

  isTicked(id: string): boolean {
    return this.#ticked.has(id);
  }

  isBusy(id: string): boolean {
    return this.#busy.has(id);
  }

  outcome(id: string): ApplyOutcome | undefined {
    return this.#applied.get(id)?.outcome;
  }

  /** Whether a change was applied and nothing of it is left. */
  isMade(id: string): boolean {
    const applied = this.#applied.get(id);
    return applied !== undefined && !isLeft(applied);
  }

  /** Whether applying a change would still send something. */
  isOpen(id: string): boolean {
    const change = this.#changes.get(id);
    return change !== undefined && isApplicable(change) && !this.isMade(id);
  }

  tick(ids: readonly string[], isTicked: boolean): void {
    for (const id of ids) {
      if (isTicked) this.#ticked.add(id);
      else this.#ticked.delete(id);
    }
    this.#changed.fire(ids);
  }

  setBusy(id: string): void {
    this.#busy.add(id);
    this.#changed.fire([id]);
  }

  /** While changes are applied nothing can be ticked. */
  setApplying(isApplying: boolean): void {
    this.#isApplying = isApplying;
    this.#busy.clear();
    this.#changed.fire(undefined);
  }

  setOutcome(change: PlannedChange, outcome: ApplyOutcome): void {
    this.#busy.delete(change.id);
    this.#applied.set(change.id, { change, outcome });
    if (outcome.kind === 'done' && outcome.operation !== undefined) this.#operations.add(outcome.operation);
    this.#changed.fire([change.id]);
  }

  /** Takes what became known since of changes that were tried: when they were read back, or planned again. */
  update(applied: readonly AppliedChange[]): void {
    for (const each of applied) this.#applied.set(each.change.id, each);
    this.#changed.fire(applied.map(({ change }) => change.id));
  }

  readBack(id: string): ReadBack | undefined {
    return this.#applied.get(id)?.readBack;
  }

  /**
   * Shows what changes that moved would do now. What became of them when they were tried stays: they are left to be made,
   * and stand in the report.
   */
  showAnew(changes: readonly PlannedChange[]): void {
    for (const change of changes) {
      const outcome = this.outcome(change.id);
      this.#changes.set(change.id, change);
      if (outcome) this.#applied.set(change.id, { change, outcome, isPlannedAnew: true });
    }
    this.#changed.fire(undefined);
  }

  /** Puts changes that are about to be applied again in the place of what they were. */
  replace(changes: readonly PlannedChange[]): void {
    for (const change of changes) {
      this.#changes.set(change.id, change);
      this.#applied.delete(change.id);
    }
    this.#changed.fire(undefined);
  }
}
