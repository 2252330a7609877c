import * as l10n from '@vscode/l10n';
import { ApiError } from '../api/error';
import { aboutTenant } from '../api/messages';
import type { ApiIntegration, UpdateIntegrationBody } from '../api/model';
import { integrationType, isKnownType } from '../catalog/registry';
import { isMasked } from '../redact/masks';
import { isSecretProperty, isSentBack, knownPropertyKeys } from '../catalog/properties';
import { fieldLabel, isVisible } from '../catalog/values';
import { own, type JsonObject, type JsonValue } from '../base/json';
import { stripSecrets } from '../redact/secretValues';
import type { Integration } from './model';
import { isHidden } from '../catalog/equality';
import { holdsMaskText, maskError } from './restoreSecrets';
import type { Edit } from './threeWayMerge';

/** How the whole is put together. */
export interface WholeOptions {
  /** The edit puts back what was there before, so it may hold keys that neither the catalog nor the server has now. */
  readonly isUndo?: boolean | undefined;
}

/**
 * The properties as they will be, whole: PUT replaces them (API facts d.2, k.4). All that was read goes back as it was,
 * in its order, whether or not the catalog knows the key, with the edit on top.
 */
export function wholeProperties(read: ApiIntegration, edit: Edit, { isUndo }: WholeOptions = {}): JsonObject {
  const merged = new Map<string, JsonValue>();
  for (const [key, value] of Object.entries(read.properties))
    if (value !== undefined && isSentBack(read.type, key)) merged.set(key, value);
  const known = isKnownType(read.type) ? new Set(knownPropertyKeys(read.type)) : undefined;
  for (const [key, value] of [...edit.properties, ...edit.secrets]) {
    // A new key that the type does not have would make the server refuse the whole (API facts d.3).
    const isAllowed = isUndo === true || !known || known.has(key) || Object.hasOwn(read.properties, key);
    if (!isAllowed || !isSentBack(read.type, key)) continue;
    if (value === undefined) merged.delete(key);
    else merged.set(key, value);
  }
  return withRequiredKeys(read.type, merged);
}

/**
 * Adds the keys that must be there even when they say nothing (`workItems` of Zendesk, all four of REST), and takes out
 * optional ones that became empty though they have a format (Twilio's `extensionPrefix`; API facts d.3).
 */
function withRequiredKeys(typeId: string, merged: Map<string, JsonValue>): JsonObject {
  const properties = Object.fromEntries(merged);
  const type = integrationType(typeId, properties);
  const required = new Map(Object.entries(type.toProperties(type.toValues(properties))));
  for (const field of type.fields)
    if (field.limits?.pattern && properties[field.key] === '' && !required.has(field.key)) merged.delete(field.key);
  if (type.creatable)
    for (const [key, value] of required) if (value !== undefined && !merged.has(key)) merged.set(key, value);
  return Object.fromEntries(merged);
}

/** Whether a secret, at any depth of a property, is a mask in place of its value. */
function holdsMask(typeId: string, key: string, value: JsonValue): boolean {
  let found = false;
  stripSecrets(value, {
    path: key,
    isSecret: isSecretProperty(typeId, key),
    replaceValue: (_path, secret) => {
      found ||= typeof secret === 'string' && isMasked(secret);
      return undefined;
    },
  });
  return found;
}

/** Whether the user saw that a secret was stored, and nobody has changed the integration since. */
function wasStored(read: ApiIntegration, key: string, seen: Integration | undefined): boolean {
  return seen !== undefined && seen.updated === read.updated && own(seen.secrets, key) === true;
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
    if (edit.secrets.has(key) || value === undefined) return [];
    if (holdsMask(read.type, key, value)) return [key];
    if (!isSecretProperty(read.type, key) || !isHidden(value)) return [];
    const field = type.fields.find((candidate) => candidate.key === key);
    const needed = field?.required === true && isVisible(type, field, values);
    return needed || wasStored(read, key, seen) ? [key] : [];
  });
}

/**
 * Secrets that the body would empty, or drop, only because the server leaves them out of what it gives (API facts k.5):
 * those that the type requires, those that were stored as far as the user saw, and all that the body would empty where
 * nothing is known of any of them.
 */
