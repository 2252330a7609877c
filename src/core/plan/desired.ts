import type { JsonObject, JsonValue } from '../base/json';
import { isEqual } from '../directory/equality';
import type { FieldValues, IntegrationType, StoredSecrets } from '../catalog/model';
import type { FileSecret, FileTarget, FileValues } from './fileModel';

/** A target's keys over the file's own, property by property. */
export function desiredValues(values: FileValues, target: FileTarget): FileValues {
  const { properties, secrets, ...top } = target.values;
  // A key that a target has as a secret is no plain property any more, and the other way round.
  const without = <T>(of: Readonly<Record<string, T>>, other: object): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(of).filter(([key]) => !Object.hasOwn(other, key)));
  return {
    ...values,
    ...top,
    properties: { ...without<JsonValue | undefined>(values.properties, secrets), ...properties },
    secrets: { ...without<FileSecret>(values.secrets, properties), ...secrets },
  };
}

/** Which secrets the file gives a value to. */
export function namedSecrets(values: FileValues): StoredSecrets {
  return Object.fromEntries(Object.entries(values.secrets).map(([key, secret]) => [key, secret !== 'empty']));
}

/** Whether a file says anything that a choice of the form depends on, e.g. of REST's authentication (API facts e.1). */
function steers(type: IntegrationType, choice: string, values: FileValues): boolean {
  return type.fields.some(
    (field) =>
      field.visibleWhen?.field === choice &&
      (Object.hasOwn(values.properties, field.key) || Object.hasOwn(values.secrets, field.key)),
  );
}

/** What the form would hold with a file's values alone: for validation and for a create. */
export function fieldValuesOf(type: IntegrationType, values: FileValues): FieldValues {
  return type.toValues(values.properties, namedSecrets(values));
}

/**
 * What the form would hold if a person changed a stored integration to what the file says: what the file leaves out stays
 * as it is, and so does a choice that does not go on the wire unless the file names what depends on it.
 * @param stored the integration's properties and which secrets it has, as the directory keeps them.
 */
export function valuesAfter(type: IntegrationType, before: FieldValues, values: FileValues): FieldValues {
  const given = fieldValuesOf(type, values);
  const kept = Object.entries(given).filter(([key]) => {
    const field = type.fields.find((candidate) => candidate.key === key);
    if (!field) return false;
    return field.formOnly ? steers(type, key, values) : Object.hasOwn(values.properties, key);
  });
  return { ...before, ...Object.fromEntries(kept) };
}

/** Whether a property as stored already says what a file asks for. */
export function isSameValue(stored: JsonObject, key: string, wished: JsonValue | undefined): boolean {
  const current = Object.hasOwn(stored, key) ? stored[key] : undefined;
  const isBlank = (value: JsonValue | undefined): boolean =>
    value === undefined || value === null || value === '' || value === false;
  return isEqual(current, wished) || (isBlank(current) && isBlank(wished));
}
