import type { Dialect } from '../dialect';
import type { Row, SandboxListener } from '../model';
import { badRequest, duplicateName, find, throwIfAny, type Findings } from '../refusal';
import { isFields, type Fields } from '../values';
import { tidyName } from './names';
import { filledText, checkProperties, type TypeRule } from './properties';

/** A create that passed every rule. */
export interface NewListener {
  readonly name: string;
  readonly active: boolean;
  readonly listenerType?: string;
  readonly properties: Fields;
}

export type ListenerChange = Partial<Pick<SandboxListener, 'name' | 'active' | 'properties'>>;

const omnichannel: TypeRule = {
  creatable: true,
  properties: { routingTopics: { kinds: ['list'], present: true }, agentWorkTopic: filledText },
  together: checkTopics,
};

const rules: Readonly<Record<string, TypeRule>> = {
  email: { creatable: true, properties: { email: filledText, password: filledText } },
  facebook: { creatable: true, properties: { pageToken: filledText, pageId: filledText } },
  salesforce: {
    creatable: true,
    // One console fixes `type` to Case, the other takes any text (API facts n).
    properties: { topic: filledText, type: filledText },
  },
};

function checkTopics(properties: Fields, findings: Findings): void {
  const topics = properties.routingTopics;
  const isTopic = (entry: unknown) =>
    isFields(entry) &&
    Object.keys(entry).length === 2 &&
    typeof entry.topic === 'string' &&
    entry.topic !== '' &&
    entry.channelType === 'work-item';
  if (Array.isArray(topics) && (topics.length === 0 || !topics.every(isTopic))) {
    find(findings, 'routingTopics', 'must be a list of topics with channelType work-item');
  }
}

/** True when integrations of the type have listeners (API facts f). */
export const hasListeners = (integrationType: string) => Object.hasOwn(rules, integrationType);

function ruleFor(integrationType: string, listenerType: string | undefined): TypeRule | undefined {
  if (listenerType === undefined) return rules[integrationType];
  return integrationType === 'salesforce' && listenerType === 'omnichannel' ? omnichannel : undefined;
}

function checkCommon(body: Fields, allowed: readonly string[], findings: Findings): void {
  for (const key of Object.keys(body)) if (!allowed.includes(key)) find(findings, key, 'is not an allowed field');
  const { name, active } = body;
  if ('name' in body && (typeof name !== 'string' || name.trim() === ''))
    find(findings, 'name', 'must be a string that is not blank');
  if ('active' in body && typeof active !== 'boolean') find(findings, 'active', 'must be a boolean');
}

function checkListenerProperties(
  label: string,
  body: Fields,
  rule: TypeRule,
  dialect: Dialect,
  findings: Findings,
): Fields {
  const properties = body.properties;
  if (isFields(properties)) checkProperties(label, properties, rule, dialect, findings);
  else find(findings, 'properties', properties === undefined ? 'is required' : 'must be an object');
  return isFields(properties) ? properties : {};
}

/** Whether the service wants unique names is unknown (API facts n): a client that sends a create twice is seen here. */
function refuseTakenName(name: string, others: readonly SandboxListener[]): void {
  if (others.some((other) => other.name === name)) throw duplicateName('a listener');
}

function refuseActive(active: unknown, integrationActive: boolean, findings: Findings): void {
  if (active === true && !integrationActive)
    find(findings, 'active', 'cannot be true while the integration is disabled');
}

/** Checks the body of `POST …/listeners` (API facts f). Throws `Refusal` (400). */
export function readListenerCreate(input: unknown, { integration, listeners }: Row, dialect: Dialect): NewListener {
  if (!isFields(input)) throw badRequest('the body must be a JSON object');
  if (!hasListeners(integration.type)) throw badRequest(`integrations of type ${integration.type} have no listeners`);
  const findings: Findings = {};
  // The older console posts its whole object, with the ids it already knows (API facts f).
  checkCommon(input, ['name', 'active', 'properties', 'listenerType', 'tenantId', 'integrationId'], findings);
  const { name, active, listenerType } = input;
  if (name === undefined) find(findings, 'name', 'is required');
  refuseActive(active, integration.active, findings);
  const kind = typeof listenerType === 'string' ? listenerType : undefined;
  const rule = listenerType === undefined || kind !== undefined ? ruleFor(integration.type, kind) : undefined;
  if (!rule) find(findings, 'listenerType', 'is not known for this integration');
  const properties = rule ? checkListenerProperties(integration.type, input, rule, dialect, findings) : {};
  throwIfAny(findings);
  const tidied = tidyName(String(name), dialect);
  refuseTakenName(tidied, listeners);
  return {
    name: tidied,
    active: active === true,
    ...(kind === undefined ? {} : { listenerType: kind }),
    properties,
  };
}

/** Checks the body of `PUT …/listeners/{l}`: `listenerType` is fixed (API facts f). Throws `Refusal` (400). */
export function readListenerUpdate(
  input: unknown,
  stored: SandboxListener,
  { integration, listeners }: Row,
  dialect: Dialect,
): ListenerChange {
  if (!isFields(input)) throw badRequest('the body must be a JSON object');
  const findings: Findings = {};
  checkCommon(input, ['name', 'active', 'properties'], findings);
  refuseActive(input.active, integration.active, findings);
  const change: { -readonly [K in keyof ListenerChange]: ListenerChange[K] } = {};
  if (typeof input.name === 'string') change.name = tidyName(input.name, dialect);
  if (typeof input.active === 'boolean') change.active = input.active;
  const rule = ruleFor(integration.type, stored.listenerType);
  if ('properties' in input && rule) {
    const sent =
      isFields(input.properties) && dialect.put === 'merge'
        ? { ...stored.properties, ...input.properties }
        : input.properties;
    change.properties = checkListenerProperties(integration.type, { properties: sent }, rule, dialect, findings);
  }
  throwIfAny(findings);
  if (change.name !== undefined)
    refuseTakenName(
      change.name,
      listeners.filter(({ id }) => id !== stored.id),
    );
  return change;
}
