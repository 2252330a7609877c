import type { SecretReference } from '../base/secretReference';
import type { SecretSource } from './secretSource';

/**
 * Secret values for one run, in this window's memory only: copied from another tenant, or typed. A file cannot refer to
 * them, since its references have other sources.
 */
export class MemorySecrets implements SecretSource {
  readonly #values = new Map<string, string>();

  /** Keeps a value under a new reference. */
  add(value: string): SecretReference {
    const name = String(this.#values.size + 1);
    this.#values.set(name, value);
    return { source: 'memory', name };
  }

  async value({ source, name }: SecretReference): Promise<string | undefined> {
    return Promise.resolve(source === 'memory' ? this.#values.get(name) : undefined);
  }

  /** Drops every value. */
  clear(): void {
    this.#values.clear();
  }
}
