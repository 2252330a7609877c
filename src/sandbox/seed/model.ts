import type { Fields } from '../values';

export interface SeedListener {
  readonly name: string;
  readonly active?: boolean;
  readonly listenerType?: string;
  readonly properties: Fields;
}

export interface SeedIntegration {
  readonly type: string;
  readonly name: string;
  readonly description?: string;
  /** Active unless said otherwise. */
  readonly active?: false;
  readonly properties: Fields;
  readonly listeners?: readonly SeedListener[];
  /** Also shown in the tenant's children. */
  readonly shared?: true;
}

export interface SeedTenant {
  readonly name: string;
  readonly description: string;
  readonly active: boolean;
  /** Index of the parent tenant. */
  readonly parent?: number;
  /** What the main user may do there. */
  readonly permissions: readonly string[];
  readonly integrations: readonly SeedIntegration[];
}
