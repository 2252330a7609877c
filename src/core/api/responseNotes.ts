import { isArray, isObject, own, type JsonObject, type JsonValue } from '../base/json';
import type { Logger } from '../base/log';
import { isSecretKey } from '../redact/keys';
import { isMasked } from '../redact/masks';
import { parseErrorBody } from './errorBody';

/** One response of the API, as far as the notes need it. */
export interface NotedResponse {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: JsonValue | undefined;
  /** The body of the request. */
  readonly sent?: JsonObject | undefined;
}

const MAX_NOTES = 100;
/** Rows of a list that are looked at: the first ones show how the server writes all of them. */
const MAX_ROWS = 20;
/** Fields that the API facts name (c.2, d.1, f). */
const TENANT_FIELDS =
  'id name description active timezone regionId adminUserId parentId parent parentIds childIds outboundIntegrationId defaultSlaId capacityRuleId cxengageIdentityProvider defaultIdentityProvider clientLogLevel created createdBy updated updatedBy tenantId tenantName tenantActive tenantPermissions password identityProviders';
const INTEGRATION_FIELDS = 'id tenantId type name description active properties created createdBy updated updatedBy';
const RESOURCES = [
  {
    path: /\/listeners$/,
    known: `${INTEGRATION_FIELDS} integrationId listenerType`,
    needed: 'id name active properties',
  },
  { path: /\/integrations$/, known: INTEGRATION_FIELDS, needed: INTEGRATION_FIELDS },
  { path: /\/tenants$|\/me$/, known: TENANT_FIELDS, needed: 'name active' },
].map(({ path, known, needed }) => ({ path, known: known.split(' '), needed: needed.split(' ') }));

/**
 * `/v1/tenants/123/integrations?x=1` as `/v1/tenants/{id}/integrations`: an ID or a query is a value. In every path of the
 * API that we call, an ID follows each word.
 */
function templateOf(path: string): string {
  return path.replace(/\?[\s\S]*/, '').replace(/(\/[a-z-]+)\/[^/]+/g, '$1/{id}');
}

/** The format of a time, or undefined for the one of the API facts (d.1): `2017-04-18T18:04:38Z`. */
function unusualTime(time: JsonValue | undefined): string | undefined {
  if (typeof time !== 'string' || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time)) return undefined;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/.test(time)) return 'has no time zone';
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/.test(time)) return 'has fractions of a second';
  return 'has another format';
}

/** How a server changed a text that was sent; undefined where it did not. */
function changeOf(sent: JsonValue | undefined, stored: JsonValue | undefined): string | undefined {
  if (typeof sent !== 'string' || typeof stored !== 'string' || sent === stored) return undefined;
  if (sent.trim() === stored) return 'trimmed';
  if (sent.normalize('NFC').trim() === stored) return 'normalized to NFC';
  return sent.toLowerCase() === stored.toLowerCase() ? 'changed in case' : 'changed';
}

/**
 * Notes where responses differ from the API facts, each kind once: which call and what is different, never a value.
 * Not every response of the live service has been seen, so a report with these notes settles what is unknown (API facts k, l).
 */
export class ResponseNotes {
  readonly #logger: Logger;
  readonly #notes = new Set<string>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** The notes so far, oldest first. */
  get all(): readonly string[] {
    return [...this.#notes];
  }

  check({ method, path, status, body, sent }: NotedResponse): void {
    const template = templateOf(path);
    const note = (text: string): void => {
      this.#add(`${method} ${template}: ${text}`);
    };
    if (status < 200 || status >= 300) {
      if (status >= 400 && body !== undefined && !parseErrorBody(body, []).isRecognized)
        note(`error ${status} in an unknown shape`);
      return;
    }
    const isWrapped = isObject(body) && body.result !== undefined;
    if (template === '/v1/tokens') {
      this.#checkToken(isWrapped, isObject(body) && isObject(body.result) ? body.result : body, note);
      return;
    }
    if (!isWrapped) note('no "result" around the response');
    const isCreate = method === 'POST' && /\/(integrations|listeners)$/.test(template);
    if (isCreate !== (status === 201)) note(`status ${status}`);
    const result = isWrapped ? body.result : body;
    const collection = template.replace(/\/\{id\}$/, '');
    const resource = RESOURCES.find((candidate) => candidate.path.test(collection));
    const rows = (isArray(result) ? result.slice(0, MAX_ROWS) : [result]).filter((row) => isObject(row));
    for (const row of rows) {
      if (resource) this.#checkFields(row, resource, note);
      if (method === 'GET') this.#checkSecrets(row, note);
      if (sent) this.#checkWritten(row, sent, note);
    }
  }

  #checkToken(isWrapped: boolean, token: JsonValue | undefined, note: (text: string) => void): void {
    if (isWrapped) note('the token is inside "result"');
    if (isObject(token) && typeof token.ttl !== 'number') note('no "ttl" in seconds');
  }

  #checkFields(
    row: JsonObject,
    { known, needed }: { readonly known: readonly string[]; readonly needed: readonly string[] },
    note: (text: string) => void,
  ): void {
    for (const key of Object.keys(row)) if (!known.includes(key)) note(`unknown field ${fieldName(key)}`);
    for (const key of needed) {
      const value = own(row, key);
      if (value === undefined) note(`no field "${key}"`);
      else if (value === null && key !== 'description') note(`"${key}" is null`);
      else if (key === 'active' && value !== null && typeof value !== 'boolean') note('"active" is not true or false');
      else if (key === 'properties' && !isObject(value)) note('"properties" is not an object');
    }
    for (const key of ['created', 'updated']) {
      const format = unusualTime(own(row, key));
      if (format !== undefined) note(`"${key}" ${format}`);
    }
  }

  /** Whether the API hides secrets is unknown (API facts k.5), so either way is worth a note. */
  #checkSecrets(row: JsonObject, note: (text: string) => void): void {
    const { properties } = row;
    if (!isObject(properties)) return;
    for (const [key, value] of Object.entries(properties))
      if (typeof value === 'string' && value !== '' && isSecretKey(key))
        note(`secrets come back ${isMasked(value) ? 'masked' : 'in clear'}`);
  }

  #checkWritten(row: JsonObject, sent: JsonObject, note: (text: string) => void): void {
    for (const key of ['name', 'description', 'type']) {
      const change = changeOf(own(sent, key), own(row, key));
      if (change !== undefined) note(`"${key}" comes back ${change}`);
    }
    if (!isObject(sent.properties) || !isObject(row.properties)) return;
    const before = Object.keys(sent.properties);
    const after = Object.keys(row.properties);
    if (after.some((key) => !before.includes(key))) note('properties come back that were not sent');
    if (before.some((key) => !after.includes(key))) note('properties do not come back that were sent');
  }

  #add(text: string): void {
    if (this.#notes.has(text) || this.#notes.size >= MAX_NOTES) return;
    this.#notes.add(text);
    this.#logger.info('response differs from the API facts', { note: text });
  }
}

/** A field's name if it looks like one: a server may put a value where a name belongs. */
function fieldName(key: string): string {
  return /^[A-Za-z]{1,40}$/.test(key) && !isSecretKey(key) ? `"${key}"` : '(name not shown)';
}
