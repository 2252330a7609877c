import * as l10n from '@vscode/l10n';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { ActionId, FieldId, FieldView, FocusTarget, FormState, HostMessage, SecretAct } from '../form/contract';
import { host } from './connection';
import { fieldView, issueLine } from './field';
import { button } from './controls';
import { conflictSection, footer, previewSection, targetSection, testSection } from './sections';
import { Typing } from './typing';

/** Whether typing would replace all of it. */
function isAllSelected({ value, selectionStart, selectionEnd }: HTMLInputElement): boolean {
  return selectionStart === 0 && selectionEnd === value.length;
}

/** The page: renders the host's state and reports what the user does. It decides nothing. */
export class Page {
  readonly typing = new Typing();
  /** Secret fields whose text the user asked to see; of this page only. */
  readonly revealed = new Set<FieldId>();
  previewOpen = false;
  #pendingRequests = new Set<number>();
  /** Pastes the host has not judged yet, and what to do with each if it is no request. */
  readonly #pastes = new Map<number, () => void>();
  /** True while Ctrl+Enter waits until the host has seen what was typed before it. */
  #submitsLater = false;
  readonly #root: HTMLElement;
  readonly #live: HTMLElement;

  constructor(
    root: HTMLElement,
    live: HTMLElement,
    public state: FormState,
  ) {
    this.#root = root;
    this.#live = live;
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || this.locked) return;
      event.preventDefault();
      this.#submit();
    });
  }

  /** True while something is being sent: what is sent must not change under it. */
  get locked(): boolean {
    return this.state.busy !== undefined;
  }

  /** True while the host has not replied to an action. */
  get waiting(): boolean {
    return this.#pendingRequests.size > 0 || this.locked;
  }

  receive(message: HostMessage): void {
    switch (message.kind) {
      case 'state':
        this.show(message.state);
        break;
      case 'reply':
        this.#replied(message.id, message.isText === true);
        break;
      case 'focus':
        this.focus(message.target);
        break;
      case 'announce':
        this.announce(message.text);
        break;
    }
  }

  show(state: FormState): void {
    const before = this.state;
    this.state = state;
    this.typing.settle(state);
    this.draw();
    if (this.#submitsLater && host.hasSeenAll(state.ackSeq)) this.#submit();
    const { blocked } = state;
    if (blocked !== undefined && blocked !== before.blocked) this.announce(blocked);
    // What the user waited for comes into sight by itself, and what asks for an answer takes the keyboard.
    if (state.conflicts.length > 0 && before.conflicts.length === 0)
      document.getElementById('conflict-heading')?.focus();
    else if (state.test && state.test !== before.test && before.test?.summary !== state.test.summary)
      this.#bring('.test');
  }

  /** Takes the primary action, of a state that knows what was typed: a new password makes it *Test & Save*. */
  #submit(): void {
    this.#submitsLater = !host.hasSeenAll(this.state.ackSeq);
    if (this.#submitsLater || this.locked) return;
    const primary = this.state.actions.find((action) => action.primary);
    if (primary?.enabled) this.act(primary.id);
    else if (this.state.blocked !== undefined) this.announce(this.state.blocked);
  }

  #replied(id: number, isText: boolean): void {
    const asText = this.#pastes.get(id);
    this.#pastes.delete(id);
    if (isText) asText?.();
    if (this.#pendingRequests.delete(id)) this.draw();
  }

  change(field: FieldId, value: string | boolean): void {
    this.typing.typed(field, host.change(field, value), value);
  }

  /** Takes a proposed value and puts the cursor where it stands. */
  applyFix(field: FieldId, value: string): void {
    this.typing.typed(field, host.change(field, value, true), value);
    this.draw();
    this.focus({ kind: 'field', id: field });
  }

  secret(field: FieldId, value: string): void {
    this.typing.typedSecret(field, host.secret(field, value), value);
    if (value === '') this.revealed.delete(field);
    this.draw();
  }

  touch(field: FieldId): void {
    host.touch(field);
  }

  secretSource(field: FieldId, act: SecretAct): void {
    this.#request(host.secretSource(field, act));
  }

  choose(field: FieldId, choice: 'mine' | 'theirs'): void {
    host.choose(field, choice);
  }

  /** @param asText puts the text where it was pasted, for when the host finds no request in it. */
  pasted(text: string, asText: () => void): void {
    this.#paste(host.pasted(text), asText);
  }

  act(action: ActionId): void {
    const id = host.act(action);
    if (action === 'paste') this.#paste(id, () => undefined);
    else this.#request(id);
  }

  reveal(field: FieldId): void {
    if (!this.revealed.delete(field)) this.revealed.add(field);
    this.draw();
  }

  previewToggled(event: Event): void {
    if (event.target instanceof HTMLDetailsElement) this.previewOpen = event.target.open;
  }

  focus(target: FocusTarget): void {
    // VS Code may have asked something by now, and its dialog has the keyboard: the way to stop must not take it.
    if (target.id === 'stop' && !document.hasFocus()) return;
    const element = this.#element(target);
    element?.scrollIntoView({ block: 'center' });
    element?.focus();
  }

  /**
   * Puts the keyboard where it begins, and the page where it was. The keyboard at once: moved by a message it could leave
   * what the user has clicked by then. The page when it is laid out for its first frame: before, it would be laid out twice.
   */
  begin(scroll: number, focus: FocusTarget | undefined): void {
    const element = focus && this.#element(focus);
    element?.focus({ preventScroll: true });
    requestAnimationFrame(() => {
      window.scrollTo(0, scroll);
      element?.scrollIntoView({ block: 'center' });
    });
  }

  #element({ kind, id }: FocusTarget): HTMLElement | null {
    return this.#root.querySelector<HTMLElement>(`[data-${kind}="${CSS.escape(id)}"]`);
  }

  /** Says it to a screen reader. The same text twice is said twice. */
  announce(text: string): void {
    this.#live.textContent = '';
    requestAnimationFrame(() => {
      this.#live.textContent = text;
    });
  }

  draw(): void {
    const focused = this.#root.contains(document.activeElement) ? document.activeElement : null;
    const selected = focused instanceof HTMLInputElement && isAllSelected(focused) ? focused : undefined;
    render(this.#template(), this.#root);
    if (focused instanceof HTMLElement && focused !== document.activeElement) this.#refocus(focused);
    // Another value was proposed while nothing was typed into the field: typing replaces this one as well.
    if (selected && !isAllSelected(selected)) selected.select();
  }

  /** Drawing moves and removes elements, and one that had the focus loses it: it goes back, or to what is there now. */
  #refocus(lost: HTMLElement): void {
    const successor = lost.isConnected ? lost : document.getElementById(lost.id);
    (successor ?? this.#root.querySelector<HTMLElement>('.actions button'))?.focus({ preventScroll: true });
  }

  /** Lists, check boxes and radio buttons know no read-only: while the page is locked, what would change them does nothing. */
  readonly #keepLocked = (event: Event): void => {
    const isWayOut = event instanceof KeyboardEvent && ['Tab', 'Escape'].includes(event.key);
    const { target } = event;
    if (
      !isWayOut &&
      target instanceof Element &&
      target.matches('[aria-disabled="true"]:is(select, [type="checkbox"], [type="radio"])')
    )
      event.preventDefault();
  };

  #bring(selector: string): void {
    this.#root.querySelector(selector)?.scrollIntoView({ block: 'nearest' });
  }

  #paste(id: number, otherwise: () => void): void {
    this.#pastes.set(id, otherwise);
    this.#request(id);
  }

  #request(id: number): void {
    this.#pendingRequests.add(id);
    this.draw();
  }

  /** A field keeps its control, and the cursor in it, where the fields before it change with the type or another field. */
  #fields(fields: readonly FieldView[]): unknown {
    return repeat(
      fields,
      ({ id }) => id,
      (field) => fieldView(this, field),
    );
  }

  #template(): TemplateResult {
    const { state } = this;
    // The browser writes what controls hold to its session on disk, unless their form forbids it.
    return html`<main>
      <form
        autocomplete="off"
        novalidate
        @submit=${(event: Event) => {
          event.preventDefault();
        }}
        @mousedown=${this.#keepLocked}
        @keydown=${this.#keepLocked}
        @click=${this.#keepLocked}
      >
        <header class="top">
          <h1>${state.heading}</h1>
          ${
            state.canFillSample
              ? button({
                  look: 'link',
                  action: 'fillSample',
                  label: l10n.t('Fill in sample values'),
                  enabled: !this.waiting,
                  press: () => {
                    this.act('fillSample');
                  },
                })
              : nothing
          }
          ${
            state.canSearchUses
              ? button({
                  look: 'link',
                  action: 'whereUsed',
                  label: l10n.t('Where Is This Used?'),
                  enabled: !this.waiting,
                  press: () => {
                    this.act('whereUsed');
                  },
                })
              : nothing
          }
          ${
            state.canPaste
              ? button({
                  look: 'link',
                  action: 'paste',
                  label: l10n.t('Paste a cURL or Postman request'),
                  title: l10n.t('Reads the clipboard and fills a REST integration from it'),
                  enabled: !this.waiting,
                  press: () => {
                    this.act('paste');
                  },
                })
              : nothing
          }
        </header>
        ${targetSection(this, state)} ${state.conflicts.length > 0 ? conflictSection(this, state.conflicts) : nothing}
        <section class="fields" aria-label=${l10n.t('Integration')}>
          ${fieldView(this, state.type)}
          ${state.typeSummary ? html`<p class="type-summary">${state.typeSummary}</p>` : nothing}
          ${this.#fields(state.basics)} ${fieldView(this, state.active)}
        </section>
        ${
          state.fields.length > 0
            ? html`<section class="fields" aria-labelledby="connection-heading">
                <h2 id="connection-heading">${l10n.t('Connection')}</h2>
                ${this.#fields(state.fields)}
              </section>`
            : nothing
        }
        <div class="form-issues">${state.issues.map((issue) => issueLine(issue))}</div>
        ${state.test ? testSection(state.test) : nothing} ${previewSection(this, state)} ${footer(this, state)}
      </form>
    </main>`;
  }
}
