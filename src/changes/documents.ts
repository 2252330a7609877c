import * as vscode from 'vscode';
import { fileNameOf } from '../core/base/displayText';
import type { JsonObject, JsonValue } from '../core/base/json';
import type { Integration } from '../core/directory/model';
import { fillInMasks } from '../core/export/fillInMasks';
import { orderedProperties } from '../core/export/integrationJson';
import type { PlannedChange, SecretComparison } from '../core/plan/model';

const SCHEME = 'cxengage-changes';

/** Two read-only texts to be compared. A side that is undefined has nothing there. */
export interface DiffPair {
  /** The same for the same pair, so that opening it again finds its tab. */
  readonly id: string;
  /** Name of both documents, without ending. */
  readonly name: string;
  readonly title: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Stands for a secret in a document: never what it is, only that it is there or how it compares. */
function secretWord(word: string): string {
  return `<${word}>`;
}

function text(type: string, top: JsonObject, properties: JsonObject): string {
  return `${JSON.stringify({ type, ...top, properties: orderedProperties(type, properties) }, undefined, 2)}\n`;
}

function shownProperties(integration: Integration): JsonObject {
  return fillInMasks(integration, secretAfter('same'));
}

/**
 * An integration as it is, without a secret.
 * @param known how some of its secrets compare with others, by property.
 */
export function integrationText(
  integration: Integration,
  known: Readonly<Record<string, SecretComparison>> = {},
): string {
  const { type, name, description, active } = integration;
  const words = Object.fromEntries(Object.entries(known).map(([key, secret]) => [key, secretAfter(secret)]));
  return text(type, { name, description, active }, { ...shownProperties(integration), ...words });
}

/** How a secret compares with another one, or what a planned change makes of it, in a word. */
function secretAfter(secret: SecretComparison): string {
  switch (secret) {
    case 'same':
      return secretWord(vscode.l10n.t('stored secret'));
    case 'different':
      return secretWord(vscode.l10n.t('different secret'));
    case 'unknown':
      return secretWord(vscode.l10n.t('unknown whether the same secret'));
    case 'new':
      return secretWord(vscode.l10n.t('new secret'));
    case 'cleared':
      return '';
  }
}

function afterText({ current, desired, fields, name }: PlannedChange): string {
  const top: Record<string, JsonValue> = current
    ? { name: current.name, description: current.description, active: current.active }
    : { name, description: desired.values.description ?? '', active: desired.values.active ?? true };
  const properties = new Map<string, JsonValue | undefined>(current ? Object.entries(shownProperties(current)) : []);
  for (const { field, isProperty, after, secret } of fields) {
    const value = secret === undefined ? after : secretAfter(secret);
    if (isProperty) properties.set(field, value);
    else if (value !== undefined) top[field] = value;
  }
  return text(desired.type, top, Object.fromEntries(properties));
}

/** A planned change as two texts. Undefined where nothing was read and nothing would be made. */
export function pairOf(change: PlannedChange): DiffPair | undefined {
  const { id, current, action, name, tenantName } = change;
  if (action === 'cannot' && !current) return undefined;
  const before = current && integrationText(current);
  return {
    id,
    name: vscode.l10n.t('{0} in {1}', name, tenantName),
    title: vscode.l10n.t('{0} in {1} (Now ↔ Planned)', name, tenantName),
    before,
    after: action === 'cannot' ? before : afterText(change),
  };
}

/** The texts of pairs as VS Code's documents. Kept in memory while their plan is shown. */
export class ChangeDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  static readonly scheme = SCHEME;
  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** The addresses of a pair, whose texts are at hand from then on. */
  add(pair: DiffPair): { readonly before: vscode.Uri; readonly after: vscode.Uri } {
    const uriOf = (side: string, content: string | undefined): vscode.Uri => {
      const uri = vscode.Uri.from({
        scheme: SCHEME,
        path: `/${side}/${fileNameOf(pair.name)}.json`,
        query: pair.id,
      });
      const key = uri.toString();
      const shown = content ?? '';
      if (this.#texts.get(key) !== shown) {
        this.#texts.set(key, shown);
        this.#changed.fire(uri);
      }
      return uri;
    };
    return { before: uriOf('before', pair.before), after: uriOf('after', pair.after) };
  }

  /** Forgets all texts. Tabs that are open keep what they show. */
  clear(): void {
    this.#texts.clear();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** The value of a field for a row: short, on one line. */
export function valueText(value: JsonValue | undefined): string {
  if (value === undefined || value === '' || value === null) return vscode.l10n.t('(empty)');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
