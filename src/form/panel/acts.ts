import * as vscode from 'vscode';
import { COMMANDS } from '../../host/commandIds';
import { isCancellation } from '../../host/notify';
import type { Services } from '../../host/services';
import { showStatus } from '../../host/statusBar';
import type { ActionId, FocusTarget, FormState } from '../contract';
import { firstType } from '../lastType';
import { createDraft, duplicateDraft, editDraft, editListenerDraft, newListenerDraft } from './newDraft';
import { pasteRequest } from './pasting';
import { formCurl } from './preview';
import { fillSample } from './sample';
import { Sender } from './sending';
import type { FormSession } from './session';
import type { FormSurface } from './surface';
import { subjectOf } from './subject';
import { chooseTenant, surroundings } from './target';
import { ConnectionTest } from './testing';
import type { Draft } from './draft';
import type { TenantRef } from '../../core/directory/model';

/** How an act ended. */
export interface ActOutcome {
  /** False where nothing was done. */
  readonly ok: boolean;
  /** A pasted text that is no request, and goes into its field as it is. */
  readonly isText?: boolean;
  /** Where the keyboard belongs now; undefined leaves it where it is. */
  readonly focus: FocusTarget | undefined;
}

const DISMISS = { id: 'dismiss' } as const;

/** Does what the buttons of the form stand for. */
export class FormActs {
  readonly #services: Services;
  readonly #session: FormSession;
  readonly #surface: FormSurface;
  readonly #sender: Sender;
  readonly #test: ConnectionTest;
  readonly #state: () => FormState;
  #restart: AbortController | undefined;

  /** @param state what the page shows now. */
  constructor(services: Services, session: FormSession, surface: FormSurface, state: () => FormState) {
    this.#services = services;
    this.#session = session;
    this.#surface = surface;
    this.#state = state;
    this.#sender = new Sender(services, session, surface);
    this.#test = new ConnectionTest(services, session, surface);
  }

  /** Ends a connection test that runs, and a start over that reads. */
  stop(): void {
    this.#test.stop();
    this.#restart?.abort();
  }

  /** Runs an action. Where it leads nowhere by itself, the keyboard goes back to its button. */
  async run(action: ActionId): Promise<ActOutcome> {
    if (action === 'paste') return this.paste(await vscode.env.clipboard.readText(), { id: 'paste', kind: 'action' });
    if (action === 'stop') {
      // What is stopped puts the keyboard where it belongs.
      this.#session.abort?.abort();
      return { ok: true, focus: undefined };
    }
    const focus = await this.#run(action);
    const isAway = this.#session.finished || action === 'cancel' || action === 'showLog';
    return { ok: true, focus: isAway ? undefined : (focus ?? this.#restingPlace(action)) };
  }

  /**
   * Fills the form from a pasted request.
   * @param otherwise where the keyboard belongs when the text is no request; absent where it was pasted into a field.
   */
  paste(text: string, otherwise?: FocusTarget): ActOutcome {
    if (this.#session.model.draft.listenerOf) return { ok: false, isText: true, focus: otherwise };
    const { ok, isText, message } = pasteRequest(this.#session.model, text);
    if (isText && !otherwise) return { ok, isText, focus: undefined };
    if (ok) this.#surface.changed();
    this.#session.banner = {
      severity: ok ? 'success' : 'warning',
      message,
      actions: [{ ...DISMISS, label: vscode.l10n.t('Dismiss') }],
      until: 'typeChange',
    };
    this.#surface.announce(message);
    return { ok, focus: ok ? this.#firstGap() : otherwise };
  }

  async #run(action: Exclude<ActionId, 'paste' | 'stop'>): Promise<FocusTarget | undefined> {
    const session = this.#session;
    const { directory, log } = this.#services;
    switch (action) {
      case 'submit':
        return this.#sender.submit();
      case 'createInactive':
        return this.#sender.submit({ inactive: true });
      case 'createInMore':
        return this.#sender.createInMore();
      case 'testAndSubmit':
        return this.#testAndSubmit();
      case 'test': {
        const problem = this.#sender.check('connection');
        if (problem) return problem;
        return (await this.#test.run()) === 'failed' ? { kind: 'section', id: 'test' } : undefined;
      }
      case 'cancel':
        this.#surface.close();
        return undefined;
      case 'checkAgain':
        return this.#sender.checkAgain();
      case 'pickTenant':
        return this.#pickTenant();
      case 'fillSample':
        return this.#fillSample();
      case 'copyCurl':
        return this.#copyCurl();
      case 'whereUsed':
        await vscode.commands.executeCommand(COMMANDS.whereUsed, session.model.draft.source);
        return undefined;
      case 'reload': {
        const { target } = session.model.draft;
        if (target) await directory.loadTenants(target.accountId, { force: true });
        this.#surface.load();
        return undefined;
      }
      case 'signIn':
        return this.#signIn();
      case 'showLog':
        log.show();
        return undefined;
      case 'startOver':
        return this.#startOver();
      case 'dismiss':
        session.banner = undefined;
        return undefined;
    }
  }

  async #testAndSubmit(): Promise<FocusTarget | undefined> {
    const session = this.#session;
    const problem = this.#sender.check();
    if (problem) return problem;
    // A failed test stops here, and leaves a way on for who knows better. It says nothing of a request before it.
    const consequence =
      session.unclear?.banner.message ??
      (session.model.draft.mode === 'edit'
        ? vscode.l10n.t('Nothing was saved.')
        : vscode.l10n.t('Nothing was created. You can create it inactive and fix it later.'));
    const outcome = await this.#test.run(consequence);
    if (outcome === 'passed') return this.#sender.submit();
    if (outcome === 'stopped') return undefined;
    if (!session.unclear)
      session.banner = {
        severity: 'warning',
        message: consequence,
        actions: [{ ...DISMISS, label: vscode.l10n.t('Dismiss') }],
        until: 'change',
      };
    return { kind: 'section', id: 'test' };
  }

  async #pickTenant(): Promise<undefined> {
    const { model } = this.#session;
    const { directory } = this.#services;
    const ref = await chooseTenant(directory, model.draft.target);
    if (!ref) return;
    model.setTarget(ref, []);
    this.#surface.changed();
    this.#surface.load();
    this.#surface.announce(vscode.l10n.t('The tenant is now {0}.', directory.tenant(ref)?.name ?? ref.tenantId));
  }

  /** Signs in the form's own account again where it is still there: another one would not end its expired session. */
  async #signIn(): Promise<undefined> {
    const session = this.#session;
    const { target } = session.model.draft;
    const account = target && this.#services.directory.account(target.accountId);
    if (!account) {
      await vscode.commands.executeCommand(COMMANDS.signIn);
      return;
    }
    const signedIn = await vscode.commands.executeCommand(COMMANDS.signInAgain, { accountId: account.id });
    if (signedIn === undefined) return;
    session.banner = undefined;
    // What was known of the tenant went with the session.
    this.#surface.load();
  }

  #fillSample(): FocusTarget | undefined {
    const { model } = this.#session;
    const sample = this.#services.samples.of(model.draft.target?.accountId, model.type.id);
    if (!sample) return undefined;
    fillSample(model, sample);
    this.#surface.changed();
    this.#surface.announce(vscode.l10n.t('Filled in with sample values of the sandbox.'));
    return this.#firstGap();
  }

