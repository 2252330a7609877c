import type * as vscode from 'vscode';
import type { TextRange } from '../core/base/jsonc';
import { formatSecretReference, type SecretReference } from '../core/base/secretReference';
import type { IntegrationFile, TenantsFile } from '../core/plan/fileModel';
import { parseTenantsFile } from '../core/plan/tenantsFile';
import { isIntegrationFile, isTenantsFile } from './fileKinds';
import { contains } from './places';
import { parsedFile } from './parsed';

/** What a place in a file names; `range` is the name alone, without quotes and marks. */
export type FileSymbol =
  | { readonly kind: 'alias'; readonly alias: string; readonly range: TextRange }
  | { readonly kind: 'reference'; readonly reference: SecretReference; readonly range: TextRange };

/** The part between the quotes. */
function inQuotes({ offset, length }: TextRange): TextRange {
  return { offset: offset + 1, length: Math.max(0, length - 2) };
}

/** The name in `"${secret:NAME}"`. Names need no escapes, so its place follows from its length. */
function nameRange({ offset, length }: TextRange, reference: SecretReference): TextRange {
  const before = formatSecretReference(reference).length - reference.name.length - '}'.length;
  return { offset: offset + 1 + before, length: length - before - '"}"'.length };
}

function isPlain(range: TextRange, length: number): boolean {
  return range.length === length;
}

/** Everything that an integration file names. What is written with escapes is left out: its place cannot be told. */
export function symbolsOfFile({ targets, references }: IntegrationFile): readonly FileSymbol[] {
  const aliases = targets.map(({ alias, aliasRange }): FileSymbol => ({
    kind: 'alias',
    alias,
    range: inQuotes(aliasRange),
  }));
  const named = references.map(({ reference, range }): FileSymbol => ({
    kind: 'reference',
    reference,
    range: nameRange(range, reference),
  }));
  return [...aliases, ...named].filter((symbol) =>
    isPlain(symbol.range, symbol.kind === 'alias' ? symbol.alias.length : symbol.reference.name.length),
  );
}

/** Every alias that a tenants file defines. */
function symbolsOfTenants({ tenants }: TenantsFile): readonly FileSymbol[] {
  return [...tenants.values()]
    .map(({ alias, aliasRange }): FileSymbol => ({ kind: 'alias', alias, range: inQuotes(aliasRange) }))
    .filter(({ range }, index, all) => isPlain(range, symbolName(all[index]).length));
}

function symbolName(symbol: FileSymbol | undefined): string {
  if (!symbol) return '';
  return symbol.kind === 'alias' ? symbol.alias : symbol.reference.name;
}

export function symbolsOfDocument(document: vscode.TextDocument): readonly FileSymbol[] {
  if (isIntegrationFile(document.uri)) return symbolsOfFile(parsedFile(document));
  return isTenantsFile(document.uri) ? symbolsOfTenants(parseTenantsFile(document.getText())) : [];
}

export function symbolAt(document: vscode.TextDocument, position: vscode.Position): FileSymbol | undefined {
  const offset = document.offsetAt(position);
  return symbolsOfDocument(document).find(({ range }) => contains(range, offset));
}

export function isSameSymbol(a: FileSymbol, b: FileSymbol): boolean {
  return a.kind === b.kind && symbolName(a) === symbolName(b) && sourceOf(a) === sourceOf(b);
}

function sourceOf(symbol: FileSymbol): string {
  return symbol.kind === 'reference' ? symbol.reference.source : '';
}
