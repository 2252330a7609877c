import * as l10n from '@vscode/l10n';
import { abortedError, ApiError, asApiError } from '../api/error';
import { aboutTenant } from '../api/messages';
import type { ApiIntegration, UpdateIntegrationBody } from '../api/model';
import { retryDelay } from '../api/retry';
import { own } from '../base/json';
import { secretsOf } from '../catalog/properties';
import { integrationType } from '../catalog/registry';
import { fieldLabel } from '../catalog/values';
import type { FieldConflict, Integration, IntegrationChange } from './model';
import { holdsWhatWasSent, isHidden, isEqual } from '../catalog/equality';
import { updateBody } from './updateBody';
import { basisFrom, merge, editFrom, movedFields, exactBasis, isEmpty, type Basis, type Edit } from './threeWayMerge';
import { recordsOf, type RecordStore } from './records';
import { explained, mayStillBeWriting, quickCheck, SETTLED_MS } from './settled';
import { UnclearUpdateError } from './unclear';
import { callContext, type WriteTarget } from './writeTarget';

/** Where an update goes. */
export interface UpdateTarget extends WriteTarget {
  readonly integrationId: string;
  /** The listener of the integration that is changed; goes with `listenersOf`. */
  readonly listenerId?: string;
}

/** What an update did, for undo. Holds secrets: kept in memory, and not for long. */
export interface Written {
  readonly before: ApiIntegration;
  readonly after: ApiIntegration;
  readonly edit: Edit;
}

export interface UpdateOptions {
  readonly signal?: AbortSignal | undefined;
  /** `signal` does not end a PUT once it was sent. */
  readonly finishesBegun?: boolean;
  /** The change puts back what was there before, whether or not the catalog knows it. */
  readonly isUndo?: boolean;
  /** Any move since the basis is a conflict. */
  readonly refuseIfMoved?: boolean;
}

/** What became of an update, with what is needed to take it back where something was written. */
export type UpdateResult =
  | { readonly kind: 'updated'; readonly integration: Integration; readonly written?: Written }
  | {
      readonly kind: 'conflict';
      readonly theirs: Integration;
      readonly conflicts: readonly FieldConflict[];
      overwrite(signal?: AbortSignal): Promise<UpdateResult>;
    };

/** The change was saved, but for properties that it removes: the server keeps them (a PUT that merges; API facts d.2). */
export class KeptPropertiesError extends ApiError {
  readonly result: UpdateResult;

  constructor(keys: readonly string[], target: UpdateTarget, after: ApiIntegration, result: UpdateResult) {
    const type = integrationType(after.type, after.properties);
    const labels = keys.map((key) => fieldLabel(type, key)).join(', ');
    const sentence = l10n.t(
      'The change was saved, but CxEngage kept the old value of {0}. Enter another value.',
      labels,
    );
    const text = l10n.t('CxEngage kept the old value. Enter another value.');
    super('invalid', aboutTenant(target.tenantName, sentence), {
      fieldErrors: Object.fromEntries(keys.map((key) => [key, [text]])),
      cause: 'properties kept',
      noEffect: false,
    });
    this.result = result;
  }
}

/**
 * Changes an integration, or a listener, without overwriting anybody: reads it afresh, merges what only one side changed, and gives a
 * conflict where both sides did. `properties` are sent whole; blank or masked secrets keep what is stored.
 * A PUT that fails is not blindly repeated: each try starts with a look at what the server has.
 * @throws ApiError: `refused` for inherited integrations, `invalid` where a stored secret must be entered again, and
 * whatever the API says; UnclearUpdateError where the change may have been saved; KeptPropertiesError where part was.
 */
export async function updateIntegrationSafely(
  target: UpdateTarget,
  change: IntegrationChange,
  options: UpdateOptions = {},
): Promise<UpdateResult> {
  const update = new Update(target, options, change.basis);
  const theirs = await update.read(options.signal);
  if (theirs.tenantId !== target.ref.tenantId) {
    throw new ApiError(
      'refused',
      aboutTenant(target.tenantName, l10n.t('“{0}” is inherited from another tenant. Change it there.', theirs.name)),
      { noEffect: true },
    );
  }
  return update.run(editFrom(change, theirs.type), change.basis && basisFrom(change.basis), theirs, options.signal);
}

/** Whether the server holds what an edit wants. A secret it hides counts as held once `updated` moved. */
function isApplied(edit: Edit, before: ApiIntegration, now: ApiIntegration): boolean {
  const top = [...edit.top].every(([field, value]) => isEqual(value, now[field]));
  const sent = Object.fromEntries(edit.properties);
  // Where something was written since, an old value that is found may as well be the new one, tidied.
  const old = now.updated === before.updated ? before.properties : undefined;
  const kept =
    holdsWhatWasSent(now.type, sent, now.properties, old) &&
    [...edit.properties].every(([key, value]) => value !== undefined || now.properties[key] === undefined);
  const secrets = [...edit.secrets].every(
    ([key, value]) =>
      isEqual(value, now.properties[key]) ||
      (value !== '' && isHidden(now.properties[key]) && now.updated !== before.updated),
  );
  return top && kept && secrets;
}

/** Properties that an edit leaves out of the body and that the server holds as before all the same. */
function keptProperties(
  edit: Edit,
  body: UpdateIntegrationBody,
  before: ApiIntegration,
  after: ApiIntegration,
): readonly string[] {
  const sent = body.properties ?? {};
  return [...edit.properties.keys()].filter(
    (key) =>
      Object.hasOwn(after.properties, key) &&
      !Object.hasOwn(sent, key) &&
      isEqual(own(before.properties, key), own(after.properties, key)),
  );
}

