import { isArray, isObject, own, type JsonValue } from '../base/json';
import { mapOf, readRows, rowsText } from './mapRows';
import { isSecretKey } from '../redact/keys';
import { stripSecrets } from '../redact/secretValues';
import { normalize } from './text';
import { isStructured, type FieldSpec, type FieldValue, type FieldValues, type IntegrationType } from './model';

/** What a person calls a property: its field's label, else its key. */
export function fieldLabel({ fields }: Pick<IntegrationType, 'fields'>, key: string): string {
  return fields.find((field) => field.key === key)?.label ?? key;
}

/** The value of a field: what the form holds, else the field's default. */
export function valueOf(field: FieldSpec, values: FieldValues): FieldValue {
  return own(values, field.key) ?? field.defaultValue;
}

/** The value of a field as text; a switch gives `true` or an empty text. */
export function textOf(values: FieldValues, key: string): string {
  const value = own(values, key);
  if (typeof value === 'string') return value;
  return value === true ? 'true' : '';
}

/** Whether a field shows with these values. Hidden fields are neither required nor sent with a value. */
export function isVisible(type: Pick<IntegrationType, 'fields'>, field: FieldSpec, values: FieldValues): boolean {
  const condition = field.visibleWhen;
  if (!condition) return true;
  const steering = type.fields.find((other) => other.key === condition.field);
  return steering !== undefined && condition.oneOf.includes(valueOf(steering, values));
}

/** The fields that show with these values, in the form's order. */
export function visibleFields(type: Pick<IntegrationType, 'fields'>, values: FieldValues): readonly FieldSpec[] {
  return type.fields.filter((field) => isVisible(type, field, values));
}

function parseJson(text: string): JsonValue {
  if (text.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return isJson(parsed) ? parsed : text;
  } catch {
    // The live preview also shows half-typed values; `validate` is what refuses them.
    return text;
  }
}

function isJson(value: unknown): value is JsonValue {
  // `JSON.parse` makes nothing else; the guard only tells the compiler so.
  return value === null || ['string', 'number', 'boolean', 'object'].includes(typeof value);
}

/**
 * A form value as it goes on the wire. `read` is the value the server sent for the same key, if any. A value that nobody
 * touched goes back exactly as read; records written by older consoles hold ports and switches as text (API facts e.2),
 * and keep that type.
 */
export function toWireValue(field: FieldSpec, value: FieldValue, read?: JsonValue): JsonValue {
  if (read !== undefined && field.kind !== 'json' && value === toFieldValue(field, read)) return read;
  const wire = ownWireValue(field, value);
  if (field.firstOf) return withFirst(field.firstOf, wire, read);
  const isText = field.sentAsText === true || typeof read === 'string';
  return isText && (typeof wire === 'number' || typeof wire === 'boolean') ? String(wire) : wire;
}

/** A list with a new value in its first object. */
function withFirst(
  { key, newItem }: NonNullable<FieldSpec['firstOf']>,
  value: JsonValue,
  read: JsonValue | undefined,
): JsonValue {
  const [first, ...others] = isArray(read) ? read : [];
  return [{ ...(isObject(first) ? first : newItem), [key]: value }, ...others];
}

function ownWireValue(field: FieldSpec, value: FieldValue): JsonValue {
  if (field.kind === 'boolean') return value === true || value === 'true';
  const text = normalize(field, typeof value === 'string' ? value : String(value));
  if (field.kind === 'json') return parseJson(text);
  if (field.kind === 'map') return mapOf(readRows(text) ?? []);
  if (field.kind === 'number' && text !== '') return Number.isFinite(Number(text)) ? Number(text) : text;
  return text;
}

/** What a hidden or empty field sends where its key must be present. */
export function emptyWireValue(field: FieldSpec): JsonValue {
  if (field.kind === 'boolean') return false;
  return isStructured(field.kind) ? {} : '';
}

/** A property as read → what the form holds; undefined when the property is absent or of no use to the field. */
export function toFieldValue(field: FieldSpec, read: JsonValue | undefined): FieldValue | undefined {
  if (read === undefined || read === null) return undefined;
  if (field.kind === 'boolean') return read === true || read === 'true';
  if (field.firstOf && isArray(read)) {
    const [first] = read;
    const value = isObject(first) ? own(first, field.firstOf.key) : undefined;
    return typeof value === 'string' ? value : '';
  }
  if (field.kind === 'map') {
    const shown = stripSecrets(read, { isSecret: isSecretKey(field.key) });
    return isObject(shown) ? rowsText(shown) : undefined;
  }
  if (field.kind === 'json')
    return JSON.stringify(stripSecrets(read, { isSecret: isSecretKey(field.key) }) ?? null, null, 2);
  if (typeof read === 'string') return read;
  return typeof read === 'object' ? JSON.stringify(read) : String(read);
}

/** Whether a wire value says nothing: such optional keys are left out of a create. */
export function isEmptyWire(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
