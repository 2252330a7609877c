import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Account, Credential, CredentialLookup, Endpoint } from '../core/base/account';
import type { AccountSource } from '../core/directory/service';
import type { Logger } from '../core/base/log';
import type { Redactor } from '../core/redact/redactor';
import { completeStep } from '../host/walkthrough';
import type { SecretStore } from '../host/secrets';
import type { State } from '../host/sharedState';
import {
  decodeAccountRecord,
  decodeMetadata,
  encodeAccountRecord,
  encodeMetadata,
  secretValues,
  type AccountMetadata,
} from './accountRecord';
import { compareNames } from '../core/base/compareNames';

const PREFIX = 'cxengage.account.';

/** What changed, as `AccountSource` tells it. */
export interface AccountChange {
  readonly accountId: string;
  readonly change: 'added' | 'removed' | 'credential' | 'renamed';
}

/** A record in the keyring that could not be read. It is kept as it is. */
export interface UnreadableRecord {
  readonly accountId: string;
  readonly reason: string;
}

interface Transient {
  readonly account: Account;
  readonly credential: Credential;
}

const keyOf = (accountId: string): string => PREFIX + accountId;

function unreadableReason(state: 'newer' | 'damaged'): string {
  return state === 'newer'
    ? vscode.l10n.t(
        'Its credential was stored by a newer version of this extension. Update the extension, or sign in again to replace the credential.',
      )
    : vscode.l10n.t('Its stored credential cannot be read. Sign in again to replace it.');
}

function otherEndpointReason(url: string, sealedUrl: string): string {
  return vscode.l10n.t(
    'Its endpoint was changed to {0} outside of this extension. The credential is for {1} and was not sent. Sign in again.',
    url,
    sealedUrl,
  );
}

/** Whether two sign-ins are the same account: a second one replaces the credential of the first. */
function isSameSignIn(a: AccountMetadata, b: AccountMetadata): boolean {
  return (
    a.endpoint.url === b.endpoint.url &&
    a.kind === b.kind &&
    a.userName === b.userName &&
    a.tenantId === b.tenantId &&
    a.userName !== undefined
  );
}

function isSameMetadata(a: AccountMetadata, b: AccountMetadata): boolean {
  return JSON.stringify(encodeMetadata(a)) === JSON.stringify(encodeMetadata(b));
}

/**
 * The accounts that are signed in. Each has one key in `globalState` (what is not secret) and one record in the keyring
 * (the credential, with a copy of the rest), so that two windows write beside each other and never over each other.
 * Other windows' changes arrive as keyring events, for `globalState` has none.
 */
export class AccountStore implements AccountSource, vscode.Disposable {
  readonly #state: State;
  readonly #secrets: SecretStore;
  readonly #redactor: Redactor;
  readonly #log: Logger;
  readonly #accounts = new Map<string, Account>();
  readonly #transient = new Map<string, Transient>();
  readonly #revisions = new Map<string, string>();
  /** Signed out here or seen signed out elsewhere: another window's late write must not bring them back. */
  readonly #forgotten = new Set<string>();
  readonly #changed = new vscode.EventEmitter<AccountChange>();
  readonly #unreadable = new vscode.EventEmitter<UnreadableRecord>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#changed.event;
  /** A credential that was asked for is stored but cannot be used. Fires at every such attempt. */
  readonly onDidFailToRead = this.#unreadable.event;

