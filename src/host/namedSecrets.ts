import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import type { Redactor } from '../core/redact/redactor';
import { decodeRecord, encodeRecord } from './secretRecord';
import { keyringError, type SecretStore } from './secrets';

const PREFIX = 'cxengage.secret.';
const MAX_NAME_LENGTH = 100;

/**
 * Returns what is wrong with a secret's name, or undefined. Names are part of references such as `${secret:NAME}`, so only
 * characters that need no escaping there are allowed.
 * @param taken names that other secrets have.
 */
export function secretNameProblem(name: string, taken: readonly string[] = []): string | undefined {
  if (name === '') return vscode.l10n.t('Enter a name.');
  if (name.length > MAX_NAME_LENGTH) return vscode.l10n.t('Use at most {0} characters.', MAX_NAME_LENGTH);
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) return vscode.l10n.t('Use letters, digits, “_”, “-” and “.” only.');
  return taken.includes(name) ? vscode.l10n.t('A secret named “{0}” already exists.', name) : undefined;
}

/** Returns what is wrong with a secret's value, or undefined. */
export function secretValueProblem(value: string): string | undefined {
  return value === '' ? vscode.l10n.t('A secret cannot be empty.') : undefined;
}

/**
 * Values the user keeps under a name, one keyring record each. There is no index beside the keyring, so two windows
 * cannot disagree on it.
 */
export class NamedSecrets implements vscode.Disposable {
  readonly #store: SecretStore;
  readonly #redactor: Redactor;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  /** A named secret was added, replaced, renamed or deleted, in this window or another; possibly more than once. */
  readonly onDidChange = this.#changed.event;

  constructor(store: SecretStore, redactor: Redactor) {
    this.#store = store;
    this.#redactor = redactor;
    this.#subscription = store.onDidChange((key) => {
      if (key.startsWith(PREFIX)) this.#changed.fire();
    });
  }

  /**
   * The names, sorted; no value is read.
   * @throws UserError where the keyring fails.
   */
  async list(): Promise<readonly string[]> {
    const found = await this.#store.keys();
    if (found.state === 'unavailable') throw keyringError(found.reason);
    const names = found.keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
    return names.sort((a, b) => a.localeCompare(b));
  }

  /**
   * Reads one value and makes the log redact it from then on.
   * @returns undefined where there is no such secret.
   * @throws UserError where the keyring fails, or the record is damaged or of a newer version.
   */
  async get(name: string): Promise<string | undefined> {
    const found = await this.#store.read(PREFIX + name);
    if (found.state === 'none') return undefined;
    if (found.state === 'unavailable') throw keyringError(found.reason);
    const record = decodeRecord(found.text);
    const value = record.state === 'ok' ? record.fields.value : undefined;
    if (typeof value !== 'string')
      throw new UserError(unreadable(name, record.state === 'newer'), { cause: `record ${record.state}` });
    this.#redactor.register(value);
    return value;
  }

  /**
   * Stores a value under a name, replacing what was there.
   * @throws UserError for a bad name or an empty value, and where the keyring fails.
   */
  async set(name: string, value: string): Promise<void> {
    const problem = secretNameProblem(name) ?? secretValueProblem(value);
    if (problem !== undefined) throw new UserError(problem);
    this.#redactor.register(value);
    await this.#store.write(PREFIX + name, encodeRecord({ value }));
  }

  /**
   * Moves a secret to another name. The old record goes only once the new one has been read back.
   * @throws UserError where the new name is taken or the old one is gone, and those of `set`.
   */
  async rename(from: string, to: string): Promise<void> {
    if (from === to) return;
    const problem = secretNameProblem(to, await this.list());
    if (problem !== undefined) throw new UserError(problem);
    const found = await this.#store.read(PREFIX + from);
    if (found.state === 'unavailable') throw keyringError(found.reason);
    if (found.state === 'none') throw new UserError(vscode.l10n.t('There is no secret named “{0}”.', from));
    // The text moves as it is, so that a record of a newer version keeps all it holds.
    await this.#store.write(PREFIX + to, found.text);
    await this.#store.remove(PREFIX + from);
  }

  /** @throws UserError where the keyring fails. */
  async delete(name: string): Promise<void> {
    await this.#store.remove(PREFIX + name);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

function unreadable(name: string, newer: boolean): string {
  return newer
    ? vscode.l10n.t(
        'The secret “{0}” was stored by a newer version of this extension. Update the extension, or replace the secret.',
        name,
      )
    : vscode.l10n.t('The secret “{0}” is stored but cannot be read. Replace it with “CxEngage: Manage Secrets”.', name);
}
