import { isoTime } from './clock';
import type { Dialect } from './dialect';
import type { Row, SandboxIntegration, SandboxListener, Tenant } from './model';
import { generatedFlows, sampleFlows, type TenantFlows } from './seed/flows';
import { generatedIntegration, generatedParent, generatedTenant } from './seed/generated';
import type { SeedIntegration, SeedListener, SeedTenant } from './seed/model';
import { Refusal, refusedBody } from './refusal';
import { accessibleSamples, sampleTenants } from './seed/samples';
import type { SandboxServices } from './services';
import { idKind, mix, uuid } from './uuid';

export interface WorldSize {
  readonly seed: number;
  readonly times: Dialect['times'];
  /** Number of tenants, all accessible; `undefined` for the sample tenants as they are. */
  readonly tenants?: number;
  /** Number of integrations in every tenant; `undefined` for the samples as they are. */
  readonly integrations?: number;
  /** Number of flows in every tenant; `undefined` for the samples as they are. */
  readonly flows?: number;
  /** Characters of a generated flow's text, about. */
  readonly flowTextLength?: number;
}

const defaultIntegrations = 5;
/** What may be written between two resets, in bytes of JSON. */
const MAX_WRITTEN_BYTES = 16 * 1024 * 1024;
const begin = Date.UTC(2019, 2, 4, 9, 30);
const twoYears = 2 * 365 * 24 * 3600;

/**
 * Tenants and their integrations. Everything is computed from the seed when it is asked for; only tenants that
 * were written to take memory, so that ten thousand tenants cost no more than a list of their ids.
 */
export class World {
  readonly tenantIds: readonly string[];
  /** How many of `tenantIds`, from the first, the main user can open. */
  readonly accessible: number;
  readonly adminId: string;
  readonly #indices = new Map<string, number>();
  readonly #samples: readonly SeedTenant[];
  readonly #written = new Map<string, readonly Row[]>();
  #created = 0;
  #writtenBytes = 0;

  readonly #size: WorldSize;

