import { isArray, isObject } from '../base/json';
import type { Comparison } from './comparison';

/** A comparison to be shown in the Changes view, read-only. */
export interface ComparisonRequest {
  readonly comparison: Comparison;
  readonly title: string;
  /** Compares anew, for *Compare Again*; resolves to undefined where the user canceled. */
  readonly recompare?: () => Promise<Comparison | undefined>;
}

/** Whether a command's argument can be a `ComparisonRequest`. */
export function isComparisonRequest(argument: unknown): argument is ComparisonRequest {
  return (
    isObject(argument) &&
    typeof argument.title === 'string' &&
    isObject(argument.comparison) &&
    isArray(argument.comparison.integrations)
  );
}
