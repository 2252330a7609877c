import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import { own } from '../core/base/json';
import { TENANTS_FILE_NAME } from '../core/export/fileEndings';
import { proposeFileName } from '../core/export/fileNames';
import { groupForExport, differingSecrets, type ExportGroup } from '../core/export/groups';
import { integrationFileText, type ExportedTarget } from '../core/export/integrationFile';
import { addTenants } from '../core/export/tenantsFile';
import type { Integration, Tenant } from '../core/directory/model';
import { tenantKey } from '../core/directory/refs';
import { FileOwners } from '../core/plan/fileChecks';
import { hasFileErrors, type IntegrationFile, type PlacedReference } from '../core/plan/fileModel';
import { parseIntegrationFileInSlices } from '../core/plan/integrationFile';
import { parseTenantsFile } from '../core/plan/tenantsFile';
import type { Services } from '../host/services';
import { INTEGRATION_FILES, namedIn, NOT_SEARCHED, readIntegrationFile } from './fileIndex';
import { folderOf, pathOf } from './places';
import { tenantToName } from './tenantNames';
import { readText, TOO_LARGE, writeText } from './texts';

/**
 * The targets whose stored secret a reference of their file stands for. One at the top of the file does not stand for
 * those that have their own: their value is another.
 */
export function targetsReferring(
  { property, alias }: PlacedReference,
  references: readonly PlacedReference[],
  { targets }: ExportGroup,
): readonly ExportedTarget[] {
  const isOwn = (target: ExportedTarget): boolean =>
    references.some((each) => each.property === property && each.alias === target.alias);
  return targets.filter(
    (target) =>
      own(target.integration.secrets, property) === true &&
      (alias === undefined ? !isOwn(target) : target.alias === alias),
  );
}

/** One file of an export, written or found to be right already. */
export interface ExportedFile {
  readonly uri: vscode.Uri;
  readonly group: ExportGroup;
  readonly references: readonly PlacedReference[];
  readonly isChanged: boolean;
}

interface KnownFile {
  readonly uri: vscode.Uri;
  readonly file: IntegrationFile;
}

/** The integration files of one workspace folder, and its tenants file, for the time of an export. */
export class ExportWriter {
  readonly #services: Services;
  readonly #folder: vscode.Uri;
  readonly #known = new Map<string, KnownFile>();
  readonly #owners = new FileOwners();
  /** Named secrets by the address of the file that refers to them: all folders of the window share what is saved. */
  readonly #named = new Map<string, ReadonlySet<string>>();

  private constructor(services: Services, folder: vscode.Uri) {
    this.#services = services;
    this.#folder = folder;
  }

  static async open(services: Services, folder: vscode.Uri, signal: AbortSignal): Promise<ExportWriter> {
    const writer = new ExportWriter(services, folder);
    for (const uri of await vscode.workspace.findFiles(INTEGRATION_FILES, NOT_SEARCHED)) {
      signal.throwIfAborted();
      await writer.#learn(uri);
    }
    return writer;
  }

  /** Reads a file. One of another workspace folder, which may be inside this one, has the tenants of that. */
  async #learn(uri: vscode.Uri): Promise<void> {
    const file = await readIntegrationFile(uri);
    if (!file) return;
    this.#named.set(uri.toString(), namedIn(file.references));
    if (folderOf(uri).toString() !== this.#folder.toString()) return;
    this.#known.set(pathOf(uri), { uri, file });
    this.#owners.set(pathOf(uri), file);
  }

