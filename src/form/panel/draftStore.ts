import type * as vscode from 'vscode';
import { isSecretProperty } from '../../core/catalog/properties';
import { splitZendeskUser } from '../../core/catalog/zendeskRules';
import type { FieldValue } from '../../core/catalog/model';
import { readRows } from '../../core/catalog/mapRows';
import { isSecretKey } from '../../core/redact/keys';
import { MASK } from '../../core/redact/masks';
import { maskSecretText } from '../../core/redact/secretText';
import { readDraft, withoutTyped, type Draft } from './draft';

const PREFIX = 'cxengage.draft.';

/** Rows of a map are masked one by one: what looks like a secret in their JSON may reach beyond its quotation marks. */
function withoutSecretText(text: string): string {
  const rows = text.startsWith('[[') ? readRows(text) : undefined;
  if (!rows) return maskSecretText(text);
  return JSON.stringify(
    rows.map(([name, value]) => [
      maskSecretText(name),
      isSecretKey(name) && value !== '' ? MASK : maskSecretText(value),
    ]),
  );
}

/** A draft as it may be on disk: secrets are in memory only, whether typed into their own fields or into others. */
export function withoutSecrets(draft: Draft): Draft {
  const values = Object.entries(draft.values).flatMap(([key, value]): [string, FieldValue][] => {
    if (typeof value !== 'string') return [[key, value]];
    if (isSecretProperty(draft.type, key)) return [];
    const split = key === 'username' ? splitZendeskUser(value) : undefined;
    return [[key, split ? `${split.username}:${MASK}` : withoutSecretText(value)]];
  });
  return {
    ...draft,
    name: maskSecretText(draft.name),
    description: maskSecretText(draft.description),
    values: Object.fromEntries(values),
    secrets: withoutTyped(draft.secrets),
  };
}

/**
 * Drafts of this workspace, on disk, without any secret. A window that reloads, and a VS Code that was closed, find
 * what was entered.
 */
export class DraftStore {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  keys(): readonly string[] {
    return this.#state
      .keys()
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length));
  }

  get(key: string): Draft | undefined {
    return readDraft(this.#state.get(PREFIX + key));
  }

  async save(key: string, draft: Draft): Promise<void> {
    await this.#state.update(PREFIX + key, withoutSecrets(draft));
  }

  async remove(key: string): Promise<void> {
    await this.#state.update(PREFIX + key, undefined);
  }
}
