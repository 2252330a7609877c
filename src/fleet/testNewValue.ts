import * as vscode from 'vscode';
import { ApiError } from '../core/api/error';
import { oneLine } from '../core/base/displayText';
import { errorFields } from '../core/base/errors';
import type { JsonObject } from '../core/base/json';
import { canTestConnection } from '../core/connectionTest/testConnection';
import { holdersByService, type SecretHolder } from '../core/plan/rotation';
import { secretAsSent } from '../core/plan/secretResolver';
import { withProgress } from '../host/progress';
import { HiddenSecretsError, runConnectionTest } from '../host/runConnectionTest';
import type { Services } from '../host/services';

/** What was found at one service. */
interface ServiceResult {
  readonly holder: SecretHolder;
  /** Undefined where the test passed. */
  readonly problem?: string;
}

async function testServices(
  services: Services,
  holders: readonly SecretHolder[],
  value: string,
): Promise<readonly ServiceResult[]> {
  const groups = holdersByService(holders).filter(([first]) => first && canTestConnection(first.integration.type));
  return withProgress(vscode.l10n.t('Testing the new value'), async (signal, report) => {
    const results: ServiceResult[] = [];
    for (const group of groups) {
      report(vscode.l10n.t('{0} of {1} services', results.length + 1, groups.length), {
        done: results.length,
        total: groups.length,
      });
      results.push(...(await testService(services, group, value, signal)));
    }
    return results;
  });
}

/** Tests at one service, with the first of its integrations that can be read. */
async function testService(
  services: Services,
  group: readonly SecretHolder[],
  value: string,
  signal: AbortSignal,
): Promise<readonly ServiceResult[]> {
  const { directory, log } = services;
  let unread: ServiceResult | undefined;
  for (const holder of group) {
    const { integration, properties: keys } = holder;
    let stored: JsonObject;
    try {
      stored = (await directory.fetchWithSecrets(integration, signal, { keep: false })).properties;
    } catch (error) {
      if (!(error instanceof ApiError) || error.kind === 'aborted') throw error;
      log.warn('rotation: not read for its test', errorFields(error));
      unread = { holder, problem: error.message };
      continue;
    }
    try {
      const sent = keys.map((key) => [key, secretAsSent(integration.type, key, value)] as const);
      const changed = { ...stored, ...Object.fromEntries(sent) };
      const result = await runConnectionTest(services, integration.accountId, integration.type, changed, signal);
      log.info('rotation: connection test', { type: integration.type, ok: result?.ok });
      if (result?.ok) return [{ holder }];
      return [{ holder, problem: result?.conclusion ?? vscode.l10n.t('The test was declined.') }];
    } catch (error) {
      if (!(error instanceof HiddenSecretsError)) throw error;
      unread = { holder, problem: error.message };
    }
  }
  return unread ? [unread] : [];
}

/**
 * Tests a new value once at each service, before anything is written. Where a test fails the user decides.
 * @returns what a report says of the tests; undefined where the user gave up.
 * @throws ApiError `aborted` when canceled.
 */
export async function agreeToTests(
  services: Services,
  holders: readonly SecretHolder[],
  value: string,
): Promise<string | undefined> {
  const results = await testServices(services, holders, value);
  const failed = results.filter(({ problem }) => problem !== undefined);
  const outcome = vscode.l10n.t(
    'The new value passed {0} of {1} connection tests.',
    results.length - failed.length,
    results.length,
  );
  if (failed.length === 0) return outcome;
  const lines = failed.map(({ holder: { integration, tenant }, problem = '' }) =>
    vscode.l10n.t('{0} in {1}: {2}', oneLine(integration.name, 60), oneLine(tenant.name, 60), problem),
  );
  const isAgreed = await services.notify.confirm(
    vscode.l10n.t('The new value failed {0} of {1} connection tests. Continue?', failed.length, results.length),
    [...lines, '', vscode.l10n.t('Nothing has been changed yet.')].join('\n'),
    vscode.l10n.t('Continue Anyway'),
  );
  return isAgreed ? outcome : undefined;
}
