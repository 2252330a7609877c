import * as vscode from 'vscode';
import { errorFields } from '../core/base/errors';
import { applyChanges, isLeft, missingReferences, type AppliedChange } from '../core/plan/apply';
import type { PlannedChange } from '../core/plan/model';
import { applyReport } from '../core/plan/report';
import { readBackChanges } from '../core/plan/readBack';
import { planRest, type Rest } from '../core/plan/rest';
import { COMMANDS } from '../host/commandIds';
import { isCancellation } from '../host/notify';
import { reportTenants, withProgress } from '../host/progress';
import type { Services } from '../host/services';
import { askSecrets } from './askSecrets';
import { ChangesView } from './changesView';
import type { PlanState } from './planState';

/** Applies what is ticked in the Changes view, and what is left of it. */
export class Changes {
  readonly view: ChangesView;
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
    this.view = new ChangesView(services);
  }

  /** Applies what is ticked; of that what was tried before is looked at anew first. */
  async apply(): Promise<void> {
    const { notify } = this.#services;
    const state = this.view.plan;
    if (!state || state.open.length === 0) {
      await notify.info(vscode.l10n.t('There is nothing to apply. Plan integration files first.'));
      return;
    }
    const { ticked } = state;
    if (ticked.length === 0) {
      await notify.info(vscode.l10n.t('Select the changes to apply first.'));
      return;
    }
    const ids = new Set(ticked.map(({ id }) => id));
    await this.#run(
      state,
      ticked.filter(({ id }) => state.outcome(id) === undefined),
      state.left.filter(({ change }) => ids.has(change.id)),
    );
  }

  /** Looks anew at what was tried and not made, and applies what of it is still ticked. */
  async retry(): Promise<void> {
    await this.#retry(this.view.plan);
  }

  async showReport(): Promise<void> {
    await this.#showReport(this.view.plan);
  }

  /**
   * Takes back what was applied of a plan. Once something else was changed it does nothing: Undo takes back what was done last.
   * @returns whether it was still the last change.
   */
  async undo(state = this.view.plan): Promise<boolean> {
    const { notify, directory } = this.#services;
    if (state?.canUndo(directory.lastOperation()) === true) {
      await vscode.commands.executeCommand(COMMANDS.undo);
      return true;
    }
    await notify.info(vscode.l10n.t('These are no longer the last changes of this window. Nothing was undone.'));
    return false;
  }

  async #retry(state: PlanState | undefined): Promise<void> {
    const { notify } = this.#services;
    const left = state?.left ?? [];
    const ticked = left.filter(({ change }) => state?.isTicked(change.id));
    if (state && ticked.length > 0) await this.#run(state, [], ticked);
    else if (left.length > 0) await notify.info(vscode.l10n.t('Select the changes to apply first.'));
    else await notify.info(vscode.l10n.t('Nothing is left to retry.'));
  }

  async #showReport(state: PlanState | undefined): Promise<void> {
    const { notify, reports } = this.#services;
    if (state && state.applied.length > 0)
      await reports.show(
        vscode.l10n.t('Integration changes.md'),
        applyReport(state.applied, Date.now(), state.request.options.notes),
      );
    else await notify.info(vscode.l10n.t('There is no report yet. Apply changes first.'));
  }

  async #run(state: PlanState, fresh: readonly PlannedChange[], tried: readonly AppliedChange[]): Promise<void> {
    if (state.isApplying) return;
    state.setApplying(true);
    let isDone: boolean;
    let reason: string | undefined;
    try {
      const rest = tried.length > 0 ? await this.#lookAgain(state, tried) : undefined;
      const { same = [], moved = [] } = rest ?? {};
      reason = rest?.reason;
      const changes = [...fresh, ...same];
      if (moved.length > 0)
        void this.#services.notify.warn(
          vscode.l10n.t('No longer what the plan showed: {0}. Look through the plan, then apply again.', moved.length),
        );
      isDone = changes.length === 0 ? moved.length === 0 : await this.#apply(state, changes);
      if (isDone && changes.length > 0) await this.#planMoved(state);
      if (isDone && state.request.options.readsBack) await this.#readBack(state);
    } finally {
      state.setApplying(false);
    }
    if (!isDone) return;
    const { notify } = this.#services;
    void state.request.options.onApplied?.(state.applied).catch((error: unknown) => notify.error(error));
    if (state.request.options.readsBack) await this.#showReport(state);
    await this.#tell(state, reason);
  }

  /** Plans anew what others changed since the plan was made, so that what the view shows is what the next apply makes. */
  async #planMoved(state: PlanState): Promise<void> {
    const moved = state.left.filter(({ outcome, isPlannedAnew }) => outcome.kind === 'conflict' && !isPlannedAnew);
    if (moved.length === 0) return;
    try {
      const rest = await this.#planRest(state, moved);
      state.showAnew(rest.moved);
    } catch (error) {
      // What could not be planned anew keeps saying that it moved, and is planned before it is tried again.
      if (!isCancellation(error)) await this.#services.notify.error(error);
    }
  }

  /** Reads back what was applied. What is canceled is not read back, and nothing says that it was. */
  async #readBack(state: PlanState): Promise<void> {
    const { directory } = this.#services;
    // A retry that reached nothing has made nothing: what was found before is not forgotten for it.
    if (state.applied.every((each) => isLeft(each) || (each.readBack ?? 'notRead') !== 'notRead')) return;
    try {
      const title = vscode.l10n.t('Reading the changes back');
      const applied = await withProgress(title, async (signal, report) =>
        readBackChanges(state.applied, {
          directory,
          secrets: state.secrets,
          signal,
          onProgress: reportTenants(report),
        }),
      );
      state.update(applied);
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
  }

  async #lookAgain(state: PlanState, tried: readonly AppliedChange[]): Promise<Rest> {
    const rest = await this.#planRest(state, tried);
    state.replace(rest.same);
    state.showAnew(rest.moved);
    return rest;
  }

  /** Plans anew what was tried; what turns out to be made already is shown as that. */
  async #planRest(state: PlanState, tried: readonly AppliedChange[]): Promise<Rest> {
    const { directory } = this.#services;
    const rest = await withProgress(vscode.l10n.t('Planning the rest again'), async (signal) =>
      planRest(tried, { directory, secrets: state.secrets, signal }),
    );
    for (const { change, outcome } of rest.settled) state.setOutcome(change, outcome);
    state.update(rest.unreached);
    return rest;
  }

  /** @returns false where nothing was sent: the user gave up, or declined. */
  async #apply(state: PlanState, changes: readonly PlannedChange[]): Promise<boolean> {
    const { directory, log } = this.#services;
    if (!(await askSecrets(missingReferences(changes), this.#services, state.secrets))) return false;
    const title =
      changes.length === 1 ? vscode.l10n.t('Applying 1 change') : vscode.l10n.t('Applying {0} changes', changes.length);
    const progress = { done: 0, hasBegun: false };
    const applied = await withProgress(title, async (signal, report) =>
      applyChanges(changes, {
        directory,
        secrets: state.secrets,
        signal,
        ...(state.operation === undefined ? {} : { operation: state.operation }),
        onProgress: (change, outcome) => {
          if (!outcome) {
            progress.hasBegun = true;
            state.setBusy(change.id);
            return;
          }
          if (outcome.kind !== 'canceled') state.setOutcome(change, outcome);
          if (outcome.kind === 'failed') log.warn('change not applied', errorFields(outcome.error));
          progress.done += 1;
          report(vscode.l10n.t('{0} of {1}', progress.done, changes.length), {
            done: progress.done,
            total: changes.length,
          });
        },
      }),
    );
    const isDeclined = !progress.hasBegun && applied.every(({ outcome }) => outcome.kind === 'canceled');
    if (isDeclined) return false;
    for (const { change, outcome } of applied) state.setOutcome(change, outcome);
    return true;
  }

  /** @param reason why some could not be tried again. */
  async #tell(state: PlanState, reason?: string): Promise<void> {
    const { notify, directory } = this.#services;
    const again = vscode.l10n.t('Retry the Rest');
    const show = vscode.l10n.t('Show Report');
    const undo = vscode.l10n.t('Undo');
    for (;;) {
      const { applied, left } = state;
      const actions = [
        ...(left.length > 0 ? [again] : []),
        show,
        ...(state.canUndo(directory.lastOperation()) ? [undo] : []),
      ];
      const moved = left.filter(({ isPlannedAnew }) => isPlannedAnew).length;
      const doubtful = applied.filter(({ readBack }) => readBack !== undefined && readBack !== 'same').length;
      const message = [
        vscode.l10n.t('Changes applied: {0} of {1}.', applied.length - left.length, applied.length),
        ...(moved > 0
          ? [vscode.l10n.t('Changed meanwhile and planned anew: {0}. Look again before you retry.', moved)]
          : []),
        ...(doubtful > 0 ? [vscode.l10n.t('Read back, and not known to be as planned: {0}.', doubtful)] : []),
        ...(reason === undefined ? [] : [reason]),
      ].join(' ');
      const answer = await (left.length + doubtful > 0
        ? notify.failure(message, ...actions)
        : notify.info(message, ...actions));
      // By now the view may show another plan: the buttons are about this one.
      if (answer === again) return this.#retry(state);
      if (answer === undo) {
        // The notification may have stood for long.
        if ((await this.undo(state)) && this.view.plan === state) await this.view.again();
        return;
      }
      if (answer !== show) return;
      // A notification goes with the button pressed. It comes back, so that Retry and Undo stay in reach.
      await this.#showReport(state);
    }
  }
}
