import type * as vscode from 'vscode';
import { COMMANDS } from '../host/commandIds';
import { registerCommand } from '../host/commands';
import type { Services } from '../host/services';
import type { FormCommands } from './formCommands';
import { isWritable } from '../core/directory/access';
import { asTenantRef } from '../core/directory/refs';
import { newFormPanel, panelTold } from './formPanel';

/** Whether a create with this argument opens a form without a question before. */
function isWritableTenant({ directory }: Services, argument: unknown): boolean {
  const tenant = asTenantRef(argument);
  return tenant !== undefined && directory.tenant(tenant) !== undefined && isWritable(directory.access(tenant));
}

/**
 * Says what the commands of the form do; the code of that is loaded when one is used.
 * @returns what gives a form its page again after a reload of the window.
 */
export function registerForm(services: Services): vscode.WebviewPanelSerializer {
  let loaded: Promise<FormCommands> | undefined;
  const commands = async (): Promise<FormCommands> => {
    loaded ??= panelTold()
      .then(() => import('./formCommands.js'))
      .then((module) => new module.FormCommands(services));
    return loaded;
  };
  registerCommand(services, COMMANDS.createIntegration, async (argument) => {
    // The first form of a window: VS Code makes its frame while the code of the form loads.
    const panel = loaded === undefined && isWritableTenant(services, argument) ? newFormPanel() : undefined;
    return (await commands()).create(argument, panel);
  });
  registerCommand(services, COMMANDS.quickCreateIntegration, async (argument) =>
    (await commands()).quickCreate(argument),
  );
  registerCommand(services, COMMANDS.editIntegration, async (argument) => (await commands()).edit(argument));
  registerCommand(services, COMMANDS.duplicateIntegration, async (argument) => (await commands()).duplicate(argument));
  registerCommand(services, COMMANDS.createListener, async (argument) => (await commands()).createListener(argument));
  registerCommand(services, COMMANDS.editListener, async (argument) => (await commands()).editListener(argument));
  registerCommand(services, COMMANDS.testConnection, async (...args) => (await commands()).test(args));
  registerCommand(services, COMMANDS.copyAsCurl, async (argument) => (await commands()).copyAsCurl(argument));
  return {
    deserializeWebviewPanel: async (panel, state) => {
      (await commands()).restore(panel, state);
    },
  };
}
