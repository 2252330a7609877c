import { permission } from '../model';
import type { SandboxServices } from '../services';
import type { SeedIntegration, SeedTenant } from './model';
import { providedIntegrations } from './provided';

const all = [
  permission.view,
  permission.manage,
  permission.tenant,
  permission.viewFlows,
  permission.manageFlows,
  permission.viewContactPoints,
];
const withDial = [...all, permission.dial];

function rest(
  name: string,
  endpointPrefix: string,
  auth: { username?: string; password?: string; token?: string } = {},
): SeedIntegration {
  return {
    type: 'rest',
    name,
    properties: {
      endpointPrefix,
      username: auth.username ?? '',
      password: auth.password ?? '',
      token: auth.token ?? '',
    },
  };
}

function salesforce(name: string, loginUrl: string, number: number): SeedIntegration {
  return {
    type: 'salesforce',
    name,
    properties: {
      username: `integration${number}@acme.example`,
      password: `sample-password-${number}`,
      consumerKey: `sample-consumer-key-${number}`,
      consumerSecret: `sample-consumer-secret-${number}`,
      securityToken: `sample-security-token-${number}`,
      loginUrl,
      pushEnabled: true,
    },
    listeners: [
      { name: 'Cases to queue', properties: { topic: 'NewCases', type: 'Case' } },
      {
        name: 'Omni-Channel work',
        listenerType: 'omnichannel',
        properties: {
          routingTopics: [{ topic: 'PendingWork', channelType: 'work-item' }],
          agentWorkTopic: 'AgentWork',
        },
      },
    ],
  };
}

function zendesk(
  name: string,
  endpointPrefix: string,
  username: string,
  password: string,
  field = '',
): SeedIntegration {
  return {
    type: 'zendesk',
    name,
    properties: { endpointPrefix, username, password, workItems: field !== '', interactionFieldId: field },
  };
}

/** The working development tenant: every service here responds, so that a connection test succeeds. */
function acmeDev(services: SandboxServices): SeedTenant {
  const { zendesk: desk, salesforce: force, rest: api } = services;
  return {
    name: 'Acme Dev',
    description: 'Development tenant of the sample company',
    active: true,
    permissions: withDial,
    integrations: [
      {
        ...rest('Order API', `${api.url}/basic`, { username: api.username, password: api.password }),
        description: 'Orders of the sample shop',
      },
      rest('Price list', `${api.url}/token`, { token: api.token }),
      rest('Opening hours', `${api.url}/none`),
      zendesk('Support desk', desk.endpointPrefix, desk.username, desk.password, desk.interactionFieldId),
      {
        ...salesforce('Salesforce dev org', force.loginUrl, 1),
        properties: {
          username: force.username,
          password: force.password,
          consumerKey: force.consumerKey,
          consumerSecret: force.consumerSecret,
          securityToken: force.securityToken,
          loginUrl: force.loginUrl,
          pushEnabled: false,
        },
      },
      ...providedIntegrations('dev'),
    ],
  };
}

/** The next stage: some credentials are out of date, so that a connection test fails. */
function acmeStaging(services: SandboxServices): SeedTenant {
  return {
    name: 'Acme Staging',
    description: 'Where releases are tried out',
    active: true,
    permissions: withDial,
    integrations: [
      rest('Order API', `${services.rest.url}/basic`, {
        username: services.rest.username,
        password: 'sample-password-2',
      }),
      rest('Order API (redirected)', `${services.rest.url}/redirect`, { token: 'sample-token-2' }),
      zendesk('Support desk', services.zendesk.endpointPrefix, services.zendesk.username, 'sample-password-2'),
      { ...salesforce('Salesforce staging org', services.salesforce.loginUrl, 2), active: false },
      ...providedIntegrations('staging'),
    ],
  };
}

function acmeProduction(): SeedTenant {
  return {
    name: 'Acme Production',
    description: 'Live tenant: changes reach customers',
    active: true,
    permissions: withDial,
    integrations: [
      {
        ...rest('Order API', 'https://orders.acme.example/v2', { token: 'sample-token-3' }),
        description: 'Orders of the sample shop',
      },
      rest('Loyalty points', 'https://loyalty.acme.example/api', {
        username: 'cxengage',
        password: 'sample-password-3',
      }),
      zendesk(
        'Support desk',
        'https://acme.zendesk.example/api/v2',
        'agent@acme.example',
        'sample-password-3',
        '360000000003',
      ),
      salesforce('Salesforce', '', 3),
      {
        type: 'calabrio',
        name: 'Call recording',
        properties: {
          username: 'calabrio',
          password: 'sample-password-3',
          ctiEnabled: true,
          ctiEndpoint: 'https://qm.acme.example',
          rtaEnabled: false,
        },
      },
      ...providedIntegrations('prod'),
      {
        type: 'quantum-crm',
        name: 'Quantum CRM',
        description: 'A type that no client knows',
        properties: {
          baseUrl: 'https://quantum.acme.example',
          apiSecret: 'sample-secret-3',
          retries: 2,
          options: { mode: 'fast' },
          sdkVersion: '4.2',
        },
      },
    ],
  };
}

/** Parent (3) and children (4, 5): the parent's shared directory shows, read-only, in both. */
function globex(services: SandboxServices): SeedTenant[] {
  const child = (name: string, integrations: readonly SeedIntegration[]): SeedTenant => ({
    name,
    description: '',
    active: true,
    parent: 3,
    permissions: all,
    integrations,
  });
  return [
    {
      name: 'Globex Group',
      description: 'Parent of the two Globex tenants',
      active: true,
      permissions: all,
      integrations: [{ ...rest('Group directory', `${services.rest.url}/none`), shared: true }],
    },
    child('Globex Retail', [rest('Shop stock', 'https://stock.globex.example', { token: 'sample-token-5' })]),
    child('Globex Support', []),
  ];
}

/** How many of the samples the main user can open; they come first. */
export const accessibleSamples = 7;

/** The sample tenants: three stages of one company, a family, and the ones with something missing. */
export function sampleTenants(services: SandboxServices): readonly SeedTenant[] {
  return [
    acmeDev(services),
    acmeStaging(services),
    acmeProduction(),
    ...globex(services),
    {
      name: 'Umbrella Audit',
      description: 'May be seen but not changed',
      active: true,
      permissions: [permission.view],
      integrations: [
        zendesk(
          'Help centre',
          'https://umbrella.zendesk.example/api/v2',
          'audit@umbrella.example',
          'sample-password-7',
        ),
      ],
    },
    {
      name: 'Hooli Partner',
      description: 'May not even be seen',
      active: true,
      permissions: [],
      integrations: [rest('Hooli API', 'https://api.hooli.example')],
    },
    {
      name: 'Initech',
      description: 'Closed',
      active: false,
      permissions: all,
      integrations: [rest('Reports', 'https://reports.initech.example')],
    },
  ];
}
