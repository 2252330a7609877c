import * as vscode from 'vscode';
import { COMMANDS } from '../host/commandIds';
import { registerCommand } from '../host/commands';
import type { Services } from '../host/services';
import { isOwnFile } from './fileKinds';

/**
 * Registers the commands of integration files, and waits for the first such file to be open. Synchronous and small: every
 * JSON file with comments activates the extension, because VS Code's schemas belong to that language and so do these files.
 * All else loads when one of them is open, or a command is used.
 */
export function registerFiles(services: Services): void {
  const start = async (): Promise<void> => {
    const { startLanguageFeatures } = await import('./languageFeatures.js');
    startLanguageFeatures(services);
  };
  if (vscode.workspace.textDocuments.some(({ uri }) => isOwnFile(uri))) void start();
  else {
    const waiting = vscode.workspace.onDidOpenTextDocument(({ uri }) => {
      if (!isOwnFile(uri)) return;
      waiting.dispose();
      void start();
    });
    services.context.subscriptions.push(waiting);
  }
  for (const id of [
    COMMANDS.planIntegrationFiles,
    COMMANDS.exportIntegrationFile,
    COMMANDS.testIntegrationFile,
    COMMANDS.moveToSecretStorage,
    COMMANDS.saveNamedSecret,
    COMMANDS.addTenantToFile,
  ])
    registerCommand(services, id, async (...args) =>
      (await import('./fileCommands.js')).FILE_COMMANDS[id](services, args),
    );
}
