import * as vscode from 'vscode';
import { COMMANDS } from '../../host/commandIds';
import { ApiError } from '../../core/api/error';
import type { TenantRef } from '../../core/directory/model';
import { errorFields, UserError } from '../../core/base/errors';
import type { Disposable } from '../../core/base/event';
import { isCancellation } from '../../host/notify';
import type { Services } from '../../host/services';
import { showStatus } from '../../host/statusBar';
import {
  PROTOCOL,
  type ActionId,
  type FieldId,
  type FocusTarget,
  type HostMessage,
  type WebviewMessage,
} from '../contract';
import type { DraftStore } from './draftStore';
import { editDraft } from './newDraft';
import { readWebviewMessage } from './guard';
import { pasteRequest } from './pasting';
import { formCurl } from './preview';
import { changeSecretSource } from './secretChoice';
import { Sender } from './sending';
import type { FormSession } from './session';
import { chooseTenant, sameTenant, surroundings } from './target';
import { ConnectionTest } from './testing';
import { buildState } from './view';

/** The host's way to one page. */
export interface FormPage {
  post(message: HostMessage): void;
  retitle(): void;
  close(): void;
}

const SAVE_DELAY = 300;

/** Answers one page: takes what the user did, decides, and shows the outcome. */
export class FormController {
  readonly #services: Services;
  readonly #session: FormSession;
  readonly #page: FormPage;
  readonly #drafts: DraftStore;
  readonly #sender: Sender;
  readonly #test: ConnectionTest;
  readonly #subscriptions: readonly Disposable[];
  readonly #handling = new Set<Promise<void>>();
  #saving: NodeJS.Timeout | undefined;
  #ready = false;

