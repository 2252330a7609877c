import * as l10n from '@vscode/l10n';
import { ApiError } from '../api/error';
import { aboutTenant } from '../api/messages';
import type { ApiIntegration, UpdateIntegrationBody } from '../api/model';
import { integrationType, isKnownType } from '../catalog/registry';
import { isMasked } from '../redact/masks';
import { isSecretProperty, knownPropertyKeys } from '../catalog/properties';
import { isVisible } from '../catalog/values';
import { NEVER_SENT } from '../catalog/define';
import { own, type JsonObject, type JsonValue } from '../base/json';
import type { Integration } from './model';
import { isHidden } from './equality';
import type { Edit } from './threeWayMerge';

/** The properties as they will be, whole: PUT replaces them (API facts d.2, k.4). */
export function wholeProperties(read: ApiIntegration, edit: Edit): JsonObject {
  const merged = new Map<string, JsonValue>();
  const wanted = isKnownType(read.type) ? new Set(knownPropertyKeys(read.type)) : undefined;
  const take = (key: string, value: JsonValue | undefined): void => {
    // Surplus properties make the server refuse the whole (API facts d.3); those of unknown types go back as read.
    if (NEVER_SENT.has(key) || (wanted && !wanted.has(key))) return;
    if (value === undefined) merged.delete(key);
    else merged.set(key, value);
  };
  for (const [key, value] of Object.entries(read.properties)) take(key, value);
  for (const [key, value] of edit.properties) take(key, value);
  for (const [key, value] of edit.secrets) take(key, value);
  return withRequiredKeys(read.type, Object.fromEntries(merged));
}

/** Keys that must be there even when they say nothing (`workItems` of Zendesk, all four of REST; API facts d.3). */
function withRequiredKeys(typeId: string, properties: JsonObject): JsonObject {
  const type = integrationType(typeId, properties);
  return type.creatable ? { ...type.toProperties(type.toValues(properties)), ...properties } : properties;
}

/**
 * Secrets that the server hides and nobody typed anew: writing them back would wipe or garble them (API facts k.5).
 * @param seen what the user started from; it remembers that there was a value.
 */
function hiddenSecrets(
  read: ApiIntegration,
  whole: JsonObject,
  edit: Edit,
  seen: Integration | undefined,
): readonly string[] {
  const type = integrationType(read.type, read.properties);
  const values = type.toValues(whole, seen?.secrets);
  return Object.entries(whole).flatMap(([key, value]) => {
    if (edit.secrets.has(key) || !isSecretProperty(read.type, key) || !isHidden(value)) return [];
    if (typeof value === 'string' && isMasked(value)) return [key];
    const field = type.fields.find((candidate) => candidate.key === key);
    const needed = field?.required === true && isVisible(type, field, values);
    const was = seen !== undefined && seen.updated === read.updated && own(seen.secrets, key) === true;
    return needed || was ? [key] : [];
  });
}

/**
 * The body of an update: the changed fields at the top level, and `properties` whole if one of them changed.
 * @param tenantName for the error's sentence.
 * @throws ApiError `invalid`, with the fields to fill in, where a stored secret is hidden and would have to be sent.
 */
export function updateBody(
  read: ApiIntegration,
  edit: Edit,
  seen: Integration | undefined,
  tenantName: string | undefined,
): UpdateIntegrationBody {
  const top: UpdateIntegrationBody = Object.fromEntries(edit.top);
  if (edit.properties.size === 0 && edit.secrets.size === 0) return top;
  const properties = wholeProperties(read, edit);
  const hidden = hiddenSecrets(read, properties, edit, seen);
  if (hidden.length > 0) {
    const labels = hidden.map(
      (key) => integrationType(read.type).fields.find((field) => field.key === key)?.label ?? key,
    );
    const sentence = l10n.t(
      'CxEngage does not show what is stored for {0}, and saving would overwrite it. Enter it again.',
      labels.join(', '),
    );
    const text = l10n.t('Enter the value again: CxEngage does not show what is stored.');
    throw new ApiError('invalid', aboutTenant(tenantName, sentence), {
      fieldErrors: Object.fromEntries(hidden.map((key) => [key, [text]])),
      noEffect: true,
    });
  }
  return { ...top, properties };
}
