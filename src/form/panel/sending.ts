import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS } from '../../host/commandIds';
import { ApiError } from '../../core/api/error';
import type { CreateOutcome, Integration, Listener, UpdateOutcome } from '../../core/directory/model';
import { errorFields, UserError } from '../../core/base/errors';
import { UnclearUpdateError } from '../../core/directory/unclear';
import { KeptPropertiesError } from '../../core/directory/update';
import { DraftToCopy } from '../../core/plan/copyDesired';
import { completeStep } from '../../host/walkthrough';
import { isCancellation } from '../../host/notify';
import type { Services } from '../../host/services';
import { showStatus } from '../../host/statusBar';
import { conflictViews, renewedConflicts } from './conflicts';
import type { FocusTarget } from '../contract';
import { type Draft, hasNewSecrets, isEnteredSince } from './draft';
import { rememberType } from '../lastType';
import { propertyId, propertyKey, type PlacedIssue } from './model';
import { rebase } from './rebase';
import { isEmptyChange, isSetBack, readDraftWithSecrets, readSecrets, toChange } from '../request';
import { secretReader } from '../secretReader';
import { unclearRequest, type FormSession, type SessionBanner, type Unclear } from './session';
import type { FormSurface } from './surface';
import { surroundings } from './target';
import { blockedReason } from './view';

/** Creates or saves what a form holds. */
export class Sender {
  readonly #services: Services;
  readonly #session: FormSession;
  readonly #surface: FormSurface;

  constructor(services: Services, session: FormSession, surface: FormSurface) {
    this.#services = services;
    this.#session = session;
    this.#surface = surface;
  }

