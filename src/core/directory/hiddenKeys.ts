import { integrationType } from '../catalog/registry';
import { visibleFields } from '../catalog/values';
import type { Integration } from './model';
import { holdsMaskText } from './restoreSecrets';

type Properties = Pick<Integration, 'type' | 'properties' | 'secrets'>;

/** Properties whose values are not in `properties` as they are stored: secrets, and texts with a credential inside. */
export function hiddenKeys({ properties, secrets }: Properties): readonly string[] {
  const stored = Object.entries(secrets).flatMap(([key, isStored]) => (isStored ? [key] : []));
  const masked = Object.entries(properties).flatMap(([key, value]) => (holdsMaskText(value) ? [key] : []));
  return [...new Set([...stored, ...masked])];
}

/** Secrets that an integration must have and the server left out of what it gave (API facts k.5). */
export function leftOutKeys({ type, properties, secrets }: Properties): readonly string[] {
  const known = integrationType(type, properties, secrets);
  return visibleFields(known, known.toValues(properties, secrets))
    .filter((field) => field.secret === true && field.required === true && !Object.hasOwn(secrets, field.key))
    .map(({ key }) => key);
}
