/** How far a long task is. */
export interface ProgressReport {
  readonly done: number;
  readonly total: number;
}
