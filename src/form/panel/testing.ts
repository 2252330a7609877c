import * as vscode from 'vscode';
import type { JsonObject } from '../../core/base/json';
import type { FieldSpec } from '../../core/catalog/model';
import { canTestConnection, testedUrl } from '../../core/connectionTest/testConnection';
import type { ConnectionTestReport } from '../../core/connectionTest/model';
import { completeStep } from '../../host/walkthrough';
import { isCancellation } from '../../host/notify';
import { runConnectionTest } from '../../host/runConnectionTest';
import type { Services } from '../../host/services';
import type { TestView } from '../contract';
import { readDraftWithSecrets, readSecrets, toDraft, type SecretReader } from '../request';
import { secretReader } from '../secretReader';
import type { FormModel } from './model';
import type { FormSession } from './session';
import type { FormSurface } from './surface';

/** Whether a type has a connection test. */
export function canTest(type: string): boolean {
  return canTestConnection(type);
}

function view(report: ConnectionTestReport): TestView {
  return {
    state: report.ok ? 'passed' : 'failed',
    summary: report.conclusion,
    stages: report.stages.map(({ label, state, ms, detail }) => ({
      label,
      state,
      // The sentence that the summary says already is not said twice.
      ...(report.conclusion.includes(detail) ? {} : { detail }),
      ...(ms === undefined ? {} : { duration: ms }),
    })),
    ...(report.sent === undefined ? {} : { sent: report.sent }),
    ...(report.response === undefined ? {} : { response: report.response }),
    note: report.note,
  };
}

/** The visible secrets that a test takes from the integration edited or copied, because nothing else was entered. */
function storedSecrets(model: FormModel): readonly FieldSpec[] {
  return model.fields.filter(({ key }) => {
    const { kind } = model.secretSource(key);
    return model.isStored(key) && (kind === 'kept' || (kind === 'none' && model.draft.mode === 'edit'));
  });
}

/**
 * Asks before stored secrets go to another host than the one they are stored for.
 * @returns false where the user did not agree.
 */
async function agreesToHost({ notify }: Services, model: FormModel, stored: readonly FieldSpec[]): Promise<boolean> {
  const { source, type } = model.draft;
  const after = testedUrl(type, toDraft(model, {}).properties)?.host;
  if (!source || stored.length === 0 || after === undefined) return true;
  const before = testedUrl(source.type, source.properties)?.host;
  if (before === after) return true;
  return notify.confirm(
    before === undefined
      ? vscode.l10n.t('Send the stored credentials to {0}? They are not stored for a host.', after)
      : vscode.l10n.t('Send the stored credentials to {0}? They are stored for {1}.', after, before),
    vscode.l10n.t('Stored: {0}', stored.map(({ label }) => label).join(', ')),
    vscode.l10n.t('Send'),
  );
}

/** The form's own test: of what is in it, saved or not. */
export class ConnectionTest {
  readonly #services: Services;
  readonly #session: FormSession;
  readonly #surface: FormSurface;
  #running: AbortController | undefined;

  constructor(services: Services, session: FormSession, surface: FormSurface) {
    this.#services = services;
    this.#session = session;
    this.#surface = surface;
  }

  /** Cancels the running test: its form was closed. */
  stop(): void {
    this.#running?.abort();
  }

  /**
   * Tests what is in the form.
   * @param consequence what a failure means, announced behind its sentence.
   * @returns `stopped` where the test was canceled or not agreed to.
   */
  async run(consequence = ''): Promise<'passed' | 'failed' | 'stopped'> {
    const session = this.#session;
    if (session.busy) return 'stopped';
    const abort = new AbortController();
    session.abort = abort;
    this.#running = abort;
    session.busy = { label: vscode.l10n.t('Testing…'), cancellable: true };
    session.banner = undefined;
    session.test = undefined;
    this.#surface.refresh();
    this.#surface.focus({ kind: 'action', id: 'stop' });
    this.#surface.announce(session.busy.label);
    try {
      const { model } = session;
      const stored = storedSecrets(model);
      if (!(await agreesToHost(this.#services, model, stored))) return 'stopped';
      const fetched = secretReader(this.#services, abort.signal);
      let once: Promise<JsonObject> | undefined;
      const reader: SecretReader = { ...fetched, stored: async (source) => (once ??= fetched.stored(source)) };
      const { type, properties: entered } = await readDraftWithSecrets(model, reader);
      // An edit leaves stored secrets exactly as they are, so the test does too.
      const exact = model.draft.mode === 'edit' && stored.length > 0 ? await readSecrets(model, reader, 'all') : {};
      const kept = stored.flatMap(({ key }): [string, string][] => (key in exact ? [[key, exact[key] ?? '']] : []));
      const properties: JsonObject = { ...entered, ...Object.fromEntries(kept) };
      const { target } = model.draft;
      const report = await runConnectionTest(this.#services, target?.accountId, type, properties, abort.signal);
      if (!report) return 'stopped';
      completeStep('tested');
      session.test = view(report);
      session.report = report;
      this.#services.log.info('form: connection test', {
        type,
        ok: report.ok,
        failed: report.stages.find((stage) => stage.state === 'failed')?.id,
      });
      this.#surface.announce(report.ok ? report.conclusion : `${report.conclusion} ${consequence}`.trim());
      return report.ok ? 'passed' : 'failed';
    } catch (error) {
      if (!isCancellation(error)) throw error;
      this.#surface.announce(vscode.l10n.t('The test was canceled.'));
      return 'stopped';
    } finally {
      this.#running = undefined;
      session.busy = undefined;
      session.abort = undefined;
      this.#surface.refresh();
    }
  }
}
