import type * as vscode from 'vscode';
import { asAccountId } from '../core/directory/refs';
import { targetsOf } from './commandTargets';
import type { HostLog } from './log';
import { isCancellation, type Notifier } from './notify';

/** The part of the services a command needs. */
export interface CommandServices {
  readonly context: vscode.ExtensionContext;
  readonly commands: CommandHandlers;
  readonly log: HostLog;
  readonly notify: Notifier;
}

export type CommandId = `cxengage.${string}`;

/** What each command does. VS Code has their ids since activation. */
export type CommandHandlers = Map<CommandId, (args: readonly unknown[]) => unknown>;

/**
 * Says what a command does, with failures that the user understands: cancellation is silent, every other error is logged and
 * shown once, with *Retry* for the same arguments where that may help. The command's promise then resolves to undefined.
 */
export function registerCommand(
  services: CommandServices,
  id: CommandId,
  handler: (...args: unknown[]) => unknown,
): void {
  const run = async (args: readonly unknown[], isRetry = false): Promise<unknown> => {
    services.log.debug('command', { id });
    let given = args;
    try {
      const isLost = args.length > 0 && (args[0] === undefined || args[0] === null);
      // A retry is for the same row: by then another one may have the focus.
      if (isLost && !isRetry) given = await (await import('./lostRow.js')).withLostRow(id, args, services);
      return await handler(...given);
    } catch (error) {
      // Of several accounts any may be the one that failed.
      const [accountId, ...others] = new Set(targetsOf(given).map(asAccountId));
      if (!isCancellation(error))
        void services.notify.error(error, {
          retry: () => run(given, true),
          accountId: others.length === 0 ? accountId : undefined,
        });
      return undefined;
    }
  };
  services.commands.set(id, (args) => run(args));
}
