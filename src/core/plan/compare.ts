import * as l10n from '@vscode/l10n';

import { own, type JsonObject, type JsonValue } from '../base/json';
import type { FieldValues } from '../catalog/model';
import { isSecretProperty } from '../catalog/properties';
import { integrationType } from '../catalog/registry';
import { normalizeText } from '../catalog/text';
import { fieldLabel } from '../catalog/values';
import { maskSecretText } from '../redact/secretText';
import { changedProperties, type PropertyChanges } from '../catalog/wire';
import { isHidden, isSameSetting } from '../catalog/equality';
import { requiredSecrets } from '../directory/hiddenKeys';
import type { Integration } from '../directory/model';
import { fieldValuesOf, valuesAfter } from './desired';
import type { FileValues } from './fileModel';
import type { DesiredIntegration, FieldChange, SecretComparison } from './model';
import { unsentSecrets, type UnsentSecret } from './unsentSecrets';

/** Values of a desired integration's secrets by property; undefined for a reference without a value here. */
export type ResolvedSecrets = ReadonlyMap<string, string | undefined>;

/** What an update would send, and the same as fields to be shown. */
export interface UpdateContent {
  readonly fields: readonly FieldChange[];
  /** For `IntegrationChange`; secrets in the clear, so it is dropped when its use ends. */
  readonly changes: PropertyChanges;
  /** Secrets among `fields` that `changes` leaves out: the whole must not be made. */
  readonly unsent: readonly UnsentSecret[];
}

function topChange(field: 'name' | 'description' | 'active', before: JsonValue, after: JsonValue): FieldChange {
  const labels = { name: l10n.t('Name'), description: l10n.t('Description'), active: l10n.t('Active') };
  return { field, isProperty: false, label: labels[field], before, after };
}

/** A text that differs in no more than spaces around it and the form of its letters is the same: nobody sees that. */
function textChange(field: 'name' | 'description', before: string, wished: string | undefined): readonly FieldChange[] {
  // What is stored has its credentials masked, whatever a file says.
  if (wished === undefined || maskSecretText(normalizeText(wished)) === maskSecretText(normalizeText(before)))
    return [];
  return [topChange(field, before, normalizeText(wished))];
}

function topFields(current: Integration, values: FileValues): readonly FieldChange[] {
  const { name, description, active } = values;
  return [
    ...textChange('name', current.name, name),
    ...textChange('description', current.description, description),
    ...(active === undefined || active === current.active ? [] : [topChange('active', current.active, active)]),
  ];
}

/** How a secret's value compares with what the server gave. */
function compareSecret(stored: JsonValue | undefined, isStored: boolean, wished: string | undefined): SecretComparison {
  if (!isStored) return 'new';
  if (wished === undefined || isHidden(stored)) return 'unknown';
  return stored === wished ? 'same' : 'different';
}

/** A reference may also stand for a value that is no secret field but has a credential inside: that is not shown either. */
function comparedSecrets(
  current: Integration,
  stored: JsonObject,
  secrets: ResolvedSecrets,
): readonly (readonly [string, SecretComparison])[] {
  return [...secrets].map(([key, value]): readonly [string, SecretComparison] => [
    key,
    compareSecret(
      own(stored, key),
      own(current.secrets, key) === true || Object.hasOwn(current.properties, key),
      value,
    ),
  ]);
}

/**
 * Compares a stored integration with what it should be.
 * @param stored its complete properties, with secrets; masked ones are *unknown*.
 */
