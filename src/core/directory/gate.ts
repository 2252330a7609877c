import { setMaxListeners } from 'node:events';
import * as l10n from '@vscode/l10n';
import { ApiError, asApiError } from '../api/error';
import type { Clock } from '../base/clock';
import { CanceledError, UserError } from '../base/errors';
import { secretsOf } from '../catalog/properties';
import { refuseWrite } from './access';
import type { AccountStates } from './accountStates';
import { createIntegrationOnce } from './create';
import { inLanes } from './lanes';
import type { CreateOutcome, Integration, IntegrationChange, IntegrationRef, UpdateOutcome } from './model';
import type { UndoMemory } from './undo';
import { UndoableChange } from './undoableChange';
import type { DirectoryService } from './service';
import { UnclearUpdateError } from './unclear';
import { KeptPropertiesError, updateIntegrationSafely, type UpdateResult } from './update';
import type { Change, ConfirmWrite, RefusedItem, WriteAction, WriteItem, WriteOptions, WriteOutcome } from './write';
import type { WriteTarget } from './writeTarget';

/** What the gate needs of the directory around it. */
export interface GateOptions {
  readonly confirm: ConfirmWrite;
  readonly onSecret: (value: string) => void;
  readonly clock: Clock;
  readonly undo: UndoMemory;
  readonly states: AccountStates;
  readonly directory: Pick<DirectoryService, 'loadIntegration'>;
}

/** A change that was let in. */
interface Admitted {
  readonly change: Change;
  readonly item: WriteItem;
  /** What is changed, or the integration whose listener is written. */
  readonly integration?: Integration;
}

/** What stopped a change: its error tells why. */
type Failure = Extract<WriteOutcome, { readonly kind: 'refused' | 'failed' | 'canceled' }>;
type Admission = Admitted | { readonly item?: WriteItem; readonly outcome: Failure };

interface Run {
  readonly signal: AbortSignal | undefined;
  readonly finishesBegun: boolean;
  readonly operation: number;
  readonly isUndo: boolean;
}

function actionOf(change: IntegrationChange): 'update' | 'enable' | 'disable' {
  const { active, name, description, properties = {}, secrets = {} } = change;
  if ((name ?? description) !== undefined || Object.keys({ ...properties, ...secrets }).length > 0) return 'update';
  return active === undefined ? 'update' : active ? 'enable' : 'disable';
}

/** What an update is about: an integration, or a listener of one. */
type UpdatedRecord = Pick<Change & { readonly kind: 'update' }, 'ref' | 'listenerId' | 'isProduction'>;

/** The integration whose listener is written; undefined for integrations. */
function listenerOwner(change: Change): IntegrationRef | undefined {
  if (change.kind === 'update') return change.listenerId === undefined ? undefined : change.ref;
  return change.listenerOf === undefined ? undefined : { ...change.ref, integrationId: change.listenerOf };
}

function activatesListener(change: Change): boolean {
  const { active } = change.kind === 'create' ? change.draft : change.change;
  return active === true && listenerOwner(change) !== undefined;
}

/** A listener is active only while its integration is (API facts f). */
function refuseListener(change: Change, owner: Integration): ApiError | undefined {
  if (owner.active || !activatesListener(change)) return undefined;
  const sentence = l10n.t('A listener can be active only while its integration is. Enable “{0}” first.', owner.name);
  return new ApiError('refused', sentence, { fieldErrors: { active: [sentence] }, noEffect: true });
}

const DONE = { update: 'updated', enable: 'enabled', disable: 'disabled', create: 'created', undo: 'updated' } as const;

function stopOf({ signal, finishesBegun }: WriteOptions): Pick<Run, 'signal' | 'finishesBegun'> {
  return { signal, finishesBegun: finishesBegun === true };
}

function canceled(): ApiError {
  return new ApiError('aborted', l10n.t('Nothing was changed.'), { noEffect: true });
}

/** The outcome of a write that the API, or the way to it, stopped. */
function failure(thrown: unknown): Failure {
  const error = thrown instanceof UserError ? thrown : asApiError(thrown);
  const isCanceled = error instanceof CanceledError || (error instanceof ApiError && error.kind === 'aborted');
  return { kind: isCanceled ? 'canceled' : 'failed', error };
}

