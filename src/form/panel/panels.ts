import * as vscode from 'vscode';
import type { Services } from '../../host/services';
import { showStatus } from '../../host/statusBar';
import { withProgress } from '../../host/progress';
import { typeIcon } from '../../host/treeRow';
import { setPanelTitle } from '../../host/webviewPanel';
import { FORM_PANEL_OPTIONS, newFormPanel, panelTold } from '../formPanel';
import { FormController } from './controller';
import { unlessAborted } from '../../core/base/timeouts';
import type { TenantRef } from '../../core/directory/model';
import { accountOfKey, formKey, isSameForm, keyOfDraft, type Draft } from './draft';
import { DraftStore } from './draftStore';
import { formHtml, readAssets, type PageAssets } from './html';
import { FormModel } from './model';
import { closedBanner, newSession, shownBanner, type FormSession, type SessionBanner, type Unclear } from './session';

interface Open {
  readonly panel: vscode.WebviewPanel;
  readonly session: FormSession;
}

function restoredBanner(message: string): SessionBanner {
  return {
    severity: 'info',
    message,
    actions: [
      { id: 'startOver', label: vscode.l10n.t('Start Over') },
      { id: 'dismiss', label: vscode.l10n.t('Dismiss') },
    ],
  };
}

/** The forms of this window: one panel for each key, and what closed panels left behind. */
export class FormPanels {
  readonly #services: Services;
  readonly #drafts: DraftStore;
  readonly #open = new Map<string, Open>();
  /** Sessions whose panel was closed with something in it: typed secrets live on here, in memory only. */
  readonly #closed = new Map<string, FormSession>();
  /** Forms that were closed while they were sending, by key; each is done when its outcome is known. */
  readonly #settling = new Map<string, Promise<void>>();
  readonly #assets: Promise<PageAssets>;
  #next: vscode.WebviewPanel | undefined;

  constructor(services: Services) {
    this.#services = services;
    this.#drafts = new DraftStore(services.context.workspaceState);
    this.#assets = readAssets(services.context.extensionPath, vscode.l10n.bundle);
  }

  /** The key itself, or one made of it, under which nothing is open and nothing was kept. */
  freeKey(base: string): string {
    const isTaken = (key: string): boolean => this.#isInMemory(key) || this.#drafts.get(key) !== undefined;
    let key = base;
    for (let number = 2; isTaken(key); number += 1) key = `${base}/${String(number)}`;
    return key;
  }

