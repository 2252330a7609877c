import * as vscode from 'vscode';
import type { JsonObject } from '../../core/base/json';
import { canTestConnection, testConnection } from '../../core/connectionTest/testConnection';
import type { ConsentReason, ConnectionTestReport } from '../../core/connectionTest/model';
import { completeStep } from '../../host/walkthrough';
import { isCancellation } from '../../host/notify';
import { createTestNetwork } from '../../host/connectionTestNetwork';
import type { Services } from '../../host/services';
import type { TestView } from '../contract';
import { readDraftWithSecrets } from '../request';
import { secretReader } from '../secretReader';
import type { FormSession } from './session';

/** Whether a type has a pre-flight test. */
export function canTest(type: string): boolean {
  return canTestConnection(type);
}

export interface TestingSurface {
  refresh(): void;
  announce(text: string): void;
}

/**
 * Runs the test of a type, asking first where the credentials would go to a private address or travel unprotected.
 * @returns undefined where the user did not agree.
 * @throws ApiError `aborted` when cancelled.
 */
export async function probe(
  services: Services,
  typeId: string,
  properties: JsonObject,
  signal: AbortSignal,
): Promise<ConnectionTestReport | undefined> {
  const network = createTestNetwork(services.fetch);
  let consented: readonly ConsentReason[] = [];
  for (;;) {
    const report = await testConnection({ typeId, properties, network, signal, consented });
    const { needsConsent } = report;
    if (!needsConsent) return report;
    const agreed = await services.notify.confirm(
      needsConsent.question,
      vscode.l10n.t('The test runs from this machine, not from CxEngage.'),
      vscode.l10n.t('Send'),
    );
    if (!agreed) return undefined;
    consented = [...consented, ...needsConsent.reasons];
  }
}

function view(report: ConnectionTestReport): TestView {
  return {
    state: report.ok ? 'passed' : 'failed',
    summary: report.conclusion,
    stages: report.stages.map(({ label, state, ms, detail }) => ({
      label,
      state,
      detail,
      ...(ms === undefined ? {} : { duration: ms }),
    })),
    ...(report.sent === undefined ? {} : { sent: report.sent }),
    ...(report.said === undefined ? {} : { response: report.said }),
    note: report.note,
  };
}

/** The form's own test: of what is in it, saved or not. */
export class ConnectionTest {
  readonly #services: Services;
  readonly #session: FormSession;
  readonly #surface: TestingSurface;
  #running: AbortController | undefined;

  constructor(services: Services, session: FormSession, surface: TestingSurface) {
    this.#services = services;
    this.#session = session;
    this.#surface = surface;
  }

  /** Ends a test that runs; nobody is there to see it. */
  stop(): void {
    this.#running?.abort();
  }

  /** @returns whether the credentials work; false also where the test was cancelled or not agreed to. */
  async run(): Promise<boolean> {
    const session = this.#session;
    if (session.busy) return false;
    const abort = new AbortController();
    session.abort = abort;
    this.#running = abort;
    session.busy = { label: vscode.l10n.t('Testing…'), cancellable: true };
    session.banner = undefined;
    session.test = undefined;
    this.#surface.refresh();
    this.#surface.announce(session.busy.label);
    try {
      const reader = secretReader(this.#services, abort.signal);
      const { type, properties } = await readDraftWithSecrets(session.model, reader);
      const report = await probe(this.#services, type, properties, abort.signal);
      if (!report) return false;
      completeStep('tested');
      session.test = view(report);
      this.#services.log.info('form: connection test', {
        type,
        ok: report.ok,
        failed: report.stages.find((stage) => stage.state === 'failed')?.id,
      });
      this.#surface.announce(session.test.summary);
      return report.ok;
    } catch (error) {
      if (!isCancellation(error)) throw error;
      this.#surface.announce(vscode.l10n.t('The test was cancelled.'));
      return false;
    } finally {
      this.#running = undefined;
      session.busy = undefined;
      session.abort = undefined;
      this.#surface.refresh();
    }
  }
}
