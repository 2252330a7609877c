// What a person waits for, measured in windows of a real workbench.
import { EventEmitter, once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type Locator } from 'playwright-core';
import * as v from 'valibot';
import { signIn, tenantRow } from '../e2e/accountsSteps.js';
import { startServer, type CodeServer } from '../support/host.js';
import { launchBrowser, launchPersistent, viewport } from '../support/hostBrowser.js';
import { temporaryFolder } from '../support/hostCleanup.js';
import { startSandbox, type Sandbox } from '../support/sandbox.js';
import { Workbench } from '../support/workbench.js';
import { atRest, keepBusy } from './machine.js';

/** An extension under measurement: ours, or the least that one can be (test/bench/floor). */
interface Subject {
  readonly id: string;
  /** The title of its container in the activity bar, which holds a tree with a row *Acme Dev*. */
  readonly container: string;
}

const OURS: Subject = { id: 'cxengage-community.cxengage-integrations', container: 'CxEngage' };
const FLOOR: Subject = { id: 'floor.floor', container: 'Floor' };

/** Milliseconds, as VS Code's own *Startup Performance* gives them. */
export interface Activation {
  readonly load: number;
  readonly call: number;
  readonly finish: number;
}

/**
 * Milliseconds from a click until something is there, a value for each round; of what comes again, some for each round.
 * Values of ours and the floor's at the same index were measured next to each other.
 */
export interface OpeningFigures {
  /** None where the processors are busy. */
  readonly activations: readonly Activation[];
  /** From the click on the container to the first tenant's row; the extension activates within. */
  readonly rowsFirst: readonly number[];
  /** The same in a window whose extension runs already. */
  readonly rowsAgain: readonly number[];
  /** From the click on *Create Integration* to a field that takes typing, the first in a window. */
  readonly formFirst: readonly FormOpening[];
  readonly formAgain: readonly FormOpening[];
}

export interface WindowFigures {
  /** The rows are first those that were shown last. */
  readonly ours: OpeningFigures;
  readonly floor: OpeningFigures;
}

export interface FormOpening {
  readonly total: number;
  /** From the click to the heading on the screen, in ms. */
  readonly heading: number;
  /** Of the total, from where VS Code has loaded our document to the field. */
  readonly document: number;
}

/** What is used of an element inside the page; these files are compiled without the DOM's types. */
interface PageElement {
  click(): void;
  readonly ownerDocument: {
    querySelector(selector: string): unknown;
    readonly defaultView: { requestAnimationFrame(drawn: () => void): number };
  };
}

/** Clicks, and measures inside the page until something is there, so that the measuring costs a frame at most. */
async function clickUntil(button: Locator, selector: string): Promise<number> {
  return button.evaluate(async (element: PageElement, wanted: string) => {
    const { ownerDocument: page } = element;
    const start = performance.now();
    element.click();
    while (page.querySelector(wanted) === null)
      await new Promise<void>((drawn) => {
        page.defaultView.requestAnimationFrame(drawn);
      });
    return performance.now() - start;
  }, selector);
}

/** How many extension hosts have started all that starts with a window; what is measured must not wait for that. */
function settledHosts(server: CodeServer): number {
  const folder = join(server.folder, 'user-data', 'logs');
  const logs = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const own = logs.filter((path) => path.endsWith('remoteexthost.log')).map((path) => join(folder, path));
  return own.filter((path) => readFileSync(path, 'utf8').includes('Eager extensions activated')).length;
}

/** Opens a window and waits until all has started that starts with it. */
async function openSettled(context: BrowserContext, server: CodeServer): Promise<Workbench> {
  const settled = settledHosts(server);
  const workbench = await Workbench.open(context, server);
  while (settledHosts(server) === settled) await workbench.page.waitForTimeout(50);
  return workbench;
}

