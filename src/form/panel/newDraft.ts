import { addListenerTypes, creatableListenerTypes } from '../../core/catalog/listenerTypes';
import { integrationType } from '../../core/catalog/registry';
import type { FieldValue } from '../../core/catalog/model';
import { normalize } from '../../core/catalog/text';
import { storedKeys } from '../../core/directory/hiddenKeys';
import type { Integration, Listener, TenantRef } from '../../core/directory/model';
import type { Draft, DraftSecret } from './draft';
import type { JsonObject } from '../../core/base/json';
import type { Prefill } from '../prefill';

/**
 * Values of an argument's properties. A choice that only steers the form may be named as well; what is derived of nothing
 * (no user, so no authentication) is no choice, and the field's default holds.
 */
function prefilledValues(typeId: string, properties: JsonObject): Readonly<Record<string, FieldValue>> {
  const type = integrationType(typeId);
  const derivedOfNothing = type.toValues({});
  const values = Object.entries(type.toValues(properties)).filter(([key, value]) => derivedOfNothing[key] !== value);
  const chosen = type.fields.flatMap((field): [string, FieldValue][] => {
    const value = field.formOnly ? properties[field.key] : undefined;
    return typeof value === 'string' ? [[field.key, value]] : [];
  });
  // What is shown is what is tested and sent, also where nobody typed it.
  const normal = [...values, ...chosen].map(([key, value]): [string, FieldValue] => {
    const field = type.fields.find((candidate) => candidate.key === key);
    return [key, field && typeof value === 'string' ? normalize(field, value) : value];
  });
  return Object.fromEntries(normal);
}

/** A form that begins empty, or with what a command's argument gave. */
export function createDraft(target: TenantRef | undefined, prefill: Prefill, activeByDefault: boolean): Draft {
  const type = prefill.type ?? 'rest';
  return {
    mode: 'create',
    ...(target ? { target: { accountId: target.accountId, tenantId: target.tenantId } } : {}),
    type,
    name: prefill.name ?? '',
    nameProposed: prefill.name === undefined,
    description: prefill.description ?? '',
    active: prefill.active ?? activeByDefault,
    values: prefilledValues(type, prefill.properties),
    secrets: {},
    dirty: false,
  };
}

function fromIntegration(
  mode: 'edit' | 'duplicate',
  source: Integration | Listener,
  secrets: Readonly<Record<string, DraftSecret>>,
): Draft {
  const values: Readonly<Record<string, FieldValue>> = integrationType(
    source.type,
    source.properties,
    source.secrets,
  ).toValues(source.properties, source.secrets);
  return {
    mode,
    target: { accountId: source.accountId, tenantId: source.tenantId },
    source,
    type: source.type,
    name: source.name,
    nameProposed: mode === 'duplicate',
    description: source.description,
    active: source.active,
    values,
    secrets,
    dirty: false,
  };
}

/** A form that creates a listener. New ones begin inactive, as in CxEngage's consoles (API facts n). */
export function newListenerDraft(owner: Integration): Draft {
  const [type] = creatableListenerTypes(owner.type);
  const { accountId, tenantId } = owner;
  return {
    ...createDraft({ accountId, tenantId }, { properties: {}, active: false }, false),
    ...(type ? { type: type.id } : {}),
    listenerOf: owner,
  };
}

/** A form on a saved listener. */
export function editListenerDraft(owner: Integration, listener: Listener): Draft {
  addListenerTypes();
  return { ...fromIntegration('edit', listener, {}), listenerOf: owner };
}

/** A form on a saved integration. Its stored secrets stay where they are. */
export function editDraft(source: Integration): Draft {
  return fromIntegration('edit', source, {});
}

/**
 * A form on a copy, with the name of its source as long as no other is proposed. `reuse` takes the stored secrets along,
 * which the host copies when it sends.
 */
export function duplicateDraft(source: Integration, reuse: boolean): Draft {
  return fromIntegration(
    'duplicate',
    source,
    reuse ? Object.fromEntries(storedKeys(source).map((key) => [key, { kind: 'kept' }])) : {},
  );
}
