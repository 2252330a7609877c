import * as vscode from 'vscode';
import { refuseWrite } from '../../core/directory/access';
import type { Integration, IntegrationRef } from '../../core/directory/model';
import { integrationKey } from '../../core/directory/refs';
import type { DirectoryService } from '../../core/directory/service';
import { errorFields } from '../../core/base/errors';
import type { Logger } from '../../core/base/log';
import { isCancellation, type Notifier } from '../../host/notify';
import { withProgress } from '../../host/progress';
import { showStatus } from '../../host/statusBar';
import { runBatch, type ItemResult } from './batch';
import { countedWords, progressTitle, questionOf, reportOf, type Named } from './messages';
import type { TenantTree } from '../tree/provider';
import type { Reports } from '../reports';
import { oneLine } from '../../core/base/displayText';

/** Writes under way at once; the API's own limit of calls stands behind it. */
const WIDTH = 4;

export interface EnableDisableContext {
  readonly directory: DirectoryService;
  readonly log: Logger;
  readonly notify: Notifier;
  readonly tree: TenantTree;
  readonly reports: Pick<Reports, 'show'>;
}

interface Target extends IntegrationRef, Named {}

/** Several that were asked for together, over all tries. What a button of its notification does is done to it, not to what is newest. */
class Batch {
  readonly #results = new Map<string, ItemResult<Target>>();
  readonly #written = new Map<string, IntegrationRef>();
  #lastChange: number | undefined;

  constructor(readonly active: boolean) {}

  /** What became of each, by its last try. */
  get results(): readonly ItemResult<Target>[] {
    return [...this.#results.values()];
  }

  get left(): readonly Target[] {
    return this.results.filter(({ outcome }) => outcome !== 'done').map(({ item }) => item);
  }

  /** Those this changed: not those that somebody else had changed the same way before. */
  get written(): readonly IntegrationRef[] {
    return [...this.#written.values()];
  }

  /** The number of its last change; undefined while it has changed nothing. */
  get lastChange(): number | undefined {
    return this.#lastChange;
  }

  add(results: readonly ItemResult<Target>[]): void {
    for (const result of results) this.#results.set(integrationKey(result.item), result);
  }

  wrote(ref: IntegrationRef, change: number): void {
    this.#written.set(integrationKey(ref), ref);
    this.#lastChange = Math.max(this.#lastChange ?? 0, change);
  }
}

/** Enables and disables integrations, one or many, and takes the last such batch back. */
export class EnableDisable {
  #last: Batch | undefined;

  constructor(private readonly parts: EnableDisableContext) {}

  /** Sets the state of all that have the other one now. One asks nothing but what production asks; several ask once. */
  async run(refs: readonly IntegrationRef[], active: boolean): Promise<void> {
    const { directory } = this.parts;
    const [first] = refs;
    if (first && refs.length === 1) {
      const integration = await directory.loadIntegration(first);
      if (integration.active === active) await this.#nothingToDo(active);
      else await this.#one(integration, active);
      return;
    }
    await this.#several(refs, active);
  }

  /** Takes back the last change of this window: a batch whole, or what the directory did last. */
  async undo(): Promise<void> {
    const { directory, notify } = this.parts;
    const number = directory.lastChange();
    const label = directory.undoLabel();
    if (number === undefined || label === undefined) {
      await notify.info(vscode.l10n.t('Nothing to undo: this window has changed nothing yet.'));
      return;
    }
    if (this.#last && this.#last.lastChange === number) {
      await this.#takeBack(this.#last);
      return;
    }
    const outcome = await withProgress(vscode.l10n.t('Undoing: {0}', label), (signal) => directory.undo({ signal }));
    if (outcome?.kind === 'conflict') {
      await notify.warn(
        vscode.l10n.t(
          'Somebody else has changed “{0}” since then. Nothing was undone; open it to see how it is now.',
          oneLine(outcome.theirs.name, 60),
        ),
      );
    }
  }

  /** Declined or failed, it stays the last: then Undo asks again, and never takes back a part of it unasked. */
  async #takeBack(batch: Batch): Promise<void> {
    await this.run(batch.written, !batch.active);
  }

  async #nothingToDo(active: boolean): Promise<void> {
    await this.parts.notify.info(active ? vscode.l10n.t('Already enabled.') : vscode.l10n.t('Already disabled.'));
  }