function leftOutSecrets(
  read: ApiIntegration,
  whole: JsonObject,
  edit: Edit,
  seen: Integration | undefined,
): readonly string[] {
  const type = integrationType(read.type, read.properties);
  const secrets = type.fields.filter(({ secret }) => secret === true);
  const leftOut = secrets.filter(
    ({ key }) => !Object.hasOwn(read.properties, key) && !edit.secrets.has(key) && !edit.properties.has(key),
  );
  const isAnyKnown = leftOut.length < secrets.length;
  const values = type.toValues(whole, seen?.secrets);
  // A server that gives one of them in the clear leaves none out: what is missing is not there.
  const isAnyShown = secrets.some(({ key }) => Object.hasOwn(read.properties, key) && !isHidden(read.properties[key]));
  const certain = leftOut.filter(
    (field) =>
      isVisible(type, field, values) && ((field.required === true && !isAnyShown) || wasStored(read, field.key, seen)),
  );
  const isAnyGuessed = certain.length === 0 && !isAnyKnown;
  return (isAnyGuessed ? leftOut.filter(({ key }) => Object.hasOwn(whole, key)) : certain).map(({ key }) => key);
}

function hiddenError(
  read: ApiIntegration,
  whole: JsonObject,
  hidden: readonly string[],
  { seen, tenantName }: UpdateBodyOptions,
): ApiError {
  const type = integrationType(read.type, read.properties);
  const values = type.toValues(whole, seen?.secrets);
  const fieldOf = (key: string) => type.fields.find((field) => field.key === key);
  const labels = hidden.map((key) => fieldLabel(type, key)).join(', ');
  // A secret inside another property, under a key that the type does not have, or of another way to authenticate than the
  // one chosen cannot be entered here.
  const canEnter = hidden.map(fieldOf).every((field) => field?.secret === true && isVisible(type, field, values));
  const sentence = canEnter
    ? l10n.t('CxEngage does not show what is stored for {0}, and saving would overwrite it. Enter it again.', labels)
    : l10n.t(
        'CxEngage does not show what is stored for {0}, and saving would overwrite it. Make this change in the CxEngage console.',
        labels,
      );
  const text = l10n.t('Enter the value again: CxEngage does not show what is stored.');
  return new ApiError('invalid', aboutTenant(tenantName, sentence), {
    fieldErrors: canEnter ? Object.fromEntries(hidden.map((key) => [key, [text]])) : {},
    noEffect: true,
  });
}

/** Refuses texts in which the mask of a secret is left that could not be put back: a mask is never sent. */
function refuseMasks(read: ApiIntegration, { top, properties }: Edit, tenantName: string | undefined): void {
  const masked = [
    ...[...top].filter(([field, value]) => holdsMaskText(value) && !holdsMaskText(read[field])),
    ...[...properties].filter(([key, value]) => holdsMaskText(value) && !holdsMaskText(own(read.properties, key))),
  ].map(([key]) => key);
  if (masked.length > 0) throw maskError(masked, tenantName);
}

/** Who asks for the body, and what they saw. */
export interface UpdateBodyOptions extends WholeOptions {
  /** What the user started from. */
  readonly seen?: Integration | undefined;
  /** For the error's sentence. */
  readonly tenantName?: string | undefined;
}

/**
 * The body of an update: the changed fields at the top level, and `properties` whole if one of them changed.
 * @throws ApiError `invalid`, with the fields to fill in, where a stored secret is hidden and would have to be sent.
 */
export function updateBody(
  read: ApiIntegration,
  edit: Edit,
  { seen, tenantName, isUndo }: UpdateBodyOptions = {},
): UpdateIntegrationBody {
  refuseMasks(read, edit, tenantName);
  const top: UpdateIntegrationBody = Object.fromEntries(edit.top);
  if (edit.properties.size === 0 && edit.secrets.size === 0) return top;
  const properties = wholeProperties(read, edit, { isUndo });
  const hidden = new Set(
    [hiddenSecrets, leftOutSecrets].flatMap((secretsOf) => secretsOf(read, properties, edit, seen)),
  );
  if (hidden.size > 0) throw hiddenError(read, properties, [...hidden], { seen, tenantName });
  return { ...top, properties };
}
