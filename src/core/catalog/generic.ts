import * as l10n from '@vscode/l10n';
import { type JsonObject, type JsonValue, own } from '../base/json';
import { isSecretKey } from '../redact/keys';
import { holdsSecret, isNested } from '../redact/secretValues';
import { NEVER_SENT, type TypeDefinition } from './define';
import { isStructured, type FieldKind, type FieldSpec, type StoredSecrets } from './model';

function kindOf(value: JsonValue | undefined): FieldKind {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'number';
  return typeof value === 'object' && value !== null ? 'json' : 'text';
}

/** A nested value with a secret in it cannot be edited as text without showing the secret, so it is read-only. */
export function lockNestedSecrets(
  fields: readonly FieldSpec[],
  properties: JsonObject,
  stored: StoredSecrets,
): readonly FieldSpec[] {
  const paths = Object.keys(stored);
  return fields.map((field) => {
    const isLocked =
      isStructured(field.kind) &&
      (isSecretKey(field.key) ||
        paths.some((path) => path.startsWith(`${field.key}.`)) ||
        holdsSecret(own(properties, field.key)));
    return isLocked
      ? { ...field, readOnly: true, help: l10n.t('Contains a secret, so you can see it here but not change it.') }
      : field;
  });
}

function shownField(key: string, value: JsonValue | undefined): FieldSpec {
  const kind = kindOf(value);
  return {
    key,
    label: key,
    kind,
    help: l10n.t('Property {0}, as stored in CxEngage.', key),
    defaultValue: kind === 'boolean' ? false : '',
    ...(NEVER_SENT.has(key) ? { readOnly: true } : {}),
  };
}

function secretField(key: string): FieldSpec {
  return {
    key,
    label: key,
    kind: 'text',
    secret: true,
    keepsSpaces: true,
    defaultValue: '',
    help: l10n.t('Property {0}. Its name says that it is secret, so its value is never shown.', key),
  };
}

/**
 * The definition of a type the catalog does not know: a field for every property read, secret-looking ones masked. It
 * cannot be created, because the API refuses property sets it does not expect (API facts d.3).
 */
export function genericDefinition(id: string, properties: JsonObject = {}, stored: StoredSecrets = {}): TypeDefinition {
  const cutOut = Object.keys(stored).filter((path) => !path.includes('.'));
  const secrets = new Set([
    ...Object.keys(properties).filter((key) => isSecretKey(key) && !isNested(properties[key])),
    ...cutOut,
  ]);
  const shown = Object.entries(properties).filter(([key]) => !secrets.has(key));
  return {
    id,
    label: id === '' ? l10n.t('Unknown type') : id,
    summary: l10n.t('A type that this extension does not know'),
    icon: 'unknown',
    fields: [...shown.map(([key, value]) => shownField(key, value)), ...[...secrets].map(secretField)],
  };
}
