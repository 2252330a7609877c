import type { IntegrationDraft } from '../api/model';
import { type JsonObject, type JsonValue, own } from '../base/json';
import { isMasked } from '../redact/masks';
import { isEqual } from './equality';
import type { FieldSpec, FieldValues, IntegrationType } from './model';
import { normalize, normalizeText } from './text';
import { emptyWireValue, isVisible, toWireValue, valueOf } from './values';

/** The exact body of a create: flat, boolean `active`, lower-case type, no description when it is blank (API facts d, d.6). */
export function toWireBody(
  type: IntegrationType,
  { name, active, ...general }: Pick<IntegrationDraft, 'name' | 'description' | 'active'>,
  values: FieldValues,
): IntegrationDraft {
  const description = normalizeText(general.description ?? '');
  return {
    type: type.id,
    name: normalizeText(name),
    ...(description === '' ? {} : { description }),
    active,
    properties: type.toProperties(values),
  };
}

/** What an edit changed, ready for `IntegrationChange`. */
export interface PropertyChanges {
  /** Non-secret properties that differ, and secrets that must become empty because the form no longer asks for them. */
  readonly properties: JsonObject;
  /** Secrets newly typed. */
  readonly secrets: Readonly<Record<string, string>>;
}

function wireOf(type: IntegrationType, field: FieldSpec, values: FieldValues): JsonValue {
  return isVisible(type, field, values) ? toWireValue(field, valueOf(field, values)) : emptyWireValue(field);
}

/**
 * Compares the values of an edit. `before` are the values as read (`toValues`), `after` what the form holds now. A blank
 * or masked secret is no change: it keeps what is stored. A secret whose field went out of sight (REST from basic to
 * token) is set to the empty text, as the API wants unused ones (API facts d.3). `type` must have been made with the
 * `properties` read, so that values keep their JSON types. An optional key with a pattern that became empty is in
 * `properties` as the empty text; the body of the update leaves it out (API facts d.3).
 */
export function changedProperties(type: IntegrationType, before: FieldValues, after: FieldValues): PropertyChanges {
  const properties = new Map<string, JsonValue>();
  const secrets = new Map<string, string>();
  const sent = type.toProperties(after);
  for (const field of type.fields) {
    if (field.formOnly || field.readOnly) continue;
    if (field.secret) {
      const typed = normalize(field, String(valueOf(field, after)));
      const visible = isVisible(type, field, after);
      if (visible && typed.trim() !== '' && !isMasked(typed)) secrets.set(field.key, typed);
      if (!visible && isVisible(type, field, before)) properties.set(field.key, '');
    } else if (!isEqual(wireOf(type, field, before), wireOf(type, field, after))) {
      properties.set(field.key, own(sent, field.key) ?? wireOf(type, field, after));
    }
  }
  return { properties: Object.fromEntries(properties), secrets: Object.fromEntries(secrets) };
}
