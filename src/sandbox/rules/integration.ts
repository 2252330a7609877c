import type { Dialect } from '../dialect';
import type { SandboxIntegration } from '../model';
import { find, throwIfAny, badRequest, type Findings } from '../refusal';
import { isFields, type Fields } from '../values';
import { tidyName } from './names';
import { checkProperties, withoutDemands, type TypeRule } from './properties';
import { creatableTypes, ruleFromStored, ruleOf } from './types';

/** A create that passed every rule but that of the unique name. */
export interface NewIntegration {
  readonly type: string;
  readonly name: string;
  readonly description: string | null;
  readonly active: boolean;
  readonly properties: Fields;
}

/** The fields of an update that were sent; the others stay as they are (API facts d.2). */
export type IntegrationChange = Partial<Pick<SandboxIntegration, 'name' | 'description' | 'active' | 'properties'>>;

/** Added by the server to Twilio's properties; sending it back is refused (API facts d.2). */
const serverOwned = 'sdkVersion';

function checkKeys(body: Fields, allowed: readonly string[], findings: Findings): void {
  for (const key of Object.keys(body)) if (!allowed.includes(key)) find(findings, key, 'is not an allowed field');
}

function readName(body: Fields, dialect: Dialect, findings: Findings): string {
  const name = body.name;
  if (typeof name === 'string' && name.trim() !== '') return tidyName(name, dialect);
  find(findings, 'name', name === undefined || name === '' ? 'is required' : 'must be a string that is not blank');
  return '';
}

function readDescription(body: Fields, findings: Findings): string | null {
  const description = body.description;
  if (typeof description === 'string') return description;
  if (description !== undefined) find(findings, 'description', 'must be a string');
  return null;
}

function readActive(body: Fields, findings: Findings): boolean {
  const active = body.active;
  if (typeof active === 'boolean') return active;
  find(findings, 'active', active === undefined ? 'is required' : 'must be a boolean');
  return false;
}

function readProperties(body: Fields, findings: Findings): Fields {
  const properties = body.properties;
  if (isFields(properties)) return properties;
  find(findings, 'properties', properties === undefined ? 'is required' : 'must be an object');
  return {};
}

function bodyFields(body: unknown): Fields {
  if (!isFields(body)) throw badRequest('the body must be a JSON object');
  return body;
}

/**
 * Checks the body of `POST …/integrations`: flat, complete, only known keys, a type that customers may create,
 * exactly that type's properties (API facts d, d.3, d.6, e.1). Throws `Refusal` (400) naming every bad field.
 */
export function readCreate(input: unknown, dialect: Dialect): NewIntegration {
  const body = bodyFields(input);
  const findings: Findings = {};
  checkKeys(body, ['type', 'name', 'description', 'active', 'properties'], findings);
  const name = readName(body, dialect, findings);
  const description = readDescription(body, findings);
  const active = readActive(body, findings);
  const properties = readProperties(body, findings);
  const type = dialect.type === 'anyCase' && typeof body.type === 'string' ? body.type.toLowerCase() : body.type;
  const rule = typeof type === 'string' ? ruleOf(type) : undefined;
  if (typeof type !== 'string') find(findings, 'type', type === undefined ? 'is required' : 'must be a string');
  else if (rule?.creatable !== true) find(findings, 'type', `must be one of ${creatableTypes.join(', ')}`);
  else if (isFields(body.properties)) checkProperties(type, properties, rule, dialect, findings);
  throwIfAny(findings);
  return { type: String(type), name, description, active, properties };
}

/**
 * Checks the body of `PUT …/integrations/{id}`: any of four fields, `properties` complete (API facts d.2).
 * Throws `Refusal` (400) naming every bad field.
 */
export function readUpdate(input: unknown, stored: SandboxIntegration, dialect: Dialect): IntegrationChange {
  const body = bodyFields(input);
  const findings: Findings = {};
  checkKeys(body, ['name', 'description', 'active', 'properties'], findings);
  const change: { -readonly [K in keyof IntegrationChange]: IntegrationChange[K] } = {};
  if ('name' in body) change.name = readName(body, dialect, findings);
  if ('description' in body) change.description = readDescription(body, findings);
  if ('active' in body) change.active = readActive(body, findings);
  if ('properties' in body) {
    const sent = readProperties(body, findings);
    if (serverOwned in sent && dialect.sdkVersion === 'refuse') find(findings, serverOwned, 'is not an allowed field');
    change.properties = updatedProperties(stored.properties, sent, dialect);
    if (isFields(body.properties))
      checkProperties(stored.type, change.properties, updateRule(stored), dialect, findings);
  }
  throwIfAny(findings);
  return change;
}

/** The rule for what is stored afterwards: what a record holds already, it may keep (API facts d.3). */
function updateRule(stored: SandboxIntegration): TypeRule {
  const rule = ruleOf(stored.type);
  const held = ruleFromStored(stored.properties);
  return rule ? { ...rule, properties: { ...withoutDemands(held).properties, ...rule.properties } } : held;
}

/** The properties after an update: replaced as a whole or merged, but for what the server itself keeps (API facts d.2, l). */
function updatedProperties(stored: Fields, sent: Fields, { put }: Dialect): Fields {
  const next = put === 'merge' ? { ...stored, ...sent } : sent;
  return serverOwned in stored ? { ...next, [serverOwned]: stored[serverOwned] } : next;
}

/** True when an update touches the Twilio dial settings, which need a permission of their own (API facts e.2, i). */
export function changesDialSettings(stored: SandboxIntegration, change: IntegrationChange): boolean {
  if (stored.type !== 'twilio' || change.properties === undefined) return false;
  const settings = (properties: Fields) =>
    JSON.stringify([properties.extensionPrefix ?? '', properties.globalDialParams ?? {}]);
  return settings(stored.properties) !== settings(change.properties);
}