  constructor(size: WorldSize, services: SandboxServices) {
    this.#size = size;
    const samples = sampleTenants(services);
    this.#samples = size.tenants === undefined ? samples : samples.slice(0, Math.min(accessibleSamples, size.tenants));
    this.accessible = size.tenants ?? accessibleSamples;
    const count = size.tenants ?? samples.length;
    this.tenantIds = Array.from({ length: count }, (_, index) => uuid(size.seed, idKind.tenant, index));
    this.tenantIds.forEach((id, index) => this.#indices.set(id, index));
    this.adminId = uuid(size.seed, idKind.user, 0);
  }

  tenant(id: string): Tenant | undefined {
    const index = this.#indices.get(id);
    if (index === undefined) return undefined;
    const seed = this.#seedOf(index);
    const parentId = seed.parent === undefined ? undefined : this.tenantIds[seed.parent];
    return {
      id,
      name: seed.name,
      description: seed.description,
      active: seed.active,
      ...(parentId === undefined ? {} : { parentId }),
      childIds: this.#childrenOf(index).map((child) => this.tenantIds[child] ?? ''),
      created: isoTime(begin + index * 60_000, this.#size.times),
    };
  }

  has(id: string): boolean {
    return this.#indices.has(id);
  }

  /** The cheap part of a tenant, for lists of thousands. */
  outline(id: string): Pick<Tenant, 'name' | 'description' | 'active'> {
    return this.#seedOf(this.#indices.get(id) ?? 0);
  }

  /** What the main user may do in a tenant when nothing was changed. */
  initialPermissions(tenantId: string): readonly string[] {
    const index = this.#indices.get(tenantId);
    return index === undefined ? [] : this.#seedOf(index).permissions;
  }

  /** The tenant's own rows. */
  rows(tenantId: string): readonly Row[] {
    return this.#written.get(tenantId) ?? this.#initialRows(tenantId);
  }

  /** The tenant's own rows and those that its parent shares. */
  visibleRows(tenantId: string): readonly Row[] {
    const parentId = this.tenant(tenantId)?.parentId;
    const inherited = parentId === undefined ? [] : this.rows(parentId).filter((row) => row.shared);
    return [...this.rows(tenantId), ...inherited];
  }

  /** The tenant's own flows and dispatch mappings: those of the sample tenants, or generated ones. */
  flows(tenantId: string): TenantFlows {
    const index = this.#indices.get(tenantId);
    const { seed, flows, flowTextLength = 5000 } = this.#size;
    if (index === undefined) return { flows: [], mappings: [] };
    const integrations = this.#initialRows(tenantId).map(({ integration }) => integration);
    if (flows !== undefined) return generatedFlows({ seed, flows, flowTextLength }, index, tenantId, integrations);
    return index < this.#samples.length
      ? sampleFlows(seed, index, tenantId, integrations)
      : { flows: [], mappings: [] };
  }

  /** Adds a row, or replaces the one with the same integration id. Throws `Refusal` (507) when too much was written. */
  write(tenantId: string, row: Row): void {
    const bytes = JSON.stringify(row).length;
    if (this.#writtenBytes + bytes > MAX_WRITTEN_BYTES) throw new Refusal(507, refusedBody('the sandbox is full'));
    this.#writtenBytes += bytes;
    const rows = this.rows(tenantId);
    const known = rows.some((other) => other.integration.id === row.integration.id);
    const next = known
      ? rows.map((other) => (other.integration.id === row.integration.id ? row : other))
      : [...rows, row];
    this.#written.set(tenantId, next);
  }

  /** Forgets everything written. */
  reset(): void {
    this.#written.clear();
    this.#writtenBytes = 0;
  }

  /** A fresh id for something created while running. */
  nextId(kind: typeof idKind.integration | typeof idKind.listener): string {
    this.#created += 1;
    return uuid(this.#size.seed, kind, 0xffff_ffff, this.#created);
  }

  #seedOf(index: number): SeedTenant {
    return this.#samples[index] ?? generatedTenant(index, 0);
  }

  #childrenOf(index: number): number[] {
    const children: number[] = [];
    // A child comes at most nine places behind its parent, among the samples as among the generated.
    for (let other = index + 1; other <= index + 9 && other < this.tenantIds.length; other += 1) {
      const sample = this.#samples[other];
      const parent = sample ? sample.parent : generatedParent(other);
      if (parent === index) children.push(other);
    }
    return children;
  }

  #initialRows(tenantId: string): readonly Row[] {
    const index = this.#indices.get(tenantId);
    if (index === undefined) return [];
    const own = this.#seedOf(index).integrations;
    const target = this.#size.integrations ?? (index < this.#samples.length ? own.length : defaultIntegrations);
    const seeds = Array.from({ length: target }, (_, ordinal) => own[ordinal] ?? generatedIntegration(index, ordinal));
    return seeds.map((seed, ordinal) => this.#row(tenantId, index, ordinal, seed));
  }

  #row(tenantId: string, tenant: number, ordinal: number, seed: SeedIntegration): Row {
    const stamps = this.#stamps(tenant, ordinal);
    const integration: SandboxIntegration = {
      id: uuid(this.#size.seed, idKind.integration, tenant, ordinal),
      tenantId,
      type: seed.type,
      name: seed.name,
      description: seed.description ?? null,
      active: seed.active ?? true,
      properties: seed.properties,
      ...stamps,
    };
    const listeners = (seed.listeners ?? []).map((listener, place) =>
      this.#listener(integration, listener, mix(tenant, ordinal), place),
    );
    return { integration, listeners, shared: seed.shared === true && this.#size.tenants === undefined };
  }

  #listener(integration: SandboxIntegration, seed: SeedListener, index: number, place: number): SandboxListener {
    const { created, createdBy, updated, updatedBy } = integration;
    return {
      id: uuid(this.#size.seed, idKind.listener, index, place),
      tenantId: integration.tenantId,
      integrationId: integration.id,
      name: seed.name,
      active: integration.active && seed.active !== false,
      ...(seed.listenerType === undefined ? {} : { listenerType: seed.listenerType }),
      properties: seed.properties,
      ...{ created, createdBy, updated, updatedBy },
    };
  }

  #stamps(tenant: number, ordinal: number) {
    const created = begin + (mix(tenant, ordinal, 1) % twoYears) * 1000;
    const updated = created + (mix(tenant, ordinal, 2) % twoYears) * 1000;
    return {
      created: isoTime(created, this.#size.times),
      createdBy: this.adminId,
      updated: isoTime(updated, this.#size.times),
      updatedBy: this.adminId,
    };
  }
}
