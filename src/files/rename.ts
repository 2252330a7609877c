import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';
import { UserError } from '../core/base/errors';
import { ALIAS } from '../core/plan/integrationFile';
import { secretNameProblem } from '../host/namedSecrets';
import type { Services } from '../host/services';
import type { FileIndex } from './fileIndex';
import { isOwnFile } from './fileKinds';
import { parsedFile } from './parsed';
import { pathOf, tenantsFileOf, toRange } from './places';
import { isSameSymbol, symbolAt, symbolsOfDocument, symbolsOfFile, type FileSymbol } from './symbols';

/** Find References and Rename for aliases and secret names, over the integration files and the tenants file. */
export class FileRenames implements vscode.ReferenceProvider, vscode.RenameProvider {
  readonly #index: FileIndex;
  readonly #services: Services;

  constructor(services: Services, index: FileIndex) {
    this.#services = services;
    this.#index = index;
  }

  async provideReferences(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Location[]> {
    const symbol = symbolAt(document, position);
    return symbol ? this.#find(document.uri, symbol) : [];
  }

  prepareRename(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): { readonly range: vscode.Range; readonly placeholder: string } {
    const symbol = symbolAt(document, position);
    if (symbol?.kind === 'alias') return { range: toRange(document, symbol.range), placeholder: symbol.alias };
    if (symbol?.reference.source === 'secret')
      return { range: toRange(document, symbol.range), placeholder: symbol.reference.name };
    throw new UserError(
      symbol
        ? vscode.l10n.t('Environment variables are set outside of VS Code. Edit the file instead.')
        : vscode.l10n.t('Only aliases and names of secrets can be renamed.'),
    );
  }

  async provideRenameEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    newName: string,
  ): Promise<vscode.WorkspaceEdit> {
    const symbol = symbolAt(document, position);
    const edit = new vscode.WorkspaceEdit();
    if (!symbol) return edit;
    const name = newName.trim();
    this.#check(document.uri, symbol, name);
    const places = await this.#find(document.uri, symbol);
    if (symbol.kind === 'reference' && name !== symbol.reference.name)
      await this.#checkSecretIsNew(document, symbol.reference.name, name);
    for (const { uri, range } of places) edit.replace(uri, range, name);
    if (symbol.kind === 'reference') void this.#offerSecret(symbol.reference.name, name);
    return edit;
  }

  #check(uri: vscode.Uri, symbol: FileSymbol, name: string): void {
    if (symbol.kind === 'reference') {
      const problem = secretNameProblem(name);
      if (problem !== undefined) throw new UserError(problem);
      return;
    }
    if (!ALIAS.test(name))
      throw new UserError(vscode.l10n.t('An alias has letters, digits, “_”, “-” and “.”, at most 64.'));
    if (name !== symbol.alias && this.#index.tenantsFor(uri).tenants.has(name))
      throw new UserError(vscode.l10n.t('cxengage.json has a tenant “{0}” already.', name));
  }

  /**
   * Two secrets under one name are one: a customer's password would be written to another. Asked once the index is fresh.
   * @throws UserError where a file refers to a secret of that name, or both are saved, and where the keyring fails.
   */
  async #checkSecretIsNew(document: vscode.TextDocument, from: string, name: string): Promise<void> {
    // A document that was opened just now may not be in the index yet.
    const own = { path: pathOf(document.uri), file: parsedFile(document) };
    const referring = [own, ...this.#index.files].find(({ file }) =>
      file.references.some(({ reference }) => reference.source === 'secret' && reference.name === name),
    );
    if (referring)
      throw new UserError(
        vscode.l10n.t(
          '{0} refers to the secret “{1}” already. Enter another name. To use that secret here, edit the reference in the file.',
          displayText(referring.path, 120),
          name,
        ),
      );
    // Without a value under the old name there are no two that would become one.
    const saved = await this.#services.namedSecrets.list();
    if (saved.includes(name) && saved.includes(from))
      throw new UserError(
        vscode.l10n.t(
          'A secret named “{0}” is saved already. Enter another name. To use that secret here, edit the reference in the file.',
          name,
        ),
      );
  }

  /** All places of a name: an alias belongs to one workspace folder, a secret to the whole window. */
  async #find(uri: vscode.Uri, symbol: FileSymbol): Promise<vscode.Location[]> {
    await this.#index.refresh();
    const files = symbol.kind === 'alias' ? this.#index.filesBeside(uri) : this.#index.files;
    const named = files.filter(({ file }) => symbolsOfFile(file).some((each) => isSameSymbol(each, symbol)));
    const tenantsFile = tenantsFileOf(uri);
    const hasTenants = symbol.kind === 'alias' && this.#index.tenantsFor(uri).tenants.has(symbol.alias);
    const uris = new Map(
      [...named.map((file) => file.uri), ...(hasTenants ? [tenantsFile] : []), uri].map((each) => [
        each.toString(),
        each,
      ]),
    );
    const found: vscode.Location[] = [];
    for (const each of uris.values()) {
      if (!isOwnFile(each)) continue;
      const document = await vscode.workspace.openTextDocument(each);
      for (const other of symbolsOfDocument(document))
        if (isSameSymbol(other, symbol)) found.push(new vscode.Location(each, toRange(document, other.range)));
    }
    return found;
  }

  /** The files have their new name by then; the saved secret follows if the user says so. */
  async #offerSecret(from: string, to: string): Promise<void> {
    if (from === to) return;
    const { notify, namedSecrets } = this.#services;
    try {
      const saved = await namedSecrets.list();
      if (!saved.includes(from) || saved.includes(to)) return;
      const accept = vscode.l10n.t('Rename Secret');
      const question = vscode.l10n.t(
        'The files now name the secret “{0}”. Rename the saved secret “{1}” too?',
        to,
        from,
      );
      if ((await notify.info(question, accept)) !== accept) return;
      await namedSecrets.rename(from, to);
    } catch (error) {
      await notify.error(error);
    }
  }
}
