import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS } from '../host/commandIds';
import { registerCommand } from '../host/commands';
import type { Services } from '../host/services';
import { CxEngageAuthenticationProvider } from './authenticationProvider';
import type { AccountContext, AccountServices } from './context';
import { SandboxHost } from './sandbox';
import { StateContext } from './stateContext';
import { reportUnreadable, reportWhenRead } from './unreadable';
import { followOtherWindows } from './syncWindows';

/**
 * Starts the accounts room: its commands, the sandbox and the view's states.
 * @returns what VS Code is given as authentication provider.
 */
export function registerAccounts(common: Services, parts: AccountContext): vscode.AuthenticationProvider {
  const services: AccountServices = { ...common, ...parts };
  const sandbox = new SandboxHost(services);
  const provider = new CxEngageAuthenticationProvider(services);
  const state = new StateContext(services);
  services.context.subscriptions.push(sandbox, provider, state, followOtherWindows(services), reportWhenRead(services));

  // What asks something loads on first use.
  registerCommand(services, COMMANDS.signIn, async () => (await (await import('./signIn.js')).signIn(services))?.id);
  registerCommand(
    services,
    COMMANDS.signInAgain,
    async (argument) => (await (await import('./signIn.js')).askSignInAgain(services, argument))?.id,
  );
  registerCommand(services, COMMANDS.signOut, async (argument) =>
    (await import('./signOut.js')).signOut(services, argument),
  );
  registerCommand(services, COMMANDS.startSandbox, async () => (await sandbox.start())?.id);
  registerCommand(services, COMMANDS.stopSandbox, () => sandbox.stop());
  registerCommand(services, COMMANDS.manageSecrets, async () =>
    (await import('./manageSecrets.js')).manageSecrets(services),
  );
  registerCommand(services, COMMANDS.markTenant, async (...args) =>
    (await import('./markTenant.js')).markTenant(services, args),
  );
  registerCommand(services, COMMANDS.retryKeyring, () => state.recheck());

  // I/O starts after everything is registered and is not awaited.
  const revived = sandbox.revive().catch((error: unknown) => {
    // Not awaited: the view would stay blank until the user responds.
    void services.notify.error(error, {
      action: {
        title: vscode.l10n.t('Start Sandbox'),
        run: () => vscode.commands.executeCommand(COMMANDS.startSandbox),
      },
    });
  });
  state.settleAfter(revived);
  registerCommand(services, INTERNAL_COMMANDS.firstSignIn, async () => {
    await revived;
    if (services.accounts.list().length === 0) await vscode.commands.executeCommand(COMMANDS.signIn);
  });
  services.accounts
    .reconcile()
    .then((unreadable) => reportUnreadable(services, unreadable))
    .catch((error: unknown) => services.notify.error(error));
  return provider;
}
