import * as vscode from 'vscode';
import { COMMANDS } from '../host/commandIds';
import { registerCommand } from '../host/commands';
import type { Services } from '../host/services';
import type { FormCommands } from './formCommands';
import { VIEW_TYPE } from './contract';

/** Registers the form: its commands and its panels. Synchronous; what they do is loaded when one is used. */
export function registerForm(services: Services): void {
  let loaded: Promise<FormCommands> | undefined;
  const commands = async (): Promise<FormCommands> => {
    loaded ??= import('./formCommands.js').then((module) => new module.FormCommands(services));
    return loaded;
  };
  registerCommand(services, COMMANDS.createIntegration, async (argument) => (await commands()).create(argument));
  registerCommand(services, COMMANDS.quickCreateIntegration, async (argument) =>
    (await commands()).quickCreate(argument),
  );
  registerCommand(services, COMMANDS.editIntegration, async (argument) => (await commands()).edit(argument));
  registerCommand(services, COMMANDS.duplicateIntegration, async (argument) => (await commands()).duplicate(argument));
  registerCommand(services, COMMANDS.createListener, async (argument) => (await commands()).createListener(argument));
  registerCommand(services, COMMANDS.editListener, async (argument) => (await commands()).editListener(argument));
  registerCommand(services, COMMANDS.testConnection, async (...args) => (await commands()).test(args));
  registerCommand(services, COMMANDS.copyAsCurl, async (argument) => (await commands()).copyAsCurl(argument));
  services.context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, state) => {
        (await commands()).restore(panel, state);
      },
    }),
  );
}
