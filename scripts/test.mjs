// npm test, and its parts: `node scripts/test.mjs [unit|vscode|e2e|stress]… [--watch] [--grep TEXT]`.
// Without a suite: type-check, lint, build, package, then all suites; ends with one line `N passed, N failed`.
// What does not wait for each other runs side by side; each line of output then begins with whose it is.
// A suite counts by the summary that its reporter wrote, never by its exit code alone: VS Code swallows a
// process.exit() in a test and reports success. A missing summary, no test at all, a hang and a non-zero code are failures.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { chooseHost } from './find-host.mjs';

/** What runs at the same time. */
const limit = pLimit(availableParallelism());
/** Suites in windows wait for their windows a third of the time; one more of them has that time. */
const windowsLimit = pLimit(availableParallelism() + 1);
/** A workbench, its server and its browser keep more than one processor busy, and wait for each other the rest of the time. */
const endToEndProcesses = Math.min(4, availableParallelism());

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const results = join(root, 'test-results');
const windowSuiteNames = ['vscode', 'e2e'];
/** In the order in which they begin. */
const suiteNames = ['unit', ...windowSuiteNames];
/** Random and exhaustive runs, which take minutes: only when asked for. */
const longSuiteNames = ['stress'];

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { watch: { type: 'boolean', default: false }, grep: { type: 'string', short: 'g' } },
});
for (const name of asked)
  if (![...suiteNames, ...longSuiteNames].includes(name))
    throw new Error(`There is no suite "${name}"; there are ${[...suiteNames, ...longSuiteNames].join(', ')}.`);
const suites = asked.length > 0 ? asked : suiteNames;
const isWhole = asked.length === 0;
// End-to-end tests always take the server; the desktop's VS Code runs the other suite alone.
const needsHost = suites.includes('e2e') || (suites.includes('vscode') && chooseHost() !== 'desktop');

const running = new Set();
const isWindows = process.platform === 'win32';
/** Ends a process and those it started. Windows knows neither groups nor signals. */
function endGroup(child, signal) {
  try {
    if (isWindows) execFileSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    else process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    for (const child of running) endGroup(child, 'SIGTERM');
    setTimeout(() => process.exit(130), 4000).unref();
    process.exitCode = 130;
  });
}

/**
 * Runs node with `args` as a process group of its own; with `name`, its lines are printed as `name │ line`.
 * @returns {Promise<{ code: number, problem?: string }>} `problem`: why it did not end by itself
 */
function runNode(args, { name, limitSeconds = 300, env = {} } = {}) {
  return new Promise((done) => {
    const output = name === undefined ? 'inherit' : 'pipe';
    const colors = name !== undefined && process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...colors, ...env },
      stdio: ['ignore', output, output],
      detached: !isWindows,
    });
    running.add(child);
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface(stream).on('line', (line) => console.log(`${name} │ ${line}`));
    let problem;
    const timer = setTimeout(() => {
      problem = `did not end within ${limitSeconds} s and was killed`;
      endGroup(child, 'SIGTERM');
      setTimeout(() => endGroup(child, 'SIGKILL'), 5000).unref();
    }, limitSeconds * 1000);
    child.once('error', (error) => {
      problem = error.message;
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      endGroup(child, 'SIGKILL');
      running.delete(child);
      done({ code: code ?? 1, problem: problem ?? (signal ? `was killed by ${signal}` : undefined) });
    });
  });
}

const bin = (name, path) => join(root, 'node_modules', name, path);
const mochaArgs = (files, more = []) => [
  bin('mocha', 'bin/mocha.js'),
  ...(options.grep === undefined ? [] : ['--grep', options.grep]),
  // A watched build is for reading, not for shipping: its bundles are not those of the package.
  ...(options.watch ? ['--ignore', 'out/test/repo/vsix.test.mjs'] : []),
  ...more,
  ...files,
];

