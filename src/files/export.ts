import pLimit from 'p-limit';
import * as vscode from 'vscode';
import { errorFields, UserError } from '../core/base/errors';
import { isKnownType } from '../core/catalog/registry';
import { isInherited } from '../core/directory/access';
import type { Integration, Tenant, TenantRef } from '../core/directory/model';
import { asIntegrationRef, integrationKey, tenantKey } from '../core/directory/refs';
import { TENANTS_AT_ONCE } from '../core/operations/scan';
import { isMasked } from '../core/redact/masks';
import { COMMANDS } from '../host/commandIds';
import { integrationsOf, targetsOf, tenantsOf, type CommandArguments } from '../host/commandTargets';
import { inputStep } from '../host/multiStepInput';
import { isCancellation } from '../host/notify';
import { withProgress, type ReportProgress } from '../host/progress';
import { pickMany, pickOne } from '../host/quickList';
import { pickTenant } from '../host/quickPicks';
import type { Services } from '../host/services';
import { saveStoredSecrets, unsavedSecrets } from './exportSecrets';
import { ExportWriter, namesIn, type ExportedFile } from './exportWriter';
import { pathOf } from './places';

const DEFAULT_FOLDER = 'integrations';
const FOLDER_KEY = 'cxengage.exportFolder';
/** Names of secrets in one message. */
const NAMES_SHOWN = 5;

/**
 * What can be exported of some integrations: a file belongs to the tenant that owns the integration, and finds it by a
 * name of which no part is hidden.
 */
function isExportable(integration: Integration): boolean {
  return canBeInFile(integration) && !isMasked(integration.name);
}

function canBeInFile(integration: Integration): boolean {
  return !isInherited(integration) && isKnownType(integration.type);
}

function nothingToExport(services: Services, selected: readonly Integration[]): UserError {
  const masked = selected.filter(canBeInFile);
  if (masked.length === 0)
    return new UserError(vscode.l10n.t('Nothing to export: no integration of a known type belongs to this tenant.'));
  return new UserError(
    vscode.l10n.t(
      'Nothing to export from {0}: a part of each name is hidden because it looks like a secret, and a file needs the whole name. Change the names in the CxEngage console.',
      owningTenants(services, masked)
        .map(({ name }) => name)
        .join(', '),
    ),
  );
}

/** What could not be read: a tenant or an integration, and why. */
interface Unread {
  readonly name: string;
  readonly error: UserError;
}

interface Selected {
  readonly integrations: readonly Integration[];
  readonly unread: readonly Unread[];
}

function nameOf({ directory }: Services, ref: TenantRef): string {
  const integration = asIntegrationRef(ref);
  return integration
    ? (directory.integration(integration)?.name ?? integration.integrationId)
    : (directory.tenant(ref)?.name ?? ref.tenantId);
}

async function loadSelected(
  services: Services,
  targets: readonly unknown[],
  signal: AbortSignal,
  report: ReportProgress,
): Promise<Selected> {
  const { directory, log } = services;
  const options = { force: true, signal };
  const refs: readonly TenantRef[] = [...tenantsOf(targets), ...integrationsOf(targets)];
  let done = 0;
  const loads = await pLimit(TENANTS_AT_ONCE).map(refs, async (ref) => {
    signal.throwIfAborted();
    const integration = asIntegrationRef(ref);
    try {
      return integration
        ? [await directory.loadIntegration(integration, options)]
        : await directory.loadIntegrations(ref, options);
    } catch (error) {
      if (!(error instanceof UserError) || isCancellation(error)) throw error;
      log.warn('export: not read', errorFields(error));
      return { name: nameOf(services, ref), error };
    } finally {
      done += 1;
      report(vscode.l10n.t('{0} of {1}', done, refs.length), { done, total: refs.length });
    }
  });
  const found = loads.flatMap((load) => ('error' in load ? [] : load));
  const unread = loads.flatMap((load) => ('error' in load ? [load] : []));
  return { integrations: [...new Map(found.map((each) => [integrationKey(each), each])).values()], unread };
}

/** Asks for a tenant and its integrations. Undefined where the user dismissed a question. */
async function askIntegrations({ directory }: Services): Promise<Selected | undefined> {
  const tenant = await pickTenant(directory);
  if (!tenant) return undefined;
  const loaded = await withProgress(vscode.l10n.t('Reading integrations…'), async (signal) =>
    directory.loadIntegrations(tenant, { force: true, signal }),
  );
  const all = loaded.filter(isExportable);
  if (all.length === 0) return { integrations: loaded, unread: [] };
  const items = all.map((integration) => ({
    label: integration.name,
    description: integration.type,
    picked: true,
    integration,
  }));
  const chosen = await pickMany(items, { title: vscode.l10n.t('Select the integrations to export') });
  return chosen && { integrations: chosen.map(({ integration }) => integration), unread: [] };
}

async function askWorkspaceFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0)
    throw new UserError(vscode.l10n.t('Open a folder first. Integration files are kept in a workspace folder.'));
  if (folders.length === 1) return folders[0];
  const items = folders.map((folder) => ({ label: folder.name, folder }));
  return (await pickOne(items, { title: vscode.l10n.t('Select the workspace folder for the files') }))?.folder;
}

