import * as vscode from 'vscode';
import { ApiError } from '../core/api/error';
import type { Redactor } from '../core/redact';
import type { HostLog } from './log';
import { plainText } from './plainText';

/** What an error notification may offer beside *Show Log*. */
export interface ErrorOptions {
  /** Offers *Retry*, which calls this. */
  readonly retry?: () => PromiseLike<unknown>;
  /** Offers a button of that title, e.g. *Sign In Again*. */
  readonly action?: { readonly title: string; run(): PromiseLike<unknown> };
}

/** Notifications in the project's voice: one at a time, with a next step, never with a secret in them. */
export interface Notifier {
  /** Shows and logs an error; cancellation is silent. Resolves when the notification is answered or dismissed. */
  error(error: unknown, options?: ErrorOptions): Promise<void>;
  /** Resolves to the title of the button pressed, or undefined. */
  info(message: string, ...actions: string[]): Promise<string | undefined>;
  warn(message: string, ...actions: string[]): Promise<string | undefined>;
  /** A modal question; resolves true when `accept` was chosen. */
  confirm(message: string, detail: string, accept: string): Promise<boolean>;
}

/** True for everything that means "the user changed their mind". */
export function isCancellation(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof ApiError && error.kind === 'aborted');
}

export function createNotifier(log: HostLog, redactor: Redactor): Notifier {
  const safe = (text: string): string => plainText(redactor.redact(text));
  const safeLines = (text: string): string => text.split('\n').map(safe).join('\n').slice(0, 2000);
  return {
    async error(error, options = {}) {
      if (isCancellation(error)) return;
      const known = error instanceof ApiError;
      const message = known ? error.message : vscode.l10n.t('Something went wrong in the extension. The log says what.');
      log.error(known ? error.message : String(error instanceof Error ? (error.stack ?? error.message) : error), known ? { kind: error.kind, status: error.status, cause: error.causeText } : {});
      const retry = vscode.l10n.t('Retry');
      const showLog = vscode.l10n.t('Show Log');
      const actions = [...(options.action ? [options.action.title] : []), ...(options.retry ? [retry] : []), showLog];
      const answer = await vscode.window.showErrorMessage(safe(message), ...actions);
      if (answer === showLog) log.show();
      else if (answer === retry) await options.retry?.();
      else if (answer !== undefined) await options.action?.run();
    },
    info: async (message, ...actions) => vscode.window.showInformationMessage(safe(message), ...actions),
    warn: async (message, ...actions) => vscode.window.showWarningMessage(safe(message), ...actions),
    async confirm(message, detail, accept) {
      const answer = await vscode.window.showWarningMessage(safe(message), { modal: true, detail: safeLines(detail) }, accept);
      return answer === accept;
    },
  };
}
