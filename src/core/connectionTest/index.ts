import * as l10n from '@vscode/l10n';
import { ApiError } from '../api/error';
import type { ProbeOptions, ProbeReport } from './model';
import { restProbe } from './rest';
import { runScript } from './run';
import { salesforceProbe } from './salesforce';
import type { ProbeScript } from './script';
import { zendeskProbe } from './zendesk';

export type {
  ConsentReason,
  ProbeConnection,
  ProbeNetwork,
  ProbeOptions,
  ProbeReport,
  ProbeStage,
  StageId,
  StageState,
  TlsFacts,
} from './model';

const SCRIPTS: ReadonlyMap<string, ProbeScript> = new Map([
  ['rest', restProbe],
  ['salesforce', salesforceProbe],
  ['zendesk', zendeskProbe],
]);

/** Whether integrations of a type can be tested. */
export function canProbe(typeId: string): boolean {
  return SCRIPTS.has(typeId);
}

/**
 * Tests the credentials of an integration at its service, from this machine. Asks nothing itself: where consent is needed,
 * nothing is sent and the report says so.
 * @throws ApiError `aborted` when cancelled, `refused` for a type without a test.
 */
export async function runProbe(options: ProbeOptions): Promise<ProbeReport> {
  const script = SCRIPTS.get(options.typeId);
  if (!script)
    throw new ApiError('refused', l10n.t('There is no test for integrations of type “{0}”.', options.typeId));
  return runScript(script, options);
}
