import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors';
import { changedProperties, toWireBody } from '../core/catalog/wire';
import { storedKeys } from '../core/directory/hiddenKeys';
import type { Integration, IntegrationChange, IntegrationDraft } from '../core/directory/model';
import { isEqual } from '../core/catalog/equality';
import { holdsMaskText, maskError } from '../core/directory/restoreSecrets';
import { own, type JsonObject, type JsonValue } from '../core/base/json';
import type { Draft, DraftSecret } from './panel/draft';
import { FormModel, propertyId } from './panel/model';

/** Where the host finds secret values at the moment of sending. */
export interface SecretReader {
  /** A named secret's value; undefined where there is none of that name. */
  named(name: string): Promise<string | undefined>;
  /** The stored `properties` of the integration edited or copied, in the clear; fetched once, dropped after the act. */
  stored(source: Integration): Promise<JsonObject>;
}

/** Secret values by property key. Made just before an act and dropped after it. */
export type SecretValues = Readonly<Record<string, string>>;

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Gathers the secrets the visible fields need.
 * @param which `all` also fetches what is stored; `new` leaves out what an edit keeps anyway.
 * @throws UserError where a named secret is gone.
 */
export async function readSecrets(model: FormModel, reader: SecretReader, which: 'all' | 'new'): Promise<SecretValues> {
  const values: Record<string, string> = {};
  const { mode, source } = model.draft;
  let stored: JsonObject | undefined;
  for (const field of model.fields.filter((candidate) => candidate.secret)) {
    const from = model.secretSource(field.key);
    let value: string | undefined;
    if (from.kind === 'typed') {
      value = model.typedSecret(field.key);
    } else if (from.kind === 'saved') {
      value = await reader.named(from.name);
      if (value === undefined)
        throw new UserError(
          l10n.t('The saved secret “{0}” no longer exists. Choose another, or type the value.', from.name),
          { fieldErrors: { [field.key]: [l10n.t('The saved secret “{0}” no longer exists.', from.name)] } },
        );
    } else if (
      source &&
      model.isStored(field.key) &&
      (from.kind === 'kept' || mode === 'edit') &&
      (which === 'all' || mode === 'duplicate')
    ) {
      stored ??= await reader.stored(source);
      value = text(stored[field.key]);
    }
    if (value !== undefined && value !== '') values[field.key] = value;
  }
  return values;
}

/** What a create sends; `secrets` come from `readSecrets`, or are masks for the preview. */
export function toDraft(model: FormModel, secrets: SecretValues): IntegrationDraft {
  return toWireBody(model.type, model.draft, { ...model.values, ...secrets });
}

/**
 * The form's draft with all its secrets: those of secret fields, and those inside texts that are as they are stored.
 * @throws ApiError `invalid` where a named secret is gone, or a text was changed around a secret that is not shown:
 * what was typed may be meant for another host than the stored secret is.
 */
export async function readDraftWithSecrets(model: FormModel, reader: SecretReader): Promise<IntegrationDraft> {
  const draft = toDraft(model, await readSecrets(model, reader, 'all'));
  const { source, mode } = model.draft;
  const masked = Object.entries(draft.properties).filter(([, value]) => holdsMaskText(value));
  if (masked.length === 0) return draft;
  const isStoredUsed = source && (mode === 'edit' || reusesSecrets(source, model.draft.secrets));
  const changed = masked.filter(([key, value]) => !isStoredUsed || !isEqual(value, own(source.properties, key)));
  if (!source || changed.length > 0)
    throw maskError(
      changed.map(([key]) => key),
      undefined,
    );
  const stored = await reader.stored(source);
  const restored = masked.map(([key, value]) => [key, own(stored, key) ?? value] as const);
  return { ...draft, properties: { ...draft.properties, ...Object.fromEntries(restored) } };
}

/** Whether a copy takes the stored secrets along: the user was asked where there are secret fields with a value. */
function reusesSecrets(source: Integration, chosen: Readonly<Record<string, DraftSecret>>): boolean {
  return storedKeys(source).length === 0 || Object.values(chosen).some(({ kind }) => kind === 'kept');
}

/** What an edit changes, field by field; only the basis where nothing is changed. Secrets only where they are new. */
export function toChange(model: FormModel, secrets: SecretValues): IntegrationChange {
  const { source, name, description, active } = model.draft;
  if (!source) return {};
  const before = model.type.toValues(source.properties, source.secrets);
  const changed = changedProperties(model.type, before, { ...model.values, ...secrets });
  return {
    // A name that is stored with spaces around it is not renamed by an edit of something else.
    ...(name === source.name || name.trim() === source.name ? {} : { name: name.trim() }),
    ...(description.trim() === source.description.trim() ? {} : { description: description.trim() }),
    ...(active === source.active ? {} : { active }),
    ...(Object.keys(changed.properties).length === 0 ? {} : { properties: changed.properties }),
    ...(Object.keys(changed.secrets).length === 0 ? {} : { secrets: changed.secrets }),
    basis: source,
  };
}

/** Whether a change changes anything. */
export function isEmptyChange(change: IntegrationChange): boolean {
  return Object.keys(change).every((key) => key === 'basis');
}

function changedKeys(change: IntegrationChange): readonly string[] {
  const { properties = {}, ...others } = change;
  return [...Object.keys(others), ...Object.keys(properties).map(propertyId)];
}

/** Whether an edit no longer changes something that it changed when it was `sent`: it is to be as it was before. */
export function isSetBack(sent: Draft, now: IntegrationChange): boolean {
  const keys = new Set(changedKeys(now));
  const model = new FormModel(sent);
  const isKeptNow = (key: string): boolean =>
    ['typed', 'saved'].includes(model.secretSource(key).kind) && !Object.hasOwn(now.secrets ?? {}, key);
  return (
    changedKeys(toChange(model, {})).some((key) => !keys.has(key)) ||
    model.fields.some(({ key, secret }) => secret === true && isKeptNow(key))
  );
}
