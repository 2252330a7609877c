import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { UserError } from '../../src/core/base/errors';
import { INTERNAL_COMMANDS } from '../../src/host/commandIds';
import { type CommandHandlers, registerCommand } from '../../src/host/commands';
import type { ErrorOptions } from '../../src/host/notify';
import { extensionServices } from './accountsSupport';
import { eventually } from '../support/eventually';

/** One that only the context menu of a row calls. */
const COMMAND = 'cxengage.disableIntegration';

describe('A command whose row VS Code could not name', () => {
  const real = vscode.commands.executeCommand;
  const commands: CommandHandlers = new Map();
  /** The row that has the focus. */
  let focused: unknown;

  before(() => {
    Object.assign(vscode.commands, {
      executeCommand: (id: string, ...args: unknown[]) =>
        id === 'runCommands'
          ? Promise.resolve(commands.get(INTERNAL_COMMANDS.focusedRow)?.([focused]))
          : real.call(vscode.commands, id, ...args),
    });
  });

  after(() => {
    Object.assign(vscode.commands, { executeCommand: real });
  });

  for (const [what, row] of [
    ['the row it was called on', { accountId: 'a', tenantId: 't', integrationId: 'mine' }],
    ['none, as before', undefined],
  ] as const) {
    it(`is retried for ${what}, wherever the focus is by then`, async () => {
      const { context, log, notify } = await extensionServices();
      const given: unknown[] = [];
      const failed: (ErrorOptions | undefined)[] = [];
      const notifier = {
        ...notify,
        error: async (_error: unknown, options?: ErrorOptions): Promise<void> => {
          failed.push(options);
          return Promise.resolve();
        },
      };
      registerCommand({ context, commands, log, notify: notifier }, COMMAND, (target) => {
        given.push(target);
        throw new UserError('It failed', { canRetry: true });
      });
      focused = row;
      await commands.get(COMMAND)?.([undefined]);
      await eventually(() => {
        assert.equal(failed.length, 1);
      });
      focused = { accountId: 'a', tenantId: 't', integrationId: 'another' };
      await failed[0]?.retry?.();
      assert.deepEqual(given, [row, row]);
      assert.equal(failed[0]?.accountId, row?.accountId);
    });
  }
});