class Update {
  readonly #target: UpdateTarget;
  readonly #records: RecordStore;
  readonly #id: string;
  readonly #options: UpdateOptions;
  readonly #seen: Integration | undefined;
  /** Until then (monotonic ms) the server may still carry out a PUT that got no response. */
  #writingUntil = Number.NEGATIVE_INFINITY;

  constructor(target: UpdateTarget, options: UpdateOptions, seen: Integration | undefined) {
    this.#target = target;
    this.#records = recordsOf(target);
    this.#id = target.listenerId ?? target.integrationId;
    this.#options = options;
    this.#seen = seen;
  }

  read(signal: AbortSignal | undefined): Promise<ApiIntegration> {
    return this.#records.read(this.#id, callContext(this.#target, signal));
  }

  /** @param attempt tries that failed before. */
  async run(
    wish: Edit,
    basis: Basis | undefined,
    theirs: ApiIntegration,
    signal: AbortSignal | undefined,
    attempt = 0,
  ): Promise<UpdateResult> {
    const { edit, conflicts } = merge(wish, basis, theirs);
    const moved = this.#options.refuseIfMoved && basis ? movedFields(wish, basis, theirs) : undefined;
    if (conflicts.length > 0 || moved) {
      return {
        kind: 'conflict',
        theirs: this.#records.toRecord(theirs),
        conflicts: moved ?? conflicts,
        // What the user was shown is the new basis: if the server has moved again, they are asked again.
        overwrite: async (again) => this.run(edit, exactBasis(theirs), await this.read(again), again),
      };
    }
    if (isEmpty(edit)) return this.#updated(theirs);
    const body = updateBody(theirs, edit, {
      seen: this.#seen,
      tenantName: this.#target.tenantName,
      isUndo: this.#options.isUndo,
    });
    let response: ApiIntegration;
    const sentAt = this.#target.clock.monotonic();
    try {
      if (signal?.aborted) throw abortedError({ noEffect: true });
      response = await this.#put(theirs.type, body, signal);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mayStillBeWriting(error)) this.#writingUntil = sentAt + SETTLED_MS;
      return this.#afterFailure(error, edit, theirs, signal, attempt);
    }
    const after = await this.#readBack(response, signal);
    const result = this.#written(edit, theirs, after);
    const kept = keptProperties(edit, body, theirs, after);
    if (kept.length > 0) throw new KeptPropertiesError(kept, this.#target, after, result);
    return result;
  }

  #put(type: string, body: UpdateIntegrationBody, signal: AbortSignal | undefined): Promise<ApiIntegration> {
    const secrets = secretsOf(type, body.properties ?? {});
    return this.#records.update(
      this.#id,
      body,
      callContext(this.#target, signal, { retry: false, secrets, finishesBegun: this.#options.finishesBegun === true }),
    );
  }

  /** What the server has now; where that cannot be read, its response to the PUT. */
  async #readBack(response: ApiIntegration, signal: AbortSignal | undefined): Promise<ApiIntegration> {
    try {
      return await this.read(signal);
    } catch (error) {
      if (error instanceof ApiError) return response;
      throw error;
    }
  }

  /** Reads before it tries again: the change may have been saved already, and somebody else's too. */
  async #afterFailure(
    error: ApiError,
    edit: Edit,
    before: ApiIntegration,
    signal: AbortSignal | undefined,
    attempt: number,
  ): Promise<UpdateResult> {
    const delay = error.kind === 'aborted' ? undefined : retryDelay(error, attempt, this.#target.clock);
    if (delay === undefined) {
      // This try had no effect; one before it may still have.
      if (error.noEffect && this.#target.clock.monotonic() >= this.#writingUntil) throw error;
      return this.#settle(error, edit, before);
    }
    let now: ApiIntegration;
    try {
      await this.#target.clock.sleep(delay, signal);
      now = await this.read(signal);
    } catch (later) {
      // Canceled, or reading fails too: it is still not known what became of the PUT.
      return this.#settle(asApiError(later), edit, before);
    }
    if (isApplied(edit, before, now)) return this.#written(edit, before, now);
    return this.run(edit, exactBasis(before), now, signal, attempt + 1);
  }

  /** One quick check of what became of a PUT without a response. */
  async #settle(error: ApiError, edit: Edit, before: ApiIntegration, signal?: AbortSignal): Promise<UpdateResult> {
    let now: ApiIntegration;
    try {
      now = await this.#records.read(this.#id, quickCheck(this.#target, signal));
    } catch {
      throw this.#unclear(error, edit, before);
    }
    if (isApplied(edit, before, now)) return this.#written(edit, before, now);
    if (this.#target.clock.monotonic() < this.#writingUntil) throw this.#unclear(error, edit, before);
    throw explained(error, this.#target, l10n.t('The change was not saved.'));
  }

  #unclear(error: ApiError, edit: Edit, before: ApiIntegration): UnclearUpdateError {
    const meaning = l10n.t('It is not known whether the change was saved. Check before you try again.');
    return new UnclearUpdateError(explained(error, this.#target, meaning), (again) =>
      this.#settle(error, edit, before, again),
    );
  }

  #updated(now: ApiIntegration): UpdateResult {
    return { kind: 'updated', integration: this.#records.toRecord(now) };
  }

  #written(edit: Edit, before: ApiIntegration, after: ApiIntegration): UpdateResult {
    return { kind: 'updated', integration: this.#records.toRecord(after), written: { before, after, edit } };
  }
}