/** The one gate of writes (see `DirectoryService.write`). Loaded with the first of them. */
export class WriteGate {
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  async write(changes: readonly Change[], options: WriteOptions): Promise<readonly WriteOutcome[]> {
    const operation = this.#options.undo.begin(options.operation);
    try {
      return await this.#run(changes, { ...stopOf(options), operation, isUndo: false }, options);
    } finally {
      this.#options.undo.end(operation);
    }
  }

  /** Creates; throws what the gate refuses. */
  async create(change: Change & { readonly kind: 'create' }, options: WriteOptions): Promise<CreateOutcome> {
    const { integration } = await this.#admitOne(change, options);
    return this.#create(change, integration, stopOf(options));
  }

  /** Updates; throws what the gate refuses, and what the API says. */
  async update(change: Change & { readonly kind: 'update' }, options: WriteOptions): Promise<UpdateOutcome> {
    const { integration } = await this.#admitOne(change, options);
    const operation = this.#options.undo.begin(options.operation);
    try {
      return await this.#update(change, integration, { ...stopOf(options), operation, isUndo: false });
    } finally {
      this.#options.undo.end(operation);
    }
  }

  /** Takes an operation back, the last change first. What was taken back is forgotten, and so is what was never there. */
  async undo(operation: number, options: WriteOptions): Promise<readonly WriteOutcome[]> {
    const undoable = this.#options.undo.changes(operation);
    const changes = undoable.flatMap((each): Change[] => {
      const target = each.target();
      const change = each.change();
      if (!target || !change) return [];
      const listener = 'listenerId' in target ? { listenerId: target.listenerId } : {};
      const production = each.isProduction ? { isProduction: true as const } : {};
      return [{ kind: 'update', ref: target, change, ...listener, ...production }];
    });
    const outcomes = await this.#run(changes, { ...stopOf(options), operation, isUndo: true }, options);
    for (const [i, outcome] of outcomes.entries())
      if (outcome.kind === 'done' || outcome.kind === 'nothingToDo') undoable[i]?.clear();
    return outcomes;
  }

