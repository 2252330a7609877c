import { type JsonObject, type JsonValue, own } from '../../core/base/json';
import { MASK } from '../../core/redact/masks';
import { isSecretProperty } from '../../core/catalog/properties';
import { restoreSecrets } from '../../core/directory/restoreSecrets';
import type { Integration } from '../../core/directory/model';
import { wholeProperties } from '../../core/directory/updateBody';
import { editFrom } from '../../core/directory/threeWayMerge';
import type { PreviewView } from '../contract';
import { FormModel } from './model';
import { duplicateDraft } from './newDraft';
import { markSecrets, Placeholders, refillSecrets } from '../../core/export/placeholders';
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

interface Request {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly body: JsonObject;
}

type Body = JsonObject & { readonly properties?: JsonObject };

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

function updateBody(model: FormModel, source: Integration, places: Placeholders): Body {
  const { name, description, active } = toChange(model, {});
  const properties = editedProperties(model, source, places);
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(active === undefined ? {} : { active }),
    ...(properties === undefined ? {} : { properties }),
  };
}

/** No secret is shown, in whatever field it was typed: by the name of a property, or inside a text. */
function withoutCredentials(typeId: string, { properties, ...general }: Body, places: Placeholders): JsonObject {
  const isSecret = (key: string): boolean => isSecretProperty(typeId, key);
  return {
    ...markSecrets(general, () => false, places),
    ...(properties === undefined ? {} : { properties: markSecrets(properties, isSecret, places) }),
  };
}

/** The request the form stands for, with a mark in place of every secret. */
function describeRequest(model: FormModel, endpoint: string, places: Placeholders): Request | undefined {
  const { target, mode, source } = model.draft;
  if (!target) return undefined;
  const base = `${endpoint}/v1/tenants/${target.tenantId}/integrations`;
  if (mode === 'edit' && source)
    return {
      method: 'PUT',
      url: `${base}/${source.integrationId}`,
      body: withoutCredentials(source.type, updateBody(model, source, places), places),
    };
  return {
    method: 'POST',
    url: base,
    body: withoutCredentials(model.type.id, { ...toDraft(model, marks(filledSecrets(model), places)) }, places),
  };
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

/** A text as a POSIX shell takes it literally. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A request as a line for a POSIX shell. It holds `$CXENGAGE_TOKEN` and one variable for each secret, never a value. */
function toCurl(request: Request, places: Placeholders): string {
  // Single quotes expand nothing, so each variable stands in double quotes between two of them.
  const body = places.fill(quoted(JSON.stringify(request.body)), (variable) => `'"${variable}"'`);
  return [
    `curl -X ${request.method} ${quoted(request.url)}`,
    '-H "Authorization: Token $CXENGAGE_TOKEN"',
    "-H 'Content-Type: application/json'",
    `--data ${body}`,
  ].join(' \\\n  ');
}

/**
 * A saved integration as cURL: the request that creates one like it, or, for types that cannot be created, the one that
 * saves it as it is.
 */
export function savedCurl(integration: Integration, endpoint: string): string | undefined {
  const { name, description, active, tenantId, integrationId, secrets } = integration;
  const model = new FormModel(duplicateDraft(integration, true));
  if (model.type.creatable) return formCurl(model, endpoint);
  const places = new Placeholders();
  const stored = refillSecrets(integration.properties, secrets, places);
  const properties = wholeProperties(
    { ...integration, id: integrationId, properties: stored },
    { top: new Map(), properties: new Map(), secrets: new Map() },
  );
  const body = withoutCredentials(
    integration.type,
    { name, ...(description === '' ? {} : { description }), active, properties },
    places,
  );
  return toCurl(
    { method: 'PUT', url: `${endpoint}/v1/tenants/${tenantId}/integrations/${integrationId}`, body },
    places,
  );
}

/** The form's request as cURL; undefined while no tenant is chosen. */
export function formCurl(model: FormModel, endpoint: string): string | undefined {
  const places = new Placeholders();
  const request = describeRequest(model, endpoint, places);
  return request && toCurl(request, places);
}
