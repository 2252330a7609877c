import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import { integrationType } from '../core/catalog/registry';
import type { ConnectionTestReport } from '../core/connectionTest/model';
import { unnamedSecrets } from '../core/plan/compare';
import { fieldValuesOf } from '../core/plan/desired';
import type { DesiredIntegration } from '../core/plan/model';
import { SecretResolver } from '../core/plan/secretResolver';
import type { CommandArguments } from '../host/commandTargets';
import { withProgress, type ReportProgress } from '../host/progress';
import { runConnectionTest } from '../host/runConnectionTest';
import type { Services } from '../host/services';
import { asUri, pathOf } from './places';
import { desiredOf, requireTrust, secretsFor } from './plan';

/** What became of the test of one target; `message` is a sentence without its alias. */
interface TargetResult {
  readonly alias: string;
  readonly isOk: boolean;
  readonly message: string;
}

function aliasOf({ origin }: DesiredIntegration): string {
  return origin.kind === 'file' ? origin.alias : '';
}

/**
 * Runs the test of one target.
 * @returns undefined where the user did not let the credentials go there.
 * @throws UserError where the file has errors, the target has no tenant, or a secret has no value.
 */
async function testOne(
  services: Services,
  desired: DesiredIntegration,
  resolver: SecretResolver,
  signal: AbortSignal,
): Promise<ConnectionTestReport | undefined> {
  const { target, values } = desired;
  const cannot = desired.cannot ?? desired.cannotChange ?? (target.kind === 'unknown' ? target.cannot : undefined);
  if (cannot) throw new UserError(cannot.message);
  const leftOut = unnamedSecrets(desired.type, values);
  if (leftOut.length > 0)
    throw new UserError(vscode.l10n.t('Not tested: the file leaves out {0}.', leftOut.join(', ')));
  const { secrets, missing } = await resolver.resolve(desired);
  if (missing.length > 0)
    throw new UserError(vscode.l10n.t('Not tested: no value for {0}.', missing.map(({ name }) => name).join(', ')));
  const type = integrationType(desired.type);
  const known = [...secrets].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  const properties = type.toProperties({ ...fieldValuesOf(type, values), ...Object.fromEntries(known) });
  const accountId = target.kind === 'tenant' ? target.ref.accountId : undefined;
  return runConnectionTest(services, accountId, desired.type, properties, signal);
}

/** Tests one target after the other, so that a question is about one of them; one that cannot be tested holds up no other. */
async function testAll(
  services: Services,
  desired: readonly DesiredIntegration[],
  signal: AbortSignal,
  report: ReportProgress,
): Promise<readonly TargetResult[]> {
  const resolver = new SecretResolver(secretsFor(services, desired));
  const results: TargetResult[] = [];
  for (const [index, each] of desired.entries()) {
    const alias = aliasOf(each);
    report(alias, { done: index, total: desired.length });
    try {
      const tested = await testOne(services, each, resolver, signal);
      if (tested) results.push({ alias, isOk: tested.ok, message: `${tested.conclusion} ${tested.note}` });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      results.push({ alias, isOk: false, message: error.message });
    }
  }
  return results;
}

function summary(results: readonly TargetResult[]): string {
  const [only] = results;
  if (only && results.length === 1) return vscode.l10n.t('“{0}”: {1}', only.alias, only.message);
  const failed = results.filter(({ isOk }) => !isOk);
  return [
    vscode.l10n.t('{0} of {1} targets passed the connection test.', results.length - failed.length, results.length),
    ...failed.map(({ alias, message }) => vscode.l10n.t('“{0}”: {1}', alias, message)),
  ].join(' ');
}

/**
 * Tests what a target of a file says at its service, from this machine; all its targets where none is named. Asks before
 * secrets go to a new host, a private address or over plain http.
 * @throws UserError in a workspace that is not trusted, and where the file has no such target.
 */
export async function testTarget(services: Services, args: CommandArguments): Promise<void> {
  const uri = asUri(args[0]);
  const alias = typeof args[1] === 'string' ? args[1] : undefined;
  if (!uri) return;
  requireTrust();
  const title = vscode.l10n.t('Testing “{0}”…', alias ?? pathOf(uri));
  const results = await withProgress(title, async (signal, progress) => {
    const desired = await desiredOf(services, [uri], { signal, ...(alias === undefined ? {} : { alias }) });
    if (desired.length === 0) throw new UserError(vscode.l10n.t('{0} has no target “{1}”.', pathOf(uri), alias ?? ''));
    return testAll(services, desired, signal, progress);
  });
  if (results.length === 0) return;
  const message = summary(results);
  await (results.every(({ isOk }) => isOk) ? services.notify.info(message) : services.notify.failure(message));
}
