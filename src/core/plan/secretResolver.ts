import type { JsonValue } from '../base/json';
import { referenceKey, type SecretReference } from '../base/secretReference';
import { integrationType } from '../catalog/registry';
import { normalize } from '../catalog/text';
import type { SecretSource } from '../operations/secretSource';
import type { ResolvedSecrets } from './compare';
import type { DesiredIntegration } from './model';

/** A value as a form would send it for this secret, e.g. without a space that was pasted after a token. */
export function secretAsSent(type: string, key: string, value: string): string {
  const field = integrationType(type).fields.find((candidate) => candidate.key === key);
  return field ? normalize(field, value) : value;
}

/** Whether what is stored is a value, as it is or as a form would have sent it. */
export function isStoredAs(type: string, key: string, stored: JsonValue | undefined, value: string): boolean {
  return stored === value || stored === secretAsSent(type, key, value);
}

/** Secret values for the time of one run, so that each is read once. Never kept longer. */
export class SecretResolver {
  readonly #source: SecretSource;
  readonly #values = new Map<string, Promise<string | undefined>>();

  constructor(source: SecretSource) {
    this.#source = source;
  }

  /** @returns undefined where the reference has no value. */
  async value(reference: SecretReference): Promise<string | undefined> {
    const key = referenceKey(reference);
    const known = this.#values.get(key) ?? this.#source.value(reference);
    this.#values.set(key, known);
    return known;
  }

  /** The values of a desired integration's secrets as a form would send them, and the references without one. */
  async resolve({
    type,
    values,
  }: DesiredIntegration): Promise<{ readonly secrets: ResolvedSecrets; readonly missing: readonly SecretReference[] }> {
    const secrets = new Map<string, string | undefined>();
    const missing: SecretReference[] = [];
    for (const [key, reference] of Object.entries(values.secrets)) {
      if (reference === 'empty') continue;
      const value = await this.value(reference);
      secrets.set(key, value === undefined ? undefined : secretAsSent(type, key, value));
      if (value === undefined) missing.push(reference);
    }
    return { secrets, missing };
  }
}