  constructor(state: State, secrets: SecretStore, redactor: Redactor, log: Logger) {
    this.#state = state;
    this.#secrets = secrets;
    this.#redactor = redactor;
    this.#log = log;
    for (const [id, metadata] of this.#inState()) this.#remember(id, metadata);
    this.#subscription = secrets.onDidChange((key) => {
      if (key.startsWith(PREFIX)) void this.#follow(key.slice(PREFIX.length));
    });
  }

  list(): readonly Account[] {
    const stored = [...this.#accounts.values()].sort((a, b) => compareNames(a.label, b.label));
    return [...stored, ...[...this.#transient.values()].map((entry) => entry.account)];
  }

  get(accountId: string): Account | undefined {
    return this.#transient.get(accountId)?.account ?? this.#accounts.get(accountId);
  }

  /**
   * Reads the credential now and makes the log redact it. Never throws.
   * @param endpointUrl where the credential is about to be sent. It must be the endpoint in the keyring record:
   * `globalState` is not sealed, so whoever can write it could otherwise send the credential anywhere.
   */
  async credential(accountId: string, endpointUrl = this.get(accountId)?.endpoint.url): Promise<CredentialLookup> {
    const transient = this.#transient.get(accountId);
    if (transient) return { state: 'found', credential: transient.credential };
    const found = await this.#secrets.read(keyOf(accountId));
    if (found.state !== 'found') return found;
    const decoded = decodeAccountRecord(found.text);
    if (decoded.state !== 'ok') return this.#refuse(accountId, unreadableReason(decoded.state));
    const { credential, metadata, revision } = decoded.record;
    this.#protect(credential);
    if (endpointUrl !== metadata.endpoint.url)
      return this.#refuse(accountId, otherEndpointReason(endpointUrl ?? '', metadata.endpoint.url));
    if (revision !== undefined) this.#revisions.set(accountId, revision);
    return { state: 'found', credential };
  }

  /** The endpoint that the keyring holds beside the credential; undefined where no record can be read. */
  async sealedEndpoint(accountId: string): Promise<Endpoint | undefined> {
    const found = await this.#secrets.read(keyOf(accountId));
    const decoded = found.state === 'found' ? decodeAccountRecord(found.text) : undefined;
    return decoded?.state === 'ok' ? decoded.record.metadata.endpoint : undefined;
  }

  /** The account a sign-in with this metadata would replace the credential of. */
  findSame(metadata: AccountMetadata): Account | undefined {
    return this.list().find((account) => isSameSignIn(account, metadata));
  }

  /** The label, with a number where another account has it already: VS Code signs accounts out by their label. */
  uniqueLabel(proposed: string, exceptId?: string): string {
    const taken = new Set(
      this.list()
        .filter((account) => account.id !== exceptId)
        .map((account) => account.label),
    );
    let label = proposed;
    for (let n = 2; taken.has(label); n += 1) label = `${proposed} (${n})`;
    return label;
  }

  /**
   * Stores a sign-in: a new account, or a new credential for the same user at the same endpoint.
   * @throws UserError where the keyring fails; nothing is added then.
   */
  async save(metadata: AccountMetadata, credential: Credential, accountId?: string): Promise<Account> {
    const same = accountId === undefined ? this.findSame(metadata) : this.get(accountId);
    const id = same?.id ?? accountId ?? randomUUID();
    const labelled = { ...metadata, label: this.uniqueLabel(metadata.label, id) };
    if (this.#isSandbox(metadata.endpoint.url))
      return this.addTransient({ id, ...labelled, sandbox: true }, credential);
    this.#protect(credential);
    await this.#write(id, credential, labelled);
    await this.#state.update(keyOf(id), encodeMetadata(labelled));
    const account = this.#remember(id, labelled);
    this.#log.info('account saved', { account: id, kind: metadata.kind, replaced: same !== undefined });
    completeStep('signedIn');
    this.#changed.fire({ accountId: id, change: same ? 'credential' : 'added' });
    if (same && same.label !== labelled.label) this.#changed.fire({ accountId: id, change: 'renamed' });
    return account;
  }

  /**
   * Forgets an account and its credential.
   * @throws UserError where the keyring does not let go of the credential; the account stays then.
   */
  async remove(accountId: string): Promise<void> {
    if (this.#transient.delete(accountId)) {
      this.#changed.fire({ accountId, change: 'removed' });
      return;
    }
    const account = this.#accounts.get(accountId);
    this.#forgotten.add(accountId);
    // First: by this the other windows tell a sign-out from a record that got lost.
    await this.#state.update(keyOf(accountId), undefined);
    try {
      await this.#secrets.remove(keyOf(accountId));
    } catch (error) {
      this.#forgotten.delete(accountId);
      if (account) {
        await this.#state.update(keyOf(accountId), encodeMetadata(account));
        // Who came to this window meanwhile saw it gone.
        if (!this.#accounts.has(accountId)) {
          this.#accounts.set(accountId, account);
          this.#changed.fire({ accountId, change: 'added' });
        }
      }
      throw error;
    }
    await this.#forget(accountId);
  }

  /** Adds an account that lives in this window's memory only and is stored nowhere: the sandbox's. */
  addTransient(account: Account, credential: Credential): Account {
    this.#protect(credential);
    const known = this.#transient.has(account.id);
    this.#transient.set(account.id, { account, credential });
    this.#changed.fire({ accountId: account.id, change: known ? 'credential' : 'added' });
    return account;
  }

  /** Removes every account of the sandbox. */
  removeTransient(): void {
    const ids = [...this.#transient.keys()];
    this.#transient.clear();
    for (const accountId of ids) this.#changed.fire({ accountId, change: 'removed' });
  }

  /**
   * Adopts accounts of which only the keyring knows: added while this window was closed, or left after the extension's
   * state was lost. Reads those records and no others.
   * @returns the records that could not be read; they are kept.
   */
  async reconcile(): Promise<readonly UnreadableRecord[]> {
    const found = await this.#secrets.keys();
    if (found.state === 'unavailable') return [];
    const unreadable: UnreadableRecord[] = [];
    const unknown = found.keys
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length))
      .filter((id) => !this.#accounts.has(id));
    for (const accountId of unknown) {
      const reason = await this.#adopt(accountId);
      if (reason !== undefined) unreadable.push({ accountId, reason });
    }
    return unreadable;
  }

  /**
   * Follows what other windows wrote to `globalState`, which tells nobody. For the moments when the user comes to this
   * window; the keyring's events cover the rest where VS Code sends them between windows (in a browser it does not).
   */
  async followState(): Promise<void> {
    const stored = this.#inState();
    for (const [id, metadata] of stored) {
      const known = this.#accounts.get(id);
      if (this.#forgotten.has(id) || (known && isSameMetadata(known, metadata))) continue;
      this.#remember(id, metadata);
      const isMoved = known && known.endpoint.url !== metadata.endpoint.url;
      this.#changed.fire({ accountId: id, change: isMoved ? 'credential' : known ? 'renamed' : 'added' });
    }
    // Its record, if there still is one, stays: should the entry have been lost instead, the next start finds it there.
    for (const id of this.#accounts.keys()) {
      if (stored.has(id)) continue;
      this.#accounts.delete(id);
      this.#changed.fire({ accountId: id, change: 'removed' });
    }
    // Last: who signs in while this is written is not in what was read above, and would be taken for signed out.
    for (const id of stored.keys()) if (this.#forgotten.has(id)) await this.#state.update(keyOf(id), undefined);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#unreadable.dispose();
  }

  #inState(): ReadonlyMap<string, AccountMetadata> {
    const found = new Map<string, AccountMetadata>();
    for (const key of this.#state.keys()) {
      const metadata = key.startsWith(PREFIX) ? decodeMetadata(this.#state.get(key)) : undefined;
      if (metadata) found.set(key.slice(PREFIX.length), metadata);
    }
    return found;
  }

  #isSandbox(url: string): boolean {
    return [...this.#transient.values()].some((entry) => entry.account.endpoint.url === url);
  }

  /** Follows a keyring event. It fires in the writing window too, so what is known already changes nothing. */
  async #follow(accountId: string): Promise<void> {
    const found = await this.#secrets.read(keyOf(accountId));
    if (found.state === 'none') {
      if (!this.#accounts.has(accountId) || this.#forgotten.has(accountId)) return;
      // VS Code also deletes a record that it cannot decrypt, and says no more of it. The account can be signed in again.
      if (this.#inState().has(accountId)) this.#changed.fire({ accountId, change: 'credential' });
      else await this.#forget(accountId);
      return;
    }
    const decoded = found.state === 'found' ? decodeAccountRecord(found.text) : undefined;
    if (decoded?.state === 'ok') {
      const { revision } = decoded.record;
      if (revision !== undefined && revision === this.#revisions.get(accountId)) return;
    }
    const reason = await this.#adopt(accountId);
    if (reason !== undefined && this.#accounts.has(accountId)) this.#changed.fire({ accountId, change: 'credential' });
  }

  /** Takes over what a record says of its account. Returns why it could not, or undefined. */
  async #adopt(accountId: string): Promise<string | undefined> {
    const found = await this.#secrets.read(keyOf(accountId));
    if (found.state !== 'found') return found.state === 'unavailable' ? found.reason : undefined;
    const decoded = decodeAccountRecord(found.text);
    if (decoded.state !== 'ok') return unreadableReason(decoded.state);
    const { credential, metadata, revision } = decoded.record;
    this.#protect(credential);
    const before = this.#accounts.get(accountId);
    if (revision !== undefined) this.#revisions.set(accountId, revision);
    this.#remember(accountId, metadata);
    await this.#state.update(keyOf(accountId), encodeMetadata(metadata));
    this.#changed.fire({ accountId, change: before ? 'credential' : 'added' });
    if (before && before.label !== metadata.label) this.#changed.fire({ accountId, change: 'renamed' });
    return undefined;
  }

  #refuse(accountId: string, reason: string): CredentialLookup {
    this.#unreadable.fire({ accountId, reason });
    return { state: 'unreadable', reason };
  }

  async #write(accountId: string, credential: Credential, metadata: AccountMetadata): Promise<void> {
    const revision = randomUUID();
    const before = this.#revisions.get(accountId);
    // Known before it is written: the event of our own write must find it.
    this.#revisions.set(accountId, revision);
    try {
      await this.#secrets.write(keyOf(accountId), encodeAccountRecord({ credential, metadata, revision }));
    } catch (error) {
      if (before === undefined) this.#revisions.delete(accountId);
      else this.#revisions.set(accountId, before);
      throw error;
    }
  }

  async #forget(accountId: string): Promise<void> {
    const known = this.#accounts.delete(accountId);
    this.#forgotten.add(accountId);
    this.#revisions.delete(accountId);
    await this.#state.update(keyOf(accountId), undefined);
    if (!known) return;
    this.#log.info('account removed', { account: accountId });
    this.#changed.fire({ accountId, change: 'removed' });
  }

  #remember(id: string, metadata: AccountMetadata): Account {
    this.#forgotten.delete(id);
    const { label, endpoint, kind, userName, tenantId } = metadata;
    const account: Account = {
      id,
      label,
      endpoint,
      kind,
      ...(userName !== undefined && { userName }),
      ...(tenantId !== undefined && { tenantId }),
    };
    this.#accounts.set(id, account);
    return account;
  }

  #protect(credential: Credential): void {
    for (const value of secretValues(credential)) this.#redactor.register(value);
  }
}
