import { isArray, isObject } from '../base/json';
import type { SecretSource } from '../operations/secretSource';
import type { AppliedChange } from './apply';
import type { ReportNote } from './report';
import type { DesiredIntegration } from './model';

/** What a plan does beside being looked through and applied. */
export interface PlanRequestOptions {
  /** Finds the desired state anew for *Plan Again*: files may have changed. Without it the same is planned. */
  readonly replan?: () => Promise<readonly DesiredIntegration[]>;
  /** Reads what was applied back from the server, and opens the report. */
  readonly readsBack?: boolean;
  /** For the report. */
  readonly notes?: readonly ReportNote[];
  /** Called after each apply that sent something, with all that was applied of this plan. */
  readonly onApplied?: (applied: readonly AppliedChange[]) => Promise<void>;
}

/** What a feature hands to the Changes view by its command: integrations as they should be, and where their secrets come from. */
export class PlanRequest {
  /**
   * @param title what is planned, for the view's title: a file's name, for example.
   * @param secrets for this plan and its apply only; asks the user before a first use where that is due.
   */
  constructor(
    readonly title: string,
    readonly desired: readonly DesiredIntegration[],
    readonly secrets: SecretSource,
    readonly options: PlanRequestOptions = {},
  ) {}
}

/** Whether a command's argument can be a `PlanRequest`, made by the class or not. */
export function isPlanRequest(argument: unknown): argument is PlanRequest {
  return (
    isObject(argument) &&
    isArray(argument.desired) &&
    typeof argument.title === 'string' &&
    isObject(argument.secrets) &&
    typeof argument.secrets.value === 'function' &&
    isObject(argument.options)
  );
}
