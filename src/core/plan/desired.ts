import { own, type JsonValue } from '../base/json';
import type { FieldValue, FieldValues, IntegrationType, StoredSecrets } from '../catalog/model';
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

/**
 * What a file says of a choice that never goes on the wire, by the values it gives: a password means basic authentication,
 * a token means token (API facts e.1). Undefined where it says nothing, or both.
 */
function impliedChoice(type: IntegrationType, choice: string, values: FileValues): FieldValue | undefined {
  const isGiven = (key: string): boolean =>
    (own(values.secrets, key) ?? 'empty') !== 'empty' || (own(values.properties, key) ?? '') !== '';
  const implied = type.fields
    .filter((field) => field.visibleWhen?.field === choice && isGiven(field.key))
    .flatMap((field) => field.visibleWhen?.oneOf ?? []);
  const [first] = implied;
  return implied.every((value) => value === first) ? first : undefined;
}

/** What the form would hold with a file's values alone: for validation and for a create. */
export function fieldValuesOf(type: IntegrationType, values: FileValues): FieldValues {
  return type.toValues(values.properties, namedSecrets(values));
}

/**
 * What the form would hold if a person changed a stored integration to what the file says: what the file leaves out stays
 * as it is, and so does a choice that does not go on the wire unless the file names what depends on it.
 * @param before the form's values of the stored integration.
 */
export function valuesAfter(type: IntegrationType, before: FieldValues, values: FileValues): FieldValues {
  const given = fieldValuesOf(type, values);
  const kept = type.fields.flatMap((field): (readonly [string, FieldValue])[] => {
    const { key } = field;
    const value = field.formOnly ? impliedChoice(type, key, values) : own(given, key);
    const isSaid = field.formOnly === true || Object.hasOwn(values.properties, key);
    return value === undefined || !isSaid ? [] : [[key, value]];
  });
  return { ...before, ...Object.fromEntries(kept) };
}
