// Writes docs/performance.md of what was measured.
import { median } from '../vscode/bench/median.js';
import type { HostCalls } from './hostCalls.js';
import type { FormOpening, WindowFigures } from './windows.js';

export interface Sizes {
  /** What VS Code reads at activation, in bytes. */
  readonly first: number;
  /** What is read with the first use, or a moment later. */
  readonly composition: number;
  readonly form: number;
  readonly sandbox: number;
  readonly vsix: number;
}

export interface Figures {
  readonly machine: string;
  readonly rounds: number;
  readonly sizes: Sizes;
  /** On processors with nothing else to do, and on busy ones. */
  readonly windows: WindowFigures;
  readonly busyWindows: WindowFigures;
  readonly calls: HostCalls;
  readonly delayedCalls: HostCalls;
  readonly delay: number;
  /** The table that test/bench/tenantsView.ts prints. */
  readonly tenants: string;
  /** The table that test/bench/fleet.ts prints. */
  readonly fleet: string;
  /** The table that test/bench/plan.ts prints. */
  readonly plan: string;
}

const kb = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KB`;
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const spread = (values: readonly number[]): string =>
  `${Math.round(median(values))} ms (${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`;

/** A row with an aim: what, measured, aimed at, and whether it is met to a percent; `why` is said where it is not. */
function against(what: string, shown: string, value: number, aim: number, unit: string, why = ''): string {
  const over = Math.round(((value - aim) / aim) * 100);
  const verdict = over <= 0 ? 'met' : `**missed** by ${over} %${why === '' ? '' : `: ${why}`}`;
  return `| ${what} | ${shown} | ≤ ${aim} ${unit} | ${verdict} |`;
}

function activationRows({ ours }: WindowFigures): readonly string[] {
  const load = ours.activations.map((each) => each.load);
  const rest = ours.activations.map((each) => each.call + each.finish);
  return [
    against('activation: load', spread(load), median(load), 40, 'ms', 'the window still starts on the same processors'),
    against(
      'activation: call + finish',
      spread(rest),
      median(rest),
      10,
      'ms',
      'the window opens the view on the same processors meanwhile',
    ),
  ];
}

/** A row of a ratio: ours to the floor's, each to the one measured next to it, whose aim is the ratio. */
function ratioRow(what: string, own: readonly number[], least: readonly number[], aim?: number): string {
  const ratio = median(own.map((value, index) => value / (least[index] ?? Number.NaN)));
  const over = aim === undefined ? 0 : Math.round((ratio / aim - 1) * 100);
  const verdict = aim === undefined ? '–' : over <= 0 ? 'met' : `**missed** by ${over} %`;
  return `| ${what} | ${spread(own)} | ${spread(least)} | ${ratio.toFixed(2)} × | ${aim === undefined ? '–' : `≤ ${aim.toFixed(2)} ×`} | ${verdict} |`;
}

/** The rows of what a person waits for, ours beside the floor. */
export function waitingRows({ ours, floor }: WindowFigures): readonly string[] {
  const of = (openings: readonly FormOpening[], part: keyof FormOpening): readonly number[] =>
    openings.map((each) => each[part]);
  return [
    ratioRow('first rows, extension not yet running', ours.rowsFirst, floor.rowsFirst, 1.1),
    ratioRow('first rows, extension running', ours.rowsAgain, floor.rowsAgain),
    ratioRow(
      'form: command to typing, first time in a window',
      of(ours.formFirst, 'total'),
      of(floor.formFirst, 'total'),
      1.5,
    ),
    ratioRow('– to the heading on the screen', of(ours.formFirst, 'heading'), of(floor.formFirst, 'total')),
    ratioRow('– our document alone', of(ours.formFirst, 'document'), of(floor.formFirst, 'document')),
    ratioRow('form: command to typing, again', of(ours.formAgain, 'total'), of(floor.formAgain, 'total'), 1.1),
    ratioRow('– our document alone', of(ours.formAgain, 'document'), of(floor.formAgain, 'document')),
  ];
}

function waitingTable(figures: WindowFigures): string {
  return [
    '| what | ours | floor | ratio | aim | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...waitingRows(figures),
  ].join('\n');
}

function callRows({ calls, delayedCalls, delay }: Figures): readonly string[] {
  const row = (what: string, { own, plain }: HostCalls, why = ''): string =>
    against(
      `${what}: ${own.toFixed(2)} ms, bare \`fetch\` ${plain.toFixed(2)} ms`,
      `${(own / plain).toFixed(2)}×`,
      own / plain,
      1.15,
      '×',
      why,
    );
  return [
    row('a call on loopback', calls, 'nothing there to hide checking and redaction behind'),
    row(`a call to an API that takes ${delay} ms`, delayedCalls),
  ];
}