  /**
   * Shows what stops a test or a request, and announces it.
   * @param which `connection`: only what a test needs, so that a name is not asked for before its time. `draft`: all but
   * what the tenant says; others are chosen later.
   * @returns where the keyboard belongs; undefined where nothing stops it.
   */
  check(which: 'all' | 'connection' | 'draft' = 'all'): FocusTarget | undefined {
    const session = this.#session;
    const { model } = session;
    if (which === 'all') {
      const blocked = blockedReason(model, surroundings(this.#services, session));
      if (blocked !== undefined) {
        this.#surface.announce(blocked);
        return { kind: 'action', id: model.draft.target ? 'cancel' : 'pickTenant' };
      }
      const undecided = this.#undecided();
      if (undecided) return undecided;
      this.#merge();
    }
    model.clearServerErrors();
    if (which === 'connection') for (const field of model.fields) model.touch(propertyId(field.key));
    else model.touchAll();
    const errors = model
      .issues(which === 'draft' ? [] : model.existingNames)
      .filter(
        (placed) =>
          placed.issue.severity === 'error' && (which !== 'connection' || propertyKey(placed.at) !== undefined),
      );
    this.#surface.refresh();
    return this.#pointAt(errors);
  }

  /**
   * Creates or saves. `inactive` creates it inactive, whatever the form says: an offer after a failed test.
   * @returns where the keyboard belongs when it was not done; undefined leaves that to the caller.
   */
  async submit({ inactive = false } = {}): Promise<FocusTarget | undefined> {
    const session = this.#session;
    if (session.busy) return undefined;
    const problem = this.check();
    if (problem) return problem;
    return session.model.draft.mode === 'edit'
      ? this.#busy(vscode.l10n.t('Saving…'), async (signal) => this.#save(signal))
      : this.#busy(vscode.l10n.t('Creating…'), async (signal) => this.#create(signal, inactive));
  }

  /**
   * Hands what was entered to Copy to Tenants, its secrets in memory only. The form stays as it is.
   * @returns where the keyboard belongs when it was not done.
   */
  async createInMore(): Promise<FocusTarget | undefined> {
    const { model, busy } = this.#session;
    if (busy) return undefined;
    const problem = this.check('draft');
    if (problem) return problem;
    try {
      const draft = await readDraftWithSecrets(model, secretReader(this.#services));
      const { target } = model.draft;
      await vscode.commands.executeCommand(INTERNAL_COMMANDS.copyDraft, new DraftToCopy(draft, target));
      return undefined;
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** After a request whose response was lost: asks the tenant what became of it. */
  async checkAgain(): Promise<FocusTarget | undefined> {
    const { unclear } = this.#session;
    if (!unclear) return undefined;
    return this.#busy(vscode.l10n.t('Checking…'), async (signal) => this.#recheck(unclear, signal));
  }

  /** Asks for the conflicts that the user has not decided yet, by name; those of what was typed since are among them. */
  #undecided(): FocusTarget | undefined {
    const session = this.#session;
    if (session.theirs) session.conflicts = renewedConflicts(session.model, session.theirs, session.conflicts);
    const labels = session.conflicts.filter(({ choice }) => choice === 'none').map(({ label }) => label);
    if (labels.length === 0) return undefined;
    session.banner = {
      severity: 'warning',
      message: vscode.l10n.t('Choose what to keep, then save again: {0}.', labels.join(', ')),
      actions: [],
    };
    this.#surface.announce(session.banner.message);
    return { kind: 'section', id: 'conflicts' };
  }

  /** Takes over what the server held, as the user decided: what is checked and tested from here on is what is saved. */
  #merge(): void {
    const session = this.#session;
    const { model, theirs } = session;
    if (!theirs) return;
    const theirsIn = new Set(session.conflicts.filter(({ choice }) => choice === 'theirs').map(({ field }) => field));
    for (const { key, secret, visibleWhen } of model.type.fields) {
      if (!secret || !theirsIn.has(propertyId(key))) continue;
      model.setSecretSource(key, { kind: 'kept' });
      // One that the user's choice would empty comes back with the choice that it belongs to.
      const isShown = model.fields.some((field) => field.key === key);
      if (!isShown && visibleWhen) theirsIn.add(propertyId(visibleWhen.field));
    }
    model.replace(rebase(model.draft, theirs, (field) => theirsIn.has(field)));
    session.theirs = undefined;
    session.conflicts = [];
    this.#surface.changed();
  }

  async #busy(
    label: string,
    act: (signal: AbortSignal) => Promise<FocusTarget | undefined>,
  ): Promise<FocusTarget | undefined> {
    const session = this.#session;
    const abort = new AbortController();
    session.busy = { label, cancellable: true };
    session.abort = abort;
    session.banner = undefined;
    session.rejection = undefined;
    this.#surface.refresh();
    this.#surface.focus({ kind: 'action', id: 'stop' });
    this.#surface.announce(label);
    try {
      return await act(abort.signal);
    } catch (error) {
      return this.#failed(error);
    } finally {
      session.busy = undefined;
      session.abort = undefined;
      this.#surface.refresh();
    }
  }

  async #create(signal: AbortSignal, inactive: boolean): Promise<FocusTarget | undefined> {
    const { model } = this.#session;
    const { target } = model.draft;
    if (!target) return undefined;
    const read = await readDraftWithSecrets(model, secretReader(this.#services, signal));
    const draft = inactive ? { ...read, active: false } : read;
    return this.#send(async () => model.subject.create(this.#services.directory, target, draft, signal));
  }

  /** Sends. A request that comes to nothing leaves the one before as unclear as it was. */
  async #send(request: () => Promise<CreateOutcome | UpdateOutcome>): Promise<FocusTarget | undefined> {
    const session = this.#session;
    const { unclear } = session;
    session.unclear = undefined;
    try {
      return await this.#settle(await request());
    } catch (error) {
      const isSent = error instanceof UnclearUpdateError || error instanceof KeptPropertiesError;
      if (!isSent) session.unclear = unclear;
      throw error;
    }
  }

  async #recheck(unclear: Unclear, signal: AbortSignal): Promise<FocusTarget | undefined> {
    try {
      return await this.#settle(await unclear.recheck(signal));
    } catch (error) {
      const isAnswer = error instanceof ApiError && !error.noEffect && !isCancellation(error);
      if (isAnswer && !(error instanceof UnclearUpdateError)) this.#session.unclear = undefined;
      throw error;
    }
  }

  /** Shows what became of a request. @returns where the keyboard belongs when it was not done. */
  async #settle(outcome: CreateOutcome | UpdateOutcome): Promise<FocusTarget | undefined> {
    const { subject } = this.#session.model;
    switch (outcome.kind) {
      case 'created':
        return this.#done(
          outcome.integration,
          outcome.foundByName ? subject.foundByName(outcome.integration.name) : undefined,
        );
      case 'updated':
        return this.#done(outcome.integration, undefined);
      case 'notCreated':
        throw outcome.error;
      case 'conflict':
        return this.#conflict(outcome);
      case 'unclear':
        return this.#notKnown(outcome);
    }
  }

