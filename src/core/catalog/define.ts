import { type JsonObject, type JsonValue, own } from '../base/json';
import type { FieldSpec, FieldValue, FieldValues, IntegrationSummary, IntegrationType, StoredSecrets } from './model';
import { emptyWireValue, isEmptyWire, isVisible, toFieldValue, toWireValue, valueOf } from './values';

/** Properties the server adds and refuses to take back (API facts d.2: a PUT with `sdkVersion` broke saving). */
export const NEVER_SENT: ReadonlySet<string> = new Set(['sdkVersion']);

/** What a type's file says; `defineType` adds the behaviour that all types share. */
export interface TypeDefinition {
  readonly id: string;
  readonly label: string;
  readonly summary: string;
  readonly icon: string;
  readonly creatable?: true;
  readonly hasListeners?: true;
  readonly fields: readonly FieldSpec[];
  /** Keys left out of a create while they hold nothing; all others are always present, empty if need be. */
  readonly optional?: readonly string[];
  /** Which fields tell one integration from another in a list. */
  readonly summaryFields?: { readonly host?: string; readonly user?: string };
  /** Values that do not follow from a property of the same name. */
  readonly derive?: (properties: JsonObject, stored: StoredSecrets) => FieldValues;
}

/** Also `https:\\host` and `https:host`: what a URL is made of later leads to that host all the same. */
const HAS_SCHEME = /^(?:https?|wss?|ftp):(?!\d+(?:\/|$))|:\/\//i;

/** The host of an address, without what stands before an `@`; a text without scheme is taken as `host/path`. */
export function hostOf(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  // A URL has neither tabs nor line breaks: they are passed over, and would hide its scheme.
  const text = value.trim().replaceAll(/[\t\n\r]/g, '');
  try {
    return new URL(HAS_SCHEME.test(text) ? text : `https://${text}`).host || undefined;
  } catch {
    return undefined;
  }
}

function userOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function describe(definition: TypeDefinition, properties: JsonObject): IntegrationSummary {
  const { host: hostField, user: userField } = definition.summaryFields ?? {};
  const host = hostField === undefined ? undefined : hostOf(own(properties, hostField));
  const user = userField === undefined ? undefined : userOf(own(properties, userField));
  return { ...(host === undefined ? {} : { host }), ...(user === undefined ? {} : { user }) };
}

/**
 * Makes an integration type of its definition. `read` is the `properties` of the integration being edited; its values
 * keep the JSON type they were stored with.
 */
export function defineType(definition: TypeDefinition, read: JsonObject = {}): IntegrationType {
  const { fields } = definition;
  const optional = new Set(definition.optional ?? []);

  const wireValue = (field: FieldSpec, values: FieldValues): JsonValue =>
    isVisible(definition, field, values)
      ? toWireValue(field, valueOf(field, values), own(read, field.key))
      : emptyWireValue(field);

  const toProperties = (values: FieldValues): JsonObject => {
    const sent = fields.filter((field) => !field.formOnly && !NEVER_SENT.has(field.key));
    const entries = sent.map((field): [string, JsonValue] => [field.key, wireValue(field, values)]);
    return Object.fromEntries(entries.filter(([key, value]) => !(optional.has(key) && isEmptyWire(value))));
  };

  const toValues = (properties: JsonObject, stored: StoredSecrets = {}): FieldValues => {
    const shown = fields.filter((field) => !field.formOnly && !field.secret);
    const entries = shown.map((field): [string, FieldValue | undefined] => [
      field.key,
      toFieldValue(field, own(properties, field.key)),
    ]);
    const present = entries.filter((entry): entry is [string, FieldValue] => entry[1] !== undefined);
    return { ...Object.fromEntries(present), ...definition.derive?.(properties, stored) };
  };

  return {
    id: definition.id,
    label: definition.label,
    summary: definition.summary,
    icon: definition.icon,
    creatable: definition.creatable ?? false,
    hasListeners: definition.hasListeners ?? false,
    fields,
    toProperties,
    toValues,
    describe: (properties) => describe(definition, properties),
  };
}
