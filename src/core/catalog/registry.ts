import { own, type JsonObject } from '../base/json';
import { defineType, type TypeDefinition } from './define';
import { genericDefinition, lockNestedSecrets } from './generic';
import type { FieldSpec, IntegrationType, StoredSecrets } from './model';
import { client, lambda } from './types/aws';
import { birst } from './types/birst';
import { calabrio } from './types/calabrio';
import { email } from './types/email';
import { facebook } from './types/facebook';
import { monet } from './types/monet';
import { plivo } from './types/plivo';
import { rest } from './types/rest';
import { salesforce } from './types/salesforce';
import { serenovaVoice } from './types/serenovaVoice';
import { teleopti } from './types/teleopti';
import { twilio } from './types/twilio';
import { verint } from './types/verint';
import { xms } from './types/xms';
import { zendesk } from './types/zendesk';

/** In the order pickers show them: what can be created first, then by name. */
const MAKERS: readonly (() => TypeDefinition)[] = [
  rest,
  salesforce,
  zendesk,
  birst,
  calabrio,
  client,
  email,
  facebook,
  lambda,
  monet,
  plivo,
  serenovaVoice,
  teleopti,
  twilio,
  verint,
  xms,
];

interface Registry {
  readonly definitions: Map<string, TypeDefinition>;
  readonly types: readonly IntegrationType[];
  readonly byId: Map<string, IntegrationType>;
}

let registry: Registry | undefined;

/** Built on first use: the texts need `l10n`, which is configured at activation. */
function load(): Registry {
  if (registry) return registry;
  const definitions = MAKERS.map((make) => make());
  const types = definitions.map((definition) => defineType(definition));
  registry = {
    definitions: new Map(definitions.map((definition) => [definition.id, definition])),
    types,
    byId: new Map(types.map((type) => [type.id, type])),
  };
  return registry;
}

/** Every type the catalog knows, creatable ones first. */
export function integrationTypes(): readonly IntegrationType[] {
  return load().types;
}

/** Adds types that are found by their id but are no integrations': those of listeners, which load with what edits them. */
export function addTypes(added: readonly TypeDefinition[]): void {
  const { definitions, byId } = load();
  for (const definition of added) {
    definitions.set(definition.id, definition);
    byId.set(definition.id, defineType(definition));
  }
}

/** A stored choice that the catalog does not list is offered too, so that it stays until the user chooses another. */
function offeringStored(fields: readonly FieldSpec[], properties: JsonObject): readonly FieldSpec[] {
  return fields.map((field) => {
    const value = own(properties, field.key);
    const isOffered = field.options?.some((option) => option.value === value) ?? true;
    if (isOffered || typeof value !== 'string' || value === '') return field;
    return { ...field, options: [...(field.options ?? []), { value, label: value }] };
  });
}

/**
 * One type by its wire value. `properties` are those of the integration at hand: an unknown type gets its fields from
 * them, and a known one keeps the JSON types found in them. `stored` names the secrets that were cut out of `properties`.
 */
export function integrationType(id: string, properties?: JsonObject, stored?: StoredSecrets): IntegrationType {
  const { definitions, byId } = load();
  const known = byId.get(id);
  if (known && properties === undefined) return known;
  const definition = definitions.get(id) ?? genericDefinition(id, properties, stored);
  const fields = lockNestedSecrets(definition.fields, properties ?? {}, stored ?? {});
  return defineType({ ...definition, fields: offeringStored(fields, properties ?? {}) }, properties);
}

/** Whether the catalog knows the type; other types get a form made of what was read. */
export function isKnownType(id: string): boolean {
  return load().byId.has(id);
}
