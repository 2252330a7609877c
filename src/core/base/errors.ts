import * as l10n from '@vscode/l10n';
import type { LogFields } from './log';

/** The innermost calls say where; the rest is VS Code's own. */
const MAX_FRAMES = 8;

/** The calls of a stack as `function (file:line:column)`, without the folders, which are the user's. */
function framesOf({ message, stack = '' }: Error): readonly string[] {
  // The message comes first and may have lines that look like calls.
  const calls =
    message !== '' && stack.includes(message) ? stack.slice(stack.indexOf(message) + message.length) : stack;
  return (
    calls
      .split('\n')
      // Four spaces in Node, a tab in the extension host.
      .filter((line) => /^\s+at /.test(line))
      .slice(0, MAX_FRAMES)
      .map((line) =>
        line
          .trim()
          .replace(/^at /, '')
          .replace(/(^|\()[^()]{0,1024}[\\/]([^\\/()]{1,256}:\d{1,9}:\d{1,9})/, '$1$2'),
      )
  );
}

/** What the log may say of an error that nobody expected: its class and where it was thrown. Its message may quote anything. */
export function describeUnexpected(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const name = /^\w{1,60}$/.test(error.name) ? error.name : 'Error';
  return [name, ...framesOf(error)].join(' < ');
}

export interface UserErrorDetails {
  /** Texts by field: `name`, `active`, or a property's key. */
  readonly fieldErrors?: Readonly<Record<string, readonly string[]>>;
  /** Technical cause for the log, such as an error code. Never a value that was typed or received. */
  readonly cause?: string;
  /** The same action may succeed when it is tried again. */
  readonly canRetry?: boolean;
}

/** An error whose `message` is a sentence for the user: what happened and what to do next. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly canRetry: boolean;
  readonly causeText: string;
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;

  constructor(message: string, { cause = '', canRetry = false, fieldErrors = {} }: UserErrorDetails = {}) {
    super(message);
    this.fieldErrors = fieldErrors;
    this.causeText = cause;
    this.canRetry = canRetry;
  }

  /** What the log may say of it. */
  get logFields(): LogFields {
    return { kind: 'user', cause: this.causeText === '' ? undefined : this.causeText };
  }
}

/** The user canceled, or the caller no longer wants the result. Never shown. */
export class CanceledError extends UserError {
  override readonly name = 'CanceledError';

  constructor() {
    super(l10n.t('Canceled.'));
  }
}

/**
 * What the log may say of any error: the fields of a `UserError`, class and calls of any other. Never
 * a message, which may hold a server's text, a value that was typed or an address.
 */
export function errorFields(error: unknown): LogFields {
  return error instanceof UserError ? error.logFields : { kind: 'unexpected', cause: describeUnexpected(error) };
}
