import { isMasked } from '../redact/masks';
import { own, isObject, type JsonValue } from '../base/json';

/**
 * Puts back what was cut out of a value before anybody saw it: secrets inside an object, and the user part of an
 * address, which stands masked in `wished`. A key that was shown and is gone now stays gone.
 * @param wished the value as edited, `shown` as it was shown, `stored` as the server has it.
 */
export function restoreSecrets(
  wished: JsonValue,
  shown: JsonValue | undefined,
  stored: JsonValue | undefined,
): JsonValue {
  if (typeof wished === 'string') return isMasked(wished) && stored !== undefined ? stored : wished;
  if (!isObject(wished) || !isObject(stored)) return wished;
  const visible = isObject(shown) ? shown : {};
  const merged = new Map<string, JsonValue>();
  for (const [key, value] of Object.entries(stored)) {
    if (value !== undefined && own(visible, key) === undefined) merged.set(key, value);
  }
  for (const [key, value] of Object.entries(wished)) {
    if (value !== undefined) merged.set(key, restoreSecrets(value, own(visible, key), own(stored, key)));
  }
  return Object.fromEntries(merged);
}
