import * as vscode from 'vscode';
import { ApiError } from '../core/api/error';
import type { Integration, IntegrationRef } from '../core/directory/model';
import type { DirectoryService } from '../core/directory/service';
import { errorFields } from '../core/errorFields';
import type { Logger } from '../core/log';
import { isCancellation, type Notifier } from '../host/notify';
import { withProgress } from '../host/progress';
import { runBatch, type ItemResult } from './batch';
import type { TenantTree } from './provider';
import type { Reports } from './reports';
import { oneLine } from './safeText';

/** Writes under way at once; the API's own limit of calls stands behind it. */
const WIDTH = 4;
/** Names listed in a question or a report's head; the rest is counted. */
const NAMED = 15;

export interface ChangeStateParts {
  readonly directory: DirectoryService;
  readonly log: Logger;
  readonly notify: Notifier;
  readonly tree: TenantTree;
  readonly reports: Pick<Reports, 'show'>;
}

interface LastBatch {
  readonly refs: readonly IntegrationRef[];
  readonly active: boolean;
  /** The directory's own undo when the batch was through: another write since then goes before it. */
  readonly undoLabel: string | undefined;
}

/** Enables and disables integrations, one or many, and takes the last such batch back. */
export class ChangeState {
  #last: LastBatch | undefined;

  constructor(private readonly parts: ChangeStateParts) {}

  /** Sets the state of all that have the other one now. One asks nothing but what production asks; several ask once. */
  async run(refs: readonly IntegrationRef[], active: boolean): Promise<void> {
    const { directory, notify } = this.parts;
    const found = await Promise.all(refs.map((ref) => directory.loadIntegration(ref)));
    const toChange = found.filter((each) => each.active !== active);
    const [only] = toChange;
    if (!only) {
      await notify.info(active ? vscode.l10n.t('Already enabled.') : vscode.l10n.t('Already disabled.'));
    } else if (refs.length === 1) {
      await this.#one(only, active);
    } else if (await this.#confirmed(toChange, active)) {
      await this.#many(toChange, active);
    }
  }

  /** The last batch as a sentence, while it is the last change of this window. */
  undoLabel(): string | undefined {
    if (!this.#last || this.#last.undoLabel !== this.parts.directory.undoLabel()) return this.parts.directory.undoLabel();
    const { refs, active } = this.#last;
    return active ? vscode.l10n.t('Enabled {0} integrations', refs.length) : vscode.l10n.t('Disabled {0} integrations', refs.length);
  }

  /** Takes back the last change of this window: a batch whole, or what the directory did last. */
  async undo(): Promise<void> {
    const { directory, notify } = this.parts;
    const last = this.#last;
    if (last && last.undoLabel === directory.undoLabel()) {
      this.#last = undefined;
      await this.run(last.refs, !last.active);
      return;
    }
    const label = directory.undoLabel();
    if (label === undefined) {
      await notify.info(vscode.l10n.t('Nothing to undo: this window has changed nothing yet.'));
      return;
    }
    const outcome = await withProgress(vscode.l10n.t('Undoing: {0}', label), (signal) => directory.undo({ signal }));
    if (outcome?.kind === 'conflict') {
      await notify.warn(vscode.l10n.t('Somebody else has changed “{0}” since then. Nothing was undone; open it to see how it is now.', oneLine(outcome.theirs.name, 60)));
    }
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
    vscode.window.setStatusBarMessage(`$(check) ${active ? vscode.l10n.t('Enabled {0}', name) : vscode.l10n.t('Disabled {0}', name)}`, 5000);
  }

  #tenantName(ref: IntegrationRef): string {
    return oneLine(this.parts.directory.tenant(ref)?.name ?? ref.tenantId, 60);
  }

