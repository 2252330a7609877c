import { discoverTenants } from '../../../src/core/api/tenants';
import { createIntegrationOnce } from '../../../src/core/directory/create';
import { toIntegration } from '../../../src/core/directory/fromApi';
import { updateIntegrationSafely } from '../../../src/core/directory/update';
import type { FaultRule, Sandbox, SandboxIntegration } from '../../../src/sandbox/server';
import { restDraft, type Connection } from './support';

/** What a case works on; made anew for each. */
export interface Bench {
  readonly sandbox: Sandbox;
  readonly connection: Connection;
  readonly tenantId: string;
  /** A REST integration that is there from the start. */
  readonly existing: string;
  /** A salesforce integration and one of its listeners. */
  readonly parent: string;
  readonly owner: SandboxIntegration;
  readonly listener: string;
  /** What this case calls what it creates. */
  readonly newName: string;
  /** The description that this case sets. */
  readonly newText: string;
}

export interface Operation {
  readonly name: string;
  /** Requests the fault is played on. */
  readonly on: Pick<FaultRule, 'method' | 'path' | 'skip'>;
  readonly kind: 'read' | 'rawCreate' | 'create' | 'rawUpdate' | 'update';
  /** Refusals are taken as "not available" here. */
  readonly tolerant?: true;
  readonly run: (bench: Bench) => Promise<unknown>;
}

const LIST = '/v1/tenants/*/integrations';
const ONE = '/v1/tenants/*/integrations/*';

const ref = ({ tenantId }: Bench) => ({ accountId: 'account-1', tenantId });
const target = (bench: Bench) => ({
  client: bench.connection.client,
  ref: ref(bench),
  tenantName: 'Acme-DEV',
  clock: bench.connection.clock,
});
const create = (bench: Bench) => createIntegrationOnce(target(bench), restDraft(bench.newName));
const createListener = (bench: Bench) =>
  createIntegrationOnce(
    {
      ...target(bench),
      listenersOf: toIntegration(ref(bench), { ...bench.owner, description: '', properties: {} }),
    },
    {
      type: 'listener/salesforce/omnichannel',
      name: bench.newName,
      active: false,
      properties: { routingTopics: [{ topic: 'T', channelType: 'work-item' }], agentWorkTopic: 'A' },
    },
  );
const update = (bench: Bench) =>
  updateIntegrationSafely({ ...target(bench), integrationId: bench.existing }, { description: bench.newText });

export const OPERATIONS: readonly Operation[] = [
  {
    name: 'token',
    on: { method: 'POST', path: '/v1/tokens' },
    kind: 'read',
    run: ({ connection }) => connection.client.token(),
  },
  {
    name: 'login',
    on: { method: 'POST', path: '/v1/login' },
    kind: 'read',
    run: ({ connection }) => connection.client.login(),
  },
  {
    name: 'tenants',
    on: { method: 'GET', path: '/v1/tenants' },
    kind: 'read',
    run: ({ connection }) => connection.client.tenants('any'),
  },
  {
    name: 'tenant',
    on: { method: 'GET', path: '/v1/tenants/*' },
    kind: 'read',
    run: ({ connection, tenantId }) => connection.client.tenant(tenantId),
  },
  {
    name: 'discovery, its parents',
    on: { method: 'GET', path: '/v1/tenants' },
    kind: 'read',
    tolerant: true,
    run: ({ connection }) => discoverTenants(connection.client, { kind: 'password' }),
  },
  {
    name: 'list',
    on: { method: 'GET', path: LIST },
    kind: 'read',
    run: ({ connection, tenantId }) => connection.client.integrations(tenantId),
  },
  {
    name: 'get',
    on: { method: 'GET', path: ONE },
    kind: 'read',
    run: ({ connection, tenantId, existing }) => connection.client.integration(tenantId, existing),
  },
  {
    name: 'listeners',
    on: { method: 'GET', path: `${ONE}/listeners` },
    kind: 'read',
    run: ({ connection, tenantId, parent }) => connection.client.listeners(tenantId, parent),
  },
  {
    name: 'bare create',
    on: { method: 'POST', path: LIST },
    kind: 'rawCreate',
    run: ({ connection, tenantId, newName }) => connection.client.createIntegration(tenantId, restDraft(newName)),
  },
  {
    name: 'create a listener',
    on: { method: 'POST', path: `${ONE}/listeners` },
    kind: 'rawCreate',
    run: ({ connection, tenantId, parent, newName }) =>
      connection.client.createListener(tenantId, parent, {
        name: newName,
        active: false,
        properties: { topic: 'T', type: 'Case' },
      }),
  },
  { name: 'create, at the request', on: { method: 'POST', path: LIST }, kind: 'create', run: create },
  { name: 'create, at the list before', on: { method: 'GET', path: LIST }, kind: 'create', run: create },
  { name: 'create, at the sign-in', on: { method: 'POST', path: '/v1/tokens' }, kind: 'create', run: create },
  {
    name: 'create without a response, at the look after it',
    on: { method: 'GET', path: LIST, skip: 1 },
    kind: 'create',
    run: (bench) => {
      bench.sandbox.addFault({ method: 'POST', path: LIST, fault: { kind: 'reset', at: 'afterWrite' } });
      return create(bench);
    },
  },
  {
    name: 'create of a listener, at the request',
    on: { method: 'POST', path: `${ONE}/listeners` },
    kind: 'create',
    run: createListener,
  },
  {
    name: 'create of a listener, at the list before',
    on: { method: 'GET', path: `${ONE}/listeners` },
    kind: 'create',
    run: createListener,
  },
  {
    name: 'create of a listener without a response, at the look after it',
    on: { method: 'GET', path: `${ONE}/listeners`, skip: 1 },
    kind: 'create',
    run: (bench) => {
      bench.sandbox.addFault({ method: 'POST', path: `${ONE}/listeners`, fault: { kind: 'reset', at: 'afterWrite' } });
      return createListener(bench);
    },
  },
  {
    name: 'bare update',
    on: { method: 'PUT', path: ONE },
    kind: 'rawUpdate',
    run: ({ connection, tenantId, existing, newText }) =>
      connection.client.updateIntegration(tenantId, existing, { description: newText }),
  },
  {
    name: 'update a listener',
    on: { method: 'PUT', path: `${ONE}/listeners/*` },
    kind: 'read',
    run: ({ connection, tenantId, parent, listener }) =>
      connection.client.updateListener(tenantId, parent, listener, { name: 'Renamed' }),
  },
  { name: 'update, at the request', on: { method: 'PUT', path: ONE }, kind: 'update', run: update },
  { name: 'update, at the reading before', on: { method: 'GET', path: ONE }, kind: 'update', run: update },
  { name: 'update, at the reading back', on: { method: 'GET', path: ONE, skip: 1 }, kind: 'update', run: update },
];
