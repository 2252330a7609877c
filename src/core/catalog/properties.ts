import type { JsonObject } from '../base/json';
import { isSecretKey } from '../redact/keys';
import { secretTexts } from '../redact/secretValues';
import { NEVER_SENT } from './define';
import { integrationType, isKnownType } from './registry';

/** Keys that an old form left behind in records of other types; the consoles strip them too (API facts d.3). */
const STRIPPED_KEYS: ReadonlySet<string> = new Set(['token', 'workItems', 'endpointPrefix']);

/** Property names of a known type, without form-only choices; none for an unknown type. */
export function knownPropertyKeys(typeId: string): readonly string[] {
  return integrationType(typeId)
    .fields.filter((field) => !field.formOnly)
    .map((field) => field.key);
}

/** Names of the properties that the catalogue marks secret; none for an unknown type. */
export function secretKeys(typeId: string): readonly string[] {
  return integrationType(typeId)
    .fields.filter((field) => field.secret)
    .map((field) => field.key);
}

/**
 * Whether a property must never be shown. The catalogue decides for the keys it knows; any other key, of any type, is
 * judged by its name (an old Zendesk record has `authToken`, API facts e.1).
 */
export function isSecretProperty(typeId: string, key: string): boolean {
  const field = isKnownType(typeId)
    ? integrationType(typeId).fields.find((candidate) => candidate.key === key)
    : undefined;
  return field ? field.secret === true : isSecretKey(key);
}

/** The secret texts among properties in the clear, at any depth, so that they can be redacted elsewhere. */
export function secretsOf(typeId: string, properties: JsonObject): readonly string[] {
  return secretTexts(properties, (key) => isSecretProperty(typeId, key));
}

/** Whether an update sends a property that was read: all but what the API facts name (d.2, d.3). */
export function isSentBack(typeId: string, key: string): boolean {
  if (NEVER_SENT.has(key)) return false;
  return !STRIPPED_KEYS.has(key) || !isKnownType(typeId) || knownPropertyKeys(typeId).includes(key);
}