  async #confirmed(targets: readonly Integration[], active: boolean): Promise<boolean> {
    const { directory, notify } = this.parts;
    const tenants = new Set(targets.map((each) => this.#tenantName(each)));
    const [tenant] = tenants;
    const place = tenants.size === 1 && tenant !== undefined ? tenant : vscode.l10n.t('{0} tenants', tenants.size);
    const message = active ? vscode.l10n.t('Enable {0} integrations in {1}?', targets.length, place) : vscode.l10n.t('Disable {0} integrations in {1}?', targets.length, place);
    const production = new Set(targets.filter((each) => directory.tenant(each)?.mark === 'production').map((each) => this.#tenantName(each)));
    const warning = production.size === 0 ? [] : [vscode.l10n.t('Production: {0}', [...production].join(', ')), ''];
    const named = targets.slice(0, NAMED).map((each) => vscode.l10n.t('{0} in {1}', oneLine(each.name, 60), this.#tenantName(each)));
    const rest = targets.length > NAMED ? [vscode.l10n.t('and {0} more', targets.length - NAMED)] : [];
    const accept = active ? vscode.l10n.t('Enable {0}', targets.length) : vscode.l10n.t('Disable {0}', targets.length);
    return notify.confirm(message, [...warning, ...named, ...rest].join('\n'), accept);
  }

  async #many(targets: readonly Integration[], active: boolean): Promise<void> {
    const { directory, log, tree } = this.parts;
    const title = active ? vscode.l10n.t('Enabling {0} integrations', targets.length) : vscode.l10n.t('Disabling {0} integrations', targets.length);
    const results = await withProgress(title, async (signal, report) =>
      runBatch(targets, {
        signal,
        width: WIDTH,
        progress: (through) => { report(vscode.l10n.t('{0} of {1}', through, targets.length), through / targets.length); },
        act: async (target) => {
          const node = tree.nodes.integration(target);
          tree.setBusy([node], true);
          try {
            await directory.setActive(target, active, { signal, confirmed: true });
          } finally {
            tree.setBusy([node], false);
          }
        },
      }),
    );
    for (const { item, ...result } of results) {
      if (result.outcome === 'failed' && !isCancellation(result.error)) log.warn('state not changed', { integration: item.integrationId, ...errorFields(result.error) });
    }
    const done = results.filter((result) => result.outcome === 'done').map((result) => result.item);
    if (done.length > 0) this.#last = { refs: done, active, undoLabel: directory.undoLabel() };
    await this.#tell(results, active);
  }

  async #tell(results: readonly ItemResult<Integration>[], active: boolean): Promise<void> {
    const { notify } = this.parts;
    const left = results.filter((result) => result.outcome !== 'done');
    const done = results.length - left.length;
    const counted = active ? vscode.l10n.t('Enabled {0} of {1} integrations.', done, results.length) : vscode.l10n.t('Disabled {0} of {1} integrations.', done, results.length);
    const undo = vscode.l10n.t('Undo');
    const again = vscode.l10n.t('Retry the Rest');
    const show = vscode.l10n.t('Show Results');
    const actions = [...(left.length > 0 ? [again] : []), show, ...(done > 0 ? [undo] : [])];
    const answer = await (left.length > 0 ? notify.failure(counted, ...actions) : notify.info(counted, ...actions));
    if (answer === undo) await this.undo();
    else if (answer === again) await this.#many(left.map((result) => result.item), active);
    else if (answer === show) await this.parts.reports.show(active ? vscode.l10n.t('Enabled integrations') : vscode.l10n.t('Disabled integrations'), this.#report(results, counted));
  }

  #report(results: readonly ItemResult<Integration>[], head: string): string {
    const lines = results.map((result) => {
      const item = vscode.l10n.t('{0} in {1}', oneLine(result.item.name), this.#tenantName(result.item));
      if (result.outcome === 'done') return `✓ ${item}`;
      if (result.outcome === 'notTried' || isCancellation(result.error)) return `– ${vscode.l10n.t('{0}: not tried', item)}`;
      return `✗ ${item}: ${result.error instanceof ApiError ? result.error.message : vscode.l10n.t('failed, see the log')}`;
    });
    return [head, '', ...lines, ''].join('\n');
  }
}