export function compareIntegration(
  current: Integration,
  stored: JsonObject,
  { values, replaces }: Pick<DesiredIntegration, 'values' | 'replaces'>,
  secrets: ResolvedSecrets,
): UpdateContent {
  const type = integrationType(current.type, current.properties, current.secrets);
  const compared = comparedSecrets(current, stored, secrets);
  const sent = new Set(compared.filter(([, secret]) => secret !== 'same').map(([key]) => key));
  const resolved = Object.fromEntries(
    [...secrets].flatMap(([key, value]): (readonly [string, string])[] => (value === undefined ? [] : [[key, value]])),
  );
  const fieldsOf = (all: typeof compared): readonly FieldChange[] =>
    all.flatMap(([key, secret]) =>
      secret === 'same' ? [] : [{ field: key, isProperty: true, label: fieldLabel(type, key), secret }],
    );
  const sentOf = (all: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(all).filter(([key]) => sent.has(key)));
  const before = type.toValues(current.properties, current.secrets);
  const after: FieldValues = { ...valuesAfter(type, before, values), ...resolved };
  const wished = new Map([...secrets].filter(([key]) => sent.has(key)));
  const unsent = unsentSecrets(type, wished, after, current.secrets);
  // A value is replaced where it is stored, whether or not the form would show it, and nothing else changes with it.
  if (replaces) return { fields: fieldsOf(compared), changes: { properties: {}, secrets: sentOf(resolved) }, unsent };
  const changes = changedProperties(type, before, after);
  // Here too a secret is replaced that the form does not show, or that the type had once (API facts e.1).
  const inPlace = Object.fromEntries(
    Object.entries(resolved).filter(
      ([key]) => own(current.secrets, key) === true && !Object.hasOwn(changes.properties, key),
    ),
  );

  const plain = Object.entries(changes.properties).filter(
    ([key, value]) => !isSecretProperty(type.id, key) && !isSameSetting(own(current.properties, key), value),
  );
  const cleared = [
    ...Object.keys(changes.properties).filter((key) => isSecretProperty(type.id, key)),
    ...Object.entries(values.secrets).flatMap(([key, secret]) => (secret === 'empty' ? [key] : [])),
  ].filter((key, index, all) => all.indexOf(key) === index && own(current.secrets, key) === true);
  const secretFields = [...compared, ...cleared.map((key): readonly [string, SecretComparison] => [key, 'cleared'])];
  const shown = plain.filter(([key]) => !secrets.has(key));
  const hidden = plain.filter(([key]) => secrets.has(key) && sent.has(key));
  return {
    fields: [
      ...topFields(current, values),
      ...shown.map(([key, value]): FieldChange => ({
        field: key,
        isProperty: true,
        label: fieldLabel(type, key),
        ...between(own(current.properties, key), value),
      })),
      ...fieldsOf(secretFields),
    ],
    changes: {
      properties: {
        ...Object.fromEntries([...shown, ...hidden]),
        ...Object.fromEntries(cleared.map((key) => [key, ''])),
      },
      secrets: { ...sentOf(inPlace), ...sentOf(changes.secrets) },
    },
    unsent,
  };
}

/** What a field is and should be; absent values stay absent. */
function between(before: JsonValue | undefined, after: JsonValue | undefined): Pick<FieldChange, 'before' | 'after'> {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** What a create sets, field by field. */
export function createdFields(typeId: string, values: FileValues & { readonly name: string }): readonly FieldChange[] {
  const type = integrationType(typeId);
  const properties = type.toProperties(fieldValuesOf(type, values));
  const isSet = (value: JsonValue | undefined): boolean => value !== undefined && value !== '' && value !== false;
  return [
    { field: 'name', isProperty: false, label: l10n.t('Name'), after: normalizeText(values.name) },
    ...(values.description
      ? [
          {
            field: 'description',
            isProperty: false,
            label: l10n.t('Description'),
            after: normalizeText(values.description),
          },
        ]
      : []),
    { field: 'active', isProperty: false, label: l10n.t('Active'), after: values.active ?? true },
    ...Object.entries(properties).flatMap(([key, value]): FieldChange[] =>
      !isSecretProperty(type.id, key) && isSet(value)
        ? [{ field: key, isProperty: true, label: fieldLabel(type, key), ...between(undefined, value) }]
        : [],
    ),
    ...Object.entries(values.secrets).flatMap(([key, secret]): FieldChange[] =>
      secret === 'empty' ? [] : [{ field: key, isProperty: true, label: fieldLabel(type, key), secret: 'new' }],
    ),
  ];
}

/** Secrets that a create would leave out though its plan names them. */
export function unsentByCreate(typeId: string, values: FileValues, secrets: ResolvedSecrets): readonly UnsentSecret[] {
  const type = integrationType(typeId);
  return unsentSecrets(type, secrets, fieldValuesOf(type, values));
}

/** Labels of the secrets that a create needs and the desired integration does not name. */
export function unnamedSecrets(typeId: string, values: FileValues): readonly string[] {
  const type = integrationType(typeId);
  return requiredSecrets(type, fieldValuesOf(type, values))
    .filter(({ key }) => (own(values.secrets, key) ?? 'empty') === 'empty')
    .map(({ label }) => label);
}
