import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import type { Services } from '../../src/host/services';

const EXTENSION_ID = 'cxengage-community.cxengage-integrations';

/** The running extension's own parts; it gives them away in test mode only. */
export async function extensionServices(): Promise<Services> {
  const extension = vscode.extensions.getExtension<{ readonly services: Services } | undefined>(EXTENSION_ID);
  const exported = await extension?.activate();
  assert.ok(exported, 'the extension gives its services in test mode');
  return exported.services;
}

/** Takes back every account that a test left, here and in the running extension. */
export async function forgetAccounts(): Promise<void> {
  const { context, directory, state } = await extensionServices();
  for (const key of await context.secrets.keys())
    if (key.startsWith('cxengage.account.')) {
      // In this order it is a sign-out.
      await state.update(key, undefined);
      await context.secrets.delete(key);
    }
  await eventually(async () => {
    // Again each time: a store that read the keyring before may still write what it found.
    for (const key of state.keys()) if (key.startsWith('cxengage.account.')) await state.update(key, undefined);
    assert.deepEqual(
      directory.accounts().filter((account) => !account.sandbox),
      [],
    );
  });
}

/** The real SecretStorage with faults a keyring can have, asked for by the test. */
export class FaultySecretStorage implements vscode.SecretStorage {
  failing = false;
  /** Stores something else than it was given, as a keyring with a length limit would. */
  truncating = false;
  /** The most calls that were ever under way at once. */
  mostAtOnce = 0;
  readonly #real: vscode.SecretStorage;
  readonly #hidden = new Set<string>();
  #atOnce = 0;
  readonly onDidChange: vscode.Event<vscode.SecretStorageChangeEvent>;

  constructor(real: vscode.SecretStorage) {
    this.#real = real;
    this.onDidChange = real.onDidChange;
  }

  hide(key: string): void {
    this.#hidden.add(key);
  }

  async keys(): Promise<string[]> {
    const keys = await this.#run(() => this.#real.keys());
    return keys.filter((key) => !this.#hidden.has(key));
  }

  async get(key: string): Promise<string | undefined> {
    const value = await this.#run(() => this.#real.get(key));
    return this.#hidden.has(key) ? undefined : value;
  }

  async store(key: string, value: string): Promise<void> {
    await this.#run(() => this.#real.store(key, this.truncating ? value.slice(0, 10) : value));
  }

  async delete(key: string): Promise<void> {
    await this.#run(() => this.#real.delete(key));
  }

  async #run<T>(call: () => Thenable<T>): Promise<T> {
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    try {
      // The value in the error is what a careless log would print.
      if (this.failing) throw new Error('Cannot create an item in a locked collection');
      return await call();
    } finally {
      this.#atOnce -= 1;
    }
  }
}
