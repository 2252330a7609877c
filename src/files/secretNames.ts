import * as vscode from 'vscode';
import type { SecretReference } from '../core/base/secretReference';
import type { NamedSecrets } from '../host/namedSecrets';
import { environmentValue } from '../host/secretSources';

/** The names of saved secrets, asked for once and kept up to date. No value is read. */
export class SecretNames implements vscode.Disposable {
  readonly #secrets: NamedSecrets;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #names: ReadonlySet<string> | undefined;
  #loading: Promise<void> | undefined;
  #hasFailed = false;

  readonly onDidChange = this.#changed.event;

  constructor(secrets: NamedSecrets) {
    this.#secrets = secrets;
    this.#subscription = secrets.onDidChange(() => {
      if (this.#loading) void this.#load();
    });
  }

  /** Whether a reference has a value here; undefined until the names are known, and where the keyring fails. */
  has({ source, name }: SecretReference): boolean | undefined {
    if (source === 'env') return environmentValue(name) !== undefined;
    void this.#loaded();
    return this.#names?.has(name);
  }

  /** @returns undefined where the keyring fails. */
  async list(): Promise<readonly string[] | undefined> {
    await this.#loaded();
    return this.#names && [...this.#names];
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** A keyring that was locked may be open by now: whoever asks next has it asked again. */
  async #loaded(): Promise<void> {
    if (this.#hasFailed) this.#loading = undefined;
    return (this.#loading ??= this.#load());
  }

  async #load(): Promise<void> {
    const before = this.#names;
    this.#hasFailed = false;
    try {
      this.#names = new Set(await this.#secrets.list());
    } catch {
      // A keyring that fails says so where a secret is used; a diagnostic for every reference would blame the file.
      this.#names = undefined;
      this.#hasFailed = true;
    }
    // Whoever is told asks again: of what was unknown and still is nobody is told, or that would never end.
    if (this.#names ?? before) this.#changed.fire();
  }
}
