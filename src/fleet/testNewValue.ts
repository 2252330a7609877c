import * as vscode from 'vscode';
import { oneLine } from '../core/base/displayText';
import { canTestConnection } from '../core/connectionTest/testConnection';
import { holdersByService, type SecretHolder } from '../core/plan/rotation';
import { withProgress } from '../host/progress';
import { runConnectionTest } from '../host/runConnectionTest';
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
  const { directory, log } = services;
  const groups = holdersByService(holders).filter(([first]) => first && canTestConnection(first.integration.type));
  return withProgress(vscode.l10n.t('Testing the new value'), async (signal, report) => {
    const results: ServiceResult[] = [];
    for (const [holder] of groups) {
      if (!holder) continue;
      const { integration, properties: keys } = holder;
      report(vscode.l10n.t('{0} of {1} services', results.length + 1, groups.length), {
        done: results.length,
        total: groups.length,
      });
      const { properties } = await directory.fetchWithSecrets(integration, signal, { keep: false });
      const changed = { ...properties, ...Object.fromEntries(keys.map((key) => [key, value])) };
      const result = await runConnectionTest(services, integration.accountId, integration.type, changed, signal);
      log.info('rotation: connection test', { type: integration.type, ok: result?.ok });
      if (result?.ok) results.push({ holder });
      else results.push({ holder, problem: result?.conclusion ?? vscode.l10n.t('The test was declined.') });
    }
    return results;
  });
}

/**
 * Tests a new value once at each service, before anything is written. Where a test fails the user decides.
 * @returns whether to go on.
 * @throws ApiError where an integration cannot be read, or `aborted` when canceled.
 */
export async function agreeToTests(
  services: Services,
  holders: readonly SecretHolder[],
  value: string,
): Promise<boolean> {
  const results = await testServices(services, holders, value);
  const failed = results.filter(({ problem }) => problem !== undefined);
  if (failed.length === 0) return true;
  const lines = failed.map(({ holder: { integration, tenant }, problem = '' }) =>
    vscode.l10n.t('{0} in {1}: {2}', oneLine(integration.name, 60), oneLine(tenant.name, 60), problem),
  );
  return services.notify.confirm(
    vscode.l10n.t('The new value failed {0} of {1} connection tests. Continue?', failed.length, results.length),
    [...lines, '', vscode.l10n.t('Nothing has been changed yet.')].join('\n'),
    vscode.l10n.t('Continue Anyway'),
  );
}
