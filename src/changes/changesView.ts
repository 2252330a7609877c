import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';
import { isObject, own } from '../core/base/json';
import type { Plan } from '../core/plan/model';
import { totalsOf } from '../core/plan/model';
import { planChanges } from '../core/plan/planner';
import { compareSecrets } from '../core/plan/comparedSecrets';
import type { Comparison } from '../core/plan/comparison';
import type { ComparisonRequest } from '../core/plan/comparisonRequest';
import { PlanRequest } from '../core/plan/planRequest';
import { reportTenants, withProgress } from '../host/progress';
import type { Services } from '../host/services';
import { ComparisonState, type Grouping } from './comparisonState';
import { comparisonNodes, comparisonText } from './comparisonTree';
import { changeDecorations } from './decorations';
import { ChangeDocuments, pairOf, type DiffPair } from './documents';
import type { ChangesNode } from './node';
import { totalsText } from './planRows';
import { PlanState } from './planState';
import { planNodes } from './planTree';
import { ChangesProvider } from './provider';

export const VIEW = 'cxengage.changes';

/** Changes within this many ms are counted together: each of a thousand would count them all. */
const REFRESH_MS = 60;

/** Pairs that the multi-diff editor gets: it opens every one of them. */
const MAX_PAIRS = 100;

type Shown =
  | { readonly kind: 'plan'; readonly state: PlanState }
  | { readonly kind: 'comparison'; readonly state: ComparisonState };

function setContext(key: string, value: boolean | string): void {
  void vscode.commands.executeCommand('setContext', `cxengage.${key}`, value);
}

/** The Changes view: a plan or a comparison, one at a time. Loaded with the first of them. */
export class ChangesView {
  readonly #services: Services;
  readonly #provider: ChangesProvider;
  readonly #documents = new ChangeDocuments();
  readonly #view: vscode.TreeView<ChangesNode>;
  #shown: Shown | undefined;
  #refreshTimer: NodeJS.Timeout | undefined;