/** The whole page, in Markdown. */
export function performancePage(figures: Figures): string {
  const { sizes, calls, machine, rounds } = figures;
  const all = sizes.first + sizes.composition;
  return `# How fast it is

Made by \`npm run bench\`. Figures, not promises: they depend on the machine, and this one is small. Only sizes are
asserted in tests.

- **Measured** on ${new Date().toISOString().slice(0, 10)}
- **Machine**: ${machine}
- **VS Code**: ${calls.vscode} (code-server), driven by Chromium on the same machine. The processors are shared by both, the
  extension host and the sandbox.
- **Values**: medians, with the smallest and the largest of ${rounds} rounds in brackets; of what comes again, several
  in each round. Each value of ours has one of the floor's that was measured next to it: a ratio is the median of theirs.

## What people wait for, beside the floor

The floor is the least that an extension can be (\`test/bench/floor\`): a tree of fixed rows, and a command that opens a
page with one input and an inline script. Both are installed in the same windows and take turns, so an aim is a ratio;
the times are for information.

**At rest**, the processors have nothing else to do:

${waitingTable(figures.windows)}

**On busy processors**, each of which has an endless loop to run beside it:

${waitingTable(figures.busyWindows)}

## The rest

| what | measured | aim | |
| --- | --- | --- | --- |
${[
  ...activationRows(figures.windows),
  ...callRows(figures),
  against('code read at activation', kb(sizes.first), sizes.first / 1024, 20, 'KB'),
  against('– with what is read after it', kb(all), all / 1024, 200, 'KB'),
  against('form script', kb(sizes.form), sizes.form / 1024, 160, 'KB'),
  against('package', kb(sizes.vsix), sizes.vsix / 1024, 600, 'KB'),
  `| sandbox, read when started | ${kb(sizes.sandbox)} | – | – |`,
  `| memory: heap after activation | +${mb(calls.activatedBytes)} | – | – |`,
  `| memory: heap with the sandbox running in it and all its tenants loaded | +${mb(calls.loadedBytes)} | – | – |`,
].join('\n')}

## Method

- **Activation** is VS Code’s own: *Developer: Startup Performance*, table *Extension Activation Stats*, in a new window
  each time, once what starts with every window has started. *Load* reads and compiles the code, *call* is \`activate()\`, *finish* what it awaits (nothing).
- **At rest**: windows are measured once the processors had next to nothing to do for half a second. While a window starts, that
  costs both alike, and hides what lies between them.
- **First rows**: from the click on the container in the activity bar to the first tenant’s row in the page, measured in
  the page. “Not yet running” contains starting the view and the extension, and shows ours as they were last shown. That takes
  one file of 15 KB, which registers everything; what the commands do, and how the tree is made, is read after the rows are drawn.
  What ours still takes longer is 70 commands to register, which VS Code takes before it asks for rows, and icons and
  descriptions to draw. The floor has one command and rows of text.
- **Form**: from the click on a row’s **+** to a field that takes typing. What comes before our document’s start is VS
  Code’s: creating a webview, its two frames and its service worker; meanwhile ours loads the code of the form. Messages to VS
  Code leave when a turn of the event loop ends, so the tab is opened in a turn of its own.
- **A call** is the list of one tenant’s integrations, ${calls.pairs} times in turns with a bare \`fetch\` of the same address that only parses the
  response, both through VS Code’s patched \`fetch\` in one extension host. Ours also queues, limits, times, logs, validates
  and removes the secrets from the response. On loopback that work has nothing to hide behind; across a network the second
  row is the one that counts.
- **Memory** is the heap of the extension host after a full collection, less what it was before activation, once all that starts
  with a window had started.

## Plan and apply

${figures.plan}

The aim is a ratio of at most 1.15. “The responses alone” are the same requests, sent again by a bare \`fetch\` at the same
concurrency, and nothing but their bodies read. A plan of a value that has a secret beside it reads each integration once more,
to compare the secret. “Longest work in one go” is the processor time of the thread between two turns of its event
loop; the aim is 50 ms.

## Very many tenants

${figures.tenants}

“Longest work in one go” is the processor time of the extension host’s thread between two turns of its event loop; nobody
else in that host runs meanwhile, so the aim for what this extension does is 50 ms. Whose work it was is told by a sampling
profiler in that host (one sample a millisecond, which makes all of it a little slower). The whole host is more than this
extension: in the seconds of the view’s first opening VS Code loads and starts its own extensions there (JSON, Emmet, …) and reads
the system’s certificates, and V8 collects garbage, longest while a find fills hundreds of megabytes. That is what the second
column of times has and the first has not.

How it is kept so:

- Whatever grows with the number of tenants is done in slices of 12 ms: reading the JSON of a response or a copy, checking its
  rows, sorting, filtering, comparing, making the rows of a page, writing the copy, searching.
- A node names things and holds nothing; rows are made from the directory when they are drawn, 500 at a time. *Show more*
  adds a page.
- Only rows that differ from what was drawn last are drawn again; changes within 40 ms are drawn together.
- Find keeps one text a tenant, a line an integration, and holds on to no objects; it is let go when the find closes.

## Over many tenants

${figures.fleet}

- **Took** is a directory that has read only the list of tenants: comparing reads every tenant's integrations and sets them side by
  side; the report reads the same and writes its Markdown; finding a secret also reads each integration that has one.
- **Bare loop** sends exactly the requests that were sent, with their headers, as many at once, and parses the JSON. It does not
  validate, redact, queue, retry or time anything. Both run in Node beside each other on the same processors as the sandbox.
- Where the API responds at once, all of that work stands beside nothing. Across a network it is done while responses are on
  their way; the second series is the one that counts.
- **Heap** is sampled every 50 ms, with what is not collected yet. What is compared is held (without secrets) until the view is
  cleared; of secrets, one integration at a time is in memory for each request.
`;
}
