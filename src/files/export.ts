import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import { isKnownType } from '../core/catalog/registry';
import { isInherited } from '../core/directory/access';
import type { Integration, Tenant, TenantRef } from '../core/directory/model';
import { integrationKey, tenantKey } from '../core/directory/refs';
import { isMasked } from '../core/redact/masks';
import { COMMANDS } from '../host/commandIds';
import { integrationsOf, targetsOf, tenantsOf, type CommandArguments } from '../host/commandTargets';
import { inputStep } from '../host/multiStepInput';
import { withProgress } from '../host/progress';
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

async function loadSelected(
  { directory }: Services,
  targets: readonly unknown[],
  signal: AbortSignal,
): Promise<readonly Integration[]> {
  const found = new Map<string, Integration>();
  for (const ref of tenantsOf(targets))
    for (const each of await directory.loadIntegrations(ref, { force: true, signal }))
      found.set(integrationKey(each), each);
  for (const ref of integrationsOf(targets))
    found.set(integrationKey(ref), await directory.loadIntegration(ref, { force: true, signal }));
  return [...found.values()];
}

/** Asks for a tenant and its integrations. Undefined where the user dismissed a question. */
async function askIntegrations({ directory }: Services): Promise<readonly Integration[] | undefined> {
  const tenant = await pickTenant(directory);
  if (!tenant) return undefined;
  const loaded = await withProgress(vscode.l10n.t('Reading integrations…'), async (signal) =>
    directory.loadIntegrations(tenant, { force: true, signal }),
  );
  const all = loaded.filter(isExportable);
  if (all.length === 0) return loaded;
  const items = all.map((integration) => ({
    label: integration.name,
    description: integration.type,
    picked: true,
    integration,
  }));
  const chosen = await pickMany(items, { title: vscode.l10n.t('Select the integrations to export') });
  return chosen?.map(({ integration }) => integration);
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
export function folderProblem(path: string): string | undefined {
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

function resultOf(files: readonly ExportedFile[], skipped: number, unsaved: readonly string[]): string {
  const changed = files.filter(({ isChanged }) => isChanged).length;
  const [only] = files;
  const exported =
    only && files.length === 1
      ? vscode.l10n.t('Exported to {0}.', pathOf(only.uri))
      : vscode.l10n.t('Exported to {0} files, {1} of them changed.', files.length, changed);
  const names = unsaved.slice(0, NAMES_SHOWN).join(', ') + (unsaved.length > NAMES_SHOWN ? ' …' : '');
  return [
    exported,
    ...(skipped === 0
      ? []
      : [vscode.l10n.t('Skipped: {0} inherited, of an unknown type, or with a hidden part in the name.', skipped)]),
    ...(unsaved.length === 0 ? [] : [vscode.l10n.t('Secrets without a value on this machine: {0}.', names)]),
  ].join(' ');
}

async function report(services: Services, files: readonly ExportedFile[], skipped: number): Promise<void> {
  const { notify } = services;
  const unsaved = await unsavedSecrets(services, files);
  const plan = vscode.l10n.t('Plan');
  const save = vscode.l10n.t('Save Stored Values as Secrets');
  const answer = await notify.info(
    resultOf(
      files,
      skipped,
      unsaved.map(({ name }) => name),
    ),
    ...(unsaved.length === 0 ? [] : [save]),
    plan,
  );
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
      : await withProgress(vscode.l10n.t('Reading integrations…'), async (signal) =>
          loadSelected(services, targets, signal),
        );
  if (!selected) return;
  const integrations = selected.filter(isExportable);
  if (integrations.length === 0) throw nothingToExport(services, selected);
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
  void report(services, files, selected.length - integrations.length).catch((error: unknown) =>
    services.notify.error(error),
  );
}
