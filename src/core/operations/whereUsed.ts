import pLimit from 'p-limit';
import { abortedError, ApiError } from '../api/error';
import { isArray, isObject, own, type JsonObject, type JsonValue } from '../base/json';
import type { ProgressReport } from '../base/progress';
import { MANAGE_FLOWS, VIEW_CONTACT_POINTS, VIEW_FLOWS } from '../directory/access';
import type { Integration, Tenant } from '../directory/model';
import type { DirectoryService } from '../directory/service';
import { flowReferences, type FlowReferences } from './flowText';

/** Flows read side by side: their texts may have a megabyte each. */
const FLOWS_AT_ONCE = 6;

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
  readonly what: 'flows' | 'flowVersions' | 'drafts' | 'dispatchMappings' | 'tenant';
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
  readonly onProgress?: (progress: ProgressReport) => void;
  /** Also reads drafts and versions that are not active: one or two requests more for each flow. */
  readonly withDrafts?: boolean;
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

/** One search. Flow texts may hold tokens: of each only ids and types are kept, while the search lasts. */
class UsageSearch {
  readonly #reader: Reader;
  readonly #integration: Integration;
  readonly #options: WhereUsedOptions;
  readonly #gaps: UsageGap[] = [];

  constructor(reader: Reader, integration: Integration, options: WhereUsedOptions) {
    this.#reader = reader;
    this.#integration = integration;
    this.#options = options;
  }

  async run(): Promise<UsageReport> {
    const { type, integrationId } = this.#integration;
    const [read, mappings, tenant] = await Promise.all([this.#flows(), this.#mappings(), this.#outbound()]);
    const id = integrationId.toLowerCase();
    const naming = read.filter(({ references }) => references.ids.has(id));
    const byType = read.filter((each) => !naming.includes(each) && each.references.targets.has(type));
    return {
      usages: [
        ...tenant,
        ...naming.map((each) => toUsage(each, 'namesIt')),
        ...mappings,
        ...callers(
          read.filter((each) => each.text === 'active'),
          naming.filter((each) => each.text === 'active'),
        ),
        ...byType.map((each) => toUsage(each, 'usesType')),
      ],
      versions: read.filter(({ text }) => text === 'active').length,
      others: read.filter(({ text }) => text !== 'active').length,
      gaps: this.#gaps,
    };
  }

  get #tenant(): Tenant | undefined {
    return this.#reader.tenant(this.#integration);
  }

  /** @returns undefined where it could not be read; the gap is noted. Throws when canceled or signed out. */
  async #read(what: UsageGap['what'], path: readonly string[], permission?: string): Promise<JsonValue | undefined> {
    const known = this.#tenant?.permissions;
    if (permission !== undefined && known !== undefined && !known.includes(permission)) {
      this.#gap(what, permission);
      return undefined;
    }
    try {
      return await this.#reader.readResource(this.#integration, path, this.#options.signal);
    } catch (error) {
      if (!(error instanceof ApiError) || error.kind === 'aborted' || error.kind === 'signedOut') throw error;
      this.#gap(what, error.kind === 'forbidden' ? permission : undefined);
      return undefined;
    }
  }

  #gap(what: UsageGap['what'], permission: string | undefined): void {
    const at = this.#gaps.findIndex((gap) => gap.what === what && gap.permission === permission);
    const count = (this.#gaps[at]?.count ?? 0) + 1;
    const gap = { what, count, ...(permission === undefined ? {} : { permission }) };
    if (at < 0) this.#gaps.push(gap);
    else this.#gaps[at] = gap;
  }

  async #flows(): Promise<readonly ReadFlow[]> {
    const flows = ownFlows(await this.#read('flows', ['flows'], VIEW_FLOWS), this.#integration.tenantId);
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
    const version = await this.#read('flowVersions', ['flows', flow.id, 'versions', activeVersion], VIEW_FLOWS);
    if (version === undefined) return [];
    return [{ flow, text: 'active', version: activeVersion, references: flowReferences(version) }];
  }

  async #otherTexts(flow: Flow): Promise<readonly ReadFlow[]> {
    const versions = objectsOf(await this.#read('flowVersions', ['flows', flow.id, 'versions'], VIEW_FLOWS));
    const drafts = objectsOf(await this.#read('drafts', ['flows', flow.id, 'drafts'], MANAGE_FLOWS));
    const older = versions.filter((each) => stringOf(each, 'version') !== flow.activeVersion);
    return [
      ...older.map((each): ReadFlow => {
        const version = stringOf(each, 'version');
        return { flow, text: 'older', references: flowReferences(each), ...(version === undefined ? {} : { version }) };
      }),
      ...drafts.map((each): ReadFlow => ({ flow, text: 'draft', references: flowReferences(each) })),
    ];
  }

  /** Mappings name a type; for a month in 2015 they named the id, so both are looked for (API facts m). */
  async #mappings(): Promise<readonly Usage[]> {
    const { type, integrationId } = this.#integration;
    const rows = objectsOf(await this.#read('dispatchMappings', ['dispatch-mappings'], VIEW_CONTACT_POINTS));
    return rows.flatMap((row): readonly Usage[] => {
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

  /** The tenant's outbound integration, by id (API facts c.2). */
  async #outbound(): Promise<readonly Usage[]> {
    const { tenantId, integrationId } = this.#integration;
    const tenant = await this.#read('tenant', []);
    if (!isObject(tenant) || stringOf(tenant, 'outboundIntegrationId')?.toLowerCase() !== integrationId.toLowerCase())
      return [];
    return [{ strength: 'namesIt', kind: 'tenant', id: tenantId, name: this.#tenant?.name ?? tenantId, active: true }];
  }
}

/**
 * Finds what refers to an integration: the active version of each of the tenant's own flows, dispatch mappings and the
 * tenant itself (API facts m). At most one request for each flow beside the lists, two more with drafts. What is not found
 * may still be in use in a way that is not public.
 * @throws ApiError `aborted` when canceled, `signedOut`; what else cannot be read is in `gaps`.
 */
export async function whereUsed(
  reader: Reader,
  integration: Integration,
  options: WhereUsedOptions = {},
): Promise<UsageReport> {
  return new UsageSearch(reader, integration, options).run();
}
