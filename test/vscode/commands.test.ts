import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS } from '../../src/host/commandIds';
import { extensionServices } from './accountsSupport';

describe('the commands', () => {
  it('are all known to VS Code, and each of them does something', async () => {
    const { commands } = await extensionServices();
    const known = new Set(await vscode.commands.getCommands(true));
    // What asks for the row with the focus is made with each question.
    const { focusedRow, ...asked } = INTERNAL_COMMANDS;
    assert.ok(known.has(focusedRow));
    for (const id of [...Object.values(COMMANDS), ...Object.values(asked)])
      assert.deepEqual([id, known.has(id), commands.has(id)], [id, true, true]);
  });
});
