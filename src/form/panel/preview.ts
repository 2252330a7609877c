import { type JsonObject, type JsonValue, own } from '../../core/base/json';
import { MASK } from '../../core/redact/masks';
import { listenerBody } from '../../core/directory/records';
import { restoreSecrets } from '../../core/directory/restoreSecrets';
import type { Integration, IntegrationDraft } from '../../core/directory/model';
import { wholeProperties } from '../../core/directory/updateBody';
import { editFrom } from '../../core/directory/threeWayMerge';
import type { PreviewView } from '../contract';
import { markedRequest, toCurl, type MarkedRequest } from '../../core/export/curl';
import { Placeholders, refillSecrets } from '../../core/export/placeholders';
import type { FormModel } from './model';
import { toChange, toDraft, type SecretValues } from '../request';

function marks(keys: readonly string[], places: Placeholders): SecretValues {
  return Object.fromEntries(keys.map((key) => [key, places.mark(key)]));
}

/** Secret keys of the form that hold, or will hold, a value. */
function filledSecrets(model: FormModel): readonly string[] {
  return model.fields
    .filter((field) => field.secret && model.secretSource(field.key).kind !== 'none')
    .map((field) => field.key);
}

/** Secret keys whose value an edit replaces. */
function newSecrets(model: FormModel): readonly string[] {
  return filledSecrets(model).filter((key) => model.secretSource(key).kind !== 'kept');
}

/** What is stored with an edit's changes in it, as the directory will send it: whole (API facts d.2). */
function editedProperties(model: FormModel, source: Integration, places: Placeholders): JsonObject | undefined {
  const edit = editFrom(toChange(model, marks(newSecrets(model), places)), source.type);
  if (edit.properties.size === 0 && edit.secrets.size === 0) return undefined;
  const properties = refillSecrets(source.properties, source.secrets, places);
  const changes = new Map(
    [...edit.properties].map(([key, value]): [string, JsonValue | undefined] => [
      key,
      value === undefined ? undefined : restoreSecrets(value, own(source.properties, key), own(properties, key)),
    ]),
  );
  return wholeProperties({ ...source, id: source.integrationId, properties }, { ...edit, properties: changes });
}

function updateBody(model: FormModel, source: Integration, places: Placeholders): Partial<IntegrationDraft> {
  const { name, description, active } = toChange(model, {});
  const properties = editedProperties(model, source, places);
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(active === undefined ? {} : { active }),
    ...(properties === undefined ? {} : { properties }),
  };
}

/** The request the form stands for, with a mark in place of every secret. */
function describeRequest(model: FormModel, endpoint: string, places: Placeholders): MarkedRequest | undefined {
  const { target, mode, source, listenerOf } = model.draft;
  if (!target) return undefined;
  const at = { tenantId: target.tenantId, ...(listenerOf ? { listenersOf: listenerOf.integrationId } : {}) };
  if (mode === 'edit' && source) {
    const id = 'listenerId' in source ? source.listenerId : source.integrationId;
    return markedRequest(endpoint, { ...at, id }, source.type, updateBody(model, source, places), places);
  }
  const draft = toDraft(model, marks(filledSecrets(model), places));
  return markedRequest(endpoint, at, model.type.id, listenerOf ? listenerBody(draft) : draft, places);
}

/** The form's request as the page shows it; undefined while no tenant is chosen. */
export function preview(model: FormModel, endpoint: string): PreviewView | undefined {
  const places = new Placeholders();
  const request = describeRequest(model, endpoint, places);
  return (
    request && {
      method: request.method,
      url: request.url,
      body: places.fill(JSON.stringify(request.body, null, 2), () => MASK),
    }
  );
}

/** The form's request as cURL; undefined while no tenant is chosen. */
export function formCurl(model: FormModel, endpoint: string): string | undefined {
  const places = new Placeholders();
  const request = describeRequest(model, endpoint, places);
  return request && toCurl(request, places);
}
