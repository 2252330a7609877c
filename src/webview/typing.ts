import type { FieldId, FieldView, FormState } from '../form/contract';

interface Pending {
  readonly seq: number;
  readonly value: string | boolean;
}

/**
 * What the user has typed and the host has not echoed yet. Until the echo arrives the page shows its own value, so that
 * a slow host never takes a character away. Text of secret fields stays here, in this page's memory, and nowhere else.
 */
export class Typing {
  readonly #pending = new Map<FieldId, Pending>();
  readonly #secrets = new Map<FieldId, Pending>();

  typed(field: FieldId, seq: number, value: string | boolean): void {
    this.#pending.set(field, { seq, value });
  }

  typedSecret(field: FieldId, seq: number, value: string): void {
    this.#secrets.set(field, { seq, value });
  }

  /** Drops what the host has seen: from there on its word counts. */
  settle(state: FormState): void {
    for (const [field, pending] of this.#pending) if (pending.seq <= state.ackSeq) this.#pending.delete(field);
    for (const [field, pending] of this.#secrets) {
      const source = state.fields.find((candidate) => candidate.id === field)?.secret;
      // Text that is not what will be sent goes: a fix, sample values or a paste brought another secret.
      const isCurrent = source?.kind === 'typed' && source.seq === pending.seq;
      if (pending.seq <= state.ackSeq && !isCurrent) this.#secrets.delete(field);
    }
  }

  value(field: FieldView): string | boolean {
    return this.#pending.get(field.id)?.value ?? field.value;
  }

  secretText(field: FieldId): string {
    const value = this.#secrets.get(field)?.value;
    return typeof value === 'string' ? value : '';
  }
}
