import { randomUUID } from 'node:crypto';
import type { JsonObject, JsonValue } from '../core/json';
import type { PreviewView } from './contract';
import type { Integration } from '../core/directory/model';
import { FormModel } from './model';
import { duplicateDraft } from './newDraft';
import { toChange, toDraft, type SecretValues } from './request';

export const MASK = '••••';

/** Secret keys of the form that hold, or will hold, a value. */
function filledSecrets(model: FormModel): readonly string[] {
  return model.fields.filter((field) => field.secret && (model.secretSource(field.key).kind !== 'none' || (model.draft.mode === 'edit' && model.isStored(field.key)))).map((field) => field.key);
}

function masks(model: FormModel, mask: (key: string) => string): SecretValues {
  return Object.fromEntries(filledSecrets(model).map((key) => [key, mask(key)]));
}

/** The shell variable that stands for a secret in a cURL line: `securityToken` → `$SECURITY_TOKEN`. */
export function variableName(key: string): string {
  const name = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
  return `$${/^[A-Z_]/.test(name) ? name : `_${name}`}`;
}

interface Request {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly body: JsonObject;
}

function updateBody(model: FormModel, mask: (key: string) => string): JsonObject {
  const changed = toChange(model, Object.fromEntries(filledSecrets(model).filter((key) => model.secretSource(key).kind !== 'kept' && model.secretSource(key).kind !== 'none').map((key) => [key, mask(key)])));
  const touchesProperties = changed.properties !== undefined || changed.secrets !== undefined;
  // `properties` always go whole (API facts d.2), merged with what is stored.
  const properties: Record<string, JsonValue> = {};
  if (touchesProperties) {
    for (const [key, value] of Object.entries(model.type.toProperties({ ...model.values, ...masks(model, mask) }))) if (value !== undefined) properties[key] = value;
  }
  return {
    ...(changed.name === undefined ? {} : { name: changed.name }),
    ...(changed.description === undefined ? {} : { description: changed.description }),
    ...(changed.active === undefined ? {} : { active: changed.active }),
    ...(touchesProperties ? { properties } : {}),
  };
}

/** The request the form stands for, with `mask(key)` in place of every secret. */
export function describeRequest(model: FormModel, endpoint: string, mask: (key: string) => string): Request | undefined {
  const { target, mode, source } = model.draft;
  if (!target) return undefined;
  const base = `${endpoint}/v1/tenants/${target.tenantId}/integrations`;
  if (mode === 'edit' && source) return { method: 'PUT', url: `${base}/${source.integrationId}`, body: updateBody(model, mask) };
  return { method: 'POST', url: base, body: { ...toDraft(model, masks(model, mask)) } };
}

export function preview(model: FormModel, endpoint: string): PreviewView | undefined {
  const request = describeRequest(model, endpoint, () => MASK);
  return request && { method: request.method, url: request.url, body: JSON.stringify(request.body, null, 2) };
}

/** A text as a POSIX shell takes it literally. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function places(model: FormModel, mark: string): ReadonlyMap<string, string> {
  return new Map(filledSecrets(model).map((key) => [`${mark}-${key}`, variableName(key)]));
}

/**
 * A request as a line for a POSIX shell. It holds `$CXENGAGE_TOKEN` and one variable for each secret, never a value.
 * @param places what stands in the body for each secret, and the variable to put there.
 */
function toCurl(request: Request, places: ReadonlyMap<string, string>): string {
  let body = quoted(JSON.stringify(request.body));
  // Single quotes expand nothing, so each variable stands in double quotes between two of them.
  for (const [place, variable] of places) body = body.replaceAll(place, `'"${variable}"'`);
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
  const model = new FormModel(duplicateDraft(integration, integration.name, true));
  if (model.type.creatable) return formCurl(model, endpoint);
  const mark = randomUUID();
  const { name, description, active, properties } = toDraft(model, masks(model, (key) => `${mark}-${key}`));
  const body = { name, ...(description === undefined ? {} : { description }), active, properties };
  const url = `${endpoint}/v1/tenants/${integration.tenantId}/integrations/${integration.integrationId}`;
  return toCurl({ method: 'PUT', url, body }, places(model, mark));
}

/** The form's request as cURL; undefined while no tenant is chosen. */
export function formCurl(model: FormModel, endpoint: string): string | undefined {
  // A name the user typed could look like any fixed placeholder.
  const mark = randomUUID();
  const request = describeRequest(model, endpoint, (key) => `${mark}-${key}`);
  return request && toCurl(request, places(model, mark));
}
