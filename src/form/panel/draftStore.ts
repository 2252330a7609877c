import type * as vscode from 'vscode';
import type { FieldValue } from '../../core/catalog/model';
import { readDraft, type Draft } from './draft';
import { withoutUserInfo } from '../userInfo';

const PREFIX = 'cxengage.draft.';

/** A draft as it may be on disk: what was typed into secret fields, and credentials inside addresses, are in memory only. */
export function withoutSecrets(draft: Draft): Draft {
  const values = Object.entries(draft.values).map(([key, value]): [string, FieldValue] => [
    key,
    typeof value === 'string' ? withoutUserInfo(value) : value,
  ]);
  return {
    ...draft,
    name: withoutUserInfo(draft.name),
    description: withoutUserInfo(draft.description),
    values: Object.fromEntries(values),
    secrets: Object.fromEntries(Object.entries(draft.secrets).filter(([, secret]) => secret.kind !== 'typed')),
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
