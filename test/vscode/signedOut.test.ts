import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { extensionServices, forgetAccounts } from './accountsSupport';

/** These are about signing out, or ask for a workspace folder first. */
const OTHERS = ['cxengage.signOut', 'cxengage.retryKeyring', 'cxengage.exportIntegrationFile'];

describe('Without an account', () => {
  before(async () => {
    await vscode.commands.executeCommand('cxengage.stopSandbox');
    await forgetAccounts();
  });

  // The palette offers them before the extension has started, when nobody knows whether there is an account.
  it('every command of the palette that needs one asks to sign in', async () => {
    const { context } = await extensionServices();
    const menu = v.array(v.looseObject({ command: v.string(), when: v.optional(v.string(), '') }));
    const manifest: unknown = JSON.parse(readFileSync(context.asAbsolutePath('package.json'), 'utf8'));
    const { contributes } = v.parse(
      v.looseObject({ contributes: v.looseObject({ menus: v.looseObject({ commandPalette: menu }) }) }),
      manifest,
    );
    const commands = contributes.menus.commandPalette
      .filter(({ command, when }) => when.includes('cxengage.state') && !OTHERS.includes(command))
      .map(({ command }) => command);
    const execute = vscode.commands.executeCommand;
    const asked: string[] = [];
    let current = '';
    Object.assign(vscode.commands, {
      executeCommand: async (id: string, ...args: unknown[]) => {
        if (id !== 'cxengage.signIn') return execute.call(vscode.commands, id, ...args);
        asked.push(current);
        return undefined;
      },
    });
    try {
      for (const command of commands) {
        current = command;
        await execute.call(vscode.commands, command);
      }
    } finally {
      Object.assign(vscode.commands, { executeCommand: execute });
    }
    assert.deepEqual(asked, commands);
  });
});
