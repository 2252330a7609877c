import { registerCommand } from '../host/commands';
import { pickIntegration } from '../host/pick';
import { ChangeState } from './changeState';
import type { ExplorerParts } from './parts';
import { integrationsOf, targetsOf } from './targets';

/** Registers the commands that write: enable, disable, undo. */
export function registerChangeCommands(parts: ExplorerParts): void {
  const changeState = new ChangeState(parts);
  const setState = async (args: readonly unknown[], active: boolean): Promise<void> => {
    const given = integrationsOf(targetsOf(args, parts.view.selection));
    const asked = given.length > 0 ? undefined : await pickIntegration(parts.directory);
    const refs = asked ? [asked] : given;
    if (refs.length > 0) await changeState.run(refs, active);
  };
  registerCommand(parts, 'cxengage.enableIntegration', (...args) => setState(args, true));
  registerCommand(parts, 'cxengage.disableIntegration', (...args) => setState(args, false));
  registerCommand(parts, 'cxengage.undo', () => changeState.undo());
}
