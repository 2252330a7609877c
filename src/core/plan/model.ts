import { own, type JsonValue } from '../base/json';
import { referenceKey, type SecretReference } from '../base/secretReference';
import type { Integration, IntegrationRef, TenantRef } from '../directory/model';
import type { FileValues } from './fileModel';

/** Where a desired integration comes from; a report names it. */
export type Origin =
  | {
      readonly kind: 'file';
      /** Relative to the workspace folder, with slashes. */ readonly path: string;
      readonly alias: string;
    }
  | { readonly kind: 'copy'; readonly from: IntegrationRef; readonly fromTenant: string }
  /** Typed in a form. */
  | { readonly kind: 'draft' }
  | { readonly kind: 'rotation' };

/** Why something cannot be planned or made. Messages may change, codes do not. */
export type CannotCode =
  | 'fileErrors'
  | 'unknownAlias'
  | 'noAccount'
  | 'unknownTenant'
  | 'permission'
  | 'readOnly'
  | 'inactive'
  | 'inherited'
  | 'otherType'
  | 'notCreatable'
  | 'missingSecret'
  | 'unusedSecret'
  | 'sameName'
  | 'gone'
  | 'otherValue'
  | 'unreachable';

export interface Cannot {
  readonly code: CannotCode;
  /** A sentence for the user; names the tenant where one is known. */
  readonly message: string;
}

/** The tenant that is meant, or why it is not known. */
export type DesiredTarget =
  | {
      readonly kind: 'tenant';
      readonly ref: TenantRef;
      /** The tenants file says so; marks may say so too. */ readonly isProduction: boolean;
    }
  | { readonly kind: 'unknown'; /** What the file calls it. */ readonly label: string; readonly cannot: Cannot };

/** One integration as it should be in one tenant. What `values` leaves out stays as it is. Holds no secret value. */
export interface DesiredIntegration {
  readonly origin: Origin;
  readonly target: DesiredTarget;
  readonly type: string;
  readonly values: FileValues & { readonly name: string };
  /** The integration meant, where it is known by more than its name (a rotation). */
  readonly integrationId?: string;
  /** The value that its secrets hold: one that somebody else set since is not overwritten (a rotation). */
  readonly replaces?: SecretReference;
  /** It is to be made: where its name turns out to be taken, what is there stays. */
  readonly isNew?: true;
  /** Found before planning, e.g. errors in its file. */
  readonly cannot?: Cannot;
  /** As `cannot`, where there is something to do: values that break a rule are no obstacle as long as they stay. */
  readonly cannotChange?: Cannot;
}

export type ChangeAction = 'create' | 'update' | 'enable' | 'disable' | 'nothing' | 'cannot';

/**
 * Of a secret only how it compares, in memory: `unknown` where the server hides it or the reference has no value here,
 * `new` where none is stored, `cleared` where it must become empty.
 */
export type SecretComparison = 'same' | 'different' | 'unknown' | 'new' | 'cleared';

/** What one field is and what it should be. */
export interface FieldChange {
  /** `name`, `description`, `active`, or the key of a property. */
  readonly field: string;
  readonly isProperty: boolean;
  readonly label: string;
  /** Absent where there is nothing, and for secrets. */
  readonly before?: JsonValue;
  readonly after?: JsonValue;
  readonly secret?: SecretComparison;
}

/** One integration in one tenant: what it is, what it should be, field by field. */
export interface PlannedChange {
  /** The same whenever the same desired integration is planned again. */
  readonly id: string;
  readonly desired: DesiredIntegration;
  /** The tenant's name, or what the file calls it. */
  readonly tenantName: string;
  readonly isProduction: boolean;
  readonly name: string;
  readonly action: ChangeAction;
  /** What differs; for a create all that is set. Unknown secrets are listed even where nothing else is to do. */
  readonly fields: readonly FieldChange[];
  /** Set for `cannot`. */
  readonly cannot?: Cannot;
  /** The integration as it was when planned; what apply compares with. */
  readonly current?: Integration;
  /** References without a value here. `demandedReferences` are needed; the other secrets stay as they are. */
  readonly missing: readonly SecretReference[];
}

/** What a planned tenant has and no desired integration names. Nothing happens to it. */
export interface Unmanaged {
  readonly tenant: TenantRef;
  readonly tenantName: string;
  readonly integrations: readonly Integration[];
}

/** The changes that would be made. */
export interface Plan {
  readonly changes: readonly PlannedChange[];
  readonly unmanaged: readonly Unmanaged[];
}

/** How many changes of each kind a plan has. */
export type PlanTotals = Readonly<Record<ChangeAction, number>>;

/** Whether applying a change would send anything. */
export function isApplicable(change: PlannedChange): boolean {
  return change.action !== 'nothing' && change.action !== 'cannot';
}

/**
 * The references without a value here that a change cannot do without. Of an update those of secrets that are not stored
 * yet: where a token takes the place of a password, that would be cleared and nothing put in its place.
 */
export function demandedReferences({ action, fields, desired, missing }: PlannedChange): readonly SecretReference[] {
  if (action === 'create') return missing;
  const others = fields.filter(({ secret }) => secret !== 'new');
  // A server may give nothing of any secret: what has nothing to do with them does not wait for one.
  if (others.length > 0 && others.every(({ isProperty }) => !isProperty)) return [];
  const added = fields.flatMap(({ field, secret }) => {
    const reference = secret === 'new' ? own(desired.values.secrets, field) : undefined;
    return reference === undefined || reference === 'empty' ? [] : [referenceKey(reference)];
  });
  return missing.filter((reference) => added.includes(referenceKey(reference)));
}

export function totalsOf(changes: readonly PlannedChange[]): PlanTotals {
  const totals = { create: 0, update: 0, enable: 0, disable: 0, nothing: 0, cannot: 0 };
  for (const { action } of changes) totals[action] += 1;
  return totals;
}