  async #copyCurl(): Promise<undefined> {
    const endpoint = surroundings(this.#services, this.#session).account?.endpoint.url ?? '';
    const curl = formCurl(this.#session.model, endpoint);
    if (curl === undefined) return;
    await vscode.env.clipboard.writeText(curl);
    const message = vscode.l10n.t('Copied as cURL, with $NAMES for the token and the secrets.');
    showStatus(message);
    this.#surface.announce(message);
  }

  /** Takes back everything that was entered, in the same page. */
  async #startOver(): Promise<FocusTarget | undefined> {
    const session = this.#session;
    const { model } = session;
    if (session.busy) return undefined;
    const abort = new AbortController();
    if (model.draft.mode !== 'create') this.#lock(abort);
    try {
      model.startOver(await this.#freshDraft(model.draft, abort.signal));
    } catch (error) {
      if (isCancellation(error)) return undefined;
      throw error;
    } finally {
      session.busy = undefined;
      session.abort = undefined;
      this.#restart = undefined;
    }
    session.banner = undefined;
    session.test = undefined;
    session.conflicts = [];
    session.theirs = undefined;
    session.unclear = undefined;
    this.#surface.changed();
    this.#surface.load();
    this.#surface.announce(vscode.l10n.t('The form starts over.'));
    return { kind: 'field', id: model.draft.mode === 'create' ? 'type' : 'name' };
  }

  /** What is typed while the server is asked would be wiped with the rest. */
  #lock(abort: AbortController): void {
    const session = this.#session;
    session.busy = { label: vscode.l10n.t('Reading the integration…'), cancellable: true };
    session.abort = abort;
    this.#restart = abort;
    this.#surface.refresh();
    this.#surface.focus({ kind: 'action', id: 'stop' });
    this.#surface.announce(session.busy.label);
  }

  async #freshDraft(draft: Draft, signal: AbortSignal): Promise<Draft> {
    const { mode, source, target, secrets, listenerOf } = draft;
    const { directory, settings, state } = this.#services;
    if (listenerOf) {
      if (mode === 'create') return newListenerDraft(listenerOf);
      const listener = await subjectOf(draft).reload(directory, signal);
      if ('listenerId' in listener) return editListenerDraft(listenerOf, listener);
    }
    if (mode === 'create' || !source) {
      const type = firstType(state, { properties: {} });
      return createDraft(target, { type, properties: {} }, settings.createActiveByDefault());
    }
    const fresh = await directory.loadIntegration(source, { force: true, signal });
    if (mode === 'edit') return editDraft(fresh);
    const reuse = Object.values(secrets).some(({ kind }) => kind === 'kept');
    return { ...duplicateDraft(fresh, reuse), ...targetOf(target) };
  }

  /** What is still to be entered, or else the button that goes on. */
  #firstGap(): FocusTarget | undefined {
    const gap = this.#session.model.issues().find(({ at, issue }) => issue.severity === 'error' && at !== '');
    return gap ? { kind: 'field', id: gap.at } : this.#primary();
  }

  #primary(): FocusTarget | undefined {
    const primary = this.#state().actions.find((each) => each.primary && each.enabled);
    return primary && { kind: 'action', id: primary.id };
  }

  /** The button of an action where it is still on the page, or else the primary one. */
  #restingPlace(action: ActionId): FocusTarget | undefined {
    const { actions, banner, unblock, canPickTenant, canFillSample, canSearchUses, preview } = this.#state();
    const shown = new Set<ActionId>([
      ...actions.filter(({ enabled }) => enabled).map(({ id }) => id),
      ...(banner?.actions ?? []).map(({ id }) => id),
      ...(unblock ? [unblock.id] : []),
      ...(canPickTenant ? (['pickTenant'] as const) : []),
      ...(canFillSample ? (['fillSample'] as const) : []),
      ...(canSearchUses ? (['whereUsed'] as const) : []),
      ...(preview ? (['copyCurl'] as const) : []),
    ]);
    return shown.has(action) ? { kind: 'action', id: action } : this.#primary();
  }
}

function targetOf(target: TenantRef | undefined): Pick<Draft, 'target'> {
  return target ? { target } : {};
}
