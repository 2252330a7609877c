import { Emitter } from '../base/event';
import type { ConnectionTestReport } from '../connectionTest/model';
import { isEqual } from '../catalog/equality';
import type { Integration, IntegrationRef } from './model';
import { integrationKey } from './refs';

/** What the last connection test of an integration found. Holds no secret. */
export interface TestResult {
  readonly ok: boolean;
  /** Why it failed, in a word: an HTTP status, else the stage. Empty where it passed. */
  readonly reason: string;
  /** The result as one sentence. */
  readonly conclusion: string;
  /** Milliseconds since the epoch. */
  readonly testedAt: number;
}

interface Recorded {
  readonly result: TestResult;
  /** The integration as it was tested, but for being enabled or disabled since. */
  readonly tested: Integration;
}

function resultOf({ ok, conclusion, stages, status }: ConnectionTestReport, testedAt: number): TestResult {
  const failed = stages.find(({ state }) => state === 'failed');
  // Before the service responded, the stage says more than a status could.
  const hasStatus = status !== undefined && (failed?.id === 'authentication' || failed?.id === 'permissions');
  return { ok, conclusion, testedAt, reason: failed ? (hasStatus ? String(status) : failed.label) : '' };
}

/** Whether a result still holds. Enabling and disabling changes no credential; of any other write nobody knows. */
function stillHolds(tested: Integration, now: Integration): boolean {
  const isSwitched = tested.active !== now.active;
  return (tested.updated === now.updated || isSwitched) && isEqual(tested.properties, now.properties);
}

/** The results of connection tests, kept while the window lives: whoever tests records them, views show them. */
export class TestResults {
  readonly #recorded = new Map<string, Recorded>();
  readonly #changes = new Emitter<IntegrationRef>();
  readonly #now: () => number;
  readonly onDidChange = this.#changes.event;

  /** @param now milliseconds since the epoch. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @param tested the integration as it was when it was tested, or as it was saved right after. */
  record(tested: Integration, report: ConnectionTestReport): void {
    this.#recorded.set(integrationKey(tested), { tested, result: resultOf(report, this.#now()) });
    this.#changes.fire(tested);
  }

  /** Drops the result of an integration whose secrets were replaced. */
  forget(ref: IntegrationRef): void {
    if (this.#recorded.delete(integrationKey(ref))) this.#changes.fire(ref);
  }

  /** The last result, as long as the integration is as it was tested. */
  get(integration: Integration): TestResult | undefined {
    const key = integrationKey(integration);
    const recorded = this.#recorded.get(key);
    if (!recorded || !stillHolds(recorded.tested, integration)) return undefined;
    // The next write is compared with what was seen last: else a switch would excuse every later one.
    this.#recorded.set(key, { ...recorded, tested: integration });
    return recorded.result;
  }

  /** Integrations that were tested. */
  tested(): readonly IntegrationRef[] {
    return [...this.#recorded.values()].map(({ tested }) => tested);
  }
}
