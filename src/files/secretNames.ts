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
    this.#loading ??= this.#load();
    return this.#names?.has(name);
  }

  async list(): Promise<readonly string[]> {
    this.#loading ??= this.#load();
    await this.#loading;
    return [...(this.#names ?? [])];
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #load(): Promise<void> {
    try {
      this.#names = new Set(await this.#secrets.list());
    } catch {
      // A keyring that fails says so where a secret is used; a diagnostic for every reference would blame the file.
      this.#names = undefined;
    }
    this.#changed.fire();
  }
}
