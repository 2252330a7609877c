import * as vscode from 'vscode';
import { ApiError } from '../../core/api/error';
import type { Disposable } from '../../core/base/event';
import type { TenantRef } from '../../core/directory/model';
import type { Services } from '../../host/services';
import type { Draft } from './draft';
import { editDraft } from './newDraft';
import { shownBanner, type FormSession } from './session';
import type { FormSurface } from './surface';
import { sameTenant } from './target';

/** Keeps a form up to date with accounts, tenants and integrations that change under it. What was entered stays. */
export class TargetWatch implements Disposable {
  readonly #services: Services;
  readonly #session: FormSession;
  readonly #surface: FormSurface;
  readonly #subscription: Disposable;
  /** Whether the account was there. */
  #wasSeen = false;
  /** Nothing is read before the page is there, nor once it is gone. */
  #isReading = false;

  constructor(services: Services, session: FormSession, surface: FormSurface) {
    this.#services = services;
    this.#session = session;
    this.#surface = surface;
    this.#subscription = services.directory.onDidChange(() => {
      this.#directoryChanged();
    });
    this.#follow();
  }

  dispose(): void {
    this.#isReading = false;
    this.#subscription.dispose();
  }

  /** Loads what the checks need to know of the tenant; the form works without it. */
  load(): void {
    this.#isReading = true;
    const { directory } = this.#services;
    const { model } = this.#session;
    const { target, endpoint } = model.draft;
    if (!target) return;
    if (directory.account(target.accountId)) {
      this.#read(target.accountId, async () => model.subject.load(directory));
      return;
    }
    // Which account the form can go on with is known only by its tenants.
    for (const { id, endpoint: own } of directory.accounts())
      if (own.url === endpoint && directory.tenants(id).state === 'idle') this.#read(id);
  }

  #read(accountId: string, more?: () => Promise<void>): void {
    const { directory, log } = this.#services;
    void directory
      .loadTenants(accountId)
      .then(more)
      .catch((error: unknown) => {
        if (error instanceof ApiError) log.warn('form: the tenant could not be read', { kind: error.kind });
      })
      .finally(() => {
        this.#directoryChanged();
      });
  }

  #directoryChanged(): void {
    const { model } = this.#session;
    if (!this.#follow()) return;
    const { directory } = this.#services;
    model.permissions = model.draft.target && directory.tenant(model.draft.target)?.permissions;
    const owner = model.draft.listenerOf && directory.integration(model.draft.listenerOf);
    if (owner) model.setOwner(owner);
    model.existingNames = model.subject.otherNames(directory);
    model.proposeName();
    this.#surface.refresh();
    // Signing out or in forgets the tenants, and no view may be on the screen that reads them again.
    if (this.#isReading && model.draft.target && directory.tenants(model.draft.target.accountId).state === 'idle')
      this.load();
  }

  /**
   * Keeps up with the account and the integration. A form without anything in it closes with its account.
   * @returns false where the form has closed.
   */
  #follow(): boolean {
    const { model, busy } = this.#session;
    const { directory } = this.#services;
    const { target, source, mode, dirty } = model.draft;
    const account = target && directory.account(target.accountId);
    if (target && !account) {
      const { endpoint } = model.draft;
      if (endpoint === undefined || busy) return true;
      const again = sameTenant(directory, target.tenantId, endpoint);
      // Only where it was seen to go: after a reload an account may still be on its way.
      if (!again && !dirty && this.#wasSeen) {
        this.#surface.finish();
        return false;
      }
      if (again) this.#goOn(again);
    } else if (mode === 'edit' && source && !dirty && !busy) {
      const now = model.subject.current(directory);
      if (now && now.updated !== source.updated) model.replace({ ...editDraft(now), ...listenerOwner(model.draft) });
    }
    if (account) {
      this.#wasSeen = true;
      model.setEndpoint(account.endpoint.url);
    }
    model.isSandbox = account?.sandbox === true;
    return true;
  }

  /** The user signed out and in again: the form goes on with the new account, and with all that was entered. */
  #goOn(target: TenantRef): void {
    const session = this.#session;
    session.model.follow(target);
    const message = vscode.l10n.t(
      'This form continues with the account “{0}”.',
      this.#services.directory.account(target.accountId)?.label ?? '',
    );
    if (!shownBanner(session))
      session.banner = { severity: 'info', message, actions: [{ id: 'dismiss', label: vscode.l10n.t('Dismiss') }] };
    this.#surface.announce(message);
    this.#surface.changed();
    this.load();
  }
}

function listenerOwner({ listenerOf }: Draft): Pick<Draft, 'listenerOf'> {
  return listenerOf ? { listenerOf } : {};
}
