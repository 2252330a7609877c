import * as vscode from 'vscode';
import { errorFields, UserError } from '../../core/base/errors';
import { isCancellation } from '../../host/notify';
import type { Services } from '../../host/services';
import type { FieldId, FocusTarget, FormState, HostMessage, InitialData, WebviewMessage } from '../contract';
import { FormActs, type ActOutcome } from './acts';
import type { DraftStore } from './draftStore';
import { readWebviewMessage } from './guard';
import { propertyId, type FormModel } from './model';
import { changeSecretSource } from './secretChoice';
import type { FormSession } from './session';
import type { FormSurface } from './surface';
import { surroundings } from './target';
import { TargetWatch } from './targetWatch';
import { buildState } from './view';

/** The host's way to one page. */
export interface FormPage {
  post(message: HostMessage): void;
  retitle(): void;
  /** Whether the page is the editor that the user works in. */
  isActive(): boolean;
  close(): void;
}

const SAVE_DELAY_MS = 300;

/** The host's half of one page: takes what the user did, and shows the outcome. */
export class FormController {
  readonly #services: Services;
  readonly #session: FormSession;
  readonly #page: FormPage;
  readonly #drafts: DraftStore;
  readonly #acts: FormActs;
  readonly #watch: TargetWatch;
  readonly #handling = new Set<Promise<void>>();
  #saving: NodeJS.Timeout | undefined;
  #ready = false;
  #isDisposed = false;
  /** The states, as JSON, that the page began with and that it shows. */
  #painted = '';
  #shown = '';

  constructor(services: Services, session: FormSession, page: FormPage, drafts: DraftStore) {
    this.#services = services;
    this.#session = session;
    this.#page = page;
    this.#drafts = drafts;
    const surface: FormSurface = {
      refresh: () => {
        this.refresh();
      },
      focus: (target) => {
        page.post({ kind: 'focus', target });
      },
      announce: (text) => {
        this.announce(text);
      },
      changed: () => {
        this.#changed();
      },
      load: () => {
        this.#watch.load();
      },
      isActive: () => page.isActive(),
      close: () => {
        page.close();
      },
      finish: () => {
        this.#finish();
      },
    };
    this.#acts = new FormActs(services, session, surface, () => this.#state());
    this.#watch = new TargetWatch(services, session, surface);
  }

