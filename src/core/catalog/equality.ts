// Whether two values are the same, from strict to lenient: `isEqual`, `isSameSetting`, `holdsWhatWasSent`.
import { isMasked } from '../redact/masks';
import { isSecretProperty } from './properties';
import { own, isObject, type JsonObject, type JsonValue } from '../base/json';

/** JSON with sorted keys, so that the order of keys makes no difference. */
function canonical(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

/** Whether two values say the same; the order of an object's keys does not matter. */
export function isEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** Nothing, in any of the ways an API says it. */
function isBlank(value: JsonValue | undefined): boolean {
  if (isObject(value)) return Object.values(value).every((inner) => inner === undefined);
  return value === undefined || value === null || value === '' || value === false;
}

/** Whether two values set the same: equal, or nothing both of them. */
export function isSameSetting(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return isEqual(a, b) || (isBlank(a) && isBlank(b));
}

/** Scalars by their text, composed and without the spaces and slashes at the ends that a server may tidy away. */
function tidy(value: JsonValue | undefined): string {
  return typeof value === 'object' && value !== null
    ? canonical(value)
    : String(value)
        .normalize('NFC')
        .trim()
        .replace(/(?<!\/)\/+$/, '');
}

/** True where a server hides a secret instead of giving it (API facts k.5). */
export function isHidden(value: JsonValue | undefined): boolean {
  return typeof value === 'string' ? value === '' || isMasked(value) : isBlank(value);
}

/** Whether two values set the same, or would after a server tidied them. */
function isSameTidied(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return isSameSetting(a, b) || tidy(a) === tidy(b);
}

/**
 * Whether what is stored is what was sent, as far as can be told: secrets that the server hides cannot be compared and
 * do not count, nor do keys it added.
 * @param before what was stored when it was sent. Where the old value is still there, it counts only if it is what was sent
 * to the letter: one that a server would tidy into the same says nothing about the new one.
 */
export function holdsWhatWasSent(type: string, sent: JsonObject, stored: JsonObject, before?: JsonObject): boolean {
  return Object.entries(sent).every(([key, value]) => {
    const found = own(stored, key);
    if (isSecretProperty(type, key) && isHidden(found)) return true;
    if (before && isEqual(found, own(before, key))) return isEqual(value, found);
    return isSameTidied(value, found);
  });
}