  #notKnown({ error, recheck }: Pick<Unclear, 'recheck'> & { readonly error: ApiError }): FocusTarget {
    const session = this.#session;
    session.unclear = unclearRequest(session.unclear?.sent ?? session.model.draft, { error, recheck });
    this.#surface.announce(error.message);
    return { kind: 'section', id: 'banner' };
  }

  async #save(signal: AbortSignal): Promise<FocusTarget | undefined> {
    const session = this.#session;
    const { model } = session;
    const { source } = model.draft;
    if (!source) return undefined;
    const change = toChange(model, await readSecrets(model, secretReader(this.#services, signal), 'new'));
    const { unclear } = session;
    // What is as it was before would not be sent, though the request before may have changed it.
    if (unclear && isSetBack(unclear.sent, change)) return this.#recheck(unclear, signal);
    if (isEmptyChange(change)) {
      session.banner = {
        severity: 'info',
        message: vscode.l10n.t('Nothing was changed, so nothing was sent.'),
        actions: [{ id: 'dismiss', label: vscode.l10n.t('Dismiss') }],
      };
      this.#surface.announce(session.banner.message);
      return undefined;
    }
    return this.#send(async () => model.subject.update(this.#services.directory, change, signal));
  }

  #conflict({ theirs, conflicts }: Extract<UpdateOutcome, { readonly kind: 'conflict' }>): FocusTarget {
    const session = this.#session;
    session.theirs = theirs;
    session.conflicts = conflictViews(session.model, conflicts);
    session.banner = {
      severity: 'warning',
      message: vscode.l10n.t(
        '“{0}” was changed in CxEngage while you edited it. Nothing was overwritten. Choose what to keep, then save again.',
        theirs.name,
      ),
      actions: [],
    };
    this.#surface.announce(session.banner.message);
    return { kind: 'section', id: 'conflicts' };
  }

  async #done(record: Integration | Listener, note: string | undefined): Promise<FocusTarget | undefined> {
    const { test, report, unclear, model } = this.#session;
    const isEdit = model.draft.mode === 'edit';
    const tenant = this.#services.directory.tenant(record)?.name ?? '';
    const message = isEdit
      ? vscode.l10n.t('Saved “{0}” in {1}.', record.name, tenant)
      : vscode.l10n.t('Created “{0}” in {1}.', record.name, tenant);
    if (!isEdit && !('listenerId' in record)) {
      completeStep('created');
      rememberType(this.#services.state, record.type);
    }
    if (!('listenerId' in record) && hasNewSecrets(unclear?.sent ?? model.draft))
      this.#services.testResults.forget(record);
    if (unclear && isEnteredSince(unclear.sent, model.draft)) {
      // Beside a form that is for another tenant by now, what was done needs its own tenant's name.
      const isMoved = record.tenantId !== model.draft.target?.tenantId;
      return this.#keepEntered(record, isMoved ? message : (note ?? message), unclear.sent);
    }
    // Whoever went on to something else keeps the keyboard there.
    const focus = this.#surface.isActive();
    this.#surface.announce(note ?? message);
    if (test && report) this.#services.testResults.record(record, report);
    this.#surface.finish();
    if (note === undefined) showStatus(message, 8000);
    else void this.#services.notify.info(note);
    const { accountId, tenantId, integrationId } = record;
    const listener = 'listenerId' in record ? { listenerId: record.listenerId } : {};
    await vscode.commands.executeCommand(
      COMMANDS.reveal,
      { accountId, tenantId, integrationId, ...listener },
      { focus },
    );
    return undefined;
  }

  /** What was sent is done, as was found out later; what was entered since is still in the form, and only there. */
  #keepEntered(record: Integration | Listener, done: string, sent: Draft): FocusTarget {
    const session = this.#session;
    const { model } = session;
    session.unclear = undefined;
    if (model.draft.mode === 'edit') model.replace(rebase(model.draft, record, () => false, sent));
    session.banner = {
      severity: 'warning',
      message: vscode.l10n.t('{0} What you entered since then is only in this form.', done),
      actions: [{ id: 'dismiss', label: vscode.l10n.t('Dismiss') }],
    };
    this.#surface.announce(session.banner.message);
    this.#surface.changed();
    this.#surface.load();
    return { kind: 'section', id: 'banner' };
  }

  /** Shows why nothing was done. @returns where the keyboard belongs. */
  #failed(error: unknown): FocusTarget | undefined {
    const session = this.#session;
    if (isCancellation(error)) {
      this.#surface.announce(vscode.l10n.t('Nothing was sent.'));
      return undefined;
    }
    if (!(error instanceof UserError)) throw error;
    if (error instanceof UnclearUpdateError) return this.#notKnown({ error, recheck: error.recheck });
    const { unclear } = session;
    const here = session.model.setServerErrors(error.fieldErrors);
    const actions = [
      ...(unclear ? [{ id: 'checkAgain' as const, label: vscode.l10n.t('Check Again') }] : []),
      ...(error instanceof ApiError && error.kind === 'signedOut'
        ? [{ id: 'signIn' as const, label: vscode.l10n.t('Sign In…') }]
        : []),
      { id: 'showLog' as const, label: vscode.l10n.t('Show Log') },
      { id: 'dismiss' as const, label: vscode.l10n.t('Dismiss') },
    ];
    const banner: SessionBanner = {
      severity: 'error',
      message: unclear ? `${error.message} ${unclear.banner.message}` : error.message,
      actions,
    };
    // An error that is shown at its field is not repeated below.
    if (here.length === 0 || here.length < Object.keys(error.fieldErrors).length) session.banner = banner;
    else session.rejection = banner;
    this.#services.log.warn('form: the server refused', errorFields(error));
    const placed = session.model
      .issues()
      .filter((issue) => here.includes(issue.at) && issue.issue.severity === 'error');
    const field = this.#pointAt(placed);
    if (field) return field;
    this.#surface.announce(error.message);
    return { kind: 'section', id: 'banner' };
  }

  /** Announces errors. @returns the field of the first one; undefined where there is none. */
  #pointAt(errors: readonly PlacedIssue[]): FocusTarget | undefined {
    const first = errors[0];
    if (!first) return undefined;
    this.#surface.announce(
      errors.length === 1
        ? first.issue.message
        : vscode.l10n.t('{0} fields need attention. First: {1}', errors.length, first.issue.message),
    );
    return { kind: 'field', id: first.at === '' ? 'name' : first.at };
  }
}
