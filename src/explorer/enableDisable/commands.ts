import { COMMANDS } from '../../host/commandIds';
import { registerCommand } from '../../host/commands';
import { pickIntegration } from '../../host/quickPicks';
import type { EnableDisable } from './enableDisable';
import type { ExplorerContext } from '../context';
import { integrationsOf, targetsOf, type CommandArguments } from '../../host/commandTargets';

/** Registers the commands that write: enable, disable, undo. What they do loads on first use. */
export function registerChangeCommands(parts: ExplorerContext): void {
  let loading: Promise<EnableDisable> | undefined;
  const changeState = (): Promise<EnableDisable> =>
    (loading ??= import('./enableDisable').then((module) => new module.EnableDisable(parts)));
  const setState = async (args: CommandArguments, active: boolean): Promise<void> => {
    const given = integrationsOf(targetsOf(args));
    const asked = given.length > 0 ? undefined : await pickIntegration(parts.directory);
    const refs = asked ? [asked] : given;
    if (refs.length > 0) await (await changeState()).run(refs, active);
  };
  registerCommand(parts, COMMANDS.enableIntegration, (...args) => setState(args, true));
  registerCommand(parts, COMMANDS.disableIntegration, (...args) => setState(args, false));
  const setListener = async (argument: unknown, active: boolean): Promise<void> =>
    (await import('./listeners.js')).setListenerActive(parts, argument, active);
  registerCommand(parts, COMMANDS.enableListener, (argument) => setListener(argument, true));
  registerCommand(parts, COMMANDS.disableListener, (argument) => setListener(argument, false));
  registerCommand(parts, COMMANDS.undo, async () => (await changeState()).undo());
}
