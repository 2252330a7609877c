import { integrationType } from '../catalog/registry';
import { visibleFields } from '../catalog/values';
import type { Integration } from './model';
import { holdsMaskText } from './restoreSecrets';

type Properties = Pick<Integration, 'type' | 'properties' | 'secrets'>;

/** The secrets that an integration holds, by their keys. */
export function storedKeys({ secrets }: Pick<Integration, 'secrets'>): readonly string[] {
  return Object.entries(secrets).flatMap(([key, isStored]) => (isStored ? [key] : []));
}

/** Properties whose values are not in `properties` as they are stored: secrets, and texts with a credential inside. */
export function hiddenKeys(integration: Properties): readonly string[] {
  const masked = Object.entries(integration.properties).flatMap(([key, value]) => (holdsMaskText(value) ? [key] : []));
  return [...new Set([...storedKeys(integration), ...masked])];
}

/** Secrets that an integration must have and the server left out of what it gave (API facts k.5). */
export function leftOutKeys({ type, properties, secrets }: Properties): readonly string[] {
  const known = integrationType(type, properties, secrets);
  return visibleFields(known, known.toValues(properties, secrets))
    .filter((field) => field.secret === true && field.required === true && !Object.hasOwn(secrets, field.key))
    .map(({ key }) => key);
}
