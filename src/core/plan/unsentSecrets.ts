import * as l10n from '@vscode/l10n';
import { own } from '../base/json';
import type { FieldValues, IntegrationType, StoredSecrets } from '../catalog/model';
import { isSentBack } from '../catalog/properties';
import { fieldLabel, isVisible } from '../catalog/values';
import { isMasked } from '../redact/masks';
import type { Cannot } from './model';

/** A secret whose value no write would send: the type does not have it, the integration does not use it, or it is none. */
export interface UnsentSecret {
  readonly key: string;
  readonly label: string;
  readonly reason: 'unknown' | 'unused' | 'blank';
}

function reasonOf(
  type: IntegrationType,
  key: string,
  value: string | undefined,
  shown: FieldValues,
  stored: StoredSecrets,
): UnsentSecret['reason'] | undefined {
  const field = type.fields.find((candidate) => candidate.key === key);
  if (!isSentBack(type.id, key)) return 'unused';
  // A name with a dot is a path to a nested value, which is not replaced by itself.
  const isStored = own(stored, key) === true && !key.includes('.');
  if (!field && !isStored) return 'unknown';
  // What is stored is replaced where it is, whether or not the form would show it.
  if (field && !isStored && (field.formOnly || field.readOnly || !isVisible(type, field, shown))) return 'unused';
  return value !== undefined && (value.trim() === '' || isMasked(value)) ? 'blank' : undefined;
}

/**
 * The secrets that a write would leave out though its plan names them.
 * @param secrets values by property; undefined where one is not known here.
 * @param shown what the form would hold, for what is used and what is not.
 * @param stored which secrets the integration holds; none for a new one.
 */
export function unsentSecrets(
  type: IntegrationType,
  secrets: ReadonlyMap<string, string | undefined>,
  shown: FieldValues,
  stored: StoredSecrets = {},
): readonly UnsentSecret[] {
  return [...secrets].flatMap(([key, value]): UnsentSecret[] => {
    const reason = reasonOf(type, key, value, shown, stored);
    return reason === undefined ? [] : [{ key, label: fieldLabel(type, key), reason }];
  });
}

/** Why an integration cannot be made or changed as wished, where a secret of it would not be sent. */
export function cannotSend(unsent: readonly UnsentSecret[], name: string, tenantName: string): Cannot | undefined {
  const [first] = unsent;
  if (!first) return undefined;
  const message = {
    unknown: l10n.t(
      '“{0}” in {1} cannot have “{2}”: integrations of this type do not have this property. Correct its name, or remove it.',
      name,
      tenantName,
      first.label,
    ),
    unused: l10n.t(
      '“{0}” in {1} does not use {2}, so its value is not sent. Remove it.',
      name,
      tenantName,
      first.label,
    ),
    blank: l10n.t(
      '“{0}” in {1} needs a value for {2}: the one given is blank or a placeholder. Replace it and plan again.',
      name,
      tenantName,
      first.label,
    ),
  }[first.reason];
  return { code: 'unusedSecret', message };
}