  constructor(services: Services) {
    const { context, directory } = services;
    this.#services = services;
    this.#provider = new ChangesProvider(vscode.Uri.joinPath(context.extensionUri, 'media'));
    this.#view = vscode.window.createTreeView(VIEW, {
      treeDataProvider: this.#provider,
      manageCheckboxStateManually: true,
      showCollapseAll: true,
    });
    context.subscriptions.push(
      this.#provider,
      this.#documents,
      this.#view,
      this.#view.onDidChangeCheckboxState(({ items }) => {
        for (const [node, state] of items) this.#tick(node, state === vscode.TreeItemCheckboxState.Checked);
      }),
      // What was applied is not the last change any more once something else was changed.
      directory.onDidChange(() => {
        if (this.plan) this.#refreshSoon();
      }),
      vscode.window.registerFileDecorationProvider(changeDecorations()),
      vscode.workspace.registerTextDocumentContentProvider(ChangeDocuments.scheme, this.#documents),
    );
  }

  /** The plan on the screen, if one is. */
  get plan(): PlanState | undefined {
    return this.#shown?.kind === 'plan' ? this.#shown.state : undefined;
  }

  /**
   * Plans under progress and shows the result.
   * @param before what the view shows when all of this begins.
   * @throws ApiError `aborted` when canceled, and what the secret source throws.
   */
  async showPlan(request: PlanRequest, before = this.#shown): Promise<Plan> {
    const plan = await this.planUnderProgress(request, request.desired);
    this.#showUnless(before, request.title, () => {
      this.#showPlan(new PlanState(request, plan));
    });
    return plan;
  }

  /**
   * Shows what took a while to make. Where the view shows something else than before by then, or a plan that is being
   * applied, that stays until the user says otherwise.
   */
  #showUnless(before: Shown | undefined, title: string, show: () => void): void {
    if (this.#shown === before && this.plan?.isApplying !== true) {
      show();
      return;
    }
    const { notify } = this.#services;
    const accept = vscode.l10n.t('Show');
    const message = vscode.l10n.t('“{0}” is ready. The Changes view shows something else by now.', title);
    void notify.info(message, accept).then((answer) => {
      if (answer === accept) show();
    });
  }

  async planUnderProgress(request: PlanRequest, desired: PlanRequest['desired']): Promise<Plan> {
    const { directory } = this.#services;
    const { secrets } = request;
    return withProgress(vscode.l10n.t('Planning changes'), async (signal, report) =>
      planChanges(desired, {
        directory,
        secrets,
        signal,
        onProgress: reportTenants(report),
      }),
    );
  }

  /** Compares, and shows the result unless the user canceled. @throws what comparing throws. */
  async showComparison(request: ComparisonRequest): Promise<void> {
    const before = this.#shown;
    const comparison = await request.compare();
    if (!comparison) return;
    this.#showUnless(before, request.title, () => {
      this.#showComparison(new ComparisonState(request, comparison));
    });
  }

  #showComparison(state: ComparisonState): void {
    const { request, comparison } = state;
    this.#documents.clear();
    this.#shown = { kind: 'comparison', state };
    this.#provider.show(() => comparisonNodes(state));
    state.onDidChange(() => {
      this.#provider.touch(undefined);
      setContext('changesGrouping', state.grouping);
    });
    setContext('changesGrouping', state.grouping);
    this.#forgetPlan();
    setContext('canCompareSecrets', !comparison.hasSecrets);
    this.#view.title = displayText(vscode.l10n.t('Comparison'));
    this.#view.message = displayText(comparisonText(comparison));
    this.#view.badge = undefined;
    this.#reveal(request.title, 'comparison');
  }

  /** Plans, or compares, the same again. */
  async again(): Promise<void> {
    const shown = this.#shown;
    if (shown?.kind === 'plan') {
      const { request, isApplying } = shown.state;
      if (isApplying) {
        await this.#services.notify.info(
          vscode.l10n.t('The changes are being applied. Plan again once that has ended.'),
        );
        return;
      }
      const { title, secrets, options } = request;
      const desired = options.replan ? await options.replan() : request.desired;
      await this.showPlan(new PlanRequest(title, desired, secrets, options), shown);
    } else if (shown) {
      const { request } = shown.state;
      const compared = await request.compare();
      if (!compared) return;
      const comparison = shown.state.comparison.hasSecrets ? await this.#withSecrets(compared) : compared;
      this.#showUnless(shown, request.title, () => {
        this.#showComparison(new ComparisonState(request, comparison, shown.state.grouping));
      });
    } else await this.#sayNothingIsPlanned();
  }

  /** Compares the secrets too, in memory. */
  async compareSecrets(): Promise<void> {
    const shown = this.#shown;
    if (shown?.kind !== 'comparison') return;
    const { request } = shown.state;
    const comparison = await this.#withSecrets(shown.state.comparison);
    this.#showUnless(shown, request.title, () => {
      this.#showComparison(new ComparisonState(request, comparison, shown.state.grouping));
    });
  }

  async #withSecrets(comparison: Comparison): Promise<Comparison> {
    const { directory } = this.#services;
    return withProgress(vscode.l10n.t('Comparing secrets'), async (signal, report) =>
      compareSecrets(comparison, {
        directory,
        signal,
        onProgress: ({ done, total }) => {
          report(vscode.l10n.t('{0} of {1} integrations', done, total), { done, total });
        },
      }),
    );
  }

  setGrouping(grouping: Grouping): void {
    if (this.#shown?.kind === 'comparison') this.#shown.state.setGrouping(grouping);
  }

  clear(): void {
    this.#shown = undefined;
    this.#documents.clear();
    this.#provider.show(() => []);
    this.#view.badge = undefined;
    setContext('hasChanges', false);
    this.#forgetPlan();
  }

  /** Offers nothing more that is about a plan. */
  #forgetPlan(): void {
    for (const key of ['canApply', 'canRetry', 'hasResults', 'canUndo']) setContext(key, false);
  }

  /** Selects all open changes, or none where all are. */
  selectAll(): void {
    const state = this.plan;
    if (!state) return;
    const ids = state.open.map(({ id }) => id);
    state.tick(ids, state.ticked.length < ids.length);
  }

  /** Opens what a row stands for in VS Code's diff editor; of the row that shows more, those rows. */
  async open(argument: unknown): Promise<void> {
    const id = isObject(argument) ? own(argument, 'id') : undefined;
    const node = typeof id === 'string' ? this.#provider.node(id) : undefined;
    if (node?.moreOf !== undefined) this.#provider.showMore(node);
    const pair = node?.pair?.();
    if (!pair) return;
    const { before, after } = this.#documents.add(pair);
    await vscode.commands.executeCommand('vscode.diff', before, after, displayText(pair.title, 200), { preview: true });
  }

  /** Opens all that differs in VS Code's multi-diff editor. */
  async openAll(): Promise<void> {
    if (!this.#shown) return this.#sayNothingIsPlanned();
    const shown: DiffPair[] = [];
    let hasMore = false;
    for (const pair of this.#pairs()) {
      hasMore = shown.length === MAX_PAIRS;
      if (hasMore) break;
      shown.push(pair);
    }
    if (shown.length === 0) {
      await this.#services.notify.info(vscode.l10n.t('Nothing differs.'));
      return;
    }
    const resources = shown.map((pair) => {
      const { before, after } = this.#documents.add(pair);
      return [after, pair.before === undefined ? undefined : before, pair.after === undefined ? undefined : after];
    });
    const title = displayText(this.#view.description ?? '', 100);
    await vscode.commands.executeCommand('vscode.changes', title, resources);
    if (hasMore)
      await this.#services.notify.info(
        vscode.l10n.t('The first {0} are open. Open the others from their rows.', MAX_PAIRS),
      );
  }

  /** Says again what is left, for titles, badge and buttons. */
  refresh(): void {
    const state = this.plan;
    if (!state) return;
    const open = state.open.length;
    this.#view.badge =
      open === 0
        ? undefined
        : {
            value: open,
            tooltip: displayText(
              open === 1 ? vscode.l10n.t('1 change to apply') : vscode.l10n.t('{0} changes to apply', open),
            ),
          };
    this.#view.message = displayText(this.#messageOf(state));
    setContext('canApply', open > 0 && !state.isApplying);
    setContext('canRetry', state.left.length > 0 && !state.isApplying);
    setContext('hasResults', state.applied.length > 0);
    setContext('canUndo', state.canUndo(this.#services.directory.lastOperation()));
  }

  #refreshSoon(): void {
    this.#refreshTimer ??= setTimeout(() => {
      this.#refreshTimer = undefined;
      this.refresh();
    }, REFRESH_MS);
  }

  #messageOf(state: PlanState): string {
    const { applied, left, changes } = state;
    const rest = changes.filter(({ id }) => !state.isMade(id));
    const totals = totalsText(totalsOf(rest));
    if (applied.length === 0) return totals;
    const made = applied.length - left.length;
    return rest.length === 0
      ? vscode.l10n.t('Applied: {0} of {1}', made, applied.length)
      : vscode.l10n.t('{0} · applied: {1} of {2}', totals, made, applied.length);
  }

  #showPlan(state: PlanState): void {
    this.#documents.clear();
    this.#shown = { kind: 'plan', state };
    this.#provider.show(() => planNodes(state));
    state.onDidChange((ids) => {
      if (this.plan !== state) return;
      this.#provider.touch(ids);
      this.#refreshSoon();
    });
    this.#view.title = displayText(vscode.l10n.t('Changes'));
    this.refresh();
    this.#reveal(state.request.title, 'plan');
  }

  #reveal(title: string, kind: Shown['kind']): void {
    this.#view.description = displayText(title, 120);
    setContext('changesKind', kind);
    setContext('hasChanges', true);
    void vscode.commands.executeCommand(`${VIEW}.focus`);
  }

  async #sayNothingIsPlanned(): Promise<void> {
    await this.#services.notify.info(vscode.l10n.t('There is no plan. Plan integration files first.'));
  }

  #tick(node: ChangesNode, isTicked: boolean): void {
    const state = this.plan;
    if (state && node.changeIds)
      state.tick(
        node.changeIds.filter((id) => state.isOpen(id)),
        isTicked,
      );
  }

  *#pairs(): Generator<DiffPair> {
    if (this.#shown?.kind === 'comparison') yield* this.#shown.state.pairs();
    for (const change of this.plan?.changes ?? []) {
      const pair = change.fields.length > 0 ? pairOf(change) : undefined;
      if (pair) yield pair;
    }
  }
}
