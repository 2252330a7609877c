import pLimit from 'p-limit';
import * as vscode from 'vscode';
import { oneLine } from '../core/base/displayText';
import { errorFields, UserError } from '../core/base/errors';
import { canTestConnection } from '../core/connectionTest/testConnection';
import type { Integration, IntegrationRef } from '../core/directory/model';
import { loadSeveral } from '../host/loadSeveral';
import { isCancellation } from '../host/notify';
import { withProgress } from '../host/progress';
import { HiddenSecretsError, runConnectionTest } from '../host/runConnectionTest';
import type { Services } from '../host/services';
import { completeStep } from '../host/walkthrough';

/** Tests that run at a time. */
const MAX_TESTS = 4;
/** Names listed in the notification; the rest is counted. */
const MAX_NAMES = 3;

type Outcome = 'passed' | 'failed' | 'hidden' | 'notTested';

/** One question at a time, and each only once: several integrations often share a host. */
function askingOnce(services: Services): Services {
  const queue = pLimit(1);
  const answers = new Map<string, Promise<boolean>>();
  const confirm = async (message: string, detail: string, accept: string): Promise<boolean> => {
    const answer = answers.get(message) ?? queue(() => services.notify.confirm(message, detail, accept));
    answers.set(message, answer);
    return answer;
  };
  return { ...services, notify: { ...services.notify, confirm } };
}

async function testOne(services: Services, ref: IntegrationRef, signal: AbortSignal): Promise<Outcome> {
  if (signal.aborted) return 'notTested';
  try {
    const { integration, properties } = await services.directory.fetchWithSecrets(ref, signal);
    const report = await runConnectionTest(services, ref.accountId, integration.type, properties, signal);
    if (!report) return 'notTested';
    services.testResults.record(integration, report);
    return report.ok ? 'passed' : 'failed';
  } catch (error) {
    if (isCancellation(error)) return 'notTested';
    if (error instanceof HiddenSecretsError) return 'hidden';
    if (!(error instanceof UserError)) throw error;
    services.log.warn('connection test: not loaded', errorFields(error));
    return 'failed';
  }
}

function listed(services: Services, integrations: readonly Integration[]): string {
  const names = integrations.slice(0, MAX_NAMES).map((integration) => {
    const tenant = services.directory.tenant(integration)?.name ?? integration.tenantId;
    return vscode.l10n.t('{0} in {1}', oneLine(integration.name, 60), oneLine(tenant, 60));
  });
  const rest = integrations.length - MAX_NAMES;
  return [...names, ...(rest > 0 ? [vscode.l10n.t('and {0} more', rest)] : [])].join(', ');
}

/**
 * Tests several saved integrations, a few at a time. Each result shows in its row, and one notification counts them.
 * Those whose type has no test are counted too.
 * @throws UserError where no type of them has a test, and where CxEngage hides what all would send; why they could not be loaded, where none could.
 */
export async function testSeveral(services: Services, refs: readonly IntegrationRef[]): Promise<void> {
  const integrations = await loadSeveral(services.directory, refs);
  const testable = integrations.filter(({ type }) => canTestConnection(type));
  if (testable.length === 0) throw new UserError(vscode.l10n.t('Integrations of these types cannot be tested.'));
  const asking = askingOnce(services);
  const outcomes = new Map<Integration, Outcome>();
  const limit = pLimit(MAX_TESTS);
  const title = vscode.l10n.t('Testing {0} connections', testable.length);
  await withProgress(title, async (signal, report) => {
    const testAndCount = async (integration: Integration): Promise<void> => {
      outcomes.set(integration, await testOne(asking, integration, signal));
      report(vscode.l10n.t('{0} of {1}', outcomes.size, testable.length), {
        done: outcomes.size,
        total: testable.length,
      });
    };
    await Promise.all(testable.map((integration) => limit(() => testAndCount(integration))));
  });
  const having = (outcome: Outcome): readonly Integration[] =>
    testable.filter((integration) => outcomes.get(integration) === outcome);
  const [passed, failed] = [having('passed'), having('failed')];
  if (passed.length + failed.length === 0) {
    if (having('hidden').length === 0) return;
    throw new UserError(vscode.l10n.t('Not tested: CxEngage does not show the secrets.'));
  }
  completeStep('tested');
  const untested = refs.length - passed.length - failed.length;
  const message = [
    vscode.l10n.t('{0} of {1} connection tests passed.', passed.length, passed.length + failed.length),
    failed.length > 0 && vscode.l10n.t('Failed: {0}.', listed(services, failed)),
    untested > 0 && vscode.l10n.t('Not tested: {0}.', untested),
  ];
  const text = message.filter((part) => part !== false).join(' ');
  await (failed.length > 0 ? services.notify.failure(text) : services.notify.info(text));
}
