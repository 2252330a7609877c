import * as vscode from 'vscode';
import { errorFields, UserError } from '../../core/base/errors';
import { integrationType } from '../../core/catalog/registry';
import type { Integration, IntegrationRef } from '../../core/directory/model';
import { asIntegrationRef, tenantKey } from '../../core/directory/refs';
import type { DirectoryService } from '../../core/directory/service';
import type { Logger } from '../../core/base/log';
import { isCancellation, type Notifier } from '../../host/notify';
import { withProgress } from '../../host/progress';
import { showStatus } from '../../host/statusBar';
import type { Change, WriteOptions, WriteOutcome, WriteProgress } from '../../core/directory/write';
import { Batch, type Target } from './batch';
import { summaryMessage, isAsWanted, progressTitle, reportText, undoNotes, type ItemResult } from './messages';
import type { TenantTree } from '../tree/provider';
import type { Reports } from '../../host/reports';
import { oneLine } from '../../core/base/displayText';

/** Tenants whose flows are searched before several integrations are disabled. */
const MAX_SEARCHED_TENANTS = 5;
/** Names of listeners in a notification. */
const MAX_LISTENERS = 8;

export interface EnableDisableContext {
  readonly directory: DirectoryService;
  readonly log: Logger;
  readonly notify: Notifier;
  readonly tree: TenantTree;
  readonly reports: Pick<Reports, 'show'>;
}

type Question = Pick<WriteOptions, 'ask' | 'notes'>;

/** Enables and disables integrations, one or many, and takes the last operation back. */
export class EnableDisable {
  readonly #parts: EnableDisableContext;
  #last: Batch | undefined;
  /** The last operation of the window when that batch was told of: while it is still so, nothing was changed since. */
  #lastOperation: number | undefined;
  /** The last thing done here was an undo. */
  #hasUndone = false;

  constructor(parts: EnableDisableContext) {
    this.#parts = parts;
  }

  /** Sets the state of all that have the other one now. One asks nothing but what production asks; several ask once. */
  async run(refs: readonly IntegrationRef[], active: boolean): Promise<void> {
    const [first] = refs;
    if (first && refs.length === 1) {
      const integration = await this.#load(first, active);
      if (integration.active === active) await this.#nothingToDo(active);
      else await this.#one(integration, active);
      return;
    }
    await this.#several(refs, active);
  }

  /** Undoes the last operation of this window, of any kind. */
  async undo(): Promise<void> {
    const { directory } = this.#parts;
    if (this.#last && directory.lastOperation() === this.#lastOperation) await this.#recheck(this.#last);
    await this.#undo();
  }

  async #undo(): Promise<void> {
    const { directory, notify } = this.#parts;
    const operation = directory.lastOperation();
    const label = directory.undoLabel();
    if (operation === undefined || label === undefined) {
      await notify.info(
        this.#hasUndone
          ? vscode.l10n.t('The last change was undone already. There is nothing more to undo.')
          : vscode.l10n.t('Nothing to undo. You have not changed anything in this window yet.'),
      );
      return;
    }
    const limits = directory.undoLimits();
    const notes = undoNotes(limits);
    const results = await this.#write(vscode.l10n.t('Undoing: {0}', label), (options) =>
      directory.undo({ ...options, ask: notes.length > 0 ? 'always' : 'several', notes }),
    );
    this.#hasUndone = results.some(isAsWanted);
    const [only] = results;
    const count = results.length + limits.lost;
    if (only && count === 1) await this.#tellUndone(only.outcome);
    else if (this.#last?.operation === operation) await this.#tell(this.#reverted(this.#last, results));
    else if (!isDeclined(results)) {
      const message = vscode.l10n.t('Undid {0} of {1} changes.', results.filter(isAsWanted).length, count);
      // The command ends when it is undone: the notification may stay, and the Changes view plans again.
      void (limits.lost === 0 && results.every(isAsWanted) ? notify.info(message) : notify.failure(message));
    }
  }

