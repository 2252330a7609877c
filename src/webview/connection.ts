import type { ActionId, FieldId, SecretAct, WebviewMessage } from '../form/contract';

/** What the page remembers for a reload of the window: where the host finds the draft, and nothing else. */
interface PageState {
  readonly key: string;
  /** How far it was scrolled, in pixels. */
  readonly scroll: number;
}

const api = acquireVsCodeApi<PageState>();
let lastRequest = 0;
let lastChange = 0;

function post(message: WebviewMessage): void {
  api.postMessage(message);
}

/** The next sequence number of a change; the host echoes the highest one it has seen. */
function nextChange(): number {
  lastChange += 1;
  return lastChange;
}

function nextRequest(): number {
  lastRequest += 1;
  return lastRequest;
}

export const host = {
  ready(): void {
    post({ kind: 'ready' });
  },
  remember(key: string, scroll: number): void {
    api.setState({ key, scroll });
  },
  /** How far the page of this form was scrolled before it was hidden or reloaded. */
  scrolled(key: string): number {
    const kept = api.getState();
    return kept?.key === key ? kept.scroll : 0;
  },
  /** Continues after the numbers that a page before this one used: the host has acknowledged those already. */
  continueAfter(ackSeq: number): void {
    lastChange = Math.max(lastChange, ackSeq);
  },
  /** Whether a state with this number was made after everything that was typed in this page. */
  hasSeenAll(ackSeq: number): boolean {
    return ackSeq >= lastChange;
  },
  change(field: FieldId, value: string | boolean, isFix = false): number {
    const seq = nextChange();
    post({ kind: 'change', seq, field, value, ...(isFix ? { isFix } : {}) });
    return seq;
  },
  secret(field: FieldId, value: string): number {
    const seq = nextChange();
    post({ kind: 'secret', seq, field, value });
    return seq;
  },
  touch(field: FieldId): void {
    post({ kind: 'touch', field });
  },
  secretSource(field: FieldId, act: SecretAct): number {
    const id = nextRequest();
    post({ kind: 'secretSource', id, field, act });
    return id;
  },
  choose(field: FieldId, choice: 'mine' | 'theirs'): void {
    post({ kind: 'choose', field, choice });
  },
  pasted(text: string): number {
    const id = nextRequest();
    post({ kind: 'pasted', id, text });
    return id;
  },
  act(action: ActionId): number {
    const id = nextRequest();
    post({ kind: 'act', id, action });
    return id;
  },
};
