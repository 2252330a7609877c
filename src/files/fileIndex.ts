import * as vscode from 'vscode';
import { INTEGRATION_FILE_ENDING, TENANTS_FILE_NAME } from '../core/export/fileEndings';
import { TimeSlicer } from '../core/base/timeSlicer';
import { FileOwners } from '../core/plan/fileChecks';
import type { FileIssue, IntegrationFile, PlacedReference, TenantsFile } from '../core/plan/fileModel';
import { parseIntegrationFileInSlices, unreadIntegrationFile } from '../core/plan/integrationFile';
import { tooLargeIssue, unreadableIssue } from '../core/plan/jsoncDocument';
import { parseTenantsFile } from '../core/plan/tenantsFile';
import { isIntegrationFile, isOwnFile } from './fileKinds';
import { distinctUris, folderOf, pathOf, tenantsFileOf } from './places';
import { openDocument, readText, TOO_LARGE } from './texts';

/** Files read at a start; a workspace with more has the others read when they are opened or planned. */
const MAX_INDEXED_FILES = 10_000;
/** Keystrokes within this time, in ms, are one change. */
const TYPING_MS = 200;
/** Files read side by side. */
export const READ_AT_ONCE = 16;
export const INTEGRATION_FILES = `**/*${INTEGRATION_FILE_ENDING}`;
export const NOT_SEARCHED = '**/node_modules/**';

export interface IndexedFile {
  readonly uri: vscode.Uri;
  /** For people; relative to the workspace folder. */
  readonly path: string;
  readonly file: IntegrationFile;
}

const NO_TENANTS: TenantsFile = { tenants: new Map(), issues: [] };

/** Parses an integration file as it stands in the editor or on disk; undefined where it is gone. */
export async function readIntegrationFile(uri: vscode.Uri): Promise<IntegrationFile | undefined> {
  const text = await textOrIssue(uri);
  if (typeof text === 'object') return unreadIntegrationFile([text]);
  return text === undefined ? undefined : parseIntegrationFileInSlices(text);
}

/** The saved secrets that references of a file name. */
export function namedIn(references: readonly PlacedReference[]): ReadonlySet<string> {
  return new Set(references.flatMap(({ reference: { source, name } }) => (source === 'secret' ? [name] : [])));
}

/** A file's text, or why it cannot be had; undefined where there is no such file. */
async function textOrIssue(uri: vscode.Uri): Promise<string | FileIssue | undefined> {
  try {
    const text = await readText(uri);
    return text === TOO_LARGE ? tooLargeIssue() : text;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return unreadableIssue();
    throw error;
  }
}

function tenantsOf(text: string | FileIssue | undefined): TenantsFile {
  if (typeof text === 'object') return { ...NO_TENANTS, issues: [text] };
  return text === undefined ? NO_TENANTS : parseTenantsFile(text);
}

/** Parses the tenants file for a file; one without tenants where there is none. */
export async function readTenantsFile(uri: vscode.Uri): Promise<TenantsFile> {
  return tenantsOf(await textOrIssue(tenantsFileOf(uri)));
}

