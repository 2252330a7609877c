import type { Dialect } from './dialect';
import type { FaultHandle, SetFault } from './faults/faults';
import type { FaultRule } from './faults/rule';
import type { SandboxIntegration, SandboxListener } from './model';
import type { PrincipalName } from './people';
import type { RecordedRequest } from './requests';
import type { SampleValues } from './sampleValues';
import type { SandboxServices } from './services';

export interface SandboxOptions {
  /** Port of the API; 0 or nothing takes a free one. The fake services always take free ones. */
  readonly port?: number;
  /** Number of tenants, all open to the main user, in place of the samples with their closed ones. */
  readonly tenants?: number;
  /** Number of integrations in every tenant. */
  readonly integrations?: number;
  /** Number of flows in every tenant, in place of the samples. */
  readonly flows?: number;
  /** Characters of the text of each of those flows, about; 5,000 when left out. */
  readonly flowTextLength?: number;
  /** Other seeds give other ids. */
  readonly seed?: number;
  /** Password of the main user; made up anew for each sandbox when left out. */
  readonly password?: string;
  /** Secret of the API key; made up anew for each sandbox when left out. */
  readonly apiSecret?: string;
  /** How the service behaves where that is not known, e.g. `{ put: 'merge' }`; the rest is as `DIALECTS` says. */
  readonly dialect?: Partial<Dialect>;
  /** Key of the control routes. Without one nobody knows the key, and no bodies are recorded. */
  readonly controlKey?: string;
}

export interface SandboxTenant {
  readonly id: string;
  readonly name: string;
}

/** A running sandbox: where it is, who may call it, and the handles for tests. */
export interface Sandbox {
  /** E.g. `http://127.0.0.1:4001`; the client adds `/v1`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Belongs to the first tenant. */
  readonly apiKey: string;
  readonly apiSecret: string;
  /** A second user: sees the first three tenants and may change nothing. */
  readonly auditor: { readonly username: string; readonly password: string };
  /** The active tenants whose integrations the main user may see. */
  readonly tenants: readonly SandboxTenant[];
  /** Every tenant, also the inactive one and the one without permissions. */
  readonly allTenants: readonly SandboxTenant[];
  readonly services: SandboxServices;
  /** What a form can offer to fill in: its connection test passes. */
  readonly sampleValues: readonly SampleValues[];
  readonly dialect: Dialect;
  /** The control routes, for tests in another process: send `key` as `x-sandbox-key`. */
  readonly control: { readonly url: string; readonly key: string };
  /** Requests to the API so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Requests to the fake services so far, oldest first. */
  readonly serviceRequests: readonly RecordedRequest[];
  clearRequests(): void;
  /** What the tenant holds itself, secrets in clear. */
  integrations(tenantId: string): readonly SandboxIntegration[];
  listeners(tenantId: string, integrationId: string): readonly SandboxListener[];
  /** The faults that are set, and how often each was played. */
  readonly faults: readonly SetFault[];
  addFault(rule: FaultRule): FaultHandle;
  removeFault(id: number): void;
  clearFaults(): void;
  /** Every request under the tenant waits this many milliseconds before it does its work. */
  slowTenant(tenantId: string, ms: number): FaultHandle;
  /** Moves the server’s clock by a number of seconds. */
  shiftClock(seconds: number): void;
  /** Milliseconds since 1970 by the server's clock. */
  now(): number;
  /** Makes every token worthless, or only those of one caller. */
  revokeTokens(who?: PrincipalName): void;
  setPermissions(who: PrincipalName, tenantId: string, permissions: readonly string[]): void;
  setPlatformPermissions(who: PrincipalName, permissions: readonly string[]): void;
  /** Data, permissions, clock, faults and recorded requests as at the start; tokens stay good. */
  reset(): void;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}
