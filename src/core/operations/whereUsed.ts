import pLimit from 'p-limit';
import { abortedError, ApiError, isAccountUnavailable } from '../api/error';
import { isArray, isObject, own, type JsonObject, type JsonValue } from '../base/json';
import type { ProgressReport } from '../base/progress';
import { MANAGE_FLOWS, VIEW_CONTACT_POINTS, VIEW_FLOWS } from '../directory/access';
import { TimeSlicer } from '../base/timeSlicer';
import type { Integration, Tenant, TenantRef } from '../directory/model';
import { tenantKey } from '../directory/refs';
import type { DirectoryService } from '../directory/service';
import { flowReferences, type FlowReferences } from './flowText';

/** Flows of a tenant read side by side: their texts may have a megabyte each. */
const FLOWS_AT_ONCE = 3;
/** Tenants searched side by side. */
const TENANTS_AT_ONCE = 3;

/**
 * How strong a finding is: `namesIt`, its id is there; `usesType`, something refers to its type; `callsFlow`, a flow calls
 * one that names it.
 */
export type UsageStrength = 'namesIt' | 'usesType' | 'callsFlow';

/** Something that refers to an integration. */
export interface Usage {
  readonly strength: UsageStrength;
  readonly kind: 'flow' | 'dispatchMapping' | 'tenant';
  readonly id: string;
  readonly name: string;
  /** Switched on, as the API says. */
  readonly active: boolean;
  /** Of a flow: which text was read. */
  readonly text?: 'active' | 'draft' | 'older';
  readonly version?: string;
  /** The called flow's name. */
  readonly via?: string;
}

/** What could not be read. Whoever shows the result says so: not found is not unused. */
export interface UsageGap {
  /** `everything`: its account is signed out. */
  readonly what: 'everything' | 'flows' | 'flowVersions' | 'drafts' | 'dispatchMappings' | 'tenant';
  readonly count: number;
  /** The permission that is missing, where that is the reason. */
  readonly permission?: string;
}

export interface UsageReport {
  readonly usages: readonly Usage[];
  /** Active versions that were read. */
  readonly versions: number;
  /** Drafts and older versions that were read. */
  readonly others: number;
  readonly gaps: readonly UsageGap[];
}

export interface WhereUsedOptions {
  readonly signal?: AbortSignal;
  /** Flows that were read, of those that are known so far. */
  readonly onProgress?: (progress: ProgressReport) => void;
  /** Also reads drafts and versions that are not active: one or two requests more for each flow. */
  readonly withDrafts?: boolean;
}

/** What was found of one of several integrations. */
export interface IntegrationUsages {
  readonly integration: Integration;
  readonly report: UsageReport;
}

type Reader = Pick<DirectoryService, 'readResource' | 'tenant'>;

interface Flow {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly activeVersion: string | undefined;
}

/** A text of a flow with what it refers to. */
interface ReadFlow {
  readonly flow: Flow;
  readonly text: 'active' | 'draft' | 'older';
  readonly version?: string;
  readonly references: FlowReferences;
}

function stringOf(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return isArray(value) ? value.filter((each): each is JsonObject => isObject(each)) : [];
}

/** A version with its text, be it empty. */
function isVersion(value: JsonValue | undefined): value is JsonObject {
  const text = isObject(value) ? own(value, 'flow') : undefined;
  return text !== undefined && text !== null;
}

/** Flows of the tenant itself: the list also has other tenants' (API facts m). */
function ownFlows(list: JsonValue | undefined, tenantId: string): readonly Flow[] {
  return objectsOf(list).flatMap((row) => {
    const id = stringOf(row, 'id');
    if (id === undefined || stringOf(row, 'tenantId')?.toLowerCase() !== tenantId.toLowerCase()) return [];
    const activeFlow = own(row, 'activeFlow');
    const activeVersion =
      stringOf(row, 'activeVersion') ?? (isObject(activeFlow) ? stringOf(activeFlow, 'version') : undefined);
    return [{ id, name: stringOf(row, 'name') ?? id, active: own(row, 'active') !== false, activeVersion }];
  });
}

function toUsage({ flow, text, version }: ReadFlow, strength: UsageStrength, via?: string): Usage {
  return {
    strength,
    kind: 'flow',
    id: flow.id,
    name: flow.name,
    active: flow.active,
    text,
    ...(version === undefined ? {} : { version }),
    ...(via === undefined ? {} : { via }),
  };
}

/** Flows that call one that names the integration, directly or through others. */
function callers(read: readonly ReadFlow[], naming: readonly ReadFlow[]): readonly Usage[] {
  const found = new Map(naming.map(({ flow }) => [flow.id.toLowerCase(), flow.name]));
  const usages: Usage[] = [];
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const each of read) {
      const key = each.flow.id.toLowerCase();
      if (found.has(key)) continue;
      const called = [...each.references.ids].find((id) => found.has(id));
      if (called === undefined) continue;
      found.set(key, each.flow.name);
      usages.push(toUsage(each, 'callsFlow', found.get(called) ?? ''));
      isNew = true;
    }
  }
  return usages;
}

