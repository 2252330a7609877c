import { systemClock, type Clock } from '../base/clock';
import type { SecretReference } from '../base/secretReference';
import type { SecretSource } from './secretSource';

/** How long values are held after their last use, in ms. */
export const MEMORY_SECRETS_KEPT_MS = 30 * 60_000;

export interface MemorySecretsOptions {
  /** Asked for the references of other sources. */
  readonly others?: SecretSource;
  readonly clock?: Clock;
}

/**
 * Secret values of one operation, held in this window's memory only and forgotten half an hour after their last use.
 * Never shown, logged or written; nothing but a reference to one leaves this object.
 */
export class MemorySecrets implements SecretSource {
  readonly #values = new Map<string, string>();
  readonly #others: SecretSource | undefined;
  readonly #clock: Clock;
  #usedAt: number;
  #timer: NodeJS.Timeout | undefined;

  constructor({ others, clock = systemClock }: MemorySecretsOptions = {}) {
    this.#others = others;
    this.#clock = clock;
    this.#usedAt = clock.monotonic();
  }

  /**
   * Keeps a value.
   * @param label what reports call it, e.g. the field and the integration.
   * @returns a new reference, which stands for it.
   */
  add(value: string, label: string): SecretReference {
    let name = label;
    for (let count = 2; this.#values.has(name); count += 1) name = `${label} (${count})`;
    this.#values.set(name, value);
    this.#touch();
    return { source: 'memory', name };
  }

  async value(reference: SecretReference): Promise<string | undefined> {
    if (reference.source !== 'memory') return this.#others?.value(reference);
    if (this.#clock.monotonic() - this.#usedAt > MEMORY_SECRETS_KEPT_MS) this.clear();
    const value = this.#values.get(reference.name);
    if (value !== undefined) this.#touch();
    return value;
  }

  /** Forgets every value. References to them have no value from then on. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#values.clear();
  }

  /** The time begins anew; the timer forgets the values even if nobody ever asks again. */
  #touch(): void {
    this.#usedAt = this.#clock.monotonic();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.clear();
    }, MEMORY_SECRETS_KEPT_MS).unref();
  }
}