/** One window for both: the cost of a window is in neither. */
async function activations(browser: Browser, server: CodeServer): Promise<readonly Activation[]> {
  const workbench = await openSettled(await browser.newContext({ viewport: { width: 1800, height: 5000 } }), server);
  for (const { container } of [OURS, FLOOR]) await workbench.openContainer(container);
  await workbench.page.locator(FIRST_ROW).waitFor();
  await workbench.runCommand('Developer: Startup Performance');
  const found: Activation[] = [];
  for (const { id } of [OURS, FLOOR]) {
    const line = workbench.page.locator('.monaco-editor .view-line').filter({ hasText: id }).first();
    await line.waitFor();
    const cells = (await line.innerText())
      .replaceAll('\u00a0', ' ')
      .split('|')
      .map((cell) => cell.trim());
    const at = cells.findIndex((cell) => cell.includes(id));
    const [load = Number.NaN, call = Number.NaN, finish = Number.NaN] = cells
      .slice(at + 1)
      .map(Number)
      .filter((value) => !Number.isNaN(value));
    found.push({ load, call, finish });
  }
  await workbench.page.context().close();
  return found;
}

const container = (workbench: Workbench, title: string): Locator =>
  workbench.page.locator(`.part.activitybar .action-item a.action-label[aria-label^="${title}"]`);
/** VS Code takes a second click on an icon within 300 ms for a double click, and ignores it. */
const DOUBLE_CLICK_MS = 400;

/** Shows VS Code's own container; a click on the icon of the one before, which is no longer shown then, opens that again. */
async function showExplorer(workbench: Workbench): Promise<void> {
  await workbench.page.waitForTimeout(DOUBLE_CLICK_MS);
  await container(workbench, 'Explorer').click();
  await container(workbench, 'Explorer').and(workbench.page.locator('.checked *')).waitFor();
}
const FIRST_ROW = '.part.sidebar .pane-body .monaco-list-row[aria-label*="Acme Dev"]';

/**
 * Runs in every frame before anything of its own. VS Code fills the frame of a page while it is hidden, and calls it
 * active once it shows it. The heading counts when the browser has drawn a frame with it.
 */
const fieldWatch = `(() => {
  let heading, field;
  const look = () => {
    if (frameElement?.id === 'active-frame') {
      if (heading === undefined && document.querySelector('h1')) {
        heading = 0;
        requestAnimationFrame(() => setTimeout(() => { heading = Date.now(); }));
      }
      if (document.querySelector('input[data-field="name"]')) field ??= Date.now();
    }
    if (heading && field) void window.fieldShown(performance.timeOrigin, heading, field);
    else setTimeout(look, 3);
  };
  if (parent !== window) look();
})()`;

/** When a form's document began, its heading was drawn, and its field took typing, in ms since the epoch. */
type FieldShown = readonly [began: number, heading: number, shown: number];

/** Has every form that opens in the windows of `context` tell when its field is there: asking the page from outside takes up to half a second. */
async function watchFields(context: BrowserContext): Promise<() => Promise<FieldShown>> {
  const shown = new EventEmitter();
  await context.exposeFunction('fieldShown', (...times: FieldShown) => shown.emit('field', times));
  await context.addInitScript(fieldWatch);
  return async () => v.parse(v.tuple([v.tuple([v.number(), v.number(), v.number()])]), await once(shown, 'field'))[0];
}

async function openForm(
  workbench: Workbench,
  nextField: () => Promise<FieldShown>,
  settled: () => Promise<void>,
): Promise<FormOpening> {
  const row = workbench.page.locator(FIRST_ROW);
  await settled();
  await row.hover();
  const button = row.getByRole('button', { name: 'Create Integration' }).first();
  // The mouse is where it clicks: over the row, VS Code would draw the row's tooltip meanwhile.
  await button.hover();
  const field = nextField();
  const start = await button.evaluate((element: PageElement) => {
    const clicked = Date.now();
    element.click();
    return clicked;
  });
  const [began, heading, shown] = await field;
  await workbench.runCommand('View: Close All Editors');
  await workbench.page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
  return { total: shown - start, heading: heading - start, document: Math.round(shown - began) };
}

