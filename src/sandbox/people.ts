import { randomBytes } from 'node:crypto';
import { idKind, uuid } from './uuid';
import type { World } from './world';
import { permission } from './model';

/** Somebody who may call: a user, or the holder of an API key. */
export interface Principal {
  readonly kind: 'user' | 'key';
  readonly id: string;
  readonly username: string;
  readonly secret: string;
  readonly firstName: string;
  readonly lastName: string;
  /** The only tenant of an API key (API facts b.3). */
  readonly keyTenantId?: string;
}

/** Whose permissions a test changes: the main user, the auditor, or the API key. */
export type PrincipalName = 'user' | 'auditor' | 'key';

const made = (prefix: string) => `${prefix}-${randomBytes(9).toString('base64url')}`;

/** Who there is, and what each may do where. */
export class People {
  readonly user: Principal;
  /** A second user, who sees the first three tenants and may change nothing. */
  readonly auditor: Principal;
  readonly key: Principal;
  readonly #changedTenant = new Map<string, readonly string[]>();
  readonly #changedPlatform = new Map<string, readonly string[]>();

  readonly #world: World;

  constructor(world: World, seed: number, given: { readonly password?: string; readonly apiSecret?: string }) {
    this.#world = world;
    this.user = {
      kind: 'user',
      id: world.adminId,
      username: 'dev@acme.example',
      secret: given.password ?? made('sandbox-password'),
      firstName: 'Robin',
      lastName: 'Sample',
    };
    this.auditor = {
      kind: 'user',
      id: uuid(seed, idKind.user, 1),
      username: 'auditor@acme.example',
      secret: made('sandbox-password'),
      firstName: 'Ada',
      lastName: 'Audit',
    };
    this.key = {
      kind: 'key',
      id: uuid(seed, idKind.user, 2),
      username: uuid(seed, idKind.key, 0),
      secret: given.apiSecret ?? made('sandbox-secret'),
      firstName: 'API',
      lastName: 'Key',
      keyTenantId: world.tenantIds[0] ?? '',
    };
  }

  named(name: PrincipalName): Principal {
    return this[name];
  }

  byUsername(username: string): Principal | undefined {
    return [this.user, this.auditor, this.key].find((principal) => principal.username === username);
  }

  /** The tenants somebody belongs to, inactive ones too. */
  tenantIds(principal: Principal): readonly string[] {
    if (principal.keyTenantId !== undefined) return [principal.keyTenantId];
    return principal === this.auditor ? this.#world.tenantIds.slice(0, 3) : this.#world.tenantIds;
  }

  /** Permission names in a tenant; `undefined` where somebody does not belong. */
  tenantPermissions(principal: Principal, tenantId: string): readonly string[] | undefined {
    if (!this.#belongs(principal, tenantId)) return undefined;
    const changed = this.#changedTenant.get(`${principal.id} ${tenantId}`);
    if (changed) return changed;
    return principal === this.auditor ? [permission.view] : this.#world.initialPermissions(tenantId);
  }

  platformPermissions(principal: Principal): readonly string[] {
    return this.#changedPlatform.get(principal.id) ?? (principal === this.user ? ['PLATFORM_VIEW_ALL_TENANTS'] : []);
  }

  setTenantPermissions(name: PrincipalName, tenantId: string, permissions: readonly string[]): void {
    this.#changedTenant.set(`${this.named(name).id} ${tenantId}`, permissions);
  }

  setPlatformPermissions(name: PrincipalName, permissions: readonly string[]): void {
    this.#changedPlatform.set(this.named(name).id, permissions);
  }

  reset(): void {
    this.#changedTenant.clear();
    this.#changedPlatform.clear();
  }

  #belongs(principal: Principal, tenantId: string): boolean {
    if (principal.keyTenantId !== undefined) return principal.keyTenantId === tenantId;
    if (principal === this.auditor) return this.tenantIds(principal).includes(tenantId);
    return this.#world.has(tenantId);
  }
}
