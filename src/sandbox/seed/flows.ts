import type { SandboxIntegration } from '../model';
import { idKind, uuid } from '../uuid';

/** A flow as the API lists it (API facts m). */
export interface SandboxFlow {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly description: string;
  readonly type: 'customer' | 'resource' | 'reusable';
  readonly active: boolean;
  readonly activeVersion: string | null;
  readonly activeFlow: { readonly flowId: string; readonly version: string; readonly name: string } | null;
}

/** A version or a draft: `flow` is a string that holds a JSON array of notations (API facts m). */
export interface FlowText {
  readonly name: string;
  readonly flow: string;
  readonly metadata: string;
}

/** A flow with what belongs to it; versions newest first, made when they are asked for. */
export interface FlowRow {
  readonly flow: SandboxFlow;
  readonly versions: readonly { readonly version: string; readonly text: () => FlowText }[];
  readonly drafts: readonly { readonly id: string; readonly text: () => FlowText }[];
}

/** A dispatch mapping (API facts m). `version` null means the flow's active one. */
export interface DispatchMapping {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly description: string | null;
  readonly value: string;
  readonly flowId: string;
  readonly version: string | null;
  readonly channelType: string;
  readonly interactionField: string;
  readonly active: boolean;
  readonly flow: { readonly name: string };
}

export interface TenantFlows {
  readonly flows: readonly FlowRow[];
  readonly mappings: readonly DispatchMapping[];
}

type Notation = Readonly<Record<string, unknown>>;

interface FlowSeed {
  readonly name: string;
  readonly type?: 'resource' | 'reusable';
  readonly active?: false;
  /** Notations of each version, newest first; the first is the active one. */
  readonly versions: readonly (readonly Notation[])[];
  readonly drafts?: readonly (readonly Notation[])[];
}

const activity = (name: string, more: Notation): Notation => ({ type: 'activity', name, ...more });

/** The key under which an activity names its integration is not known (API facts m); its id is what matters. */
const usesIntegration = (name: string, id: string): Notation =>
  activity(name, {
    params: {
      integration: { source: 'system', store: 'integration', id },
      headers: { source: 'expression', value: 'Bearer sample-flow-token' },
    },
  });

const flowId = (seed: number, tenant: number, place: number) => uuid(seed, idKind.flow, tenant, place);
const versionId = (seed: number, tenant: number, place: number, version: number) =>
  uuid(seed, idKind.flowVersion, tenant, place * 1000 + version);

/** The flows of Acme Dev: Zendesk is named by one, which another calls; the others show what must not be counted. */
function sampleSeeds(seed: number, tenant: number, idOf: (name: string) => string): readonly FlowSeed[] {
  const ticket = { flow: flowId(seed, tenant, 0), version: versionId(seed, tenant, 0, 0) };
  return [
    {
      name: 'Create a ticket',
      type: 'reusable',
      versions: [[usesIntegration('create-ticket', idOf('Support desk'))], [activity('start', {})]],
    },
    {
      name: 'Support line',
      versions: [
        [activity('greeting', { target: 'client' }), { type: 'call-activity', name: 'ticket', ...ticket }],
        // An old version: what it names is not in use.
        [usesIntegration('lookup', idOf('Price list'))],
      ],
    },
    {
      name: 'Order status',
      versions: [[usesIntegration('order', idOf('Order API')), activity('dial', { target: 'twilio' })]],
      drafts: [[usesIntegration('hours', idOf('Opening hours'))]],
    },
    { name: 'Night service', active: false, versions: [[activity('message', { target: 'client' })]] },
    { name: 'Agent script', type: 'resource', versions: [[activity('show', {})]] },
  ];
}

function textOf(name: string, notations: readonly Notation[]): FlowText {
  return {
    name,
    flow: JSON.stringify(notations),
    metadata: JSON.stringify(notations.map((_notation, index) => ({ x: index * 120, y: 40 }))),
  };
}

function rowOf(seed: number, tenant: number, tenantId: string, place: number, wanted: FlowSeed): FlowRow {
  const id = flowId(seed, tenant, place);
  const versions = wanted.versions.map((notations, index) => ({
    version: versionId(seed, tenant, place, index),
    text: () => textOf(`v${wanted.versions.length - index}`, notations),
  }));
  const active = versions[0]?.version ?? null;
  return {
    flow: {
      id,
      tenantId,
      name: wanted.name,
      description: '',
      type: wanted.type ?? 'customer',
      active: wanted.active !== false,
      activeVersion: active,
      activeFlow: active === null ? null : { flowId: id, version: active, name: `v${versions.length}` },
    },
    versions,
    drafts: (wanted.drafts ?? []).map((notations, index) => ({
      id: uuid(seed, idKind.flowVersion, tenant, place * 1000 + 500 + index),
      text: () => textOf('Draft', notations),
    })),
  };
}

/** The sample flows of the tenant with these integrations; the first sample tenant's, with one mapping by type. */
export function sampleFlows(
  seed: number,
  tenant: number,
  tenantId: string,
  integrations: readonly SandboxIntegration[],
): TenantFlows {
  const idOf = (name: string) => integrations.find((each) => each.name === name)?.id ?? '';
  const flows = sampleSeeds(seed, tenant, idOf).map((wanted, place) => rowOf(seed, tenant, tenantId, place, wanted));
  const mapping = (place: number, name: string, field: string, value: string, row: FlowRow | undefined) => ({
    id: uuid(seed, idKind.mapping, tenant, place),
    ...{ tenantId, name, description: null, value, version: null, active: true },
    flowId: row?.flow.id ?? '',
    channelType: field === 'source' ? 'work-item' : 'voice',
    interactionField: field,
    flow: { name: row?.flow.name ?? '' },
  });
  return {
    flows,
    mappings: [
      mapping(0, 'Tickets', 'source', 'zendesk', flows[1]),
      mapping(1, 'Main number', 'customer', '+15550100', flows[2]),
    ],
  };
}

/** Flows with texts of about `length` characters; every tenth names the tenant's first integration. */
export function generatedFlows(
  { seed, flows: count, flowTextLength: length }: { seed: number; flows: number; flowTextLength: number },
  tenant: number,
  tenantId: string,
  integrations: readonly SandboxIntegration[],
): TenantFlows {
  const filler = activity('wait', { params: { note: 'x'.repeat(100) } });
  const fillers = Array.from({ length: Math.ceil(length / (JSON.stringify(filler).length + 1)) }, () => filler);
  const named = [usesIntegration('call', integrations[0]?.id ?? '')];
  const flows = Array.from({ length: count }, (_each, place) =>
    rowOf(seed, tenant, tenantId, place, {
      name: `Flow ${String(place + 1).padStart(4, '0')}`,
      versions: [[...fillers, ...(place % 10 === 0 ? named : [])]],
    }),
  );
  return { flows, mappings: [] };
}
