import type { AccountState } from './accountState';
import type {
  CreateOutcome,
  IntegrationChange,
  IntegrationDraft,
  IntegrationRef,
  TenantRef,
  UpdateOutcome,
} from './model';
import { LastChange } from './undo';
import type { UpdateTarget } from './update';
import type { WriteTarget } from './writeTarget';

/**
 * Makes the writes that passed the directory's gate, and keeps the directory's picture in step with them. How they are
 * made is read from disk with the first of them.
 */
export class Writer {
  readonly #stateOf: (accountId: string) => AccountState;
  readonly #knownState: (accountId: string) => AccountState | undefined;
  readonly #last = new LastChange();

  /**
   * @param stateOf the state of an account, made where there is none. Throws ApiError `signedOut`.
   * @param knownState the state of an account, if there is one.
   */
  constructor(
    stateOf: (accountId: string) => AccountState,
    knownState: (accountId: string) => AccountState | undefined,
  ) {
    this.#stateOf = stateOf;
    this.#knownState = knownState;
  }

  async create(ref: TenantRef, draft: IntegrationDraft, signal: AbortSignal | undefined): Promise<CreateOutcome> {
    const target = this.#target(ref);
    const { createIntegrationOnce } = await import('./create.js');
    return this.#accepted(ref, await createIntegrationOnce(target, draft, signal));
  }

  async update(
    ref: IntegrationRef,
    change: IntegrationChange,
    signal: AbortSignal | undefined,
  ): Promise<UpdateOutcome> {
    const target = this.#updateTarget(ref);
    const { updateIntegrationSafely } = await import('./update.js');
    let number: number | undefined;
    const outcome = await updateIntegrationSafely(target, change, {
      signal,
      onWritten: (written) => {
        // Of an account that signed out meanwhile nothing can be taken back.
        if (this.#knownState(ref.accountId)) number = this.#last.remember(ref, target.tenantName ?? '', written);
      },
    });
    return this.#acceptedUpdate(ref, outcome, () => number);
  }

  /** What `undo` would take back, as a sentence. */
  undoLabel(): string | undefined {
    return this.#last.label();
  }

  /** Which change `undo` would take back. */
  lastChange(): number | undefined {
    return this.#last.number();
  }

  undoTarget(): IntegrationRef | undefined {
    return this.#last.target();
  }

  /** Takes the last change back. Only once: taking back a taking-back would be a change nobody made. */
  async undo(signal: AbortSignal | undefined): Promise<UpdateOutcome | undefined> {
    const ref = this.#last.target();
    const change = this.#last.change();
    if (!ref || !change) return undefined;
    const target = this.#updateTarget(ref);
    const { updateIntegrationSafely } = await import('./update.js');
    const outcome = await updateIntegrationSafely(target, change, {
      signal,
      isUndo: true,
      onWritten: () => {
        this.#last.clear();
      },
    });
    return this.#acceptedUpdate(ref, outcome);
  }

  /** Drops what is remembered of an account that went. */
  forget(accountId: string): void {
    this.#last.clear(accountId);
  }

  #target(ref: TenantRef): WriteTarget {
    const state = this.#stateOf(ref.accountId);
    return { client: state.connection.client, ref, tenantName: state.tenant(ref.tenantId)?.name };
  }

  #updateTarget(ref: IntegrationRef): UpdateTarget {
    return { ...this.#target(ref), integrationId: ref.integrationId };
  }

  #accepted(ref: TenantRef, outcome: CreateOutcome): CreateOutcome {
    // The account may have signed out meanwhile. What was done is done all the same, and is told.
    if (outcome.kind === 'created') this.#knownState(ref.accountId)?.accept(outcome.integration);
    if (outcome.kind !== 'unclear') return outcome;
    return { ...outcome, recheck: async (signal) => this.#accepted(ref, await outcome.recheck(signal)) };
  }

  /** @param written the number of what was written by now. */
  #acceptedUpdate(
    ref: IntegrationRef,
    outcome: UpdateOutcome,
    written: () => number | undefined = () => undefined,
  ): UpdateOutcome {
    this.#knownState(ref.accountId)?.accept(outcome.kind === 'updated' ? outcome.integration : outcome.theirs);
    if (outcome.kind === 'conflict')
      return {
        ...outcome,
        overwrite: async (signal) => this.#acceptedUpdate(ref, await outcome.overwrite(signal), written),
      };
    const change = written();
    return change === undefined ? outcome : { ...outcome, change };
  }
}
