import type { FieldIssue } from '../catalog/model';
import type { JsonObject } from '../base/json';
import type { TextRange } from '../base/jsonc';
import type { SecretReference } from '../base/secretReference';

/** What an issue is about, for quick fixes and tests; messages may change, codes do not. */
export type FileIssueCode =
  | 'syntax'
  | 'tooLarge'
  | 'unreadable'
  | 'tooDeep'
  | 'encoding'
  | 'wrongType'
  | 'missing'
  | 'unknownKey'
  | 'duplicateKey'
  | 'unknownType'
  | 'notCreatable'
  | 'unknownProperty'
  | 'readOnlyProperty'
  | 'literalSecret'
  | 'badReference'
  | 'misplacedReference'
  | 'misplacedFile'
  | 'badAlias'
  | 'badTenantId'
  | 'badEndpoint'
  | 'rule'
  | 'unknownAlias'
  | 'unknownTenant'
  | 'sameName'
  | 'unknownSecret';

/** Something wrong with a file, or worth knowing, at its place. Never quotes a value that may be secret. */
export interface FileIssue {
  readonly code: FileIssueCode;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly range: TextRange;
  /** The target that the issue is about, where it is not about the file's own values. */
  readonly alias?: string;
  /** The property, alias or name that the issue is about, for its quick fix. */
  readonly subject?: string;
  /** Where an advice comes from. */
  readonly source?: NonNullable<FieldIssue['source']>;
  /** A value that would repair it; never of a secret. */
  readonly suggestion?: string;
}

/** A secret property as a file says it: by reference, or empty on purpose. */
export type FileSecret = SecretReference | 'empty';

/** What a file, or one of its targets, says. What is left out is undefined. */
export interface FileValues {
  readonly name?: string;
  readonly renamedFrom?: string;
  readonly description?: string;
  readonly active?: boolean;
  /** Properties that are not secret. */
  readonly properties: JsonObject;
  readonly secrets: Readonly<Record<string, FileSecret>>;
}

/** One alias under `targets`. */
export interface FileTarget {
  readonly alias: string;
  readonly aliasRange: TextRange;
  readonly values: FileValues;
}

/** Where a reference stands in the text, quotes included. */
export interface PlacedReference {
  readonly reference: SecretReference;
  readonly range: TextRange;
  /** The secret property that it stands for. */
  readonly property: string;
  readonly alias?: string;
}

/** One integration file (`*.cxintegration.json`), as far as it could be read. */
export interface IntegrationFile {
  /** Wire value of the type; undefined where the file names none that is known. */
  readonly type: string | undefined;
  readonly values: FileValues;
  readonly targets: readonly FileTarget[];
  readonly references: readonly PlacedReference[];
  readonly issues: readonly FileIssue[];
}

/** One tenant of the tenants file. */
export interface TenantEntry {
  readonly alias: string;
  readonly aliasRange: TextRange;
  readonly tenantId: string;
  readonly tenantIdRange: TextRange;
  /** Base URL of the region, without `/v1`; undefined means any endpoint where an account sees the tenant. */
  readonly endpoint?: string;
  /** Apply asks as it does for a tenant marked as production. */
  readonly production: boolean;
}

/** The tenants file (`cxengage.json`), as far as it could be read. */
export interface TenantsFile {
  readonly tenants: ReadonlyMap<string, TenantEntry>;
  readonly issues: readonly FileIssue[];
}

/** Whether a file cannot be taken as it stands. Values that break a rule can: they may be what is stored. */
export function hasFileErrors(issues: readonly FileIssue[]): boolean {
  return issues.some(({ severity, code }) => severity === 'error' && code !== 'rule');
}
