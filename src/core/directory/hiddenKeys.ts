import { own, type JsonObject, type JsonValue } from '../base/json';
import { isHidden } from '../catalog/equality';
import type { FieldSpec, FieldValues, IntegrationType } from '../catalog/model';
import { integrationType } from '../catalog/registry';
import { visibleFields } from '../catalog/values';
import type { Integration } from './model';
import { holdsMaskText } from './restoreSecrets';

type Properties = Pick<Integration, 'type' | 'properties' | 'secrets'>;

/** The secrets that an integration holds, by their keys. */
export function storedKeys({ secrets }: Pick<Integration, 'secrets'>): readonly string[] {
  return Object.entries(secrets).flatMap(([key, isStored]) => (isStored ? [key] : []));
}

/** A property's value; undefined where the server hides it, and where there is none. */
export function readableValue(properties: JsonObject, key: string): JsonValue | undefined {
  const value = own(properties, key);
  return isHidden(value) ? undefined : value;
}

/** Properties whose values are not in `properties` as they are stored: secrets, and texts with a credential inside. */
export function hiddenKeys(integration: Properties): readonly string[] {
  const masked = Object.entries(integration.properties).flatMap(([key, value]) => (holdsMaskText(value) ? [key] : []));
  return [...new Set([...storedKeys(integration), ...masked])];
}

/** The secrets that an integration with these values must have, in the form's order. */
export function requiredSecrets(type: Pick<IntegrationType, 'fields'>, values: FieldValues): readonly FieldSpec[] {
  return visibleFields(type, values).filter(({ secret, required }) => secret === true && required === true);
}

/** Secrets that an integration must have and the server left out of what it gave (API facts k.5). */
export function leftOutKeys({ type, properties, secrets }: Properties): readonly string[] {
  const known = integrationType(type, properties, secrets);
  return requiredSecrets(known, known.toValues(properties, secrets)).flatMap(({ key }) =>
    Object.hasOwn(secrets, key) ? [] : [key],
  );
}
