import * as vscode from 'vscode';
import { COMMANDS } from '../../host/commandIds';
import { ApiError } from '../../core/api/error';
import type { CreateOutcome, Integration, UpdateOutcome } from '../../core/directory/model';
import { errorFields, UserError } from '../../core/base/errors';
import { completeStep } from '../../host/walkthrough';
import { isCancellation } from '../../host/notify';
import type { Services } from '../../host/services';
import { showStatus } from '../../host/statusBar';
import { conflictViews } from './conflicts';
import type { FocusTarget } from '../contract';
import { propertyId, propertyKey, type PlacedIssue } from './model';
import { rebase } from './rebase';
import { isEmptyChange, readDraftWithSecrets, readSecrets, toChange } from '../request';
import { secretReader } from '../secretReader';
import type { FormSession } from './session';
import { surroundings } from './target';
import { blockedReason } from './view';

/** What the sender needs of the page. */
export interface SendingSurface {
  refresh(): void;
  focus(target: FocusTarget): void;
  announce(text: string): void;
  /** The form has done its work. */
  finish(): void;
}

/** Creates or saves what a form holds. */
export class Sender {
  readonly #services: Services;
  readonly #session: FormSession;
  readonly #surface: SendingSurface;

  constructor(services: Services, session: FormSession, surface: SendingSurface) {
    this.#services = services;
    this.#session = session;
    this.#surface = surface;
  }

  /**
   * Shows every error and puts the cursor at the first; false where there is none.
   * @param which `connection`: only what a test needs, so that a name is not asked for before its time.
   */
  firstError(which: 'all' | 'connection' = 'all'): boolean {
    const { model } = this.#session;
    model.clearServerErrors();
    if (which === 'all') model.touchAll();
    else for (const field of model.fields) model.touch(propertyId(field.key));
    const errors = model
      .issues()
      .filter(
        (placed) => placed.issue.severity === 'error' && (which === 'all' || propertyKey(placed.at) !== undefined),
      );
    this.#surface.refresh();
    if (errors.length > 0) this.#pointAt(errors);
    return errors.length > 0;
  }

