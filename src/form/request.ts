import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors';
import { changedProperties, toWireBody } from '../core/catalog/wire';
import type { Integration, IntegrationChange, IntegrationDraft } from '../core/directory/model';
import type { JsonObject, JsonValue } from '../core/base/json';
import type { FormModel } from './panel/model';

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
          l10n.t('There is no saved secret named “{0}” any more. Choose another, or type the value.', from.name),
          { fieldErrors: { [field.key]: [l10n.t('There is no saved secret named “{0}” any more.', from.name)] } },
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
  const { name, description, active } = model.draft;
  return toWireBody({ type: model.type, name, description, active, values: { ...model.values, ...secrets } });
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