/** Says what is wrong with a path inside the workspace folder, or undefined. */
function folderProblem(path: string): string | undefined {
  const parts = path.split('/').filter((part, index, all) => part !== '' || index < all.length - 1);
  const isInside = parts.every((part) => part !== '' && part !== '..' && !/[\\:*?"<>|\p{Cc}]/u.test(part));
  return isInside ? undefined : vscode.l10n.t('Enter a path inside the workspace folder, such as integrations.');
}

async function askFolder({ context }: Services, workspace: vscode.WorkspaceFolder): Promise<vscode.Uri | undefined> {
  const last: unknown = context.workspaceState.get(FOLDER_KEY);
  const answer = await inputStep({
    title: vscode.l10n.t('Export as Integration File'),
    prompt: vscode.l10n.t('Folder for new files, inside {0}. Leave empty for the folder itself.', workspace.name),
    value: typeof last === 'string' && folderProblem(last) === undefined ? last : DEFAULT_FOLDER,
    validate: folderProblem,
  });
  if (answer.kind !== 'next') return undefined;
  await context.workspaceState.update(FOLDER_KEY, answer.value);
  return vscode.Uri.joinPath(workspace.uri, ...answer.value.split('/'));
}

function owningTenants({ directory }: Services, integrations: readonly Integration[]): readonly Tenant[] {
  const refs = new Map<string, TenantRef>(integrations.map((each) => [tenantKey(each), each]));
  return [...refs.values()].map((ref) => directory.tenant(ref)).filter((tenant) => tenant !== undefined);
}

interface ExportResult {
  readonly files: readonly ExportedFile[];
  readonly skipped: number;
  readonly unread: readonly Unread[];
}

function listed(names: readonly string[]): string {
  return names.slice(0, NAMES_SHOWN).join(', ') + (names.length > NAMES_SHOWN ? ' …' : '');
}

function resultText({ files, skipped, unread }: ExportResult, unsaved: readonly string[]): string {
  const changed = files.filter(({ isChanged }) => isChanged).length;
  const [only] = files;
  const [firstUnread] = unread;
  const exported =
    only && files.length === 1
      ? vscode.l10n.t('Exported to {0}.', pathOf(only.uri))
      : vscode.l10n.t('Exported to {0} files, {1} of them changed.', files.length, changed);
  return [
    exported,
    ...(firstUnread
      ? [vscode.l10n.t('Not exported: {0}. {1}', listed(unread.map(({ name }) => name)), firstUnread.error.message)]
      : []),
    ...(skipped === 0
      ? []
      : [vscode.l10n.t('Skipped: {0} inherited, of an unknown type, or with a hidden part in the name.', skipped)]),
    ...(unsaved.length === 0 ? [] : [vscode.l10n.t('Secrets without a value on this machine: {0}.', listed(unsaved))]),
  ].join(' ');
}

async function tell(services: Services, result: ExportResult): Promise<void> {
  const { notify } = services;
  const { files } = result;
  const unsaved = await unsavedSecrets(services, files);
  const plan = vscode.l10n.t('Plan');
  const save = vscode.l10n.t('Save Stored Values as Secrets');
  const text = resultText(
    result,
    unsaved.map(({ name }) => name),
  );
  const actions = [...(unsaved.length === 0 ? [] : [save]), plan];
  const answer = await (result.unread.length === 0 ? notify.info(text, ...actions) : notify.failure(text, ...actions));
  if (answer === plan) {
    const uris = files.map(({ uri }) => uri);
    await vscode.commands.executeCommand(COMMANDS.planIntegrationFiles, uris[0], uris);
  }
  if (answer !== save) return;
  const saved = await withProgress(vscode.l10n.t('Copying stored values…'), async (signal) =>
    saveStoredSecrets(services, unsaved, signal),
  );
  const hidden = unsaved.length - saved.length;
  const message = vscode.l10n.t('Secrets saved on this machine: {0}.', saved.length);
  await (hidden === 0
    ? notify.info(message)
    : notify.warn(`${message} ${vscode.l10n.t('CxEngage hides the values of {0}. Save those by hand.', hidden)}`));
}

/**
 * Writes integration files of what is selected: integrations, whole tenants, several tenants at once. What is equal in all
 * tenants becomes the file, what differs a target. Never a secret.
 * @throws UserError without a workspace folder, and where a file that is there has errors.
 */
export async function exportIntegrationFiles(services: Services, args: CommandArguments): Promise<void> {
  const workspace = await askWorkspaceFolder();
  if (!workspace) return;
  const targets = targetsOf(args);
  const selected =
    targets.length === 0
      ? await askIntegrations(services)
      : await withProgress(vscode.l10n.t('Reading integrations…'), async (signal, report) =>
          loadSelected(services, targets, signal, report),
        );
  if (!selected) return;
  const integrations = selected.integrations.filter(isExportable);
  if (integrations.length === 0) throw selected.unread[0]?.error ?? nothingToExport(services, selected.integrations);
  const folder = await askFolder(services, workspace);
  if (!folder) return;
  const files = await withProgress(vscode.l10n.t('Writing integration files…'), async (signal, progress) => {
    const writer = await ExportWriter.open(services, workspace.uri, signal);
    const groups = await writer.group(owningTenants(services, integrations), integrations);
    const taken = await namesIn(folder);
    const written: ExportedFile[] = [];
    for (const [index, group] of groups.entries()) {
      signal.throwIfAborted();
      progress(group.name, { done: index, total: groups.length });
      const file = await writer.write(group, folder, taken, signal);
      if (file) written.push(file);
    }
    return written;
  });
  services.log.info('export', { files: files.length });
  const [first] = files;
  if (first && files.length === 1) await vscode.window.showTextDocument(first.uri, { preview: false });
  const skipped = selected.integrations.length - integrations.length;
  void tell(services, { files, skipped, unread: selected.unread }).catch((error: unknown) =>
    services.notify.error(error),
  );
}
