import { UserError } from '../base/errors';
import { own } from '../base/json';
import { referenceKey, type SecretReference } from '../base/secretReference';
import { TimeSlicer } from '../base/timeSlicer';
import { integrationType } from '../catalog/registry';
import { normalizeText } from '../catalog/text';
import type { IntegrationDraft } from '../directory/model';
import type { DirectoryService } from '../directory/service';
import type { Change, WriteOutcome } from '../directory/write';
import type { SecretSource } from '../operations/secretSource';
import { compareIntegration, unsentByCreate, type ResolvedSecrets } from './compare';
import { fieldValuesOf } from './desired';
import { demandedReferences, isApplicable, type PlannedChange } from './model';
import { SecretResolver } from './secretResolver';
import type { ReadBack } from './readBack';
import { cannotSend } from './unsentSecrets';

/** What became of one planned change. */
export type ApplyOutcome =
  | WriteOutcome
  /** Not sent: it needs values that the references do not have here, or no longer have. */
  | { readonly kind: 'missingSecret'; readonly references: readonly SecretReference[] };

export interface AppliedChange {
  readonly change: PlannedChange;
  readonly outcome: ApplyOutcome;
  /** It had moved; `change` is what was planned anew since, and the user sees that. */
  readonly isPlannedAnew?: true;
  /** What the server gave afterwards, where that was asked for. */
  readonly readBack?: ReadBack;
}

export interface ApplyOptions {
  readonly directory: Pick<DirectoryService, 'write'>;
  readonly secrets: SecretSource;
  /** Stops between two requests: what was sent ends, so that its outcome is known. */
  readonly signal?: AbortSignal;
  /** Told when a change begins, and again with its outcome. */
  readonly onProgress?: (change: PlannedChange, outcome?: ApplyOutcome) => void;
  /** Adds to an operation begun before (*Retry the Rest*), so that one undo takes all of it back. */
  readonly operation?: number;
}

function unique(references: readonly SecretReference[]): readonly SecretReference[] {
  return [...new Map(references.map((reference) => [referenceKey(reference), reference])).values()];
}

/** The references that changes need and that have no value here, each once: ask for them before applying. */
export function missingReferences(changes: readonly PlannedChange[]): readonly SecretReference[] {
  return unique(changes.flatMap(demandedReferences));
}

function toDraft({ desired: { type: typeId, values } }: PlannedChange, secrets: ResolvedSecrets): IntegrationDraft {
  const type = integrationType(typeId);
  const known = [...secrets].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return {
    type: typeId,
    name: normalizeText(values.name),
    ...(values.description ? { description: normalizeText(values.description) } : {}),
    active: values.active ?? true,
    properties: type.toProperties({ ...fieldValuesOf(type, values), ...Object.fromEntries(known) }),
  };
}

/** The secrets of an update that its plan showed with a value, or as needed, each with its reference. */
function shownSecrets(change: PlannedChange): ReadonlyMap<string, SecretReference> {
  const { fields, desired, missing } = change;
  const demanded = demandedReferences(change);
  const hadNone = new Set(missing.filter((reference) => !demanded.includes(reference)).map(referenceKey));
  const shown = fields.flatMap(({ field, secret }): (readonly [string, SecretReference])[] => {
    const reference = secret === undefined ? undefined : own(desired.values.secrets, field);
    if (reference === undefined || reference === 'empty' || hadNone.has(referenceKey(reference))) return [];
    return [[field, reference]];
  });
  return new Map(shown);
}

/** The references without a value that a change cannot do without: of an update those of what its plan showed. */
function neededReferences(change: PlannedChange, missing: readonly SecretReference[]): readonly SecretReference[] {
  if (change.action === 'create') return missing;
  const shown = new Set([...shownSecrets(change).values()].map(referenceKey));
  return unique(missing.filter((reference) => shown.has(referenceKey(reference))));
}

