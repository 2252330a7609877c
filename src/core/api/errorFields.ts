import { ApiError } from './error';
import type { LogFields } from '../base/log';

/** The innermost calls say where; the rest is VS Code's own. */
const FRAMES = 8;

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
      .slice(0, FRAMES)
      .map((line) =>
        line
          .trim()
          .replace(/^at /, '')
          .replace(/(^|\().*[\\/]([^\\/]+:\d+:\d+)/, '$1$2'),
      )
  );
}

/** What is known of a fault of ours: its class and where it was thrown. Its message may quote anything. */
function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const name = /^\w{1,60}$/.test(error.name) ? error.name : 'Error';
  return [name, ...framesOf(error)].join(' < ');
}

/** The technical cause of an error that is not an `ApiError`, for one that is made of it. */
export function unexpectedCause(error: unknown): string {
  return `unexpected=${faultOf(error)}`;
}

/**
 * What the log may say of an error, whoever threw it: kind, status and codes of an `ApiError`, class and calls of any
 * other. Never a message, which may hold a server's words, a value that was typed or an address.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof ApiError)) return { kind: 'unexpected', cause: faultOf(error) };
  return { kind: error.kind, status: error.status, cause: error.causeText === '' ? undefined : error.causeText };
}
