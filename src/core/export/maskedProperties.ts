import { MASK } from '../redact/masks';
import type { JsonObject } from '../base/json';

/** Properties as they may be shown: a secret is a mask where the server holds one, empty where it does not. */
export function maskedProperties(of: {
  readonly properties: JsonObject;
  readonly secrets: Readonly<Record<string, boolean>>;
}): JsonObject {
  const secrets = Object.entries(of.secrets).map(([key, hasValue]) => [key, hasValue ? MASK : ''] as const);
  return { ...of.properties, ...Object.fromEntries(secrets) };
}
