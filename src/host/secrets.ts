import pLimit from 'p-limit';
import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import type { Logger } from '../core/base/log';

/** What a look into the keyring gives. A keyring that fails is not the same as one that holds nothing. */
export type SecretRead =
  | { readonly state: 'found'; readonly text: string }
  | { readonly state: 'none' }
  | { readonly state: 'unavailable'; readonly reason: string };

export type SecretKeys =
  | { readonly state: 'found'; readonly keys: readonly string[] }
  | { readonly state: 'unavailable'; readonly reason: string };

/** What the keyring’s last call gave; `unknown` before it was first asked. */
export type KeyringState = 'unknown' | 'available' | 'unavailable';

/** The sentence for a keyring that fails: what happened and what to do. */
function keyringProblem(): string {
  return vscode.l10n.t(
    'VS Code could not use the keyring of this system, where it keeps secrets. Unlock or set up the keyring (on Linux: gnome-keyring or KWallet), then try again.',
  );
}

/** The error for a keyring that fails: it may be unlocked, then the same action succeeds. */
export function keyringError(reason = keyringProblem()): UserError {
  return new UserError(reason, { cause: 'keyring', canRetry: true });
}

/** One word for the log; a keyring's error text could hold what it was given. */
function causeName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/**
 * VS Code's SecretStorage with its failures made visible. Calls are made one at a time, so that a system that asks
 * for permission asks once; every write is read back before it counts as done.
 */
export class SecretStore implements vscode.Disposable {
  readonly #storage: vscode.SecretStorage;
  readonly #log: Logger;
  readonly #queue = pLimit(1);
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #stateChanged = new vscode.EventEmitter<KeyringState>();
  readonly #subscription: vscode.Disposable;
  #state: KeyringState = 'unknown';

  /** Fires the key that was stored or deleted, in this window or another; possibly more than once. */
  readonly onDidChange = this.#changed.event;
  readonly onDidChangeState = this.#stateChanged.event;

  constructor(storage: vscode.SecretStorage, log: Logger) {
    this.#storage = storage;
    this.#log = log;
    this.#subscription = storage.onDidChange((event) => {
      this.#changed.fire(event.key);
    });
  }

  get state(): KeyringState {
    return this.#state;
  }

  /** Reads one secret now. Never throws. */
  async read(key: string): Promise<SecretRead> {
    return this.#queue(async (): Promise<SecretRead> => {
      try {
        const text = await this.#storage.get(key);
        this.#setState('available');
        return text === undefined ? { state: 'none' } : { state: 'found', text };
      } catch (error) {
        return { state: 'unavailable', reason: this.#failed('read', error) };
      }
    });
  }

  /** Lists the keys this extension stored, without reading a value. Never throws. */
  async keys(): Promise<SecretKeys> {
    return this.#queue(async (): Promise<SecretKeys> => {
      try {
        const keys = await this.#storage.keys();
        this.#setState('available');
        return { state: 'found', keys };
      } catch (error) {
        return { state: 'unavailable', reason: this.#failed('list', error) };
      }
    });
  }

  /**
   * Stores one secret and reads it back.
   * @param text one line: line breaks have made whole keyrings unreadable on Linux.
   * @throws UserError where the keyring fails or gives back something else.
   */
  async write(key: string, text: string): Promise<void> {
    await this.#queue(async () => {
      let stored: string | undefined;
      try {
        await this.#storage.store(key, text);
        stored = await this.#storage.get(key);
      } catch (error) {
        throw keyringError(this.#failed('write', error));
      }
      if (stored !== text) throw keyringError(this.#failed('verify', undefined));
      this.#setState('available');
    });
  }

  /**
   * Deletes one secret; one that is not there counts as deleted.
   * @throws UserError where the keyring fails.
   */
  async remove(key: string): Promise<void> {
    await this.#queue(async () => {
      try {
        await this.#storage.delete(key);
        this.#setState('available');
      } catch (error) {
        throw keyringError(this.#failed('delete', error));
      }
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#stateChanged.dispose();
  }

  #failed(operation: string, error: unknown): string {
    this.#log.error('keyring', { operation, cause: causeName(error) });
    this.#setState('unavailable');
    return keyringProblem();
  }

  #setState(state: KeyringState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}
