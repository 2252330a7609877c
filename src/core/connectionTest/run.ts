import * as l10n from '@vscode/l10n';
import { ApiError } from '../api/error';
import { secretsOf } from '../catalog/properties';
import { normalize } from '../catalog/text';
import { parseHttpUrl } from '../catalog/urlRules';

import { createSend, type Send } from './exchange';
import { describeFailure } from './failure';
import type {
  ConsentReason,
  Finding,
  ConnectionTestOptions,
  ConnectionTestReport,
  TestStage,
  StageId,
  Verdict,
} from './model';
import { consentQuestion, consentReasons, lookUp, reach, since, type Route, type TimedFinding } from './route';
import type { TestScript } from './script';
import { ResponseText } from './text';

const TIMEOUT_MS = 15_000;
const STAGES: readonly StageId[] = ['name', 'connection', 'tls', 'authentication', 'permissions'];

function label(id: StageId): string {
  switch (id) {
    case 'name':
      return l10n.t('Name');
    case 'connection':
      return l10n.t('Connection');
    case 'tls':
      return l10n.t('TLS');
    case 'authentication':
      return l10n.t('Authentication');
    case 'permissions':
      return l10n.t('Permissions');
  }
}

type Findings = Readonly<Partial<Record<StageId, TimedFinding>>>;

function conclude(stages: readonly TestStage[], isAsking: boolean): string {
  const failed = stages.find((stage) => stage.state === 'failed');
  if (failed) return l10n.t('{0}: {1}', failed.label, failed.detail);
  if (isAsking) return l10n.t('Nothing was sent yet.');
  const doubtful = stages.find((stage) => stage.state === 'warning');
  if (doubtful) return l10n.t('Nothing failed, but the test is not certain. {0}', doubtful.detail);
  const hasCredentials = stages.some((stage) => stage.id === 'authentication' && stage.state === 'passed');
  return hasCredentials ? l10n.t('The credentials work.') : l10n.t('The service responds.');
}

function report(
  findings: Findings,
  extra: Omit<ConnectionTestReport, 'ok' | 'stages' | 'conclusion' | 'note'> = {},
): ConnectionTestReport {
  const failedAt = STAGES.findIndex((id) => findings[id]?.state === 'failed');
  const stages = STAGES.map((id, index): TestStage => {
    const finding = findings[id];
    // Once something failed, or before consent, nothing after it was tried.
    const untried: TimedFinding = {
      state: 'skipped',
      detail: failedAt >= 0 && index > failedAt ? l10n.t('Not reached.') : l10n.t('Not tested.'),
    };
    return { id, label: label(id), ...(finding ?? untried) };
  });
  const isAsking = extra.needsConsent !== undefined;
  return {
    ok: failedAt < 0 && !isAsking,
    stages,
    conclusion: conclude(stages, isAsking),
    note: l10n.t('Tested from this machine, not from CxEngage.'),
    ...extra,
  };
}

/** A proxy hides the route. A response proves the earlier stages too. */
function throughProxy(url: URL): Findings {
  const detail = l10n.t('Through the proxy: not visible from this machine.');
  const hidden: TimedFinding = { state: 'skipped', detail };
  return {
    name: hidden,
    connection: hidden,
    tls: url.protocol === 'https:' ? hidden : { state: 'skipped', detail: l10n.t('Skipped: http is not encrypted.') },
  };
}

interface Run {
  readonly options: ConnectionTestOptions;
  readonly script: TestScript;
  readonly url: URL;
  /** Ends the run: canceled or out of time. */
  readonly signal: AbortSignal;
  /** Ends the look at the way, so that time is left for the call itself. */
  readonly earlySignal: AbortSignal;
}

/** The route as seen from here. A failed TLS handshake is final; where a look-up or connection fails, a proxy may get through. */
async function explore({ options, url, earlySignal }: Run): Promise<Route> {
  if (options.network.usesProxy(url)) return { addresses: [], findings: throughProxy(url) };
  return lookUp(url, options.network, earlySignal);
}

/** A sender that notes how long each call took, and the status of each response. */
function recording(send: Send): { readonly send: Send; readonly times: number[]; readonly statuses: number[] } {
  const times: number[] = [];
  const statuses: number[] = [];
  return {
    times,
    statuses,
    send: async (request) => {
      const start = performance.now();
      const response = await send(request);
      times.push(since(start));
      statuses.push(response.status);
      return response;
    },
  };
}

