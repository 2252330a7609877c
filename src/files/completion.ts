import { getLocation } from 'jsonc-parser';
import * as vscode from 'vscode';
import { isSecretProperty } from '../core/catalog/properties';
import { integrationTypes } from '../core/catalog/registry';
import type { IntegrationType } from '../core/catalog/model';
import { isVisible } from '../core/catalog/values';
import { isReadable } from '../core/plan/jsoncDocument';
import { proposeSecretName } from '../core/export/fileNames';
import { formatSecretReference } from '../core/base/secretReference';
import { namedIn, type FileIndex } from './fileIndex';
import { isIntegrationFile, isTenantsFile } from './fileKinds';
import { toRange } from './places';
import type { SecretNames } from './secretNames';
import { parsedFile } from './parsed';

/** What a snippet shows in a placeholder must not end it. */
function placeholder(text: string): string {
  return text.replace(/[\\$}]/gu, '\\$&');
}

/**
 * A new integration file of a type: what it needs, secrets as references.
 * @param isTaken whether a name stands for the secret of another file.
 */
function snippetOf(type: IntegrationType, isTaken: (name: string) => boolean): string {
  let stop = 1;
  const defaults = type.toValues({});
  const lines = type.fields
    .filter(
      (field) => field.required === true && !field.formOnly && !field.readOnly && isVisible(type, field, defaults),
    )
    .map((field) => {
      stop += 1;
      const value = field.secret
        ? `\\\${secret:\${${stop}:${placeholder(proposeSecretName(type.id, field.key, undefined, isTaken))}}\\}`
        : `\${${stop}:${placeholder(field.example ?? '')}}`;
      return `    "${field.key}": "${value}"`;
    });
  return [
    '{',
    `  "type": "${type.id}",`,
    `  "name": "\${1:${placeholder(type.label)}}",`,
    ...(lines.length === 0 ? [] : ['  "properties": {', lines.join(',\n'), '  },']),
    '  "targets": {',
    `    "\${${stop + 1}:dev}": {}$0`,
    '  }',
    '}',
    '',
  ].join('\n');
}

const TENANTS_SNIPPET = ['{', '  "tenants": {', '    "${1:dev}": { "tenantId": "$2" }$0', '  }', '}', ''].join('\n');

/** Completions that the schemas cannot know: references to saved secrets (their names only), aliases, and whole files. */
export class FileCompletions implements vscode.CompletionItemProvider {
  readonly #index: FileIndex;
  readonly #names: SecretNames;

  constructor(index: FileIndex, names: SecretNames) {
    this.#index = index;
    this.#names = names;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const text = document.getText();
    // Too long, or nested too deep, to be looked through.
    if (!isReadable(text)) return [];
    // VS Code takes a range of one line only.
    if (text.trim() === '' || (/^\{\s*\}$/u.test(text.trim()) && !text.trim().includes('\n')))
      return this.#wholeFiles(document, document.lineAt(position).range);
    if (!isIntegrationFile(document.uri)) return [];
    const offset = document.offsetAt(position);
    const { path, isAtPropertyKey, previousNode } = getLocation(text, offset);
    const node =
      previousNode && offset >= previousNode.offset && offset <= previousNode.offset + previousNode.length
        ? previousNode
        : undefined;
    const range = node ? toRange(document, node) : new vscode.Range(position, position);
    const key = path.at(-1);
    if (isAtPropertyKey) return path.length === 2 && path[0] === 'targets' ? this.#aliases(document, range) : [];
    const { type } = parsedFile(document);
    const isSecret =
      path.at(-2) === 'properties' && type !== undefined && typeof key === 'string' && isSecretProperty(type, key);
    return isSecret ? this.#references(range) : [];
  }

  async #wholeFiles(document: vscode.TextDocument, line: vscode.Range): Promise<vscode.CompletionItem[]> {
    const item = (label: string, detail: string, snippet: string): vscode.CompletionItem => {
      const made = new vscode.CompletionItem(label, vscode.CompletionItemKind.Snippet);
      made.detail = detail;
      made.insertText = new vscode.SnippetString(snippet);
      made.range = line;
      made.filterText = document.getText(line);
      return made;
    };
    if (isTenantsFile(document.uri)) return [item(vscode.l10n.t('Tenants File'), '', TENANTS_SNIPPET)];
    const named = this.#index.files.flatMap(({ file }) => [...namedIn(file.references)]);
    const taken = new Set([...((await this.#names.list()) ?? []), ...named]);
    return integrationTypes()
      .filter(({ creatable }) => creatable)
      .map((type) =>
        item(
          vscode.l10n.t('{0} Integration', type.label),
          type.summary,
          snippetOf(type, (name) => taken.has(name)),
        ),
      );
  }

  #aliases(document: vscode.TextDocument, range: vscode.Range): vscode.CompletionItem[] {
    const { uri } = document;
    const used = new Set(parsedFile(document).targets.map(({ alias }) => alias));
    return [...this.#index.tenantsFor(uri).tenants.values()]
      .filter(({ alias }) => !used.has(alias))
      .map(({ alias, production }) => {
        const item = new vscode.CompletionItem(JSON.stringify(alias), vscode.CompletionItemKind.Reference);
        item.range = range;
        if (production) item.detail = vscode.l10n.t('production');
        return item;
      });
  }

  async #references(range: vscode.Range): Promise<vscode.CompletionItem[]> {
    const names = (await this.#names.list()) ?? [];
    const saved = names.map((name) => {
      const text = JSON.stringify(formatSecretReference({ source: 'secret', name }));
      const item = new vscode.CompletionItem(text, vscode.CompletionItemKind.Reference);
      item.detail = vscode.l10n.t('Saved secret');
      item.range = range;
      return item;
    });
    const environment = new vscode.CompletionItem('"${env:…}"', vscode.CompletionItemKind.Snippet);
    environment.insertText = new vscode.SnippetString('"\\${env:$1\\}"');
    environment.detail = vscode.l10n.t('Environment variable');
    environment.filterText = '"${env:';
    environment.range = range;
    return [...saved, environment];
  }
}