interface Rounds {
  readonly activations: Activation[];
  readonly rowsFirst: number[];
  readonly rowsAgain: number[];
  readonly formFirst: FormOpening[];
  readonly formAgain: FormOpening[];
}
const noRounds = (): Rounds => ({ activations: [], rowsFirst: [], rowsAgain: [], formFirst: [], formAgain: [] });

/** Rows that a window shows again are measured so often. */
const ROWS_AGAIN = 3;
/** Forms that a window opens again are measured so often, ours and the floor's in turns. */
const FORMS_AGAIN = 6;

export interface WindowConditions {
  /** How many windows for each. */
  readonly rounds: number;
  /** Whether the processors have something else to do meanwhile, or else nothing. */
  readonly busy: boolean;
}

/**
 * Takes all figures of windows, each round in a window of its own. Ours and the floor take turns, so that what the
 * machine does meanwhile meets both.
 */
export async function windowFigures(folder: string, { rounds, busy }: WindowConditions): Promise<WindowFigures> {
  const settled = busy ? () => Promise.resolve() : atRest;
  const profile = temporaryFolder('bench-profile');
  const sandbox: Sandbox = await startSandbox();
  const server = await startServer({
    extension: { folder },
    beside: [join(folder, 'test', 'bench', 'floor')],
    folder: profile.path,
    settings: { 'cxengage.endpoints': { Test: sandbox.url } },
  });
  const browser = await launchBrowser({ optimizes: true });
  const ours = noRounds();
  const floor = noRounds();
  const both = [
    [OURS, ours],
    [FLOOR, floor],
  ] as const;
  let idle = (): void => undefined;
  try {
    const inWindow = async (
      work: (workbench: Workbench, nextField: () => Promise<FieldShown>) => Promise<void>,
    ): Promise<void> => {
      const context = await launchPersistent(join(profile.path, 'profile'), { optimizes: true });
      const nextField = await watchFields(context);
      const workbench = await openSettled(context, server);
      await workbench.page.setViewportSize(viewport);
      await settled();
      await work(workbench, nextField);
      await showExplorer(workbench);
      await context.close();
    };
    await inWindow(async (workbench) => {
      await workbench.openContainer('CxEngage');
      await signIn(workbench, sandbox, 'password');
      await tenantRow(workbench, 'Acme Dev').waitFor();
      // What the next window shows first.
      await workbench.written({ entry: 'cxengage.rows', text: 'Acme Dev' });
    });
    if (busy) idle = keepBusy();
    for (let round = 0; round < rounds; round += 1) {
      const [own, least] = busy ? [] : await activations(browser, server);
      if (own) ours.activations.push(own);
      if (least) floor.activations.push(least);
      for (const [subject, figures] of both)
        await inWindow(async (workbench, nextField) => {
          figures.rowsFirst.push(await clickUntil(container(workbench, subject.container), FIRST_ROW));
          for (let again = 0; again < ROWS_AGAIN; again += 1) {
            await showExplorer(workbench);
            await workbench.page.locator(FIRST_ROW).waitFor({ state: 'hidden' });
            figures.rowsAgain.push(await clickUntil(container(workbench, subject.container), FIRST_ROW));
          }
          figures.formFirst.push(await openForm(workbench, nextField, settled));
        });
      await inWindow(async (workbench, nextField) => {
        for (let again = 0; again <= FORMS_AGAIN; again += 1)
          for (const [subject, figures] of both) {
            await workbench.openContainer(subject.container);
            await workbench.page.locator(FIRST_ROW).waitFor();
            const opening = await openForm(workbench, nextField, settled);
            if (again > 0) figures.formAgain.push(opening);
          }
      });
    }
    return { ours, floor };
  } finally {
    idle();
    await browser.close();
    await server.stop();
    await sandbox.close();
    profile.remove();
  }
}
