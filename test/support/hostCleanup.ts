// What must be gone when the test process ends, however it ends: process groups and temporary folders.
import { type ChildProcess } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

const endings = new Set<() => void>();

process.once('exit', () => {
  for (const end of endings) end();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

/** Makes a temporary folder that is removed at the end of this process at the latest. */
export function temporaryFolder(purpose: string): { readonly path: string; remove: () => void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `cxengage-${purpose}-`)));
  const remove = (): void => {
    endings.delete(remove);
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  endings.add(remove);
  return { path, remove };
}

function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false; // the group is gone
  }
}

/**
 * Takes charge of a process started with `detached: true`, which leads a group of its own.
 * The returned function ends the whole group: politely, after `graceMs` by force. It resolves when the leader has ended.
 */
export function ownGroup(child: ChildProcess, graceMs = 3000): () => Promise<void> {
  const pid = child.pid;
  if (pid === undefined) return () => Promise.resolve();
  const killNow = (): void => void signalGroup(pid, 'SIGKILL');
  endings.add(killNow);
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else
      child.once('exit', () => {
        resolve();
      });
  });
  return async () => {
    signalGroup(pid, 'SIGTERM');
    const force = setTimeout(killNow, graceMs);
    await ended;
    clearTimeout(force);
    killNow(); // children of the leader that outlived it
    endings.delete(killNow);
  };
}
