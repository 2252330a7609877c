import { referenceKey, type SecretReference } from '../core/base/secretReference';
import type { SecretSource } from '../core/operations/secretSource';

/** A secret source with values that the user typed for one plan. They live in memory, and only while the plan is shown. */
export class RunSecrets implements SecretSource {
  readonly #source: SecretSource;
  readonly #typed = new Map<string, string>();

  constructor(source: SecretSource) {
    this.#source = source;
  }

  give(reference: SecretReference, value: string): void {
    this.#typed.set(referenceKey(reference), value);
  }

  has(reference: SecretReference): boolean {
    return this.#typed.has(referenceKey(reference));
  }

  async value(reference: SecretReference): Promise<string | undefined> {
    return this.#typed.get(referenceKey(reference)) ?? this.#source.value(reference);
  }
}
