import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import { isArray } from '../core/base/json';
import { TimeSlicer } from '../core/base/timeSlicer';
import type { DesiredIntegration } from '../core/plan/model';
import { PlanRequest } from '../core/plan/planRequest';
import { desiredOfFiles, type PlacedFile } from '../core/plan/resolve';
import { secretUsesOf } from '../core/plan/secretUses';
import type { ConsentingSecrets, SecretUse } from '../core/operations/consentingSecrets';
import type { CommandArguments } from '../host/commandTargets';
import { INTERNAL_COMMANDS } from '../host/commandIds';
import { withProgress } from '../host/progress';
import { createFileSecretSource } from '../host/secretSources';
import type { Services } from '../host/services';
import { INTEGRATION_FILES, NOT_SEARCHED, READ_AT_ONCE, readIntegrationFile, readTenantsFile } from './fileIndex';
import { isIntegrationFile, isTenantsFile } from './fileKinds';
import { asUri, distinctUris, folderOf, pathOf } from './places';

/** More files than any team has; whoever has more plans a folder at a time. */
const MAX_PLANNED_FILES = 10_000;

/** What is to be planned: files and folders, or everything; of one file maybe one target alone. */
interface Selection {
  readonly uris: readonly vscode.Uri[] | 'workspace';
  readonly alias?: string;
}

/**
 * Reads the command's arguments: an address and an alias from a CodeLens, the resource that was clicked and all that are
 * selected from the Explorer, nothing from the palette.
 */
function selectionOf([first, second]: CommandArguments): Selection {
  const uri = asUri(first);
  if (!uri) return { uris: 'workspace' };
  const all = isArray(second) ? second.map(asUri).filter((each) => each !== undefined) : [];
  return { uris: all.length > 0 ? all : [uri], ...(typeof second === 'string' ? { alias: second } : {}) };
}

/** Files and desired integrations may decide where credentials go, so a workspace must be trusted first. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  throw new UserError(
    vscode.l10n.t(
      'This workspace is not trusted. Files can direct your credentials to other hosts: trust the workspace with “{0}” first.',
      manage,
    ),
  );
}

async function filesIn(uri: vscode.Uri): Promise<readonly vscode.Uri[]> {
  if (isIntegrationFile(uri)) return [uri];
  const folder = isTenantsFile(uri) ? folderOf(uri) : uri;
  return vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, INTEGRATION_FILES),
    NOT_SEARCHED,
    MAX_PLANNED_FILES + 1,
  );
}

async function findFiles({ uris }: Selection): Promise<readonly vscode.Uri[]> {
  const found =
    uris === 'workspace'
      ? await vscode.workspace.findFiles(INTEGRATION_FILES, NOT_SEARCHED, MAX_PLANNED_FILES + 1)
      : (await Promise.all(uris.map(filesIn))).flat();
  const unique = distinctUris(found);
  if (unique.length > MAX_PLANNED_FILES)
    throw new UserError(
      vscode.l10n.t('There are more than {0} integration files. Plan one folder at a time.', MAX_PLANNED_FILES),
    );
  return unique.sort((a, b) => a.path.localeCompare(b.path));
}

/** Files by the workspace folder that they are in, each with its tenants file. */
function byFolder(uris: readonly vscode.Uri[]): readonly (readonly vscode.Uri[])[] {
  const groups = new Map<string, vscode.Uri[]>();
  for (const uri of uris) {
    const key = folderOf(uri).toString();
    const group = groups.get(key);
    if (group) group.push(uri);
    else groups.set(key, [uri]);
  }
  return [...groups.values()];
}

/** Reads integration files and finds their tenants. `alias` keeps one target of them. */
export async function desiredOf(
  services: Services,
  uris: readonly vscode.Uri[],
  options: {
    readonly alias?: string;
    readonly signal: AbortSignal;
    readonly onRead?: (done: number) => void;
  },
): Promise<readonly DesiredIntegration[]> {
  const { alias, signal, onRead } = options;
  const slices = new TimeSlicer();
  const desired: DesiredIntegration[] = [];
  let done = 0;
  for (const group of byFolder(uris)) {
    const [any] = group;
    if (!any) continue;
    const files: PlacedFile[] = [];
    for (let start = 0; start < group.length; start += READ_AT_ONCE) {
      signal.throwIfAborted();
      const some = group.slice(start, start + READ_AT_ONCE);
      const read = await Promise.all(some.map(async (uri) => ({ uri, file: await readIntegrationFile(uri) })));
      for (const { uri, file } of read) if (file) files.push({ path: pathOf(uri), file });
      done += some.length;
      onRead?.(done);
      if (slices.shouldYield) await slices.yield();
    }
    desired.push(...(await desiredOfFiles(files, await readTenantsFile(any), services.directory, signal)));
  }
  return alias === undefined
    ? desired
    : desired.filter(({ origin }) => origin.kind === 'file' && origin.alias === alias);
}

/** Where the secrets of desired integrations would go. */
function usesOf({ directory }: Services, desired: readonly DesiredIntegration[]): readonly SecretUse[] {
  return secretUsesOf(desired, (accountId) => {
    const url = directory.account(accountId)?.endpoint.url;
    return url === undefined ? 'CxEngage' : new URL(url).host;
  });
}

/** The secrets that files may use, behind the question for a first use. */
export function secretsFor(services: Services, desired: readonly DesiredIntegration[]): ConsentingSecrets {
  return createFileSecretSource(services, usesOf(services, desired));
}

function titleOf({ alias }: Selection, uris: readonly vscode.Uri[]): string {
  const [only] = uris;
  if (only && uris.length === 1) return alias === undefined ? pathOf(only) : `${pathOf(only)} → ${alias}`;
  return vscode.l10n.t('{0} integration files', uris.length);
}

/** Reads what is selected, with progress. */
async function readSelection(
  services: Services,
  selection: Selection,
): Promise<{ readonly uris: readonly vscode.Uri[]; readonly desired: readonly DesiredIntegration[] }> {
  requireTrust();
  return withProgress(vscode.l10n.t('Reading integration files…'), async (signal, report) => {
    const uris = await findFiles(selection);
    if (uris.length === 0)
      throw new UserError(
        vscode.l10n.t('No integration file (*.cxintegration.json) was found. Export an integration to create one.'),
      );
    const desired = await desiredOf(services, uris, {
      signal,
      ...(selection.alias === undefined ? {} : { alias: selection.alias }),
      onRead: (done) => {
        report(vscode.l10n.t('{0} of {1}', done, uris.length), { done, total: uris.length });
      },
    });
    return { uris, desired };
  });
}

/**
 * Reads what the command names, as it stands in the editor and on disk. Changes nothing in any tenant.
 * @throws UserError in a workspace that is not trusted, and where there is no integration file.
 */
export async function readPlanRequest(services: Services, args: CommandArguments): Promise<PlanRequest> {
  const selection = selectionOf(args);
  const { uris, desired } = await readSelection(services, selection);
  const secrets = secretsFor(services, desired);
  const replan = async (): Promise<readonly DesiredIntegration[]> => {
    const again = await readSelection(services, selection);
    secrets.setUses(usesOf(services, again.desired));
    return again.desired;
  };
  return new PlanRequest(titleOf(selection, uris), desired, secrets, { replan });
}

/** Hands the plan of what the command names to the Changes view. */
export async function planIntegrationFiles(services: Services, args: CommandArguments): Promise<void> {
  await vscode.commands.executeCommand(INTERNAL_COMMANDS.showPlan, await readPlanRequest(services, args));
}
