import { setMaxListeners } from 'node:events';
import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';
import type { ProgressReport } from '../core/base/progress';

/** Where progress is shown: a notification with *Cancel*, or the bar of a view (not cancellable there). */
export type ProgressPlace = 'notification' | { readonly viewId: string };

/** Says what is being done and how far it is. */
export type ReportProgress = (message: string, progress: ProgressReport) => void;

/** Says how many of the tenants were read, for a task that goes through them. */
export function reportTenants(report: ReportProgress): (progress: ProgressReport) => void {
  return (progress) => {
    report(vscode.l10n.t('{0} of {1} tenants', progress.done, progress.total), progress);
  };
}

/**
 * Runs a task under VS Code's progress.
 * @returns what the task gives; `signal` is aborted when the user presses *Cancel*.
 */
export async function withProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: ReportProgress) => Promise<T>,
  place: ProgressPlace = 'notification',
): Promise<T> {
  const location = place === 'notification' ? vscode.ProgressLocation.Notification : place;
  return vscode.window.withProgress(
    { location, title: displayText(title, 200), cancellable: place === 'notification' },
    async (progress, token) => {
      const controller = new AbortController();
      // Every request of a task listens, and there may be many at once.
      setMaxListeners(0, controller.signal);
      const subscription = token.onCancellationRequested(() => {
        controller.abort();
      });
      let reached = 0;
      try {
        return await task(controller.signal, (text, { done, total }) => {
          const message = displayText(text, 200);
          // More work may be found on the way, and a bar does not go back.
          const percent = Math.max(reached, total === 0 ? 100 : (done / total) * 100);
          progress.report({ message, increment: percent - reached });
          reached = percent;
        });
      } finally {
        subscription.dispose();
      }
    },
  );
}
