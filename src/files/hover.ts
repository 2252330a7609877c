import * as vscode from 'vscode';
import { escapeMarkdown } from '../core/base/displayText';
import type { SecretReference } from '../core/base/secretReference';
import type { DirectoryService } from '../core/directory/service';
import type { FileIndex } from './fileIndex';
import { toRange } from './places';
import type { SecretNames } from './secretNames';
import { symbolAt } from './symbols';

/** Says whether a reference has a value here, never which, and what an alias stands for. */
export class FileHovers implements vscode.HoverProvider {
  readonly #index: FileIndex;
  readonly #names: SecretNames;
  readonly #directory: DirectoryService;

  constructor(index: FileIndex, names: SecretNames, directory: DirectoryService) {
    this.#index = index;
    this.#names = names;
    this.#directory = directory;
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const symbol = symbolAt(document, position);
    if (!symbol) return undefined;
    const text =
      symbol.kind === 'alias' ? this.#ofAlias(document.uri, symbol.alias) : await this.#ofReference(symbol.reference);
    return text === undefined
      ? undefined
      : new vscode.Hover(new vscode.MarkdownString(text), toRange(document, symbol.range));
  }

  async #ofReference(reference: SecretReference): Promise<string | undefined> {
    const name = escapeMarkdown(reference.name);
    if (reference.source === 'env')
      return this.#names.has(reference)
        ? vscode.l10n.t('Environment variable **{0}**: set', name)
        : vscode.l10n.t('Environment variable **{0}**: not set', name);
    const saved = await this.#names.list();
    if (!saved) return undefined;
    return saved.includes(reference.name)
      ? vscode.l10n.t('Saved secret **{0}**', name)
      : vscode.l10n.t('**{0}** is not saved yet on this machine', name);
  }

  #ofAlias(uri: vscode.Uri, alias: string): string | undefined {
    const entry = this.#index.tenantsFor(uri).tenants.get(alias);
    if (!entry) return undefined;
    const tenant = this.#directory
      .accounts()
      .map(({ id }) => this.#directory.tenant({ accountId: id, tenantId: entry.tenantId }))
      .find((each) => each !== undefined);
    const name = tenant ? `**${escapeMarkdown(tenant.name)}**` : '';
    const production = entry.production ? vscode.l10n.t('production') : '';
    return [name, production, `\`${entry.tenantId}\``].filter((part) => part !== '').join(' · ');
  }
}
