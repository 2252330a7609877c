import { isSecretProperty } from './catalog/properties';
import { MASK } from './catalog/masks';
import type { StoredSecrets } from './catalog/model';
import type { JsonObject, JsonValue } from './json';
import { Finder } from './redact/finder';
import { formsOf, MIN_SECRET_LENGTH } from './redact/forms';
import { stripSecrets } from './redact/keys';
import { maskByForm, maskNamedValues, maskUserInfo } from './redact/patterns';

export { isSecretKey } from './redact/keys';

/** Secrets remembered at a time; beyond that the one not used for longest goes. */
const MAX_VALUES = 1000;

/**
 * Takes secrets out of texts: every value registered, in the encodings it may turn up in, and whatever looks like a
 * credential by its name or form. Values live in memory only.
 */
export class Redactor {
  /** Values, the one not used for longest first, each with the texts it may turn up as: those are dear to make. */
  readonly #values = new Map<string, readonly string[]>();
  #finder: Finder | undefined;

  /** Makes a value unspeakable from now on. Values shorter than four characters are left to the patterns. */
  register(value: string): void {
    if (value.trim().length < MIN_SECRET_LENGTH) return;
    const known = this.#values.get(value);
    this.#values.delete(value);
    this.#values.set(value, known ?? formsOf(value));
    if (known) return;
    const [oldest] = this.#values.keys();
    if (this.#values.size > MAX_VALUES && oldest !== undefined) this.#values.delete(oldest);
    this.#finder = undefined;
  }

  /** Gives the text without secrets. Takes time linear in its length, whatever it holds. */
  redact(text: string): string {
    this.#finder ??= new Finder([...this.#values.values()].flat());
    return maskByForm(maskNamedValues(this.#finder.replace(text, MASK), MASK), MASK);
  }
}

/** Properties without secret values, and what was cut out. */
export interface MaskedProperties {
  readonly properties: JsonObject;
  /** Secret property, or its path (`auth.password`) when nested → whether it held a value. */
  readonly secrets: StoredSecrets;
}

function hasValue(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** An address keeps its host; what stands before the `@` is a credential, whatever the property is called. */
function maskTexts(value: JsonValue): JsonValue {
  if (typeof value === 'string') return maskUserInfo(value, MASK);
  if (Array.isArray(value)) return value.map((item: JsonValue) => maskTexts(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]): [string, JsonValue | undefined] => [key, inner === undefined ? undefined : maskTexts(inner)]));
}

/**
 * Cuts the secrets out of an integration's (or a listener's) `properties`, at any depth. The catalogue says which
 * properties of its types are secret; all others are judged by their names.
 */
export function maskProperties(typeId: string, properties: JsonObject): MaskedProperties {
  const secrets = new Map<string, boolean>();
  const kept: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    const left = stripSecrets(value, { path: key, isSecret: isSecretProperty(typeId, key), onSecret: (path, cut) => secrets.set(path, hasValue(cut)) });
    if (left !== undefined) kept.push([key, maskTexts(left)]);
  }
  return { properties: Object.fromEntries(kept), secrets: Object.fromEntries(secrets) };
}