/**
 * The write that makes what the plan showed, and nothing else.
 * @returns why not, where a secret would be left out by now: another value may be saved since the plan.
 */
function toWrite(change: PlannedChange, secrets: ResolvedSecrets): Change | UserError {
  const { current, desired, fields, isProduction } = change;
  const production = isProduction ? { isProduction: true as const } : {};
  if (!current) {
    const { target } = desired;
    if (target.kind === 'unknown') throw new Error('a change without a tenant is never applicable');
    const cannot = cannotSend(unsentByCreate(desired.type, desired.values, secrets), change.name, change.tenantName);
    if (cannot) return new UserError(cannot.message);
    return { kind: 'create', ref: target.ref, draft: toDraft(change, secrets), ...production };
  }
  // A secret that was the same when planned, or had no value, is not sent, whatever its reference says by now.
  const shown = shownSecrets(change);
  const sent = new Map([...secrets].filter(([key]) => shown.has(key)));
  const { changes, unsent } = compareIntegration(current, current.properties, desired, sent);
  const cannot = cannotSend(unsent, change.name, change.tenantName);
  if (cannot) return new UserError(cannot.message);
  const top = fields.filter(({ isProperty }) => !isProperty);
  const valueOf = (field: string): unknown => top.find((each) => each.field === field)?.after;
  const [name, description, active] = [valueOf('name'), valueOf('description'), valueOf('active')];
  return {
    kind: 'update',
    ref: current,
    refuseIfMoved: true,
    change: {
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof description === 'string' ? { description } : {}),
      ...(typeof active === 'boolean' ? { active } : {}),
      ...(Object.keys(changes.properties).length > 0 ? { properties: changes.properties } : {}),
      ...(Object.keys(changes.secrets).length > 0 ? { secrets: changes.secrets } : {}),
      basis: current,
    },
    ...production,
  };
}

/**
 * Makes planned changes: exactly what the plan showed. The directory's gate asks once for all of them. An integration that
 * moved since is a `conflict`: plan it anew. One that fails holds up no other.
 * @param changes those without anything to do are passed over.
 * @returns the outcome of each, in the order given.
 * @throws UserError where the keyring fails.
 */
export async function applyChanges(
  changes: readonly PlannedChange[],
  options: ApplyOptions,
): Promise<readonly AppliedChange[]> {
  const resolver = new SecretResolver(options.secrets);
  const applied = new Map<string, AppliedChange>();
  const writes: { readonly change: PlannedChange; readonly write: Change }[] = [];
  const slices = new TimeSlicer();
  for (const change of changes.filter(isApplicable)) {
    if (slices.shouldYield) await slices.yield();
    const { secrets, missing } = await resolver.resolve(change.desired);
    const needed = neededReferences(change, missing);
    const write = needed.length > 0 ? undefined : toWrite(change, secrets);
    if (write && !(write instanceof UserError)) {
      writes.push({ change, write });
      continue;
    }
    const outcome: ApplyOutcome = write
      ? { kind: 'failed', error: write }
      : { kind: 'missingSecret', references: needed };
    applied.set(change.id, { change, outcome });
    options.onProgress?.(change, outcome);
  }
  const outcomes = await options.directory.write(
    writes.map(({ write }) => write),
    {
      ask: 'always',
      finishesBegun: true,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.operation === undefined ? {} : { operation: options.operation }),
      onProgress: ({ index, outcome }) => {
        const entry = writes[index];
        if (entry) options.onProgress?.(entry.change, outcome);
      },
    },
  );
  writes.forEach(({ change }, index) => {
    const outcome = outcomes[index];
    if (outcome) applied.set(change.id, { change, outcome });
  });
  return changes.flatMap(({ id }) => applied.get(id) ?? []);
}

/** Whether a change is still to be made, as far as is known: what *Retry the Rest* takes up. */
export function isLeft({ outcome }: AppliedChange): boolean {
  return outcome.kind !== 'done' && outcome.kind !== 'nothingToDo';
}
