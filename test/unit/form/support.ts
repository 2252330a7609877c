import type { Integration } from '../../../src/core/directory/model';
import type { Draft } from '../../../src/form/panel/draft';
import { FormModel, propertyId } from '../../../src/form/panel/model';
import { createDraft } from '../../../src/form/panel/newDraft';
import type { SecretReader } from '../../../src/form/request';

export const target = { accountId: 'a1', tenantId: 't1' } as const;

/** A new form of a type, with what was typed into it; secrets go the way typed secrets go. */
export function filled(
  type: string,
  values: Readonly<Record<string, string | boolean>> = {},
  change: Partial<Draft> = {},
): FormModel {
  const model = new FormModel({
    ...createDraft(target, { type, properties: {} }, true),
    name: 'CRM',
    nameProposed: false,
    ...change,
  });
  for (const [key, value] of Object.entries(values)) {
    const isSecret = model.type.fields.some((field) => field.key === key && field.secret);
    if (isSecret && typeof value === 'string') model.typeSecret(propertyId(key), value);
    else model.change(propertyId(key), value);
  }
  return model;
}

export const zendesk: Integration = {
  ...target,
  integrationId: 'i1',
  ownerTenantId: 't1',
  type: 'zendesk',
  name: 'Support desk',
  description: 'first line',
  active: true,
  properties: {
    endpointPrefix: 'https://acme.zendesk.com/api/v2',
    username: 'agent@acme.com',
    workItems: false,
    interactionFieldId: '',
  },
  secrets: { password: true },
  updated: '2026-01-01T00:00:00Z',
};

export const rest: Integration = {
  ...target,
  integrationId: 'i2',
  ownerTenantId: 't1',
  type: 'rest',
  name: 'Orders',
  description: '',
  active: true,
  properties: { endpointPrefix: 'https://api.acme.com', username: 'cx', token: '' },
  secrets: { password: true, token: false },
  updated: '2026-01-01T00:00:00Z',
};

/** Named secrets by name, and the stored properties of any integration. */
export function reader(
  named: Readonly<Record<string, string>> = {},
  stored: Readonly<Record<string, string>> = {},
): SecretReader {
  return { named: (name) => Promise.resolve(named[name]), stored: () => Promise.resolve(stored) };
}