  #isInMemory(key: string): boolean {
    return this.#open.has(key) || this.#closed.has(key) || this.#settling.has(key);
  }

  /** The key of a tenant's create form: of one that is open or was kept, wherever it began; else a free one. */
  createKey(target: TenantRef): string {
    const base = formKey('create', target);
    return this.#keyOf(base) ?? this.freeKey(base);
  }

  /**
   * The key under which a form is open or was kept; the given one where there is none. It may have begun in another tenant,
   * beside another form, or under an account that has signed in again since.
   */
  knownKey(key: string): string {
    return this.#settling.has(key) ? key : (this.#keyOf(key) ?? key);
  }

  #keyOf(base: string): string | undefined {
    const sessions = [...[...this.#open.values()].map(({ session }) => session), ...this.#closed.values()];
    const known = sessions.find(({ model }) => this.#isOf(model.draft, base));
    if (known) return known.key;
    // What is on disk is under a key that does not tell where it belongs by now.
    return [base, ...this.#drafts.keys()].find((key) => {
      if (this.#isInMemory(key)) return false;
      const draft = this.#drafts.get(key);
      return draft !== undefined && this.#isOf(draft, base) && (key === base || draft.dirty);
    });
  }

  #isOf(draft: Draft, key: string): boolean {
    const own = keyOfDraft(draft);
    if (own === key) return true;
    const wanted = this.#services.directory.account(accountOfKey(key))?.endpoint.url;
    return (
      this.#isAccountGone(draft) && isSameForm(own, key) && draft.endpoint !== undefined && draft.endpoint === wanted
    );
  }

  /** Accounts get another id when they sign in again. */
  #isAccountGone({ target }: Draft): boolean {
    return target !== undefined && this.#services.directory.account(target.accountId) === undefined;
  }

  /** Opens a form on what was entered elsewhere, and says why: a sentence, or that a request's outcome is not known. */
  adopt(model: FormModel, why: string | Unclear): void {
    const session = newSession(this.freeKey(formKey(model.draft.mode, model.draft.target)), model);
    if (typeof why === 'string')
      session.banner = {
        severity: 'error',
        message: why,
        actions: [
          { id: 'showLog', label: vscode.l10n.t('Show Log') },
          { id: 'dismiss', label: vscode.l10n.t('Dismiss') },
        ],
      };
    else session.unclear = why;
    this.#attach(this.#newPanel(session), session);
  }

  /** Keeps what was entered elsewhere, as a form does that is closed with something in it. */
  keep(model: FormModel): void {
    const { target } = model.draft;
    const account = target && this.#services.directory.account(target.accountId);
    if (account) model.setEndpoint(account.endpoint.url);
    const session = newSession(this.freeKey(formKey(model.draft.mode, target)), model);
    void this.#drafts.save(session.key, model.draft);
    this.#keep(session);
  }

  /**
   * Shows the form of a key if it is open. Waits for what was being sent when it was closed: only then is it known
   * whether what was entered is kept or saved.
   */
  async reveal(key: string): Promise<boolean> {
    const settling = this.#settling.get(key);
    if (settling)
      await withProgress(vscode.l10n.t('Waiting for what the closed form sent…'), async (signal) =>
        unlessAborted(settling, signal),
      );
    return this.#reveal(key);
  }

  #reveal(key: string): boolean {
    const open = this.#open.get(key);
    open?.panel.reveal();
    return open !== undefined;
  }

  /**
   * Opens a form, or shows it where it is open already. What was entered before under that key comes back; else it
   * begins with `fresh()`.
   */
  open(key: string, fresh: () => Draft): void {
    if (this.#reveal(key) || this.reopen(key)) return;
    const session = newSession(key, new FormModel(fresh()));
    this.#attach(this.#newPanel(session), session);
  }

  /** Opens what was kept under a key, for which nothing has to be read or asked. @returns false where nothing was. */
  reopen(key: string): boolean {
    const session = this.#recall(key);
    if (session) this.#attach(this.#newPanel(session), session);
    return session !== undefined;
  }

  /** Fills a panel that VS Code restores after a reload; without a draft there is nothing to show, and it closes. */
  restore(panel: vscode.WebviewPanel, key: string): void {
    const session = this.#open.has(key) ? undefined : this.#recall(key, { untouched: true });
    if (!session) {
      panel.dispose();
      return;
    }
    panel.webview.options = FORM_PANEL_OPTIONS;
    // It was on the screen before the reload: its place on the page counts, and the cursor stays away.
    session.shown = true;
    this.#attach(panel, session);
  }

  /** Has the next form open in a panel that is on the screen already; closes the one before, if no form took it. */
  takeNext(panel: vscode.WebviewPanel | undefined): void {
    this.#next?.dispose();
    this.#next = panel;
    panel?.onDidDispose(() => {
      if (this.#next === panel) this.#next = undefined;
    });
  }

  #newPanel(session: FormSession): vscode.WebviewPanel {
    const panel = this.#next ?? newFormPanel(this.#title(session));
    this.#next = undefined;
    return panel;
  }

  /** @param untouched also a draft that nobody touched: what it was made of may have changed since. */
  #recall(key: string, { untouched = false } = {}): FormSession | undefined {
    const closed = this.#closed.get(key);
    this.#closed.delete(key);
    if (closed) {
      // That it is unclear whether something was created is still so, and weighs more.
      if (!shownBanner(closed)) closed.banner = restoredBanner(vscode.l10n.t('Draft restored.'));
      return closed;
    }
    const draft = this.#drafts.get(key);
    if (!draft || !(draft.dirty || untouched)) return undefined;
    const session = newSession(key, new FormModel(draft));
    const { fields } = session.model;
    const isSecretLost = fields.some((field) => field.secret && session.model.secretSource(field.key).kind === 'none');
    if (draft.dirty)
      session.banner = restoredBanner(
        isSecretLost
          ? vscode.l10n.t('Draft restored. Secrets are not kept on disk: enter them again.')
          : vscode.l10n.t('Draft restored.'),
      );
    return session;
  }

  #attach(panel: vscode.WebviewPanel, session: FormSession): void {
    const { key } = session;
    // What was under way when the panel closed still ends, and has no page any more.
    let isOpen = true;
    /** What the last page said that the user had, in its banner or at its fields: VS Code tells of a closed panel a moment later. */
    let seen: SessionBanner | undefined;
    const controller = new FormController(
      this.#services,
      session,
      {
        post: (message) => {
          if (!isOpen) return;
          // A hidden page is gone. The next one begins with what is so by then.
          const banner = closedBanner(session);
          if (panel.visible)
            void panel.webview.postMessage(message).then((isDelivered) => {
              if (isDelivered) seen = banner;
            });
          else if (message.kind === 'state') paint();
        },
        retitle: () => {
          if (isOpen) this.#retitle(panel, session);
        },
        isActive: () => isOpen && panel.active,
        close: () => {
          if (isOpen) panel.dispose();
        },
      },
      this.#drafts,
    );
    if (session.finished) {
      panel.dispose();
      return;
    }
    const paint = (): void => {
      void this.#assets.then((assets) => {
        if (isOpen) panel.webview.html = formHtml(assets, controller.initialData(), vscode.env.language);
      });
    };
    this.#open.set(key, { panel, session });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      controller.receive(message);
    });
    panel.onDidDispose(() => {
      isOpen = false;
      this.#open.delete(key);
      const isSending = session.busy !== undefined;
      const ended = controller.dispose();
      if (isSending)
        this.#settling.set(
          key,
          ended.then(() => {
            this.#settling.delete(key);
            this.#settle(session, seen);
          }),
        );
      // What else is under way, a search for example, changes nothing of what was entered.
      else this.#settle(session, seen);
    });
    this.#retitle(panel, session);
    panel.onDidChangeViewState(() => {
      if (panel.visible) seen = closedBanner(session);
      else paint();
    });
    seen = closedBanner(session);
    void panelTold().then(paint);
    // An untouched form, too, is there again after a reload.
    void this.#drafts.save(key, session.model.draft);
  }

  /**
   * A closed form sends nothing any more: keeps what is not created or saved, of a form that nobody touched too where the
   * request failed. It may have failed before VS Code told of the close.
   */
  #settle(session: FormSession, seen: SessionBanner | undefined): void {
    const { key, model, finished } = session;
    const banner = closedBanner(session);
    const outcome = banner === seen ? undefined : banner?.message;
    const isLeft =
      model.draft.dirty || session.unclear !== undefined || (outcome !== undefined && banner?.severity === 'error');
    const open = this.#open.get(key);
    if (open) {
      // Nobody waited, and what is open there now is what the user works on.
      if (outcome !== undefined) void this.#services.notify.warn(outcome);
      void this.#drafts.save(key, open.session.model.draft);
    } else if (finished || !isLeft) {
      void this.#drafts.remove(key);
    } else {
      void this.#drafts.save(key, { ...model.draft, dirty: true });
      this.#keep(session, outcome);
    }
  }

  /**
   * VS Code does not let a panel refuse to close, so what was in it is kept for when the form is opened again.
   * @param outcome what became known after it closed, e.g. why the server rejected it.
   */
  #keep(session: FormSession, outcome?: string): void {
    const message = outcome ?? session.unclear?.banner.message;
    if (outcome === undefined) session.banner = undefined;
    session.rejection = undefined;
    session.busy = undefined;
    session.shown = false;
    this.#closed.set(session.key, session);
    if (message === undefined) {
      showStatus(vscode.l10n.t('Kept as a draft.'));
      return;
    }
    const reopen = vscode.l10n.t('Reopen');
    void this.#services.notify
      .warn(vscode.l10n.t('{0} What you entered is kept as a draft.', message), reopen)
      .then((answer) => {
        if (answer === reopen) this.open(session.key, () => session.model.draft);
      });
  }

  #retitle(panel: vscode.WebviewPanel, session: FormSession): void {
    if (!setPanelTitle(panel, this.#title(session)) && panel.iconPath) return;
    const media = vscode.Uri.joinPath(this.#services.context.extensionUri, 'media');
    panel.iconPath = typeIcon(media, session.model.type.icon);
  }

  #title(session: FormSession): string {
    const { draft, type } = session.model;
    const tenant = draft.target ? this.#services.directory.tenant(draft.target)?.name : undefined;
    const what = draft.mode === 'edit' ? (draft.source?.name ?? draft.name) : vscode.l10n.t('New {0}', type.label);
    return tenant === undefined ? what : vscode.l10n.t('{0} · {1}', what, tenant);
  }
}