const testFiles = (folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.test.mjs'))
    .map((file) => `${folder}/${file}`)
    .sort();

/**
 * The end-to-end files in the order of their names, so that those of one kind can share a window, cut into shares of
 * about as much text. Each share is a process with a server and a browser of its own. The pages without a workbench
 * need little, and are one more.
 */
function endToEndShares() {
  const files = testFiles('out/test/e2e');
  const pages = testFiles('out/test/e2e/page');
  if (options.watch || options.grep !== undefined) return [[...files, ...pages]];
  const sizes = files.map((file) => statSync(join(root, file)).size);
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  const shares = Array.from({ length: endToEndProcesses }, () => []);
  let before = 0;
  for (const [index, file] of files.entries()) {
    const middle = before + sizes[index] / 2;
    shares[Math.floor((middle / whole) * shares.length)].push(file);
    before += sizes[index];
  }
  return [...shares, pages];
}

const NO_WARNINGS = 'out/test/support/failOnWarning.mjs';
/** The unit tests and the repository's own. They wait for servers and for the disk, so two processes end earlier than one. */
function unitShares() {
  if (options.watch || options.grep !== undefined) return [['out/test/{unit,repo}/**/*.test.mjs']];
  return [
    ['out/test/unit/{api,directory,dialects}/**/*.test.mjs'],
    ['out/test/unit/!(api|directory|dialects)/**/*.test.mjs'],
    ['out/test/repo/*.test.mjs'],
  ];
}

/** What runs each suite: one process or several, each of which writes the file that CXENGAGE_SUMMARY names. */
const runners = {
  unit: () =>
    unitShares().map(
      (files) => (more) =>
        runNode(mochaArgs(files, ['--require', NO_WARNINGS, '--ignore', 'out/test/unit/stress/**']), {
          ...more,
          limitSeconds: 600,
        }),
    ),
  stress: () => [
    (more) =>
      runNode(mochaArgs(['out/test/unit/stress/**/*.test.mjs'], ['--require', NO_WARNINGS]), {
        ...more,
        limitSeconds: 3600,
      }),
  ],
  e2e: () =>
    endToEndShares().map(
      (files) => (more) =>
        runNode(mochaArgs(files, ['--require', 'out/test/e2e/harness.mjs', '--timeout', '120000']), {
          ...more,
          limitSeconds: 1050,
        }),
    ),
  vscode: () => [
    ({ env, ...more }) => {
      const script = chooseHost() === 'desktop' ? 'scripts/desktop-suite.mjs' : 'out/test/support/hostRun.mjs';
      return runNode([script], {
        ...more,
        limitSeconds: 600,
        env: { ...env, ...(options.grep === undefined ? {} : { CXENGAGE_GREP: options.grep }) },
      });
    },
  ],
};

function readSummary(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @returns {Promise<{ passed: number, failed: number, skipped: number, problems: string[] }>} */
async function runProcess(run, name, isAlone) {
  const start = performance.now();
  console.log(`\n▶ ${name}`);
  const file = join(results, `summary-${name.replace(' ', '-')}.json`);
  rmSync(file, { force: true });
  const { code, problem } = await run({ name: isAlone ? undefined : name, env: { CXENGAGE_SUMMARY: file } });
  console.log(`  ${name}: ${secondsSince(start)} s`);
  const summary = readSummary(file);
  const { passed = 0, failed = 0, skipped = 0, failures = [] } = summary ?? {};
  const problems = failures.map((title) => title);
  if (problem) problems.push(`the suite ${problem}`);
  else if (!summary)
    problems.push(
      `the suite ended (code ${code}) without saying how many tests passed: a test ended its process, or a file could not be loaded`,
    );
  else if (passed + failed === 0)
    problems.push(options.grep === undefined ? 'the suite ran no test' : `no test matches "${options.grep}"`);
  else if (code !== 0 && failed === 0) problems.push(`every test passed, but the suite ended with code ${code}`);
  return {
    passed,
    failed: failed + problems.length - failures.length,
    skipped,
    problems: problems.map((text) => `${name}: ${text}`),
  };
}

const secondsSince = (start, digits = 0) => ((performance.now() - start) / 1000).toFixed(digits);

/** One count for several. */
function addUp(counts) {
  const sum = (key) => counts.reduce((total, each) => total + each[key], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    problems: counts.flatMap(({ problems }) => problems),
  };
}

/**
 * Runs suites, side by side as far as the machine goes, and adds up their counts. Those in windows come last: some unit
 * tests are about limits of time, and a workbench beside them takes their time away.
 */
async function runSuites(names) {
  const processes = names.flatMap((suite) =>
    runners[suite]().map((run, index, all) => ({ suite, run, name: all.length > 1 ? `${suite} ${index + 1}` : suite })),
  );
  const isAlone = !isWhole && processes.length === 1;
  const runAll = (places, inWindows) =>
    places.map(
      processes.filter(({ suite }) => windowSuiteNames.includes(suite) === inWindows),
      ({ run, name }) => runProcess(run, name, isAlone),
    );
  const others = await runAll(limit, false);
  return addUp([...others, ...(await runAll(windowsLimit, true))]);
}

async function step(name, args, more) {
  const start = performance.now();
  console.log(`\n▶ ${name}`);
  const { code, problem } = await runNode(args, { name, ...more });
  if (code === 0 && !problem) console.log(`  ${name}: ${secondsSince(start, 1)} s`);
  return code === 0 && !problem ? [] : [`${name} ${problem ?? 'failed'}`];
}

const installHost = () => step('host', ['scripts/install-host.mjs'], { limitSeconds: 900 });

/** Runs the suites asked for after every build that esbuild's watch mode finishes; a run still under way is given up. */
async function watch() {
  if (isWhole) throw new Error('Say which suites to watch, e.g. npm run test:unit -- --watch');
  mkdirSync(results, { recursive: true });
  if (needsHost) await installHost();
  const args = ['esbuild.mjs', '--tests', '--dev', '--watch'];
  const builder = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: !isWindows,
  });
  running.add(builder);
  let building = 0;
  let round = 0;
  let runs = Promise.resolve();
  const runAll = async (own) => {
    for (const suite of suites) {
      if (own !== round) return;
      console.log(`\n▶ ${suite}, ${new Date().toLocaleTimeString()}`);
      const { passed, failed, problems } = await runSuites([suite]);
      if (own === round)
        console.log([...problems.map((problem) => `  ✖ ${problem}`), `${passed} passed, ${failed} failed`].join('\n'));
    }
  };
  createInterface(builder.stdout).on('line', (line) => {
    if (line.endsWith('build started')) building += 1;
    if (line.endsWith('build finished')) building -= 1;
    round += 1;
    for (const child of running) if (child !== builder) endGroup(child, 'SIGTERM');
    if (building > 0) return;
    const own = round;
    runs = runs.then(() => runAll(own));
  });
  await once(builder, 'close');
}

