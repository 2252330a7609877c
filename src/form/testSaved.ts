import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import { COMMANDS } from '../host/commandIds';
import type { IntegrationRef } from '../core/directory/model';
import { canTestConnection } from '../core/connectionTest/testConnection';
import { completeStep } from '../host/walkthrough';
import { withProgress } from '../host/progress';
import type { Services } from '../host/services';
import { runConnectionTest } from '../host/runConnectionTest';

/**
 * Tests a saved integration with its stored secrets, which are fetched for it and dropped.
 * @throws UserError for a type without a test.
 */
export async function testSaved(services: Services, ref: IntegrationRef): Promise<void> {
  const { name, type } = await services.directory.loadIntegration(ref);
  if (!canTestConnection(type))
    throw new UserError(vscode.l10n.t('Integrations of type “{0}” cannot be tested.', type));
  const report = await withProgress(vscode.l10n.t('Testing “{0}”…', name), async (signal) => {
    const { integration, properties } = await services.directory.fetchWithSecrets(ref, signal);
    const found = await runConnectionTest(services, ref.accountId, type, properties, signal);
    if (found) services.testResults.record(integration, found);
    return found;
  });
  if (!report) return;
  completeStep('tested');
  services.log.info('connection test', {
    type,
    ok: report.ok,
    failed: report.stages.find((stage) => stage.state === 'failed')?.id,
  });
  const message = vscode.l10n.t('“{0}”: {1} {2}', name, report.conclusion, report.note);
  if (report.ok) {
    await services.notify.info(message);
    return;
  }
  const again = vscode.l10n.t('Test Again');
  const edit = vscode.l10n.t('Edit');
  const answer = await services.notify.failure(message, again, edit);
  if (answer === again) await testSaved(services, ref);
  else if (answer === edit) await vscode.commands.executeCommand(COMMANDS.editIntegration, ref);
}