/** What was read of a tenant: enough to tell of any of its integrations where it is used. */
interface TenantReading {
  readonly flows: readonly ReadFlow[];
  readonly mappings: readonly JsonObject[];
  /** The tenant's outbound integration, by id (API facts c.2). */
  readonly outboundId: string | undefined;
  readonly gaps: readonly UsageGap[];
}

const UNREAD: TenantReading = {
  flows: [],
  mappings: [],
  outboundId: undefined,
  gaps: [{ what: 'everything', count: 1 }],
};

/** Reads one tenant. Flow texts may hold tokens: of each only ids and types are kept, while the search lasts. */
class TenantReader {
  readonly #reader: Reader;
  readonly #ref: TenantRef;
  readonly #options: WhereUsedOptions;
  readonly #slices = new TimeSlicer();
  readonly #gaps: UsageGap[] = [];

  constructor(reader: Reader, ref: TenantRef, options: WhereUsedOptions) {
    this.#reader = reader;
    this.#ref = ref;
    this.#options = options;
  }

  async read(): Promise<TenantReading> {
    const [flows, mappings, tenant] = await Promise.all([
      this.#flows(),
      this.#read('dispatchMappings', ['dispatch-mappings'], isArray, VIEW_CONTACT_POINTS),
      this.#read('tenant', [], isObject),
    ]);
    return {
      flows,
      mappings: objectsOf(mappings),
      outboundId: isObject(tenant) ? stringOf(tenant, 'outboundIntegrationId')?.toLowerCase() : undefined,
      gaps: this.#gaps,
    };
  }