  async #run(changes: readonly Change[], run: Run, options: WriteOptions): Promise<readonly WriteOutcome[]> {
    // Each request of a batch listens.
    if (run.signal) setMaxListeners(0, run.signal);
    const admissions = await this.#admit(changes, run);
    const admitted = admissions.flatMap((each) => ('change' in each ? [each] : []));
    const refused = admissions.flatMap((each) =>
      'outcome' in each && each.item && each.outcome.kind === 'refused'
        ? [{ ...each.item, reason: each.outcome.error.message }]
        : [],
    );
    const isAgreed = await this.#ask(
      admitted.map(({ item }) => item),
      refused,
      options,
    );
    let done = 0;
    const { onProgress } = options;
    const report = (index: number, { ref }: Change, outcome?: WriteOutcome): void => {
      if (outcome) done += 1;
      onProgress?.({ index, ref, done, total: changes.length, ...(outcome ? { outcome } : {}) });
    };
    return inLanes(changes, async (change, index) => {
      const admission = admissions[index];
      const isWritten = admission && 'change' in admission && isAgreed && run.signal?.aborted !== true;
      if (isWritten) report(index, change);
      const outcome = admission ? await this.#outcome(admission, isAgreed, run) : failure(undefined);
      report(index, change, outcome);
      return outcome;
    });
  }

  async #outcome(admission: Admission, isAgreed: boolean, run: Run): Promise<WriteOutcome> {
    if ('outcome' in admission) return admission.outcome;
    const { change, item, integration } = admission;
    if (!isAgreed || run.signal?.aborted) return { kind: 'canceled', error: canceled() };
    const refusal = this.#refusal(admission);
    if (refusal) return { kind: 'refused', error: refusal };
    try {
      return change.kind === 'create'
        ? this.#created(await this.#create(change, integration, run))
        : this.#updated(await this.#update(change, integration, run), item.action, change.change);
    } catch (error) {
      return change.kind === 'update' ? this.#notUpdated(error, item.action, change.change) : failure(error);
    }
  }

  #notUpdated(error: unknown, action: WriteAction, change: IntegrationChange): WriteOutcome {
    if (!(error instanceof UnclearUpdateError)) return failure(error);
    const recheck = async (signal?: AbortSignal): Promise<WriteOutcome> =>
      error.recheck(signal).then(
        (outcome) => this.#updated(outcome, action, change),
        (again: unknown) => this.#notUpdated(again, action, change),
      );
    return { kind: 'unclear', error, recheck };
  }

  #created(outcome: CreateOutcome): WriteOutcome {
    if (outcome.kind === 'notCreated') return failure(outcome.error);
    if (outcome.kind === 'created') return { ...outcome, kind: 'done', action: 'created' };
    return { ...outcome, recheck: async (signal) => this.#created(await outcome.recheck(signal)) };
  }

  #updated(outcome: UpdateOutcome, action: WriteAction, change: IntegrationChange): WriteOutcome {
    if (outcome.kind === 'conflict') {
      const overwrite = async (signal?: AbortSignal): Promise<WriteOutcome> =>
        outcome.overwrite(signal).then((next) => this.#updated(next, action, change), failure);
      return { ...outcome, overwrite };
    }
    const { integration, operation } = outcome;
    if (operation === undefined) return { kind: 'nothingToDo', integration };
    const did = DONE[action === 'undo' ? actionOf(change) : action];
    const made = { kind: 'done', action: did, integration, foundByName: false } as const;
    return action === 'undo' ? made : { ...made, operation };
  }

  async #admitOne(change: Change, options: WriteOptions): Promise<Admitted> {
    const admission = await this.#admission(change, options.signal, false);
    if ('outcome' in admission) throw admission.outcome.error;
    if (!(await this.#ask([admission.item], [], options))) throw canceled();
    const refusal = this.#refusal(admission);
    if (refusal) throw refusal;
    return admission;
  }

  /** The mark may have been set since: here or in another window, in a question or while earlier changes were made. */
  #marked(item: WriteItem): WriteItem {
    const tenant = { ...item.tenant, mark: this.#options.states.mark(item.tenant) };
    return { ...item, tenant, isProduction: item.isProduction || tenant.mark === 'production' };
  }

  /** What stands against a change by now. */
  #refusal({ item, integration }: Admitted): ApiError | undefined {
    return refuseWrite(this.#marked(item).tenant, integration);
  }

  async #admit(changes: readonly Change[], run: Run): Promise<readonly Admission[]> {
    return inLanes(changes, async (change) => this.#admission(change, run.signal, run.isUndo));
  }

  /** Marks, permissions and inheritance. */
  async #admission(change: Change, signal: AbortSignal | undefined, isUndo: boolean): Promise<Admission> {
    this.#noteSecrets(change);
    try {
      const tenant = await this.#options.states.tenant(change.ref);
      const integration = await this.#integrationOf(change, signal);
      const item: WriteItem = {
        action: isUndo ? 'undo' : change.kind === 'create' ? 'create' : actionOf(change.change),
        tenant,
        integrationName:
          change.kind === 'create' ? change.draft.name : (this.#nameOf(change) ?? integration?.name ?? ''),
        isProduction: tenant.mark === 'production' || change.isProduction === true,
      };
      const refusal = refuseWrite(tenant, integration) ?? (integration && refuseListener(change, integration));
      if (refusal) return { item, outcome: { kind: 'refused', error: refusal } };
      return { change, item, ...(integration === undefined ? {} : { integration }) };
    } catch (error) {
      return { outcome: failure(error) };
    }
  }

  /** The integration that is changed, or whose listener is; undefined where one is made. */
  async #integrationOf(change: Change, signal: AbortSignal | undefined): Promise<Integration | undefined> {
    const ref = change.kind === 'update' ? change.ref : listenerOwner(change);
    if (!ref) return undefined;
    // Whether a listener may be switched on depends on what the integration is now.
    const isFresh = activatesListener(change);
    return this.#options.directory.loadIntegration(ref, { ...(signal ? { signal } : {}), force: isFresh });
  }

  /** The name of the listener that is changed, as far as it is known. */
  #nameOf({ ref, listenerId }: Change & { readonly kind: 'update' }): string | undefined {
    const listeners =
      listenerId === undefined ? undefined : this.#options.states.known(ref.accountId)?.listeners(ref).value;
    return listeners?.find((each) => each.listenerId === listenerId)?.name;
  }

  async #ask(
    admitted: readonly WriteItem[],
    refused: readonly RefusedItem[],
    { ask, notes = [] }: WriteOptions,
  ): Promise<boolean> {
    const items = admitted.map((item) => this.#marked(item));
    const isWished = ask === 'always' || (ask === 'several' && items.length > 1);
    const isNeeded = items.length > 0 && (isWished || items.some(({ isProduction }) => isProduction));
    return !isNeeded || this.#options.confirm({ items, refused, notes });
  }

  async #create(
    change: Change & { readonly kind: 'create' },
    integration: Integration | undefined,
    { signal, finishesBegun, operation }: Pick<Run, 'signal' | 'finishesBegun'> & Partial<Pick<Run, 'operation'>>,
  ): Promise<CreateOutcome> {
    const accepted = (outcome: CreateOutcome): CreateOutcome => {
      // The account may have signed out since. What was done is reported all the same.
      if (outcome.kind === 'created') {
        this.#options.states.known(change.ref.accountId)?.accept(outcome.integration);
        this.#options.undo.noteCreated(operation);
      }
      if (outcome.kind !== 'unclear') return outcome;
      return { ...outcome, recheck: async (again) => accepted(await outcome.recheck(again)) };
    };
    const target = this.#target(change, integration);
    return accepted(await createIntegrationOnce(target, change.draft, signal, finishesBegun));
  }

  async #update(
    update: Change & { readonly kind: 'update' },
    integration: Integration | undefined,
    run: Run,
  ): Promise<UpdateOutcome> {
    const { ref, listenerId, change, refuseIfMoved } = update;
    const target = Object.assign(this.#target(update, integration), {
      integrationId: ref.integrationId,
      ...(listenerId === undefined ? {} : { listenerId }),
    });
    const { signal, finishesBegun, isUndo } = run;
    const options = { signal, finishesBegun, isUndo, refuseIfMoved: refuseIfMoved === true };
    return this.#settled(update, updateIntegrationSafely(target, change, options), run);
  }

  /** What was saved is kept in step too where part of a change was not, or where that is known only later. */
  async #settled(target: UpdatedRecord, update: Promise<UpdateResult>, run: Run): Promise<UpdateOutcome> {
    try {
      return this.#accepted(target, await update, run);
    } catch (error) {
      if (error instanceof KeptPropertiesError) this.#accepted(target, error.result, run);
      if (error instanceof UnclearUpdateError)
        throw new UnclearUpdateError(error, async (signal) => this.#settled(target, error.recheck(signal), run));
      throw error;
    }
  }

  /** Keeps the directory's picture and the undo memory in step with an update. */
  #accepted(target: UpdatedRecord, result: UpdateResult, run: Run): UpdateOutcome {
    const { ref, listenerId, isProduction = false } = target;
    const listener = listenerId === undefined ? {} : { listenerId };
    const state = this.#options.states.known(ref.accountId);
    state?.accept(result.kind === 'updated' ? result.integration : result.theirs);
    if (result.kind === 'conflict')
      return { ...result, overwrite: async (signal) => this.#settled(target, result.overwrite(signal), run) };
    const { written, ...outcome } = result;
    if (!written) return outcome;
    // Nothing of an account that signed out can be undone.
    if (state && !run.isUndo)
      this.#options.undo.remember(
        run.operation,
        new UndoableChange(
          { ...ref, ...listener },
          state.tenant(ref.tenantId)?.name ?? '',
          { ...written, isProduction },
          this.#options.clock,
        ),
      );
    return { ...outcome, operation: run.operation };
  }

  #target(change: Change, integration: Integration | undefined): WriteTarget {
    const { ref } = change;
    const { clock, states } = this.#options;
    const state = states.of(ref.accountId);
    let { connection } = state;
    return {
      // Asked for with each request: after a new sign-in, a check goes through its session and not through the ended one.
      // What was begun before an account signed out is ended with the session that it had.
      get client() {
        if (states.account(ref.accountId)) ({ connection } = states.of(ref.accountId));
        return connection.client;
      },
      ref,
      tenantName: state.tenant(ref.tenantId)?.name,
      clock,
      ...(integration && listenerOwner(change) ? { listenersOf: integration } : {}),
    };
  }

  #noteSecrets(change: Change): void {
    const secrets =
      change.kind === 'create'
        ? secretsOf(change.draft.type, change.draft.properties)
        : Object.values(change.change.secrets ?? {});
    for (const value of secrets) this.#options.onSecret(value);
  }
}