const checkTypes = async () => {
  const tsc = bin('typescript', 'bin/tsc');
  const problems = await step('type-check', [tsc, '-p', 'tsconfig.json']);
  return [
    ...problems,
    ...(await step('type-check of the webview', [tsc, '-p', 'src/webview/tsconfig.json', '--noEmit'])),
  ];
};
/** As `npm run lint`. */
const lint = async () => [
  ...(await step('format', [bin('oxfmt', 'bin/oxfmt'), '--check'])),
  ...(await step('lint', [bin('oxlint', 'bin/oxlint'), '--config', 'oxlint.config.mjs'])),
];

/**
 * Builds the bundles and, for the end-to-end tests, the package.
 * @returns {Promise<{ problems: string[], isBuilt: boolean }>}
 */
async function build() {
  const problems = await step('build', ['esbuild.mjs', '--tests']);
  if (problems.length > 0 || !suites.includes('e2e')) return { problems, isBuilt: problems.length === 0 };
  process.env.CXENGAGE_VSIX = join(results, 'cxengage-integrations.vsix');
  return { problems: await step('package', ['scripts/package.mjs', process.env.CXENGAGE_VSIX]), isBuilt: true };
}

async function main() {
  const start = performance.now();
  mkdirSync(results, { recursive: true });
  const installing = needsHost ? limit(installHost) : [];
  const checks = isWhole ? [limit(checkTypes)] : [];
  const { isBuilt, problems: buildProblems } = await limit(build);
  const hostProblems = await installing;
  const ran = isBuilt ? runSuites(suites) : undefined;
  // Takes the first place that gets free.
  if (isWhole) checks.push(limit(lint));
  const counts = ran ? [await ran] : [];
  const preparation = [...hostProblems, ...(await Promise.all(checks)).flat(), ...buildProblems];
  const { passed, failed, skipped, problems } = addUp([
    { passed: 0, failed: preparation.length, skipped: 0, problems: preparation },
    ...counts,
  ]);
  if (problems.length > 0) console.log(`\nWhat failed:\n${problems.map((problem) => `  ✖ ${problem}`).join('\n')}`);
  console.log(`\nIn ${secondsSince(start)} s:`);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : (process.exitCode ?? 0);
}

await (options.watch ? watch() : main());