  #reverted(batch: Batch, results: readonly ItemResult<Target>[]): Batch {
    const reverted = new Batch(!batch.active);
    if (!isDeclined(results)) reverted.add(results);
    return reverted;
  }

  async #tellUndone(outcome: WriteOutcome): Promise<void> {
    if ('error' in outcome) throw outcome.error;
    if (outcome.kind === 'done' && outcome.action === 'enabled') await this.#tellListeners(outcome.integration);
    if (outcome.kind !== 'conflict') return;
    await this.#parts.notify.warn(
      vscode.l10n.t(
        '“{0}” has changed in CxEngage since then. Nothing was undone. Open it to see its current state.',
        oneLine(outcome.theirs.name, 60),
      ),
    );
  }

  /** Disabling an integration disables its listeners (API facts d.5), and enabling it again leaves them so. */
  async #tellListeners(integration: Integration): Promise<void> {
    const { directory, notify, log } = this.#parts;
    if (!integrationType(integration.type).hasListeners) return;
    try {
      const listeners = await directory.loadListeners(integration, { force: true });
      const names = listeners.filter(({ active }) => !active).map(({ name }) => oneLine(name, 60));
      if (names.length === 0) return;
      const shown = [...names.slice(0, MAX_LISTENERS), ...(names.length > MAX_LISTENERS ? ['…'] : [])].join(', ');
      void notify.warn(
        vscode.l10n.t(
          '“{0}” is enabled again, but some of its listeners are disabled. Enable those that you need: {1}',
          oneLine(integration.name, 60),
          shown,
        ),
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      log.warn('listeners not read', errorFields(error));
    }
  }

  /** Declined or failed, it stays the last: then Undo asks again, and never takes back a part of it unasked. */
  async #takeBack(batch: Batch): Promise<void> {
    await this.#recheck(batch);
    const isLast = batch.operation !== undefined && batch.operation === this.#parts.directory.lastOperation();
    if (isLast && batch.isWhole) await this.#undo();
    else await this.run(batch.written, !batch.active);
  }

  /** Asks what became of those whose outcome is unclear, so that those found changed are taken back with the others. */
  async #recheck(batch: Batch): Promise<void> {
    const { directory } = this.#parts;
    const asked = batch.results.flatMap(({ item, outcome }) => (outcome.kind === 'unclear' ? [{ item, outcome }] : []));
    if (asked.length === 0) return;
    if (batch.operation !== undefined && batch.operation !== directory.lastOperation()) batch.split();
    await withProgress(vscode.l10n.t('Checking…'), async (signal) => {
      const found = await Promise.all(
        asked.map(async ({ item, outcome }) => ({ item, outcome: await outcome.recheck(signal) })),
      );
      batch.add(found);
      if (found.some(({ outcome }) => outcome.kind === 'done')) this.#keep(batch);
      signal.throwIfAborted();
    });
  }

  #keep(batch: Batch): void {
    this.#last = batch;
    this.#lastOperation = this.#parts.directory.lastOperation();
  }

  /** Nothing is sent for what is still unclear. */
  async #retry(batch: Batch): Promise<void> {
    await this.#recheck(batch);
    const rest = batch.left.filter(({ outcome }) => outcome.kind !== 'unclear').map(({ item }) => item);
    await (rest.length > 0 ? this.#change(rest, batch) : this.#tell(batch));
  }

  async #nothingToDo(active: boolean): Promise<void> {
    await this.#parts.notify.info(active ? vscode.l10n.t('Already enabled.') : vscode.l10n.t('Already disabled.'));
  }

  async #one(integration: Integration, active: boolean): Promise<void> {
    const { directory, tree, log } = this.#parts;
    const question = active ? {} : await this.#questionOf([integration]);
    const node = tree.nodes.integration(integration);
    tree.setBusy([node], true);
    let outcome: WriteOutcome | undefined;
    try {
      [outcome] = await directory.write([{ kind: 'update', ref: integration, change: { active } }], question);
    } finally {
      tree.setBusy([node], false);
    }
    if (outcome?.kind === 'unclear') {
      log.warn('state not known', { integration: integration.integrationId, ...errorFields(outcome.error) });
      const batch = new Batch(active);
      batch.add([{ item: this.#target(integration, integration.name), outcome }]);
      this.#keep(batch);
      return this.#tell(batch);
    }
    if (outcome && 'error' in outcome) throw outcome.error;
    const name = oneLine(integration.name, 60);
    const done = active ? vscode.l10n.t('Enabled {0}', name) : vscode.l10n.t('Disabled {0}', name);
    showStatus(done, 5000, { isDone: true });
  }

  /**
   * The question before a disable: asked where flows or mappings use one of the integrations. What cannot be searched stops
   * nobody, and is said where a question is asked anyway; a cancel ends all.
   */
  async #questionOf(integrations: readonly Integration[]): Promise<Question> {
    if (new Set(integrations.map(tenantKey)).size > MAX_SEARCHED_TENANTS)
      return { notes: [vscode.l10n.t('Which flows use them was not searched: there are too many tenants.')] };
    try {
      const [{ searchUsages }, { gapNotes, usedByNotes }] = await Promise.all([
        import('../whereUsed/whereUsed.js'),
        import('../whereUsed/messages.js'),
      ]);
      const found = await searchUsages(this.#parts, integrations, false);
      const used = usedByNotes(found);
      const gaps = gapNotes(found, (integration) => this.#tenantName(integration));
      return { ...(used.length > 0 ? { ask: 'always' } : {}), notes: [...used, ...gaps] };
    } catch (error) {
      if (isCancellation(error)) throw error;
      this.#parts.log.warn('usages not searched', errorFields(error));
      return { notes: [vscode.l10n.t('Flows and dispatch mappings could not be searched.')] };
    }
  }

  /** An integration; asked for anew where the copy at hand has that state already: somebody else may have changed it since. */
  async #load(ref: IntegrationRef, active: boolean, signal?: AbortSignal): Promise<Integration> {
    const { directory } = this.#parts;
    const options = signal ? { signal } : {};
    const known = await directory.loadIntegration(ref, options);
    return known.active === active ? directory.loadIntegration(ref, { ...options, force: true }) : known;
  }

  async #several(refs: readonly IntegrationRef[], active: boolean): Promise<void> {
    const { directory } = this.#parts;
    const load = async (signal?: AbortSignal): Promise<readonly PromiseSettledResult<Integration>[]> => {
      const loads = await Promise.allSettled(refs.map((ref) => this.#load(ref, active, signal)));
      signal?.throwIfAborted();
      return loads;
    };
    const isAtHand = refs.every((ref) => directory.integration(ref)?.active === !active);
    const loaded = await (isAtHand ? load() : withProgress(vscode.l10n.t('Checking…'), load));
    const batch = new Batch(active);
    // One that is gone, or cannot be read, stops no other.
    for (const [i, ref] of refs.entries()) {
      const result = loaded[i];
      if (result?.status !== 'rejected') continue;
      const reason: unknown = result.reason;
      if (!(reason instanceof UserError)) throw reason;
      batch.add([{ item: this.#target(ref, ref.integrationId), outcome: { kind: 'failed', error: reason } }]);
    }
    const changing = loaded.flatMap((result) =>
      result.status === 'fulfilled' && result.value.active !== active ? [result.value] : [],
    );
    const targets = changing.map((integration) => this.#target(integration, integration.name));
    if (targets.length > 0)
      await this.#change(targets, batch, { ...(active ? {} : await this.#questionOf(changing)), ask: 'always' });
    else if (batch.results.length > 0) await this.#tell(batch);
    else await this.#nothingToDo(active);
  }

  #target(ref: IntegrationRef, name: string): Target {
    const { accountId, tenantId, integrationId } = ref;
    return { accountId, tenantId, integrationId, name, tenantName: this.#tenantName(ref) };
  }

  #tenantName(ref: IntegrationRef): string {
    return oneLine(this.#parts.directory.tenant(ref)?.name ?? ref.tenantId, 60);
  }

  async #change(targets: readonly Target[], batch: Batch, question: Question = {}): Promise<void> {
    const { active, operation } = batch;
    const changes = targets.map((ref): Change => ({ kind: 'update', ref, change: { active } }));
    const results = await this.#write(progressTitle(targets, active), (options) =>
      this.#parts.directory.write(changes, {
        ...options,
        ...question,
        ...(operation === undefined ? {} : { operation }),
      }),
    );
    const refused = results.filter(({ outcome }) => outcome.kind === 'refused');
    const tried = results.filter(({ outcome }) => outcome.kind !== 'refused');
    const [first] = refused;
    if (tried.length === 0 && batch.results.length === 0 && first?.outcome.kind === 'refused')
      throw first.outcome.error;
    if (isDeclined(tried) && tried.length > 0) return;
    batch.add(tried);
    batch.refuse(refused);
    if (batch.operation !== undefined || batch.left.some(({ outcome }) => outcome.kind === 'unclear'))
      this.#keep(batch);
    await this.#tell(batch);
  }

  /** Writes under progress, with the rows busy while they are written. */
  async #write(
    title: string,
    write: (options: WriteOptions) => Promise<unknown>,
  ): Promise<readonly ItemResult<Target>[]> {
    const { directory, tree, log } = this.#parts;
    const results: ItemResult<Target>[] = [];
    await withProgress(title, async (signal, report) => {
      const onProgress = ({ ref, outcome, done, total }: WriteProgress): void => {
        const integration = asIntegrationRef(ref);
        if (!integration) return;
        tree.setBusy([tree.nodes.integration(integration)], !outcome);
        if (!outcome) return;
        const name = directory.integration(integration)?.name ?? integration.integrationId;
        results.push({ item: this.#target(integration, name), outcome });
        if (outcome.kind === 'failed')
          log.warn('state not changed', { integration: integration.integrationId, ...errorFields(outcome.error) });
        report(vscode.l10n.t('{0} of {1}', done, total), { done, total });
      };
      await write({ signal, finishesBegun: true, onProgress });
    });
    return results;
  }

  async #tell(batch: Batch): Promise<void> {
    const { notify, reports } = this.#parts;
    const { active, left } = batch;
    if (batch.results.length === 0) return;
    const undo = vscode.l10n.t('Undo');
    const again = batch.results.length === 1 ? vscode.l10n.t('Retry') : vscode.l10n.t('Retry the Rest');
    const show = vscode.l10n.t('Show Results');
    const actions = [...(left.length > 0 ? [again] : []), show, ...(batch.written.length > 0 ? [undo] : [])];
    for (;;) {
      const counted = summaryMessage(batch.results, active);
      const answer = await (left.length > 0 ? notify.failure(counted, ...actions) : notify.info(counted, ...actions));
      if (answer === undo) return this.#takeBack(batch);
      if (answer === again) return this.#retry(batch);
      if (answer !== show) return;
      // A notification goes with the button pressed. It comes back, so that Retry and Undo stay in reach.
      await reports.show(
        active ? vscode.l10n.t('Enabled integrations') : vscode.l10n.t('Disabled integrations'),
        reportText(batch.results, active, batch.refused),
      );
    }
  }
}

/** Nothing was written: the question was declined, or the progress canceled at once. */
function isDeclined(results: readonly ItemResult<unknown>[]): boolean {
  return results.every(({ outcome }) => outcome.kind === 'canceled');
}
