import * as l10n from '@vscode/l10n';
import { systemClock, type Clock } from '../base/clock';
import { ApiError } from '../api/error';
import { aboutTenant } from '../api/messages';
import type { ApiClient, ApiIntegration, CreateIntegrationBody } from '../api/model';
import { isSecretProperty } from '../catalog/properties';
import { toIntegration } from './fromApi';
import type { CreateOutcome, IntegrationDraft } from './model';
import { holdsWhatWasSent } from './equality';
import { callContext, type WriteTarget } from './writeTarget';

/** Waits before each look for an integration whose creation was not answered, in ms. */
const LOOKS = [300, 1000, 2500, 5000];
/** Waits of a look that the user asked for. */
const LOOKS_AGAIN = [0, 2000];
/** After a cancel one short look is made, and nobody waits longer for it than this. */
const BRIEF_SECONDS = 3;
/** A server that has not written by now will not: longer than any gateway holds a request. */
const SETTLED_MS = 120_000;

/** Creates under way by client, tenant and name: a double click must not race with itself. */
const underWay = new WeakMap<ApiClient, Map<string, Promise<unknown>>>();

type Finding =
  | { readonly kind: 'ours'; readonly integration: ApiIntegration }
  | { readonly kind: 'taken' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

const sameName = (a: string, b: string): boolean => a.trim() === b.trim();

/** The server may write after we stopped listening: nothing was said about the request itself. */
function mayStillBeWriting(error: ApiError): boolean {
  return error.kind === 'timeout' || error.kind === 'aborted';
}

function nameTaken(target: WriteTarget, name: string): ApiError {
  const sentence = l10n.t('There is an integration named “{0}” already. Choose another name, or edit that one.', name);
  return new ApiError('duplicate', aboutTenant(target.tenantName, sentence), {
    fieldErrors: { name: [l10n.t('There is an integration of this name already.')] },
    noEffect: true,
  });
}

/**
 * Creates an integration once, whatever the network does. The request is never sent a second time; where its outcome
 * is not known, the tenant's integrations are listed and searched for the name (unique per tenant, API facts d.5).
 * Never throws for a failure of the API: the outcome says which of the three it is.
 * @param signal ends the call at once before the request left, and after one short look afterwards.
 */
export async function createIntegrationOnce(
  target: WriteTarget,
  draft: IntegrationDraft,
  signal?: AbortSignal,
): Promise<CreateOutcome> {
  const others = underWay.get(target.client) ?? new Map<string, Promise<unknown>>();
  underWay.set(target.client, others);
  const key = `${target.ref.tenantId}/${draft.name.trim()}`;
  const before = others.get(key);
  const run = (async () => {
    await before?.catch(() => undefined);
    return new Creation(target, draft).run(signal);
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
  /** Ids that were there before the request: none of them is ours. */
  #known: ReadonlySet<string> = new Set();
  #sentAt = 0;

  constructor(target: WriteTarget, draft: IntegrationDraft) {
    this.#target = target;
    this.#draft = draft;
    this.#clock = target.clock ?? systemClock;
  }

  async run(signal: AbortSignal | undefined): Promise<CreateOutcome> {
    const refusal = await this.#lookBefore(signal);
    if (refusal) return { kind: 'notCreated', error: refusal };
    this.#sentAt = this.#clock.monotonic();
    try {
      const made = await this.#post(signal);
      return this.#created(made, false);
    } catch (thrown) {
      const error = asApiError(thrown);
      // A name that was free a moment ago: somebody else was faster, or something on the way sent our request twice.
      if (error.kind === 'duplicate') return this.#afterDuplicate(error, signal);
      if (error.noEffect) return { kind: 'notCreated', error };
      return this.#resolve(error, error.kind === 'aborted' ? [] : LOOKS, signal);
    }
  }

  /** Refuses a name that is taken before anything is sent, and learns which ids are old. */
  async #lookBefore(signal: AbortSignal | undefined): Promise<ApiError | undefined> {
    try {
      const list = await this.#target.client.integrations(this.#target.ref.tenantId, callContext(this.#target, signal));
      this.#known = new Set(list.map((integration) => integration.id));
      return list.some((integration) => sameName(integration.name, this.#draft.name))
        ? nameTaken(this.#target, this.#draft.name)
        : undefined;
    } catch (thrown) {
      const error = asApiError(thrown);
      // The right to create without the right to see: the server still refuses a name that is taken.
      return error.kind === 'forbidden' ? undefined : error;
    }
  }

  #post(signal: AbortSignal | undefined): Promise<ApiIntegration> {
    const { type, name, description, active, properties } = this.#draft;
    const body: CreateIntegrationBody = {
      type,
      name,
      active,
      properties,
      ...(description === undefined || description === '' ? {} : { description }),
    };
    const secrets = Object.entries(properties).flatMap(([key, value]) =>
      typeof value === 'string' && value !== '' && isSecretProperty(type, key) ? [value] : [],
    );
    return this.#target.client.createIntegration(
      this.#target.ref.tenantId,
      body,
      callContext(this.#target, signal, { secrets }),
    );
  }

  #created(integration: ApiIntegration, foundByName: boolean): CreateOutcome {
    return { kind: 'created', integration: toIntegration(this.#target.ref, integration), foundByName };
  }

  async #afterDuplicate(error: ApiError, signal: AbortSignal | undefined): Promise<CreateOutcome> {
    const finding = await this.#look(
      callContext(this.#target, signal, { timeoutSeconds: BRIEF_SECONDS, retry: false }),
    );
    return finding.kind === 'ours' ? this.#created(finding.integration, true) : { kind: 'notCreated', error };
  }

  async #look(context: ReturnType<typeof callContext>): Promise<Finding> {
    let list: readonly ApiIntegration[];
    try {
      list = await this.#target.client.integrations(this.#target.ref.tenantId, context);
    } catch {
      return { kind: 'unknown' };
    }
    const found = list.find(
      (each) =>
        sameName(each.name, this.#draft.name) &&
        !this.#known.has(each.id) &&
        each.tenantId === this.#target.ref.tenantId,
    );
    if (!found) return { kind: 'absent' };
    const ours =
      found.type === this.#draft.type && holdsWhatWasSent(found.type, this.#draft.properties, found.properties);
    return ours ? { kind: 'ours', integration: found } : { kind: 'taken' };
  }

  /** Looks a few times; a cancel in between is followed by one brief look more. */
  async #findOut(waits: readonly number[], signal: AbortSignal | undefined): Promise<Finding> {
    let last: Finding = { kind: 'unknown' };
    for (const wait of waits) {
      if (!(await this.#waited(wait, signal))) break;
      last = await this.#look(callContext(this.#target, signal));
      if (last.kind === 'ours' || last.kind === 'taken') return last;
    }
    const cut = waits.length === 0 || signal?.aborted === true;
    return cut
      ? this.#look(callContext(this.#target, undefined, { timeoutSeconds: BRIEF_SECONDS, retry: false }))
      : last;
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
    const finding = await this.#findOut(waits, signal);
    if (finding.kind === 'ours') return this.#created(finding.integration, true);
    if (finding.kind === 'taken') return { kind: 'notCreated', error: this.#takenMeanwhile() };
    const settled = !mayStillBeWriting(error) || this.#clock.monotonic() - this.#sentAt > SETTLED_MS;
    if (finding.kind === 'absent' && settled)
      return { kind: 'notCreated', error: this.#explained(error, l10n.t('Nothing was created.')) };
    return {
      kind: 'unclear',
      error: this.#explained(
        error,
        l10n.t(
          'It is not known yet whether “{0}” was created. Look again before you create it once more.',
          this.#draft.name,
        ),
      ),
      recheck: (again) => this.#resolve(error, LOOKS_AGAIN, again),
    };
  }

  #takenMeanwhile(): ApiError {
    const sentence = l10n.t(
      'An integration named “{0}” with other settings appeared meanwhile. Open it, or choose another name.',
      this.#draft.name,
    );
    return new ApiError('duplicate', aboutTenant(this.#target.tenantName, sentence), {
      fieldErrors: { name: [l10n.t('There is an integration of this name already.')] },
    });
  }

  /** The error with what it means for the integration. A cancel that left a question is no longer silent. */
  #explained(error: ApiError, meaning: string): ApiError {
    const kind = error.kind === 'aborted' ? 'timeout' : error.kind;
    const message =
      error.kind === 'aborted'
        ? aboutTenant(this.#target.tenantName, l10n.t('You cancelled after the request was sent. {0}', meaning))
        : `${error.message} ${meaning}`;
    return new ApiError(kind, message, {
      cause: error.causeText,
      fieldErrors: error.fieldErrors,
      ...(error.status === undefined ? {} : { status: error.status }),
    });
  }
}

function asApiError(thrown: unknown): ApiError {
  return thrown instanceof ApiError
    ? thrown
    : new ApiError('protocol', l10n.t('The request could not be made. Report the problem and attach the log.'), {
        cause: thrown instanceof Error ? thrown.name : typeof thrown,
      });
}
