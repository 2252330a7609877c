import { setMaxListeners } from 'node:events';
import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';

/** Where progress is shown: a notification with *Cancel*, or the bar of a view (not cancellable there). */
export type ProgressPlace = 'notification' | { readonly viewId: string };

/** Reports what is being done and, where known, how far it is (0 to 1). */
export type ReportProgress = (message: string, fraction?: number) => void;

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
        return await task(controller.signal, (text, fraction) => {
          const message = displayText(text, 200);
          const increment = fraction === undefined ? undefined : (fraction - reached) * 100;
          reached = fraction ?? reached;
          progress.report(increment === undefined ? { message } : { message, increment });
        });
      } finally {
        subscription.dispose();
      }
    },
  );
}
