import { isObject } from '../base/json';
import type { Comparison } from './comparison';

/** A comparison to be made, and shown in the Changes view, read-only. */
export interface ComparisonRequest {
  readonly title: string;
  /** Compares, at first and for *Compare Again*; resolves to undefined where the user canceled. */
  readonly compare: () => Promise<Comparison | undefined>;
}

/** Whether a command's argument can be a `ComparisonRequest`. */
export function isComparisonRequest(argument: unknown): argument is ComparisonRequest {
  return isObject(argument) && typeof argument.title === 'string' && typeof argument.compare === 'function';
}