/** Of what is outside of the workspace only open files are followed. */
function isFollowed(uri: vscode.Uri): boolean {
  return openDocument(uri) !== undefined || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

/**
 * What is known of the workspace's integration files and tenants files. Reads them once, in slices, and follows the editor
 * and the disk from then on.
 */
export class FileIndex implements vscode.Disposable {
  readonly #files = new Map<string, IndexedFile>();
  readonly #tenants = new Map<string, { readonly text: unknown; readonly file: TenantsFile }>();
  readonly #owners = new Map<string, FileOwners>();
  /** How often each file was read. */
  readonly #reads = new Map<string, number>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: { dispose(): void }[] = [this.#changed];
  readonly #pending = new Map<string, vscode.Uri>();
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  /** Settles when the workspace, as it is now, has been read once. */
  #scanned: Promise<void>;

  /** Something was read again; fired at most once in a burst of changes. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const changed = (uri: vscode.Uri): void => {
      if (isOwnFile(uri)) this.#schedule(uri);
    };
    for (const glob of [INTEGRATION_FILES, `**/${TENANTS_FILE_NAME}`]) {
      const watcher = vscode.workspace.createFileSystemWatcher(glob);
      this.#subscriptions.push(
        watcher,
        watcher.onDidChange(changed),
        watcher.onDidCreate(changed),
        watcher.onDidDelete(changed),
      );
    }
    // A folder that is moved or deleted is one event, which often says nothing of the files that were in it.
    const anything = vscode.workspace.createFileSystemWatcher('**', true, true);
    const gone = (folder: vscode.Uri): void => {
      const within = `${folder.toString()}/`;
      for (const [key, { uri }] of this.#files) if (key.startsWith(within)) this.#schedule(uri);
    };
    this.#subscriptions.push(anything, anything.onDidDelete(gone));
    const ofDocument = ({ uri }: vscode.TextDocument): void => {
      changed(uri);
    };
    this.#subscriptions.push(
      vscode.workspace.onDidOpenTextDocument(ofDocument),
      vscode.workspace.onDidCloseTextDocument(ofDocument),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) changed(document.uri);
      }),
      // Paths name their workspace folder only where there are several, and of a folder that is added no file is told of.
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#files.clear();
        this.#owners.clear();
        this.#scanned = this.#scan();
      }),
    );
    this.#scanned = this.#scan();
  }

  get files(): readonly IndexedFile[] {
    return [...this.#files.values()];
  }

  /** The files of the workspace folder that a file is in. */
  filesBeside(uri: vscode.Uri): readonly IndexedFile[] {
    const folder = folderOf(uri).toString();
    return this.files.filter((file) => folderOf(file.uri).toString() === folder);
  }

  /** The tenants file for a file, as far as it is known yet. */
  tenantsFor(uri: vscode.Uri): TenantsFile {
    return this.#tenants.get(tenantsFileOf(uri).toString())?.file ?? NO_TENANTS;
  }

  ownersFor(uri: vscode.Uri): FileOwners {
    const key = folderOf(uri).toString();
    const owners = this.#owners.get(key) ?? new FileOwners();
    this.#owners.set(key, owners);
    return owners;
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #scan(): Promise<void> {
    const found = await vscode.workspace.findFiles(INTEGRATION_FILES, NOT_SEARCHED, MAX_INDEXED_FILES);
    const open = vscode.workspace.textDocuments.map(({ uri }) => uri);
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) =>
      vscode.Uri.joinPath(uri, TENANTS_FILE_NAME),
    );
    await this.#read([...folders, ...open.filter((uri) => isOwnFile(uri)), ...found]);
    this.#changed.fire();
  }

  #schedule(uri: vscode.Uri): void {
    this.#pending.set(uri.toString(), uri);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const uris = [...this.#pending.values()];
      this.#pending.clear();
      void this.#read(uris).then(async (isAnyGone) => {
        // It may be elsewhere: of a folder that is moved, its files are not always said to be where it is then.
        if (isAnyGone) await this.refresh();
        if (!this.#isDisposed) this.#changed.fire();
      });
    }, TYPING_MS);
  }

  /** Reads may overtake each other: gives whether this one still is the one that began last, which says how it is. */
  #beginRead(key: string): () => boolean {
    const read = (this.#reads.get(key) ?? 0) + 1;
    this.#reads.set(key, read);
    return () => this.#reads.get(key) === read;
  }

  /** @returns whether a file that was known is not there any more. */
  async #read(uris: readonly vscode.Uri[]): Promise<boolean> {
    // Outside the workspace nothing is watched: whoever opens or changes a file has its tenants file read as well.
    await Promise.all(distinctUris(uris.map(tenantsFileOf)).map(async (uri) => this.#readTenants(uri)));
    const slices = new TimeSlicer();
    let isAnyGone = false;
    for (let start = 0; start < uris.length && !this.#isDisposed; start += READ_AT_ONCE) {
      const gone = await Promise.all(uris.slice(start, start + READ_AT_ONCE).map(async (uri) => this.#readOne(uri)));
      isAnyGone ||= gone.includes(true);
      if (slices.shouldYield) await slices.yield();
    }
    return isAnyGone;
  }

  /** Reads what is on disk now, for who cannot wait until the watcher has noticed: a rename must miss no file. */
  async refresh(): Promise<void> {
    await this.#scanned;
    let isAnyGone: boolean;
    do {
      const found = await vscode.workspace.findFiles(INTEGRATION_FILES, NOT_SEARCHED, MAX_INDEXED_FILES);
      const known = this.files.map(({ uri }) => uri);
      isAnyGone = await this.#read(distinctUris([...found, ...known]));
    } while (isAnyGone);
  }

  async #readTenants(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const isLatest = this.#beginRead(key);
    const text = await textOrIssue(uri);
    const known = this.#tenants.get(key);
    if (isLatest() && (known === undefined || known.text !== text))
      this.#tenants.set(key, { text, file: tenantsOf(text) });
  }

  /** @returns whether the file was known, and is not there any more. */
  async #readOne(uri: vscode.Uri): Promise<boolean> {
    if (!isIntegrationFile(uri)) return false;
    const key = uri.toString();
    const isLatest = this.#beginRead(key);
    const file = await readIntegrationFile(uri);
    if (!isLatest()) return false;
    const path = pathOf(uri);
    if (file && isFollowed(uri)) {
      this.#files.set(key, { uri, path, file });
      this.ownersFor(uri).set(path, file);
      return false;
    }
    this.ownersFor(uri).delete(path);
    return this.#files.delete(key);
  }
}
