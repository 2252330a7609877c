import { spawn } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { setTimeout } from 'node:timers/promises';

/** The machine of the figures, without its name. */
export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release().split('-')[0] ?? ''}, Node ${process.versions.node}`;
}

/** The share of a quarter second within which the machine has nothing else to do, and the longest wait for that, in ms. */
const REST_SHARE = 0.15;
const REST_TIMEOUT_MS = 5000;

function processorTimes(): { readonly busy: number; readonly all: number } {
  const times = cpus().map((each) => each.times);
  const busy = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, 0);
  return { busy, all: busy + times.reduce((sum, { idle }) => sum + idle, 0) };
}

/** Waits until the processors have had next to nothing to do for half a second; five seconds at most. */
export async function atRest(): Promise<void> {
  const start = performance.now();
  let before = processorTimes();
  for (let quiet = 0; quiet < 2 && performance.now() - start < REST_TIMEOUT_MS;) {
    await setTimeout(250);
    const now = processorTimes();
    quiet = (now.busy - before.busy) / (now.all - before.all) < REST_SHARE ? quiet + 1 : 0;
    before = now;
  }
}

/** Gives every processor something to do, as a build beside VS Code would. Gives what ends it. */
export function keepBusy(): () => void {
  const loops = cpus().map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  const stop = (): void => {
    for (const loop of loops) loop.kill();
  };
  process.once('exit', stop);
  return stop;
}
