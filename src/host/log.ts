import * as vscode from 'vscode';
import type { Logger, LogFields } from '../core/base/log';
import type { Redactor } from '../core/redact/redactor';

/** The extension's log: VS Code's own log channel, with every line redacted on its way in. */
export interface HostLog extends Logger {
  /** Opens the log in the Output view. */
  show(): void;
  /** The last lines written, already redacted, oldest first; for a problem report. */
  recent(): readonly string[];
  dispose(): void;
}

const KEPT_LINES = 200;

function format(message: string, fields: LogFields | undefined): string {
  const parts = Object.entries(fields ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${String(value)}`],
  );
  return [message, ...parts].join(' ').replace(/[\r\n]+/g, ' ');
}

/**
 * Makes the log. Every line goes through `redactor`, so that no caller can forget it.
 * @param redactor knows the secret values in use.
 */
export function createLog(redactor: Redactor): HostLog {
  const channel = vscode.window.createOutputChannel('CxEngage', { log: true });
  const lines: string[] = [];
  const write = (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: LogFields): void => {
    const line = redactor.redact(format(message, fields));
    channel[level](line);
    lines.push(`${new Date().toISOString()} [${level}] ${line}`);
    if (lines.length > KEPT_LINES) lines.shift();
  };
  return {
    debug: (message, fields) => {
      write('debug', message, fields);
    },
    info: (message, fields) => {
      write('info', message, fields);
    },
    warn: (message, fields) => {
      write('warn', message, fields);
    },
    error: (message, fields) => {
      write('error', message, fields);
    },
    show: () => {
      channel.show();
    },
    recent: () => [...lines],
    dispose: () => {
      channel.dispose();
    },
  };
}
