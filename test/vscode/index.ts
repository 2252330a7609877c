// The entry point of the suites inside an extension host: VS Code calls `run` of the file that extensionTestsPath
// names, be it started by @vscode/test-electron or by test/support/hostRun.ts.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { takeCoverage } from 'node:v8';
import Mocha from 'mocha';
import SummaryReporter, { reportTo } from '../support/reporter';

/**
 * Runs every compiled suite beside this file, by the environment of the host: CXENGAGE_REPORT, the file to report to;
 * CXENGAGE_SUMMARY, the file for the counts; CXENGAGE_GREP, which tests.
 * Throws when a suite cannot be loaded, when a test fails, and when there was none.
 */
export async function run(): Promise<void> {
  const { CXENGAGE_REPORT: report, CXENGAGE_GREP: grep, NODE_V8_COVERAGE: coverage } = process.env;
  if (report !== undefined) reportTo(report);
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: SummaryReporter,
    timeout: 60_000,
    forbidOnly: true,
    ...(grep === undefined ? {} : { grep }),
  });
  for (const name of readdirSync(__dirname).sort()) if (name.endsWith('.test.js')) mocha.addFile(join(__dirname, name));
  try {
    await mocha.loadFilesAsync();
  } catch (error) {
    Mocha.reporters.Base.consoleLog('A suite could not be loaded:', error);
    throw error;
  }
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (coverage !== undefined) takeCoverage();
  if (failures > 0) throw new Error(`${failures} failed`);
}
