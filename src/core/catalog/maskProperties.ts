import { isObject, isArray, type JsonObject, type JsonValue } from '../base/json';
import { MASK } from '../redact/masks';
import { stripSecrets } from '../redact/keys';
import { maskUserInfo } from '../redact/patterns';
import type { StoredSecrets } from './model';
import { isSecretProperty } from './properties';

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
  if (isArray(value)) return value.map(maskTexts);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]): [string, JsonValue | undefined] => [
      key,
      inner === undefined ? undefined : maskTexts(inner),
    ]),
  );
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
    const left = stripSecrets(value, {
      path: key,
      isSecret: isSecretProperty(typeId, key),
      onSecret: (path, cut) => secrets.set(path, hasValue(cut)),
    });
    if (left !== undefined) kept.push([key, maskTexts(left)]);
  }
  return { properties: Object.fromEntries(kept), secrets: Object.fromEntries(secrets) };
}
