import type { IntegrationDraft } from '../api/model';
import type { JsonObject } from '../base/json';
import { isSecretProperty } from '../catalog/properties';
import { integrationType } from '../catalog/registry';
import { toWireBody } from '../catalog/wire';
import { storedKeys } from '../directory/hiddenKeys';
import type { Integration } from '../directory/model';
import { wholeProperties } from '../directory/updateBody';
import { markSecrets, Placeholders, refillSecrets } from './placeholders';

/** A request that writes an integration, with a mark in place of every secret. */
export interface MarkedRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly body: JsonObject;
}

/** The body of a create, or of an update, which holds only what changes. */
type Body = Partial<IntegrationDraft> & { readonly listenerType?: string };

/** Where a request goes: to the integrations of a tenant, or the listeners of one; `id` names the one that is updated. */
interface Place {
  readonly tenantId: string;
  readonly listenersOf?: string;
  readonly id?: string;
}

/** The request that creates an integration or a listener (`POST`), or updates one (`PUT`), at an endpoint (API facts d, f). */
export function markedRequest(
  endpoint: string,
  at: Place,
  typeId: string,
  { properties, ...general }: Body,
  places: Placeholders,
): MarkedRequest {
  const integrations = `${endpoint}/v1/tenants/${at.tenantId}/integrations`;
  const base = at.listenersOf === undefined ? integrations : `${integrations}/${at.listenersOf}/listeners`;
  const isSecret = (key: string): boolean => isSecretProperty(typeId, key);
  return {
    ...(at.id === undefined ? { method: 'POST', url: base } : { method: 'PUT', url: `${base}/${at.id}` }),
    // A secret may have been typed into any field, so texts are marked too.
    body: {
      ...markSecrets(general, () => false, places),
      ...(properties === undefined ? {} : { properties: markSecrets(properties, isSecret, places) }),
    },
  };
}

/** A text as a POSIX shell takes it literally. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A request as a line for a POSIX shell. It holds `$CXENGAGE_TOKEN` and one variable for each secret, never a value. */
export function toCurl(request: MarkedRequest, places: Placeholders): string {
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
export function savedCurl(integration: Integration, endpoint: string): string {
  const { name, description, active, tenantId, integrationId, properties, secrets } = integration;
  const type = integrationType(integration.type, properties, secrets);
  const places = new Placeholders();
  if (type.creatable) {
    const marks = Object.fromEntries(storedKeys(integration).map((key) => [key, places.mark(key)]));
    const draft = toWireBody(type, { name, description, active }, { ...type.toValues(properties, secrets), ...marks });
    return toCurl(markedRequest(endpoint, { tenantId }, type.id, draft, places), places);
  }
  const whole = wholeProperties(
    { ...integration, id: integrationId, properties: refillSecrets(properties, secrets, places) },
    { top: new Map(), properties: new Map(), secrets: new Map() },
  );
  const body: Body = { name, ...(description === '' ? {} : { description }), active, properties: whole };
  return toCurl(markedRequest(endpoint, { tenantId, id: integrationId }, type.id, body, places), places);
}
