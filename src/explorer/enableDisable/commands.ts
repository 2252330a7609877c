import { registerCommand } from '../../host/commands';
import { pickIntegration } from '../../host/quickPicks';
import type { ChangeState } from './enableDisable';
import type { ExplorerParts } from '../context';
import { integrationsOf, targetsOf } from '../targets';

/** Registers the commands that write: enable, disable, undo. What they do loads on first use. */
export function registerChangeCommands(parts: ExplorerParts): void {
  let loading: Promise<ChangeState> | undefined;
  const changeState = (): Promise<ChangeState> =>
    (loading ??= import('./enableDisable').then((module) => new module.ChangeState(parts)));
  const setState = async (args: readonly unknown[], active: boolean): Promise<void> => {
    const given = integrationsOf(targetsOf(args));
    const asked = given.length > 0 ? undefined : await pickIntegration(parts.directory);
    const refs = asked ? [asked] : given;
    if (refs.length > 0) await (await changeState()).run(refs, active);
  };
  registerCommand(parts, 'cxengage.enableIntegration', (...args) => setState(args, true));
  registerCommand(parts, 'cxengage.disableIntegration', (...args) => setState(args, false));
  registerCommand(parts, 'cxengage.undo', async () => (await changeState()).undo());
}