  /** Creates or saves. `inactive` creates it inactive, whatever the form says: an offer after a failed test. */
  async submit({ inactive = false } = {}): Promise<void> {
    const session = this.#session;
    const blocked = blockedReason(session.model, surroundings(this.#services, session));
    if (blocked !== undefined) {
      this.#surface.announce(blocked);
      if (!session.model.draft.target) this.#surface.focus({ kind: 'action', id: 'pickTenant' });
      return;
    }
    if (session.busy || this.firstError()) return;
    if (session.model.draft.mode === 'edit')
      await this.#busy(vscode.l10n.t('Saving…'), async (signal) => this.#save(signal));
    else await this.#busy(vscode.l10n.t('Creating…'), async (signal) => this.#create(signal, inactive));
  }

  /** After a create whose answer was lost: asks the tenant whether it is there. */
  async checkAgain(): Promise<void> {
    const { unclear } = this.#session;
    if (!unclear) return;
    await this.#busy(vscode.l10n.t('Checking…'), async (signal) => this.#created(await unclear.recheck(signal)));
  }

  async #busy(label: string, act: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const session = this.#session;
    const abort = new AbortController();
    session.busy = { label, cancellable: true };
    session.abort = abort;
    session.banner = undefined;
    this.#surface.refresh();
    this.#surface.announce(label);
    const failure = await act(abort.signal).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    session.busy = undefined;
    session.abort = undefined;
    this.#surface.refresh();
    // Only now: a field that is locked takes no focus.
    if (failure) this.#failed(failure.error);
  }

  async #create(signal: AbortSignal, inactive: boolean): Promise<void> {
    const { model } = this.#session;
    const { target } = model.draft;
    if (!target) return;
    const draft = await readDraftWithSecrets(model, secretReader(this.#services, signal));
    await this.#created(
      await this.#services.directory.createIntegration(target, inactive ? { ...draft, active: false } : draft, {
        signal,
      }),
    );
  }

  async #created(outcome: CreateOutcome): Promise<void> {
    const session = this.#session;
    session.unclear = outcome.kind === 'unclear' ? outcome : undefined;
    switch (outcome.kind) {
      case 'created':
        await this.#done(
          outcome.integration,
          outcome.foundByName
            ? vscode.l10n.t(
                'The answer was lost, but “{0}” was created: it was found by its name.',
                outcome.integration.name,
              )
            : undefined,
        );
        return;
      case 'notCreated':
        throw outcome.error;
      case 'unclear':
        session.banner = {
          severity: 'warning',
          message: outcome.error.message,
          actions: [
            { id: 'checkAgain', label: vscode.l10n.t('Check Again') },
            { id: 'showLog', label: vscode.l10n.t('Show Log') },
          ],
        };
        this.#surface.announce(session.banner.message);
        return;
    }
  }

  async #save(signal: AbortSignal): Promise<void> {
    const session = this.#session;
    const { model } = session;
    if (session.theirs) {
      const theirsIn = new Set(
        session.conflicts.filter((conflict) => conflict.choice === 'theirs').map((conflict) => conflict.field),
      );
      for (const field of model.fields)
        if (field.secret && theirsIn.has(propertyId(field.key))) model.setSecretSource(field.key, { kind: 'kept' });
      model.replace(rebase(model.draft, session.theirs, (field) => theirsIn.has(field)));
      session.theirs = undefined;
      session.conflicts = [];
    }
    const { source } = model.draft;
    if (!source) return;
    const change = toChange(model, await readSecrets(model, secretReader(this.#services, signal), 'new'));
    if (isEmptyChange(change)) {
      session.banner = {
        severity: 'info',
        message: vscode.l10n.t('Nothing was changed, so nothing was sent.'),
        actions: [{ id: 'dismiss', label: vscode.l10n.t('Dismiss') }],
      };
      return;
    }
    await this.#saved(await this.#services.directory.updateIntegration(source, change, { signal }));
  }

  async #saved(outcome: UpdateOutcome): Promise<void> {
    const session = this.#session;
    if (outcome.kind === 'updated') {
      await this.#done(outcome.integration, undefined);
      return;
    }
    session.theirs = outcome.theirs;
    session.conflicts = conflictViews(session.model, outcome.conflicts);
    session.banner = {
      severity: 'warning',
      message: vscode.l10n.t(
        '“{0}” was changed by somebody else while you edited it. Nothing was overwritten.',
        outcome.theirs.name,
      ),
      actions: [],
    };
    this.#surface.announce(session.banner.message);
  }

  async #done(integration: Integration, note: string | undefined): Promise<void> {
    const isEdit = this.#session.model.draft.mode === 'edit';
    const tenant = this.#services.directory.tenant(integration)?.name ?? '';
    const message = isEdit
      ? vscode.l10n.t('Saved “{0}” in {1}.', integration.name, tenant)
      : vscode.l10n.t('Created “{0}” in {1}.', integration.name, tenant);
    if (!isEdit) completeStep('created');
    this.#surface.finish();
    if (note === undefined) showStatus(message, 8000);
    else void this.#services.notify.info(note);
    await vscode.commands.executeCommand(COMMANDS.reveal, {
      accountId: integration.accountId,
      tenantId: integration.tenantId,
      integrationId: integration.integrationId,
    });
  }

  #failed(error: unknown): void {
    const session = this.#session;
    if (isCancellation(error)) {
      this.#surface.announce(vscode.l10n.t('Nothing was sent.'));
      return;
    }
    if (!(error instanceof UserError)) throw error;
    const here = session.model.setServerErrors(error.fieldErrors);
    const actions = [
      ...(error instanceof ApiError && error.kind === 'signedOut'
        ? [{ id: 'signIn' as const, label: vscode.l10n.t('Sign In…') }]
        : []),
      { id: 'showLog' as const, label: vscode.l10n.t('Show Log') },
      { id: 'dismiss' as const, label: vscode.l10n.t('Dismiss') },
    ];
    // An error that stands at its field is not said a second time below.
    if (here.length === 0 || here.length < Object.keys(error.fieldErrors).length)
      session.banner = { severity: 'error', message: error.message, actions };
    this.#services.log.warn('form: the server refused', errorFields(error));
    this.#surface.refresh();
    const placed = session.model
      .issues()
      .filter((issue) => here.includes(issue.at) && issue.issue.severity === 'error');
    if (placed.length > 0) this.#pointAt(placed);
    else this.#surface.announce(error.message);
  }

  #pointAt(errors: readonly PlacedIssue[]): void {
    const first = errors[0];
    if (!first) return;
    if (first.at !== '') this.#surface.focus({ kind: 'field', id: first.at });
    this.#surface.announce(
      errors.length === 1
        ? first.issue.message
        : vscode.l10n.t('{0} fields need attention. First: {1}', errors.length, first.issue.message),
    );
  }
}
