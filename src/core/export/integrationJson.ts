import type { JsonObject } from '../base/json';
import { integrationType } from '../catalog/registry';
import type { Integration, Listener } from '../directory/model';
import { fillInMasks } from './fillInMasks';

/** Properties in the order of the type's fields, then the others by name. */
export function orderedProperties(type: string, properties: JsonObject): JsonObject {
  const known = integrationType(type)
    .fields.map((field) => field.key)
    .filter((key) => Object.hasOwn(properties, key));
  const others = Object.keys(properties)
    .filter((key) => !known.includes(key))
    .sort();
  return Object.fromEntries([...known, ...others].map((key) => [key, properties[key]]));
}

function listenerJson(listener: Listener): JsonObject {
  return {
    id: listener.listenerId,
    name: listener.name,
    active: listener.active,
    ...(listener.listenerType === undefined ? {} : { listenerType: listener.listenerType }),
    properties: fillInMasks(listener),
  };
}

/** An integration as the API would give it, secrets masked. Two-space JSON. */
export function integrationJson(integration: Integration, listeners: readonly Listener[] | undefined): string {
  const { created, createdBy, updated, updatedBy } = integration;
  const whole = {
    id: integration.integrationId,
    tenantId: integration.ownerTenantId,
    type: integration.type,
    name: integration.name,
    description: integration.description,
    active: integration.active,
    properties: orderedProperties(integration.type, fillInMasks(integration)),
    ...(listeners === undefined ? {} : { listeners: listeners.map(listenerJson) }),
    created,
    createdBy,
    updated,
    updatedBy,
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}
