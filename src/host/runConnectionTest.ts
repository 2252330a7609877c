import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import type { JsonObject } from '../core/base/json';
import type { ConnectionTestReport, ConsentReason } from '../core/connectionTest/model';
import { hiddenSecrets, testConnection } from '../core/connectionTest/testConnection';
import { createTestNetwork } from './connectionTestNetwork';
import type { Services } from './services';

/** Properties as they were read cannot be tested: a mask would be sent as a password. */
export class HiddenSecretsError extends UserError {}

/**
 * Runs the test of a type, asking first where the credentials may go to a private network or would not be encrypted.
 * @param accountId the account whose tenant the integration is, or will be, in.
 * @returns undefined where the user did not agree.
 * @throws ApiError `aborted` when canceled, HiddenSecretsError where CxEngage hides a secret that would be sent.
 */
export async function runConnectionTest(
  services: Pick<Services, 'directory' | 'fetch' | 'notify'>,
  accountId: string | undefined,
  typeId: string,
  properties: JsonObject,
  signal: AbortSignal,
): Promise<ConnectionTestReport | undefined> {
  const hidden = hiddenSecrets(typeId, properties);
  if (hidden.length > 0)
    throw new HiddenSecretsError(vscode.l10n.t('Not tested: CxEngage does not show {0}.', hidden.join(', ')));
  const network = createTestNetwork(services.fetch);
  const isSandbox = accountId !== undefined && services.directory.account(accountId)?.sandbox === true;
  let consented: readonly ConsentReason[] = [];
  for (;;) {
    const report = await testConnection({ typeId, properties, network, signal, consented, isSandbox });
    const { needsConsent } = report;
    if (!needsConsent) return report;
    const agreed = await services.notify.confirm(
      needsConsent.question,
      vscode.l10n.t('The test runs from this machine, not from CxEngage.'),
      vscode.l10n.t('Send'),
    );
    // What failed before is worth seeing even so.
    if (!agreed) return report.stages.some(({ state }) => state === 'failed') ? report : undefined;
    consented = [...consented, ...needsConsent.reasons];
  }
}
