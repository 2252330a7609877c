import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import { integrationType } from '../core/catalog/registry';
import { fieldValuesOf } from '../core/plan/desired';
import { SecretResolver } from '../core/plan/planner';
import { withProgress } from '../host/progress';
import { runConnectionTest } from '../host/runConnectionTest';
import type { Services } from '../host/services';
import { asUri, pathOf } from './places';
import { desiredOf, requireTrust, secretsFor } from './plan';

/**
 * Tests what a target of a file says at its service, from this machine. Asks before secrets go to a new host, a private
 * address or over plain http.
 * @throws UserError where the file has errors, the target has no tenant, or a secret has no value.
 */
export async function testTarget(services: Services, args: readonly unknown[]): Promise<void> {
  const uri = asUri(args[0]);
  const alias = args[1];
  if (!uri || typeof alias !== 'string') return;
  requireTrust();
  const report = await withProgress(vscode.l10n.t('Testing “{0}”…', alias), async (signal) => {
    const [desired] = await desiredOf(services, [uri], { alias, signal });
    if (!desired) throw new UserError(vscode.l10n.t('{0} has no target “{1}”.', pathOf(uri), alias));
    const cannot = desired.cannot ?? (desired.target.kind === 'unknown' ? desired.target.cannot : undefined);
    if (cannot) throw new UserError(cannot.message);
    const { secrets, missing } = await new SecretResolver(secretsFor(services, [desired])).resolve(desired);
    if (missing.length > 0)
      throw new UserError(vscode.l10n.t('Not tested: no value for {0}.', missing.map(({ name }) => name).join(', ')));
    const type = integrationType(desired.type);
    const known = [...secrets].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    const properties = type.toProperties({ ...fieldValuesOf(type, desired.values), ...Object.fromEntries(known) });
    const accountId = desired.target.kind === 'tenant' ? desired.target.ref.accountId : undefined;
    return runConnectionTest(services, accountId, desired.type, properties, signal);
  });
  if (!report) return;
  const message = vscode.l10n.t('“{0}”: {1} {2}', alias, report.conclusion, report.note);
  await (report.ok ? services.notify.info(message) : services.notify.failure(message));
}