  async #one(integration: Integration, active: boolean): Promise<void> {
    const { directory, tree } = this.parts;
    const node = tree.nodes.integration(integration);
    tree.setBusy([node], true);
    try {
      await directory.setActive(integration, active);
    } finally {
      tree.setBusy([node], false);
    }
    const name = oneLine(integration.name, 60);
    const done = active ? vscode.l10n.t('Enabled {0}', name) : vscode.l10n.t('Disabled {0}', name);
    showStatus(done, 5000, { isDone: true });
  }

  async #several(refs: readonly IntegrationRef[], active: boolean): Promise<void> {
    const { directory, notify } = this.parts;
    const loaded = await Promise.allSettled(refs.map((ref) => directory.loadIntegration(ref)));
    const batch = new Batch(active);
    // One that is gone, or cannot be read, stops no other.
    for (const [i, ref] of refs.entries()) {
      const result = loaded[i];
      if (result?.status !== 'rejected') continue;
      const error: unknown = result.reason;
      batch.add([{ item: this.#target(ref, ref.integrationId), outcome: 'failed', error }]);
    }
    const toChange = loaded.flatMap((result) =>
      result.status === 'fulfilled' && result.value.active !== active ? [result.value] : [],
    );
    const refusals = new Map(toChange.map((each) => [each, this.#refusal(each)]));
    const targets = toChange.filter((each) => refusals.get(each) === undefined);
    const leftOut = toChange.filter((each) => refusals.get(each) !== undefined);
    const named = (each: Integration): Target => this.#target(each, each.name);
    if (targets.length === 0) {
      const [refused] = leftOut;
      if (batch.results.length > 0) await this.#tell(batch);
      else if (refused) throw refusals.get(refused) ?? new Error('refused');
      else await this.#nothingToDo(active);
      return;
    }
    const production = new Set(
      targets.filter((each) => directory.tenant(each)?.mark === 'production').map((each) => this.#tenantName(each)),
    );
    const { message, detail, accept } = questionOf(targets.map(named), active, [...production], leftOut.map(named));
    if (await notify.confirm(message, detail, accept)) await this.#change(targets.map(named), batch);
  }

  /** Why one cannot be changed, as far as it is known without asking the server. */
  #refusal(integration: Integration): Error | undefined {
    const tenant = this.parts.directory.tenant(integration);
    return tenant && refuseWrite(tenant, integration);
  }

  #target(ref: IntegrationRef, name: string): Target {
    const { accountId, tenantId, integrationId } = ref;
    return { accountId, tenantId, integrationId, name, tenantName: this.#tenantName(ref) };
  }

  #tenantName(ref: IntegrationRef): string {
    return oneLine(this.parts.directory.tenant(ref)?.name ?? ref.tenantId, 60);
  }

  async #change(targets: readonly Target[], batch: Batch): Promise<void> {
    const results = await withProgress(progressTitle(targets, batch.active), async (signal, report) =>
      runBatch(targets, {
        signal,
        width: WIDTH,
        progress: (through) => {
          report(vscode.l10n.t('{0} of {1}', through, targets.length), through / targets.length);
        },
        act: (target) => this.#changeOne(target, batch, signal),
      }),
    );
    for (const { item, ...result } of results) {
      if (result.outcome === 'failed' && !isCancellation(result.error))
        this.parts.log.warn('state not changed', { integration: item.integrationId, ...errorFields(result.error) });
    }
    batch.add(results);
    if (batch.lastChange !== undefined) this.#last = batch;
    await this.#tell(batch);
  }

  async #changeOne(target: Target, batch: Batch, signal: AbortSignal): Promise<void> {
    const { directory, tree } = this.parts;
    const node = tree.nodes.integration(target);
    tree.setBusy([node], true);
    try {
      const outcome = await directory.updateIntegration(target, { active: batch.active }, { signal, confirmed: true });
      if (outcome.kind === 'updated' && outcome.change !== undefined) batch.wrote(target, outcome.change);
    } finally {
      tree.setBusy([node], false);
    }
  }

  async #tell(batch: Batch): Promise<void> {
    const { notify, reports } = this.parts;
    const { active, left } = batch;
    const undo = vscode.l10n.t('Undo');
    const again = vscode.l10n.t('Retry the Rest');
    const show = vscode.l10n.t('Show Results');
    const actions = [...(left.length > 0 ? [again] : []), show, ...(batch.written.length > 0 ? [undo] : [])];
    for (;;) {
      const counted = countedWords(batch.results, active);
      const answer = await (left.length > 0 ? notify.failure(counted, ...actions) : notify.info(counted, ...actions));
      if (answer === undo) return this.#takeBack(batch);
      if (answer === again) return this.#change(left, batch);
      if (answer !== show) return;
      // A notification goes with the button pressed. It comes back, so that Retry and Undo stay in reach.
      await reports.show(
        active ? vscode.l10n.t('Enabled integrations') : vscode.l10n.t('Disabled integrations'),
        reportOf(batch.results, active),
      );
    }
  }
}