function withTime(finding: Finding, ms: number | undefined): TimedFinding {
  return ms === undefined ? finding : { ...finding, ms };
}

async function call(run: Run, route: Route): Promise<ConnectionTestReport> {
  const { options, script, url, signal } = run;
  const responseText = new ResponseText(secretsOf(options.typeId, options.properties));
  const sent = script.sent(options.properties, responseText);
  const start = performance.now();
  const addresses = route.failure || route.addresses.length === 0 ? undefined : route.addresses;
  const { send, times, statuses } = recording(createSend(options.network.request, addresses, signal));
  let verdict: Verdict;
  try {
    verdict = await script.judge(options.properties, send, responseText);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (route.failure) return report(route.findings);
    const failure = describeFailure(error, url, signal.aborted);
    const isSeen = route.findings[failure.stage]?.state === 'passed';
    // The connection stood before, so what broke is the conversation over it.
    const stage = isSeen ? 'authentication' : failure.stage;
    return report(
      { ...route.findings, [stage]: { state: 'failed', ms: since(start), detail: failure.detail } },
      { sent },
    );
  }
  const { authentication, permissions, response } = verdict;
  const status = statuses.at(-1);
  const way = route.failure ? throughProxy(url) : route.findings;
  return report(
    {
      ...way,
      authentication: { ...authentication, ms: times[0] ?? since(start) },
      permissions: withTime(permissions, script.secondCall === 'permissions' ? times[1] : undefined),
    },
    { sent, ...(response === undefined ? {} : { response }), ...(status === undefined ? {} : { status }) },
  );
}

/** The report that asks for consent; nothing was sent. A failed stage stays in it, for a user who declines. */
function asking(run: Run, route: Route, reasons: readonly ConsentReason[]): ConnectionTestReport {
  const question = consentQuestion(run.url, route.addresses, reasons);
  return report(route.findings, { needsConsent: { reasons, question } });
}

async function explored(run: Run): Promise<ConnectionTestReport> {
  const { options, url, earlySignal } = run;
  const named = await explore(run);
  options.signal?.throwIfAborted();
  const missing = (addresses: readonly string[]): readonly ConsentReason[] =>
    consentReasons(url, addresses, options.isSandbox).filter((reason) => !options.consented?.includes(reason));
  const reasons = missing(named.addresses);
  if (reasons.length > 0) return asking(run, named, reasons);
  const route =
    named.failure || named.addresses.length === 0 ? named : await reach(url, named, options.network, earlySignal);
  options.signal?.throwIfAborted();
  if (route.failure?.stage === 'tls') return report(route.findings);
  if (!route.failure) return call(run, route);
  // Only a proxy could still get through, and where it leads nobody knows.
  const unreached: Route = { ...route, addresses: [] };
  const unknown = missing([]);
  return unknown.length > 0 ? asking(run, unreached, unknown) : call(run, unreached);
}

/**
 * Runs a type's test. Sends credentials to the service's own address only, and to private addresses or over plain http
 * only with consent.
 * @throws ApiError `aborted` when `options.signal` fires; everything else is in the report.
 */
export async function runScript(script: TestScript, options: ConnectionTestOptions): Promise<ConnectionTestReport> {
  const address = script.address(options.properties);
  const url = parseHttpUrl(address);
  if (url && normalize({ kind: 'url' }, address) !== address) {
    return report({
      name: {
        state: 'failed',
        detail: l10n.t(
          'The stored URL has backslashes or spaces around it, so a test would request another one. Enter the URL again.',
        ),
      },
    });
  }
  if (!url || url.hostname === '' || url.username !== '' || url.password !== '') {
    return report({
      name: {
        state: 'failed',
        detail: l10n.t('There is no URL to test. Enter one that starts with https://.'),
      },
    });
  }
  const obstacle = script.obstacle?.(options.properties);
  if (obstacle !== undefined) return report({ authentication: { state: 'failed', detail: obstacle } });
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const cancel = options.signal ? [options.signal] : [];
  const run: Run = {
    options,
    script,
    url,
    signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...cancel]),
    earlySignal: AbortSignal.any([AbortSignal.timeout(timeoutMs / 2), ...cancel]),
  };
  try {
    options.signal?.throwIfAborted();
    return await explored(run);
  } catch (error) {
    if (options.signal?.aborted) throw new ApiError('aborted', l10n.t('The test was canceled.'));
    throw error;
  }
}
