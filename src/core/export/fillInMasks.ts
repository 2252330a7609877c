import type { JsonObject } from '../base/json';
import type { PropertiesWithoutSecrets } from '../catalog/cutOutSecrets';
import { MASK } from '../redact/masks';

/**
 * Properties as they may be shown. The opposite of `cutOutSecrets`: a secret is a mask where the server holds one, empty
 * where it does not.
 */
export function fillInMasks({ properties, secrets }: PropertiesWithoutSecrets, mask: string = MASK): JsonObject {
  const masks = Object.entries(secrets).map(([key, hasValue]) => [key, hasValue ? mask : ''] as const);
  return { ...properties, ...Object.fromEntries(masks) };
}
