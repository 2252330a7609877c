// Mocha's usual report, and beside it the counts in a file that CXENGAGE_SUMMARY names. scripts/test.mjs believes
// that file only: an exit code of 0 alone may come from a test that ended the process.
import { appendFileSync, writeFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';

const { Base, Spec } = Mocha.reporters;

const GRACE_SECONDS = 20;

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
}

/** Lets all reporters write to the end of a file: the console of an extension host does not reach the one who runs it. */
export function reportTo(file: string): void {
  Base.consoleLog = (...parts: unknown[]) => {
    appendFileSync(file, `${format(...parts)}\n`);
  };
}

/** A server or timer that a test forgot keeps the process alive for ever: says what it is and ends the process as failed. */
function endWhatStays(): void {
  setTimeout(() => {
    console.error(
      `The process is still alive ${GRACE_SECONDS} s after its last test. Something was not closed: ${process.getActiveResourcesInfo().join(', ')}`,
    );
    process.once('exit', () => {
      process.exitCode = 1;
    }); // after mocha's own listener, which sets 0
    process.exit();
  }, GRACE_SECONDS * 1000).unref();
}

export default class SummaryReporter extends Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      const file = process.env.CXENGAGE_SUMMARY;
      if (file === undefined) return;
      const { passes, failures, pending } = this.stats;
      const summary: Summary = {
        passed: passes,
        failed: failures,
        skipped: pending,
        failures: this.failures.map((test) => test.fullTitle()),
      };
      writeFileSync(file, JSON.stringify(summary));
      if (process.env.CXENGAGE_REPORT === undefined) endWhatStays(); // an extension host lives on
    });
  }
}