  constructor(services: Services, session: FormSession, page: FormPage, drafts: DraftStore) {
    this.#services = services;
    this.#session = session;
    this.#page = page;
    this.#drafts = drafts;
    const surface = {
      refresh: () => {
        this.refresh();
      },
      focus: (target: FocusTarget) => {
        this.#page.post({ kind: 'focus', target });
      },
      announce: (text: string) => {
        this.announce(text);
      },
    };
    this.#sender = new Sender(services, session, {
      ...surface,
      finish: () => {
        this.#finish();
      },
    });
    this.#test = new ConnectionTest(services, session, surface);
    this.#subscriptions = [
      services.directory.onDidChange(() => {
        this.#directoryChanged();
      }),
    ];
    this.#follow();
    this.#load();
  }

  /** Takes one message of the page. Anything that is not a message of the contract is dropped, and noted. */
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

  refresh(): void {
    if (this.#ready) this.#page.post({ kind: 'state', state: this.#state() });
    this.#page.retitle();
  }

  announce(text: string): void {
    this.#page.post({ kind: 'announce', text });
  }

  /**
   * The page is gone. A test ends with it; what is being created or saved goes on, for it may be done already.
   * @returns when nothing is under way any more.
   */
  async dispose(): Promise<void> {
    this.#test.stop();
    this.#learnSecrets();
    this.#flush();
    for (const subscription of this.#subscriptions) subscription.dispose();
    await Promise.allSettled(this.#handling);
  }

  async #handle(message: WebviewMessage): Promise<void> {
    const { model } = this.#session;
    switch (message.kind) {
      case 'ready':
        this.#start(message.protocol);
        return;
      case 'change':
      case 'secret': {
        model.ackSeq = Math.max(model.ackSeq, message.seq);
        // While something is being sent the page is locked; what still arrives is answered with what is being sent.
        const done =
          !this.#session.busy &&
          (message.kind === 'change'
            ? model.change(message.field, message.value)
            : model.typeSecret(message.field, message.value));
        if (done) this.#changed();
        this.refresh();
        return;
      }
      case 'touch':
        this.#left(message.field);
        return;
      case 'choose':
        this.#session.conflicts = this.#session.conflicts.map((conflict) =>
          conflict.field === message.field ? { ...conflict, choice: message.choice } : conflict,
        );
        this.refresh();
        return;
      case 'secretSource':
        await this.#answering(message.id, async () => {
          await changeSecretSource(this.#services, model, message.field, message.act);
          this.#changed();
          // The field is another control now: it must be on the page before it can take the focus.
          this.refresh();
          this.#page.post({ kind: 'focus', target: { kind: 'field', id: message.field } });
        });
        return;
      case 'pasted':
        await this.#answering(message.id, () => this.#paste(message.text));
        return;
      case 'act':
        await this.#answering(message.id, async () => this.#act(message.action));
        return;
    }
  }

  /** Tells the page that an act is over; `act` gives false where it did nothing, and the page takes up what it gave away. */
  async #answering(id: number, act: () => unknown): Promise<void> {
    let ok = false;
    try {
      ok = (await act()) !== false;
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#page.post({ kind: 'reply', id, ok });
      this.refresh();
    }
  }

  #start(protocol: number): void {
    if (protocol !== PROTOCOL) {
      this.#services.log.warn('form: the page is of another version', { protocol });
      return;
    }
    this.#ready = true;
    this.#page.post({
      kind: 'start',
      protocol: PROTOCOL,
      key: this.#session.key,
      state: this.#state(),
      ...(vscode.l10n.bundle === undefined ? {} : { translations: texts(vscode.l10n.bundle) }),
    });
    const { mode, target } = this.#session.model.draft;
    if (!this.#session.shown)
      this.#page.post({
        kind: 'focus',
        target: target
          ? { kind: 'field', id: mode === 'create' ? 'type' : 'name' }
          : { kind: 'action', id: 'pickTenant' },
      });
    this.#session.shown = true;
  }

  async #act(action: ActionId): Promise<unknown> {
    const session = this.#session;
    this.#learnSecrets();
    switch (action) {
      case 'submit':
        return this.#sender.submit();
      case 'createInactive':
        return this.#sender.submit({ inactive: true });
      case 'testAndSubmit':
        if (this.#sender.firstError()) return;
        if (await this.#test.run()) await this.#sender.submit();
        else this.#offerAfterFailure();
        return;
      case 'test':
        if (!this.#sender.firstError('connection')) await this.#test.run();
        return;
      case 'cancel':
        this.#page.close();
        return;
      case 'stop':
        session.abort?.abort();
        return;
      case 'checkAgain':
        return this.#sender.checkAgain();
      case 'pickTenant': {
        const ref = await chooseTenant(this.#services.directory, session.model.draft.target);
        if (ref) this.#retarget(ref);
        return;
      }
      case 'paste':
        return this.#paste(await vscode.env.clipboard.readText());
      case 'copyCurl': {
        const curl = formCurl(session.model, surroundings(this.#services, session).account?.endpoint.url ?? '');
        if (curl === undefined) return;
        await vscode.env.clipboard.writeText(curl);
        const said = vscode.l10n.t('Copied as cURL, with $NAMES for the token and the secrets.');
        showStatus(said);
        this.announce(said);
        return;
      }
      case 'reload': {
        const { target } = session.model.draft;
        if (target) await this.#services.directory.loadTenants(target.accountId, { force: true });
        this.#load();
        return;
      }
      case 'signIn':
        await vscode.commands.executeCommand(COMMANDS.signIn);
        return;
      case 'showLog':
        this.#services.log.show();
        return;
      case 'startOver':
        await this.#drafts.remove(session.key);
        session.finished = true;
        this.#page.close();
        await vscode.commands.executeCommand(COMMANDS.createIntegration, session.model.draft.target);
        return;
      case 'fillSample':
        return;
      case 'dismiss':
        session.banner = undefined;
        return;
    }
  }

  /** A failed test stops "Test & Create", and leaves a way on for who knows better. */
  #offerAfterFailure(): void {
    const session = this.#session;
    if (session.test?.state !== 'failed') return;
    session.banner = {
      severity: 'warning',
      message:
        session.model.draft.mode === 'edit'
          ? vscode.l10n.t('The test failed, so nothing was saved.')
          : vscode.l10n.t('The test failed, so nothing was created. You can create it inactive and fix it later.'),
      actions: [{ id: 'dismiss', label: vscode.l10n.t('Dismiss') }],
    };
    this.announce(session.banner.message);
  }

  #paste(text: string): boolean {
    const said = pasteRequest(this.#session.model, text);
    this.#session.banner = {
      severity: said.ok ? 'success' : 'warning',
      message: said.message,
      actions: [{ id: 'dismiss', label: vscode.l10n.t('Dismiss') }],
    };
    this.#learnSecrets();
    if (said.ok) this.#changed();
    this.announce(said.message);
    return said.ok;
  }

  #left(field: FieldId): void {
    this.#session.model.touch(field);
    this.#learnSecrets();
    this.refresh();
    const error = this.#session.model
      .issues()
      .find((placed) => placed.at === field && placed.issue.severity === 'error');
    if (error) this.announce(error.issue.message);
  }

  #retarget(ref: TenantRef): void {
    this.#session.model.setTarget(ref, []);
    this.#changed();
    this.#load();
  }

  /** What was typed into secret fields is kept out of the log from now on; whole, not letter by letter. */
  #learnSecrets(): void {
    for (const value of this.#session.model.typedSecrets().values()) this.#services.redactor.register(value);
  }

  #changed(): void {
    const session = this.#session;
    session.test = session.test?.state === 'running' ? session.test : undefined;
    // What was offered after a test is of what was tested.
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => {
      this.#flush();
    }, SAVE_DELAY);
  }

  #flush(): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    const { key, model, finished } = this.#session;
    if (!finished && model.draft.dirty) void this.#drafts.save(key, model.draft);
  }

  /** What the checks need to know of the tenant; the form works without it. */
  #load(): void {
    const { target } = this.#session.model.draft;
    if (!target || !this.#services.directory.account(target.accountId)) return;
    const load = async (): Promise<void> => {
      await this.#services.directory.loadTenants(target.accountId);
      await this.#services.directory.loadIntegrations(target);
    };
    void load()
      .catch((error: unknown) => {
        if (error instanceof ApiError)
          this.#services.log.warn('form: the tenant could not be read', { kind: error.kind });
      })
      .finally(() => {
        this.#directoryChanged();
      });
  }

  #directoryChanged(): void {
    const { model } = this.#session;
    if (!this.#follow()) return;
    const { target, source, mode } = model.draft;
    const known = target ? this.#services.directory.integrations(target) : undefined;
    const all = known && 'value' in known ? (known.value ?? []) : [];
    model.existingNames = all
      .filter((integration) => mode !== 'edit' || integration.integrationId !== source?.integrationId)
      .map((integration) => integration.name);
    model.proposeName();
    this.refresh();
  }

  /**
   * Keeps up with accounts and integrations that change under the form. What was entered stays; a form without anything
   * in it closes with its account.
   * @returns false where the form has closed.
   */
  #follow(): boolean {
    const { model, busy } = this.#session;
    const { directory } = this.#services;
    const { target, source, mode, dirty } = model.draft;
    const account = target && directory.account(target.accountId);
    if (target && !account) {
      // Only where it was seen to go: after a reload an account may still be on its way.
      const { endpoint } = this.#session;
      if (endpoint === undefined || busy) return true;
      const again = sameTenant(directory, target.tenantId, endpoint);
      if (!again && !dirty) {
        this.#finish();
        return false;
      }
      if (again) this.#goOn(again);
    } else if (mode === 'edit' && source && !dirty && !busy) {
      const now = directory.integration(source);
      if (now && now.updated !== source.updated) model.replace(editDraft(now));
    }
    this.#session.endpoint = account?.endpoint.url ?? this.#session.endpoint;
    return true;
  }

  /** Whoever signed out came back: the form goes on with the new account, and with all that was entered. */
  #goOn(target: TenantRef): void {
    const session = this.#session;
    session.model.follow(target);
    const message = vscode.l10n.t(
      'This form continues with the account “{0}”.',
      this.#services.directory.account(target.accountId)?.label ?? '',
    );
    session.banner ??= { severity: 'info', message, actions: [{ id: 'dismiss', label: vscode.l10n.t('Dismiss') }] };
    this.announce(message);
    this.#changed();
    this.#load();
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

  #state(): ReturnType<typeof buildState> {
    return buildState(this.#session.model, surroundings(this.#services, this.#session));
  }
}

/** The translations as plain texts: comments for translators are of no use to the page. */
function texts(bundle: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(bundle).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  );
}