  /** Takes one message of the page. Anything that is not a message of the contract is dropped, and logged. */
  receive(value: unknown): void {
    const message = readWebviewMessage(value);
    if (!message) {
      this.#services.log.warn('form: a message of the page was not understood');
      return;
    }
    const handling = this.#handle(message).catch((error: unknown) => {
      this.#failed(error);
    });
    this.#handling.add(handling);
    void handling.finally(() => this.#handling.delete(handling));
  }

  /** What the page starts with; what it shows then is not posted again. */
  initialData(): InitialData {
    const state = this.#state();
    this.#painted = JSON.stringify(state);
    this.#shown = this.#painted;
    const { key, shown, model } = this.#session;
    return { key, state, ...(shown ? {} : { focus: firstFocus(model) }) };
  }

  refresh(): void {
    const state = this.#state();
    const text = JSON.stringify(state);
    if (this.#ready && text !== this.#shown) {
      this.#shown = text;
      this.#page.post({ kind: 'state', state });
    }
    this.#page.retitle();
  }

  announce(text: string): void {
    this.#page.post({ kind: 'announce', text });
  }

  /**
   * The page is gone. A test ends with it; what is being created or saved goes on, because it may be done already.
   * @returns when nothing is under way any more.
   */
  async dispose(): Promise<void> {
    this.#acts.stop();
    this.#registerSecrets();
    this.#flush();
    this.#isDisposed = true;
    this.#watch.dispose();
    await Promise.allSettled(this.#handling);
  }

  async #handle(message: WebviewMessage): Promise<void> {
    const { model } = this.#session;
    switch (message.kind) {
      case 'ready':
        this.#start();
        return;
      case 'change':
      case 'secret':
        this.#take(message);
        return;
      case 'touch':
        this.#touched(message.field);
        return;
      case 'choose':
        this.#session.conflicts = this.#session.conflicts.map((conflict) =>
          conflict.field === message.field ? { ...conflict, choice: message.choice } : conflict,
        );
        this.refresh();
        return;
      case 'secretSource':
        await this.#respond(message.id, async () => {
          await changeSecretSource(this.#services, model, message.field, message.act);
          this.#changed();
          return { ok: true, focus: { kind: 'field', id: message.field } };
        });
        return;
      case 'pasted':
        await this.#respond(message.id, () => Promise.resolve(this.#acts.paste(message.text)));
        return;
      case 'act':
        this.#registerSecrets();
        await this.#respond(message.id, () => this.#acts.run(message.action));
        return;
    }
  }

  #take(message: Extract<WebviewMessage, { readonly kind: 'change' | 'secret' }>): void {
    const session = this.#session;
    const { model } = session;
    model.ackSeq = Math.max(model.ackSeq, message.seq);
    // While something is being sent the page is locked; what still arrives changes nothing.
    const isTaken =
      !session.busy &&
      (message.kind === 'change'
        ? model.change(message.field, message.value, { isFix: message.isFix === true })
        : model.typeSecret(message.field, message.value, message.seq));
    if (isTaken) {
      if (message.field === 'type' && session.banner?.until === 'typeChange') session.banner = undefined;
      this.#changed();
    }
    this.refresh();
  }

  /** Does what a request of the page asks, and tells the page that it is over and where the keyboard belongs. */
  async #respond(id: number, act: () => Promise<ActOutcome>): Promise<void> {
    let outcome: ActOutcome = { ok: false, focus: undefined };
    try {
      outcome = await act();
    } catch (error) {
      this.#failed(error);
      if (!isCancellation(error)) outcome = { ok: false, focus: { kind: 'section', id: 'banner' } };
    }
    this.#registerSecrets();
    this.#page.post({ kind: 'reply', id, ok: outcome.ok, ...(outcome.isText ? { isText: true } : {}) });
    // What takes the keyboard must be on the page, and unlocked, before.
    this.refresh();
    if (outcome.focus) this.#page.post({ kind: 'focus', target: outcome.focus });
  }

  #start(): void {
    // Not before: its requests, and the rows drawn of them, would make the page wait.
    if (!this.#ready) this.#watch.load();
    this.#ready = true;
    // What was posted before the page listened is lost.
    this.#shown = this.#painted;
    this.refresh();
    this.#session.shown = true;
  }

  #touched(field: FieldId): void {
    this.#session.model.touch(field);
    this.#registerSecrets();
    this.refresh();
    const error = this.#session.model
      .issues()
      .find((placed) => placed.at === field && placed.issue.severity === 'error');
    if (error) this.announce(error.issue.message);
  }

  /** What was typed into secret fields is redacted in the log from now on; whole, not letter by letter. */
  #registerSecrets(): void {
    for (const value of this.#session.model.typedSecrets().values()) this.#services.redactor.register(value);
  }

  #changed(): void {
    const session = this.#session;
    session.test = session.test?.state === 'running' ? session.test : undefined;
    if (session.banner?.until === 'change') session.banner = undefined;
    // Another form may have its place on disk by now.
    if (this.#isDisposed) return;
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => {
      this.#flush();
    }, SAVE_DELAY_MS);
  }

  #flush(): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    const { key, model, finished } = this.#session;
    if (!finished) void this.#drafts.save(key, model.draft);
  }

  #finish(): void {
    this.#session.finished = true;
    clearTimeout(this.#saving);
    void this.#drafts.remove(this.#session.key);
    this.#page.close();
  }

  #failed(error: unknown): void {
    if (isCancellation(error)) return;
    const message =
      error instanceof UserError
        ? error.message
        : vscode.l10n.t('Something went wrong in the extension. The log says what.');
    this.#services.log.error('form: an action failed', errorFields(error));
    this.#session.banner = {
      severity: 'error',
      message,
      actions: [
        { id: 'showLog', label: vscode.l10n.t('Show Log') },
        { id: 'dismiss', label: vscode.l10n.t('Dismiss') },
      ],
    };
    this.announce(message);
    this.refresh();
  }

  #state(): FormState {
    return buildState(this.#session.model, surroundings(this.#services, this.#session));
  }
}

/** Where the keyboard begins: a new form with its type, an edit with the connection, which is what changes most. */
function firstFocus({ draft, fields }: FormModel): FocusTarget {
  if (!draft.target) return { kind: 'action', id: 'pickTenant' };
  if (draft.mode === 'create') return { kind: 'field', id: 'type' };
  const first = draft.mode === 'edit' ? fields.find(({ readOnly }) => !readOnly) : undefined;
  return { kind: 'field', id: first ? propertyId(first.key) : 'name' };
}