  /**
   * Adds the tenants that the tenants file lacks, and groups the integrations into files.
   * @throws UserError where the tenants file has errors.
   */
  async group(tenants: readonly Tenant[], integrations: readonly Integration[]): Promise<readonly ExportGroup[]> {
    const uri = vscode.Uri.joinPath(this.#folder, TENANTS_FILE_NAME);
    const existing = await readText(uri);
    if (existing === TOO_LARGE || (existing !== undefined && hasFileErrors(parseTenantsFile(existing).issues)))
      throw new UserError(vscode.l10n.t('cxengage.json has errors. Correct them and export again.'));
    const { directory } = this.#services;
    const { text, aliases } = addTenants(
      existing,
      tenants.map((tenant) => tenantToName(directory, tenant)),
    );
    if (text !== existing) await writeText(uri, text);
    const byTenant = new Map(tenants.map((tenant, at) => [tenantKey(tenant), aliases[at] ?? '']));
    return groupForExport(integrations, (integration) => byTenant.get(tenantKey(integration)) ?? '');
  }

  /** The file that describes a group already: for one of its tenants, or by its name and type for others. */
  existing({ name, type, targets }: ExportGroup): vscode.Uri | undefined {
    const owning = targets.flatMap(({ alias }) => this.#owners.pathsOf(alias, name));
    const named = [...this.#known].filter(([, { file }]) => file.values.name?.trim() === name).map(([path]) => path);
    return [...owning, ...named].map((path) => this.#known.get(path)).find((known) => known?.file.type === type)?.uri;
  }

  /**
   * Writes one group, into its file or a new one in `folder`.
   * @param taken names of files in `folder`; a new one is added.
   * @throws UserError where the file that is there has errors.
   */
  async write(
    group: ExportGroup,
    folder: vscode.Uri,
    taken: Set<string>,
    signal: AbortSignal,
  ): Promise<ExportedFile | undefined> {
    const known = this.existing(group);
    // The comparison asks the server: whatever is typed meanwhile is in the text that is read after it.
    const different = await differingSecrets(group, this.#services.directory, signal);
    const existing = known && (await readText(known));
    const before = typeof existing === 'string' ? await parseIntegrationFileInSlices(existing) : undefined;
    if (known && (existing === TOO_LARGE || (before && hasFileErrors(before.issues))))
      throw new UserError(vscode.l10n.t('{0} has errors. Correct them and export again.', pathOf(known)));
    const name = proposeFileName(group.name, taken);
    const uri = known ?? vscode.Uri.joinPath(folder, name);
    const foreign = new Set([...this.#named].flatMap(([key, names]) => (key === uri.toString() ? [] : [...names])));
    const options = {
      ...(typeof existing === 'string' ? { existing } : {}),
      isSameSecret: (property: string) => !different.has(property),
      isTakenSecret: (secret: string) => foreign.has(secret),
      signal,
    };
    let made = await integrationFileText(group.targets, options);
    const kept = namedIn(before?.references ?? []);
    while (made && (await this.#addForeign(foreign, group, made.text, kept, signal)))
      made = await integrationFileText(group.targets, options);
    if (!made) return undefined;
    const isChanged = made.text !== existing;
    // Saved secrets were read since: what was typed meanwhile would be lost.
    if (isChanged && known && (await readText(known)) !== existing) return this.write(group, folder, taken, signal);
    if (!known) {
      taken.add(name);
      // It came since the folder was listed: another export's, or one from a repository.
      if ((await readText(uri)) !== undefined) {
        await this.#learn(uri);
        return this.write(group, folder, taken, signal);
      }
    }
    if (isChanged) await writeText(uri, made.text);
    const { references } = await parseIntegrationFileInSlices(made.text);
    this.#named.set(uri.toString(), namedIn(references));
    return { uri, group, references, isChanged };
  }

  /**
   * Adds the names, new in a file, under which this machine has saved another value: the next plan would write that over
   * the stored one. What the server hides counts as another.
   * @returns whether there is one.
   */
  async #addForeign(
    foreign: Set<string>,
    group: ExportGroup,
    text: string,
    kept: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { directory, namedSecrets } = this.#services;
    const saved = new Set(await namedSecrets.list());
    const count = foreign.size;
    const { references } = await parseIntegrationFileInSlices(text);
    for (const placed of references) {
      const { source, name } = placed.reference;
      if (source !== 'secret' || kept.has(name) || foreign.has(name) || !saved.has(name)) continue;
      const value = await namedSecrets.get(name);
      for (const { integration } of targetsReferring(placed, references, group)) {
        const stored = own((await directory.fetchWithSecrets(integration, signal)).properties, placed.property);
        if (stored !== value) foreign.add(name);
      }
    }
    return foreign.size > count;
  }
}

/** Names of what is in a folder; none where there is no such folder. */
export async function namesIn(folder: vscode.Uri): Promise<Set<string>> {
  try {
    return new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return new Set();
    throw error;
  }
}