  /** @returns undefined where it could not be read; the gap is noted. Throws when canceled, or where the account cannot be used. */
  async #read<T extends JsonValue>(
    what: UsageGap['what'],
    path: readonly string[],
    isExpected: (found: JsonValue | undefined) => found is T,
    permission?: string,
  ): Promise<T | undefined> {
    const known = this.#reader.tenant(this.#ref)?.permissions;
    if (permission !== undefined && known !== undefined && !known.includes(permission)) {
      this.#gap(what, permission);
      return undefined;
    }
    try {
      const found = await this.#reader.readResource(this.#ref, path, this.#options.signal);
      // A page of a gateway, or nothing at all, is no list without flows.
      if (isExpected(found)) return found;
      this.#gap(what, undefined);
    } catch (error) {
      if (!(error instanceof ApiError) || error.kind === 'aborted' || isAccountUnavailable(error)) throw error;
      this.#gap(what, error.kind === 'forbidden' ? permission : undefined);
    }
    return undefined;
  }

  #gap(what: UsageGap['what'], permission: string | undefined): void {
    const at = this.#gaps.findIndex((gap) => gap.what === what && gap.permission === permission);
    const count = (this.#gaps[at]?.count ?? 0) + 1;
    const gap = { what, count, ...(permission === undefined ? {} : { permission }) };
    if (at < 0) this.#gaps.push(gap);
    else this.#gaps[at] = gap;
  }

  async #flows(): Promise<readonly ReadFlow[]> {
    const flows = ownFlows(await this.#read('flows', ['flows'], isArray, VIEW_FLOWS), this.#ref.tenantId);
    const limit = pLimit(FLOWS_AT_ONCE);
    let done = 0;
    const read = await Promise.all(
      flows.map((flow) =>
        limit(async () => {
          if (this.#options.signal?.aborted) throw abortedError();
          const texts = [
            ...(await this.#activeText(flow)),
            ...(this.#options.withDrafts ? await this.#otherTexts(flow) : []),
          ];
          done += 1;
          this.#options.onProgress?.({ done, total: flows.length });
          return texts;
        }),
      ),
    );
    return read.flat();
  }

  async #activeText(flow: Flow): Promise<readonly ReadFlow[]> {
    const { activeVersion } = flow;
    if (activeVersion === undefined) return [];
    const version = await this.#read(
      'flowVersions',
      ['flows', flow.id, 'versions', activeVersion],
      isVersion,
      VIEW_FLOWS,
    );
    if (version === undefined) return [];
    return [{ flow, text: 'active', version: activeVersion, references: await this.#references(version) }];
  }

  async #otherTexts(flow: Flow): Promise<readonly ReadFlow[]> {
    const versions = objectsOf(await this.#read('flowVersions', ['flows', flow.id, 'versions'], isArray, VIEW_FLOWS));
    const drafts = objectsOf(await this.#read('drafts', ['flows', flow.id, 'drafts'], isArray, MANAGE_FLOWS));
    const found: ReadFlow[] = [];
    for (const each of versions) {
      const version = stringOf(each, 'version');
      if (version !== flow.activeVersion)
        found.push({
          flow,
          text: 'older',
          references: await this.#references(each),
          ...(version === undefined ? {} : { version }),
        });
    }
    for (const each of drafts) found.push({ flow, text: 'draft', references: await this.#references(each) });
    return found;
  }

  /** Texts are searched one by one, giving way to others in between. */
  async #references(version: JsonValue): Promise<FlowReferences> {
    await this.#slices.yield();
    return flowReferences(version);
  }
}

/** Mappings name a type; for a month in 2015 they named the id, so both are looked for (API facts m). */
function mappingUsages({ mappings }: TenantReading, { type, integrationId }: Integration): readonly Usage[] {
  return mappings.flatMap((row): readonly Usage[] => {
    const value = stringOf(row, 'value')?.toLowerCase();
    const isNamed = value === integrationId.toLowerCase();
    if (!isNamed && !(stringOf(row, 'interactionField') === 'source' && value === type)) return [];
    const id = stringOf(row, 'id') ?? '';
    const flow = own(row, 'flow');
    const via = isObject(flow) ? stringOf(flow, 'name') : undefined;
    return [
      {
        strength: isNamed ? 'namesIt' : 'usesType',
        kind: 'dispatchMapping',
        id,
        name: stringOf(row, 'name') ?? id,
        active: own(row, 'active') !== false,
        ...(via === undefined ? {} : { via }),
      },
    ];
  });
}

function reportOf(reading: TenantReading, integration: Integration, tenant: Tenant | undefined): UsageReport {
  const { flows, gaps, outboundId } = reading;
  const id = integration.integrationId.toLowerCase();
  const naming = flows.filter(({ references }) => references.ids.has(id));
  const byType = flows.filter((each) => !naming.includes(each) && each.references.targets.has(integration.type));
  const { tenantId } = integration;
  return {
    usages: [
      ...(outboundId === id
        ? [{ strength: 'namesIt', kind: 'tenant', id: tenantId, name: tenant?.name ?? tenantId, active: true } as const]
        : []),
      ...naming.map((each) => toUsage(each, 'namesIt')),
      ...mappingUsages(reading, integration),
      ...callers(
        flows.filter((each) => each.text === 'active'),
        naming.filter((each) => each.text === 'active'),
      ),
      ...byType.map((each) => toUsage(each, 'usesType')),
    ],
    versions: flows.filter(({ text }) => text === 'active').length,
    others: flows.filter(({ text }) => text !== 'active').length,
    gaps,
  };
}

/** Adds up the flows of several tenants. */
function summed(onProgress: WhereUsedOptions['onProgress']): () => Pick<WhereUsedOptions, 'onProgress'> {
  const parts: ProgressReport[] = [];
  return () => {
    const part = parts.push({ done: 0, total: 0 }) - 1;
    return {
      onProgress: (progress) => {
        parts[part] = progress;
        const sum = (of: (each: ProgressReport) => number): number =>
          parts.reduce((total, each) => total + of(each), 0);
        onProgress?.({ done: sum(({ done }) => done), total: sum(({ total }) => total) });
      },
    };
  };
}

/**
 * Finds what refers to integrations of any tenants: the active version of each of a tenant's own flows, its dispatch mappings
 * and the tenant itself (API facts m). Each tenant is read once: at most one request for each flow beside the lists, two
 * more with drafts. What is not found may still be in use in a way that is not public.
 * @returns a report for each integration, in their order.
 * @throws ApiError `aborted` when canceled, `signedOut` or `keyringUnavailable` where no account can be used; what else cannot be read is in `gaps`.
 */
export async function whereUsedAll(
  reader: Reader,
  integrations: readonly Integration[],
  options: WhereUsedOptions = {},
): Promise<readonly IntegrationUsages[]> {
  const limit = pLimit(TENANTS_AT_ONCE);
  const progressOf = summed(options.onProgress);
  const readings = new Map<string, Promise<TenantReading>>();
  const read = (ref: TenantRef): Promise<TenantReading> => {
    const key = tenantKey(ref);
    const reading =
      readings.get(key) ??
      limit(() => {
        if (options.signal?.aborted) throw abortedError();
        return new TenantReader(reader, ref, { ...options, ...progressOf() }).read();
      });
    readings.set(key, reading);
    return reading;
  };
  const accountErrors: ApiError[] = [];
  const unread = (error: unknown): TenantReading => {
    if (!(error instanceof ApiError) || !isAccountUnavailable(error)) throw error;
    accountErrors.push(error);
    return UNREAD;
  };
  const found = await Promise.all(
    integrations.map(async (integration) => ({
      integration,
      report: reportOf(await read(integration).catch(unread), integration, reader.tenant(integration)),
    })),
  );
  const [error] = accountErrors;
  if (error && accountErrors.length === integrations.length) throw error;
  return found;
}
