import type * as vscode from 'vscode';
import { readDraft, type Draft } from './draft';

const PREFIX = 'cxengage.draft.';

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
    // What was typed is in memory only; after a reload the field is empty again.
    const secrets = Object.fromEntries(Object.entries(draft.secrets).filter(([, secret]) => secret.kind !== 'typed'));
    await this.#state.update(PREFIX + key, { ...draft, secrets });
  }

  async remove(key: string): Promise<void> {
    await this.#state.update(PREFIX + key, undefined);
  }
}
