import * as vscode from 'vscode';
import { ApiError } from '../core/api/error';
import { CanceledError, errorFields, UserError } from '../core/base/errors';
import { COMMANDS } from './commandIds';
import type { Redactor } from '../core/redact/redactor';
import type { HostLog } from './log';
import { displayLines, displayText } from '../core/base/displayText';

/** What an error notification may offer beside *Show Log*. */
export interface ErrorOptions {
  /** Does the same again. *Retry* is offered only where that can end differently. */
  readonly retry?: () => PromiseLike<unknown>;
  /** Offers a button of that title, e.g. *Start Sandbox*. */
  readonly action?: { readonly title: string; run(): PromiseLike<unknown> };
  /** Whose credential it was, so that *Sign In Again* need not ask. */
  readonly accountId?: string | undefined;
}

/** Notifications in the project's voice: one at a time, with a next step, never with a secret in them. */
export interface Notifier {
  /** Shows and logs an error; cancellation is silent. Resolves when the notification is answered or dismissed. */
  error(error: unknown, options?: ErrorOptions): Promise<void>;
  /** Resolves to the title of the button pressed, or undefined. */
  info(message: string, ...actions: string[]): Promise<string | undefined>;
  warn(message: string, ...actions: string[]): Promise<string | undefined>;
  /** A warning that something failed: *Show Log* is beside the actions, and answered here. */
  failure(message: string, ...actions: string[]): Promise<string | undefined>;
  /** A modal question; resolves true when `accept` was chosen. */
  confirm(message: string, detail: string, accept: string): Promise<boolean>;
}

/** Titles of buttons are cut to this many characters. */
const MAX_BUTTON = 80;

/** An error that nobody expected may be gone the next time. */
function canRetry(error: unknown): boolean {
  return !(error instanceof UserError) || error.canRetry;
}

/** True for everything that means "the user changed their mind". */
export function isCancellation(error: unknown): boolean {
  return (
    error instanceof vscode.CancellationError ||
    error instanceof CanceledError ||
    (error instanceof ApiError && error.kind === 'aborted') ||
    // What the signal of `withProgress` gives as its reason.
    (error instanceof DOMException && error.name === 'AbortError')
  );
}

interface Button {
  readonly title: string;
  readonly run: () => unknown;
}

/** The next steps that an error leaves, likeliest first. */
function nextSteps(error: unknown, { retry, action, accountId }: ErrorOptions): readonly Button[] {
  const steps: Button[] = action ? [action] : [];
  if (error instanceof ApiError && error.kind === 'signedOut') {
    const account = accountId === undefined ? undefined : { accountId };
    steps.push({
      title: vscode.l10n.t('Sign In Again'),
      run: () => vscode.commands.executeCommand(COMMANDS.signInAgain, account),
    });
  } else if (retry && canRetry(error)) {
    steps.push({ title: vscode.l10n.t('Retry'), run: retry });
  }
  return steps;
}

/** Makes the notifier. Every text passes `redactor`; `log` gets what went wrong, never the text that is shown. */
export function createNotifier(log: HostLog, redactor: Redactor): Notifier {
  const safe = (text: string): string => displayText(redactor.redact(text));
  const safeLines = (text: string): string => displayLines(redactor.redact(text));
  /** Shows a message with buttons; resolves to the title, as given, of the one pressed. */
  const ask = async (
    show: (message: string, options: vscode.MessageOptions, ...buttons: string[]) => Thenable<string | undefined>,
    message: string,
    actions: readonly string[],
    options: vscode.MessageOptions = {},
  ): Promise<string | undefined> => {
    const titles = actions.map((title) => displayText(redactor.redact(title), MAX_BUTTON));
    const pressed = await show(safe(message), options, ...titles);
    return pressed === undefined ? undefined : actions[titles.indexOf(pressed)];
  };
  const showLog = (): Button => ({
    title: vscode.l10n.t('Show Log'),
    run: () => {
      log.show();
    },
  });
  return {
    async error(error, options = {}) {
      if (isCancellation(error)) return;
      log.error('failed', errorFields(error));
      const message =
        error instanceof UserError
          ? error.message
          : vscode.l10n.t('Something went wrong in the extension. See the log for details.');
      const buttons = [...nextSteps(error, options), showLog()];
      const answer = await ask(
        vscode.window.showErrorMessage,
        message,
        buttons.map(({ title }) => title),
      );
      await buttons.find(({ title }) => title === answer)?.run();
    },
    info: async (message, ...actions) => ask(vscode.window.showInformationMessage, message, actions),
    warn: async (message, ...actions) => ask(vscode.window.showWarningMessage, message, actions),
    async failure(message, ...actions) {
      const { title, run } = showLog();
      const answer = await ask(vscode.window.showWarningMessage, message, [...actions, title]);
      if (answer !== title) return answer;
      run();
      return undefined;
    },
    async confirm(message, detail, accept) {
      const modal = { modal: true, detail: safeLines(detail) };
      return (await ask(vscode.window.showWarningMessage, message, [accept], modal)) !== undefined;
    },
  };
}
