import * as l10n from '@vscode/l10n';
import { ApiError } from '../api/error';
import { aboutTenant } from '../api/messages';
import { isArray, isObject, own, type JsonObject, type JsonValue } from '../base/json';
import { isMasked, MASK } from '../redact/masks';
import { unmaskSecretText } from '../redact/secretText';
import { isEqual } from '../catalog/equality';

function restoreText(wished: string, shown: JsonValue | undefined, stored: JsonValue | undefined): JsonValue {
  if (wished.trim() === MASK || (isMasked(wished) && !wished.includes(MASK))) return stored ?? wished;
  // A value that was masked whole says nothing about which part of it a mask means.
  return typeof stored === 'string' && shown !== MASK ? unmaskSecretText(wished, stored) : wished;
}

/**
 * The items of a list with their secrets. One that stayed as it was shown is found wherever it is now; one that was
 * changed only where no item came or went, because its secret could be another's.
 */
function restoreList(
  wished: readonly JsonValue[],
  shown: readonly JsonValue[],
  stored: readonly JsonValue[],
): JsonValue {
  const free = new Set(shown.keys());
  const take = (item: JsonValue, index: number): number | undefined => {
    const found = [index, ...free].find((at) => free.has(at) && isEqual(shown[at], item));
    if (found !== undefined) free.delete(found);
    return found;
  };
  const unchanged = wished.map(take);
  return wished.map((item, index) => {
    const from = unchanged[index] ?? (wished.length === shown.length && free.has(index) ? index : undefined);
    return from === undefined ? item : restoreSecrets(item, shown[from], stored[from]);
  });
}

function restoreObject(wished: JsonObject, shown: JsonObject, stored: JsonObject): JsonObject {
  const merged = new Map<string, JsonValue>();
  for (const [key, value] of Object.entries(stored)) {
    if (value !== undefined && own(shown, key) === undefined) merged.set(key, value);
  }
  for (const [key, value] of Object.entries(wished)) {
    if (value !== undefined) merged.set(key, restoreSecrets(value, own(shown, key), own(stored, key)));
  }
  return Object.fromEntries(merged);
}

/**
 * Puts back what was cut out of a value before anybody saw it: secrets inside an object, and those inside texts, whose
 * masks are in `wished`. A key that was shown and is gone now stays gone.
 * @param wished the value as edited, `shown` as it was shown, `stored` as the server has it.
 * @returns the value; a mask whose secret cannot be told stays, and must be refused.
 */
export function restoreSecrets(
  wished: JsonValue,
  shown: JsonValue | undefined,
  stored: JsonValue | undefined,
): JsonValue {
  if (stored !== undefined && isEqual(wished, shown)) return stored;
  if (typeof wished === 'string') return restoreText(wished, shown, stored);
  if (isArray(wished) && isArray(stored))
    return isArray(shown) && shown.length === stored.length ? restoreList(wished, shown, stored) : wished;
  return isObject(wished) && isObject(stored) ? restoreObject(wished, isObject(shown) ? shown : {}, stored) : wished;
}

/** Whether a text in a value, at any depth, holds the mask of a secret. */
export function holdsMaskText(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return value.includes(MASK);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsMaskText);
}

/** The error of a write that would send a mask: names the fields in which the secret must be entered. */
export function maskError(fields: readonly string[], tenantName: string | undefined): ApiError {
  const sentence = l10n.t('A secret in {0} is hidden and cannot be put back. Enter it again.', fields.join(', '));
  const text = l10n.t('Enter the hidden part again: •••• is never sent.');
  return new ApiError('invalid', aboutTenant(tenantName, sentence), {
    fieldErrors: Object.fromEntries(fields.map((field) => [field, [text]])),
    noEffect: true,
  });
}
