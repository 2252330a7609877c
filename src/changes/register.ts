import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import { isComparisonRequest } from '../core/plan/comparisonRequest';
import { isPlanRequest } from '../core/plan/planRequest';
import { COMMANDS, INTERNAL_COMMANDS } from '../host/commandIds';
import { registerCommand } from '../host/commands';
import type { Services } from '../host/services';
import type { Changes } from './changes';

/** Registers the commands of the Changes view. The view itself loads with the first plan or comparison. */
export function registerChanges(services: Services): void {
  let loading: Promise<Changes> | undefined;
  const load = (): Promise<Changes> =>
    (loading ??= import('./changes.js').then((module) => new module.Changes(services)));
  const wrongArgument = (): UserError => new UserError(vscode.l10n.t('There is nothing to plan.'));

  registerCommand(services, INTERNAL_COMMANDS.showPlan, async (request) => {
    if (!isPlanRequest(request)) throw wrongArgument();
    return (await load()).view.showPlan(request);
  });
  registerCommand(services, INTERNAL_COMMANDS.showComparison, async (request) => {
    if (!isComparisonRequest(request)) throw wrongArgument();
    return (await load()).view.showComparison(request);
  });
  registerCommand(services, COMMANDS.applyChanges, async () => (await load()).apply());
  registerCommand(services, COMMANDS.retryChanges, async () => (await load()).retry());
  registerCommand(services, COMMANDS.showChangesReport, async () => (await load()).showReport());
  registerCommand(services, COMMANDS.undoChanges, async () => (await load()).undo());
  for (const again of [COMMANDS.planAgain, COMMANDS.compareAgain])
    registerCommand(services, again, async () => (await load()).view.again());
  registerCommand(services, COMMANDS.openChange, async (argument) => (await load()).view.open(argument));
  registerCommand(services, COMMANDS.openAllChanges, async () => (await load()).view.openAll());
  registerCommand(services, COMMANDS.selectAllChanges, async () => {
    (await load()).view.selectAll();
  });
  registerCommand(services, COMMANDS.groupByTenant, async () => {
    (await load()).view.setGrouping('tenant');
  });
  registerCommand(services, COMMANDS.groupByIntegration, async () => {
    (await load()).view.setGrouping('integration');
  });
  registerCommand(services, COMMANDS.compareSecrets, async () => (await load()).view.compareSecrets());
  registerCommand(services, COMMANDS.clearChanges, async () => {
    (await load()).view.clear();
  });
}
