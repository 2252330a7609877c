import { permission } from '../model';
import { mix } from '../uuid';
import type { SeedIntegration, SeedTenant } from './model';

const subjects = [
  'Orders',
  'Billing',
  'Returns',
  'Loyalty',
  'Stock',
  'Delivery',
  'Survey',
  'Callback',
  'Pricing',
  'Accounts',
];
const permissions = [
  permission.view,
  permission.manage,
  permission.tenant,
  permission.viewFlows,
  permission.viewContactPoints,
];

/** Every tenth of the generated tenants is a parent; the three after it are its children. */
export function generatedParent(index: number): number | undefined {
  const place = index % 10;
  return place >= 1 && place <= 3 ? index - place : undefined;
}

export function generatedTenant(index: number, integrations: number): SeedTenant {
  const parent = generatedParent(index);
  return {
    name: `Tenant ${String(index + 1).padStart(5, '0')}`,
    description: '',
    active: true,
    permissions,
    ...(parent === undefined ? {} : { parent }),
    integrations: Array.from({ length: integrations }, (_, ordinal) => generatedIntegration(index, ordinal)),
  };
}

/** The integration at that place of that tenant: the same whenever it is asked for. */
export function generatedIntegration(tenant: number, ordinal: number): SeedIntegration {
  const chance = mix(tenant, ordinal);
  const subject = subjects[chance % subjects.length] ?? 'Service';
  const number = ordinal + 1;
  const state = chance % 11 === 0 ? { active: false as const } : {};
  const host = `${subject.toLowerCase()}${number}.t${tenant + 1}.example`;
  switch (chance % 5) {
    case 0:
      return {
        ...state,
        type: 'zendesk',
        name: `${subject} desk ${number}`,
        properties: {
          endpointPrefix: `https://${host}/api/v2`,
          username: 'agent',
          password: `sample-password-${number}`,
          workItems: false,
          interactionFieldId: '',
        },
      };
    case 1:
      return {
        ...state,
        type: 'salesforce',
        name: `${subject} org ${number}`,
        properties: {
          username: 'api',
          password: `sample-password-${number}`,
          consumerKey: `sample-key-${number}`,
          consumerSecret: `sample-secret-${number}`,
          securityToken: `sample-token-${number}`,
        },
      };
    default:
      return {
        ...state,
        type: 'rest',
        name: `${subject} API ${number}`,
        properties: { endpointPrefix: `https://${host}`, username: '', password: '', token: `sample-token-${number}` },
      };
  }
}
