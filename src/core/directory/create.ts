import * as l10n from '@vscode/l10n';
import type { Clock } from '../base/clock';
import { abortedError, ApiError, asApiError } from '../api/error';
import { aboutTenant } from '../api/messages';
import type { ApiClient, ApiIntegration, CallContext } from '../api/model';
import { createMessages, type CreateMessages } from './createMessages';
import { secretsOf } from '../catalog/properties';
import { outline } from '../catalog/text';
import { holdsMaskText, maskError } from './restoreSecrets';
import type { CreateOutcome, IntegrationDraft } from './model';
import { holdsWhatWasSent } from '../catalog/equality';
import { oneLine } from '../base/displayText';
import { recordsOf, type RecordStore } from './records';
import { explained, mayStillBeWriting, quickCheck, SETTLED_MS } from './settled';
import { callContext, type WriteTarget } from './writeTarget';

/** Waits before each check for an integration whose create got no response. */
const RECHECK_DELAYS_MS = [300, 1000, 2500, 5000];
/** Waits of a check that the user asked for. */
const USER_RECHECK_DELAYS_MS = [0, 2000];

/** Creates in flight by client, tenant and name: a double click must not race with itself. */
const inFlight = new WeakMap<ApiClient, Map<string, Promise<unknown>>>();

/** What a check found. `newcomer`: a new integration of this type under another name, or with other settings. */
type Finding =
  | { readonly kind: 'ours'; readonly integration: ApiIntegration }
  | { readonly kind: 'taken' }
  | { readonly kind: 'newcomer'; readonly name: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

const isSameName = (a: string, b: string): boolean => a.trim() === b.trim();

/**
 * Creates an integration, or a listener of one, once, whatever the network does. The request is never sent a second time;
 * where its outcome is not known, what is there is listed and searched for the name. Names of integrations are unique in
 * their tenant (API facts d.5); those of listeners may not be (n), so that one found has to be new and to hold what was sent.
 * Never throws for a failure of the API: the outcome says which of the three it is.
 * @param signal ends the call at once before the request left, and after one short check afterwards.
 * @param finishesBegun `signal` does not end the request once it was sent.
 */
export async function createIntegrationOnce(
  target: WriteTarget,
  draft: IntegrationDraft,
  signal?: AbortSignal,
  finishesBegun = false,
): Promise<CreateOutcome> {
  const masked = Object.entries({ name: draft.name, description: draft.description, ...draft.properties })
    .filter(([, value]) => holdsMaskText(value))
    .map(([key]) => key);
  if (masked.length > 0) return { kind: 'notCreated', error: maskError(masked, target.tenantName) };
  const others = inFlight.get(target.client) ?? new Map<string, Promise<unknown>>();
  inFlight.set(target.client, others);
  const key = `${recordsOf(target).key}/${outline(draft.name)}`;
  const before = others.get(key);
  const run = (async () => {
    await before?.catch(() => undefined);
    return new Creation(target, draft).run(signal, finishesBegun);
  })();
  others.set(key, run);
  try {
    return await run;
  } finally {
    if (others.get(key) === run) others.delete(key);
  }
}

class Creation {
  readonly #target: WriteTarget;
  readonly #draft: IntegrationDraft;
  readonly #clock: Clock;
  readonly #records: RecordStore;
  readonly #messages: CreateMessages;
  /** Ids that were there before the request: none of them is ours. */
  #known: ReadonlySet<string> = new Set();
  #sentAt = 0;

  constructor(target: WriteTarget, draft: IntegrationDraft) {
    this.#target = target;
    this.#draft = draft;
    this.#clock = target.clock;
    this.#records = recordsOf(target);
    this.#messages = createMessages(target.listenersOf ? 'listener' : 'integration');
  }

  async run(signal: AbortSignal | undefined, finishesBegun: boolean): Promise<CreateOutcome> {
    const refusal = await this.#checkBefore(signal);
    if (refusal) return { kind: 'notCreated', error: refusal };
    if (signal?.aborted) return { kind: 'notCreated', error: abortedError({ noEffect: true }) };
    this.#sentAt = this.#clock.monotonic();
    try {
      const made = await this.#post(signal, finishesBegun);
      return this.#created(made, false);
    } catch (thrown) {
      const error = asApiError(thrown);
      // A name that was free a moment ago: somebody else was faster, or something on the way sent our request twice.
      if (error.kind === 'duplicate') return this.#afterDuplicate(error, signal);
      if (error.noEffect) return { kind: 'notCreated', error };
      return this.#resolve(error, error.kind === 'aborted' ? [] : RECHECK_DELAYS_MS, signal);
    }
  }

  /** Refuses a name that is taken before anything is sent, and learns which ids are old. */
  async #checkBefore(signal: AbortSignal | undefined): Promise<ApiError | undefined> {
    try {
      const list = await this.#records.list(callContext(this.#target, signal));
      this.#known = new Set(list.map(({ id }) => id));
      return list.some(({ name }) => isSameName(name, this.#draft.name)) ? this.#nameTaken() : undefined;
    } catch (thrown) {
      const error = asApiError(thrown);
      // The right to create without the right to see: the server still refuses a name that is taken.
      return error.kind === 'forbidden' ? undefined : error;
    }
  }

  #post(signal: AbortSignal | undefined, finishesBegun: boolean): Promise<ApiIntegration> {
    const { type, properties } = this.#draft;
    const secrets = secretsOf(type, properties);
    return this.#records.create(this.#draft, callContext(this.#target, signal, { secrets, finishesBegun }));
  }

  #created(made: ApiIntegration, foundByName: boolean): CreateOutcome {
    return { kind: 'created', integration: this.#records.toRecord(made), foundByName };
  }

  #nameTaken(): ApiError {
    return new ApiError('duplicate', aboutTenant(this.#target.tenantName, this.#messages.taken(this.#draft.name)), {
      fieldErrors: { name: [this.#messages.takenField()] },
      noEffect: true,
    });
  }

  async #afterDuplicate(error: ApiError, signal: AbortSignal | undefined): Promise<CreateOutcome> {
    const finding = await this.#check(quickCheck(this.#target, signal));
    if (finding.kind === 'ours') return this.#created(finding.integration, true);
    const isNamesake = finding.kind === 'newcomer' && outline(finding.name) === outline(this.#draft.name);
    return isNamesake ? this.#unclear(error, finding) : { kind: 'notCreated', error };
  }

  async #check(context: CallContext): Promise<Finding> {
    let list: readonly ApiIntegration[];
    try {
      list = await this.#records.list(context);
    } catch {
      return { kind: 'unknown' };
    }
    return this.#judge(
      list.filter(({ id, tenantId }) => !this.#known.has(id) && tenantId === this.#target.ref.tenantId),
    );
  }

  /** @param newcomers the tenant's integrations that were not there before the request. */
  #judge(newcomers: readonly ApiIntegration[]): Finding {
    const { name, type, properties } = this.#draft;
    const sameType = newcomers.filter((each) => each.type.toLowerCase() === type.toLowerCase());
    const tidied = outline(name);
    const named = sameType.filter((each) => outline(each.name) === tidied);
    const ours = named.find((each) => holdsWhatWasSent(type, properties, each.properties));
    if (ours) return { kind: 'ours', integration: ours };
    if (newcomers.some((each) => isSameName(each.name, name))) return { kind: 'taken' };
    // The server may have given ours another name, so nobody can say that nothing was created.
    const [newcomer] = [...named, ...sameType];
    return newcomer ? { kind: 'newcomer', name: newcomer.name } : { kind: 'absent' };
  }

  /** Checks a few times; a cancel in between is followed by one short check more. */
  async #recheck(waits: readonly number[], signal: AbortSignal | undefined): Promise<Finding> {
    let last: Finding = { kind: 'unknown' };
    for (const wait of waits) {
      if (!(await this.#waited(wait, signal))) break;
      last = await this.#check(callContext(this.#target, signal));
      if (last.kind === 'ours' || last.kind === 'taken') return last;
    }
    const cut = waits.length === 0 || signal?.aborted === true;
    return cut ? this.#check(quickCheck(this.#target)) : last;
  }

  async #waited(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      await this.#clock.sleep(ms, signal);
      return true;
    } catch {
      return false;
    }
  }

  /** @param error why the outcome is not known. */
  async #resolve(error: ApiError, waits: readonly number[], signal: AbortSignal | undefined): Promise<CreateOutcome> {
    const finding = await this.#recheck(waits, signal);
    if (finding.kind === 'ours') return this.#created(finding.integration, true);
    if (finding.kind === 'taken') return { kind: 'notCreated', error: this.#takenSince() };
    const settled = !this.#mayCome(error) || this.#clock.monotonic() - this.#sentAt > SETTLED_MS;
    if (finding.kind === 'absent' && settled)
      return { kind: 'notCreated', error: explained(error, this.#target, l10n.t('Nothing was created.')) };
    return this.#unclear(error, finding);
  }

  /**
   * Whether what was sent may be created later. A gateway may have handed it on before its connection broke: an integration
   * that is then created again is refused for its name, a listener would be there twice (API facts n).
   */
  #mayCome(error: ApiError): boolean {
    const isUnheard = this.#target.listenersOf !== undefined && !error.noEffect && error.status === undefined;
    return isUnheard || mayStillBeWriting(error);
  }

  #unclear(error: ApiError, finding: Finding): CreateOutcome {
    return {
      kind: 'unclear',
      error: explained(error, this.#target, this.#unclearMeaning(finding)),
      recheck: (again) => this.#resolve(error, USER_RECHECK_DELAYS_MS, again),
    };
  }

  #unclearMeaning(finding: Finding): string {
    const { name } = this.#draft;
    return finding.kind === 'newcomer'
      ? this.#messages.newcomer(name, oneLine(finding.name, 80))
      : l10n.t('It is not known yet whether “{0}” was created. Check again before you create it once more.', name);
  }

  #takenSince(): ApiError {
    return new ApiError(
      'duplicate',
      aboutTenant(this.#target.tenantName, this.#messages.takenSince(this.#draft.name)),
      {
        fieldErrors: { name: [this.#messages.takenField()] },
      },
    );
  }
}
