import { html, nothing, type TemplateResult } from 'lit-html';
import type { ActionId } from '../form/contract';

export interface ButtonView {
  readonly label: string;
  readonly press: () => void;
  readonly enabled: boolean;
  readonly primary?: boolean;
  readonly id?: string;
  /** The action that it stands for, by which the host puts the focus on it. */
  readonly action?: ActionId;
  /** The field that it stands in for. */
  readonly field?: string;
  /** What a screen reader calls it, where the label alone would not tell it from others. */
  readonly name?: string;
  readonly title?: string;
  readonly icon?: TemplateResult;
  /** `link` looks like a link and stands in a text. */
  readonly look?: 'small' | 'link';
}

/** A button. One that cannot be used keeps the focus, and says that it is off: a `disabled` one would lose the focus. */
export function button(view: ButtonView): TemplateResult {
  const kind = view.look === 'link' ? 'link' : `button ${view.primary ? 'primary' : 'secondary'} ${view.look ?? ''}`;
  return html`<button
    type="button"
    class=${kind.trim()}
    id=${view.id ?? nothing}
    data-action=${view.action ?? nothing}
    data-field=${view.field ?? nothing}
    aria-label=${view.name ?? nothing}
    aria-disabled=${view.enabled ? nothing : 'true'}
    title=${view.title ?? nothing}
    @click=${() => {
      if (view.enabled) view.press();
    }}
  >
    ${view.icon ?? nothing}<bdi>${view.label}</bdi>
  </button>`;
}

/** What was entered, from the event of an input, a list or a text area. */
export function enteredText(event: Event): string {
  const { target } = event;
  return target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
    ? target.value
    : '';
}

/** A ring that turns while something is under way. */
export function ring(): TemplateResult {
  return html`<span class="ring" aria-hidden="true"></span>`;
}
