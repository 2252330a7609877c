import { isObject, type JsonObject, type JsonValue } from '../base/json';
import { stripSecrets } from '../redact/secretValues';
import type { StoredSecrets } from './model';
import { isSecretProperty } from './properties';

/** Properties without secret values, and what was cut out. */
export interface PropertiesWithoutSecrets {
  readonly properties: JsonObject;
  /** Secret property, or its path (`auth.password`) when nested → whether it held a value. */
  readonly secrets: StoredSecrets;
}

function hasValue(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

/**
 * Takes the secrets out of an integration's (or a listener's) `properties`, at any depth. Secret properties are cut out:
 * the catalogue says which of its types' are secret; all others are judged by their names. What is secret inside a text
 * (an address, a query, a header) is masked in its place.
 */
export function cutOutSecrets(typeId: string, properties: JsonObject): PropertiesWithoutSecrets {
  const secrets = new Map<string, boolean>();
  const left = stripSecrets(properties, {
    isSecretProperty: (key) => isSecretProperty(typeId, key),
    replaceValue: (path, cut) => {
      secrets.set(path, hasValue(cut));
      return undefined;
    },
  });
  return { properties: isObject(left) ? left : {}, secrets: Object.fromEntries(secrets) };
}
