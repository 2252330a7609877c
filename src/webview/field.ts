import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { FieldView, IssueView } from '../form/contract';
import { icon } from './icons';
import type { Page } from './page';
import { secretInput } from './secretField';

/** Element id of a field's input, for its label and for the focus. */
export function inputId(field: string): string {
  return `in-${field}`;
}

function valueOf(event: Event): string {
  const target: unknown = event.target;
  return typeof target === 'object' && target !== null && 'value' in target && typeof target.value === 'string'
    ? target.value
    : '';
}

function isChecked(event: Event): boolean {
  const target: unknown = event.target;
  return typeof target === 'object' && target !== null && 'checked' in target && target.checked === true;
}

const CURL = /^\s*(?:\$\s*)?(?:\S*[\\/])?curl(?:\.exe)?\s/i;
const POSTMAN = /^\s*\{[\s\S]*"(?:request|url|info)"/;

/** Puts a text where the cursor was, as the browser would have. */
function insertText(input: HTMLInputElement, text: string, start: number, end: number): void {
  // A line has no breaks; the browser leaves them out of what is pasted.
  input.setRangeText(text.replace(/[\r\n]+/g, ''), start, end, 'end');
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** A request pasted whole into a one-line field goes to the host, which fills the form from it; other text stays here. */
export function takesRequest(page: Page, event: ClipboardEvent): void {
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!page.state.canPaste || !(CURL.test(text) || POSTMAN.test(text))) return;
  const input = event.composedPath().find((target) => target instanceof HTMLInputElement);
  const start = input?.selectionStart ?? 0;
  const end = input?.selectionEnd ?? start;
  event.preventDefault();
  page.pasted(text, () => {
    if (input) insertText(input, text, start, end);
  });
}

function control(page: Page, field: FieldView): TemplateResult {
  const id = inputId(field.id);
  const value = page.typing.value(field);
  const text = typeof value === 'string' ? value : '';
  const typed = (event: Event): void => {
    page.change(field.id, valueOf(event));
  };
  const left = (): void => {
    page.touch(field.id);
  };
  const invalid = field.issues.some((issue) => issue.severity === 'error');
  switch (field.kind) {
    case 'choice':
      return html`<vscode-single-select
        id=${id}
        class="control"
        data-field=${field.id}
        .value=${live(text)}
        ?disabled=${page.locked}
        @change=${(event: Event) => {
          page.change(field.id, valueOf(event));
        }}
        @blur=${left}
      >
        ${(field.options ?? []).map((option) => html`<vscode-option value=${option.value} description=${option.help ?? ''} ?selected=${option.value === text}>${option.label}</vscode-option>`)}
      </vscode-single-select>`;
    case 'multiline':
    case 'json':
      return html`<vscode-textarea
        id=${id}
        class="control"
        data-field=${field.id}
        resize="none"
        rows=${field.kind === 'json' ? 4 : 2}
        ?monospace=${field.kind === 'json'}
        placeholder=${field.example ?? ''}
        .value=${live(text)}
        ?invalid=${invalid}
        ?readonly=${field.readOnly}
        ?disabled=${page.locked}
        @input=${typed}
        @focusout=${left}
      ></vscode-textarea>`;
    default:
      return html`<vscode-textfield
        id=${id}
        class="control"
        data-field=${field.id}
        placeholder=${field.example ?? ''}
        autocomplete="off"
        .value=${live(text)}
        ?invalid=${invalid}
        ?readonly=${field.readOnly}
        ?disabled=${page.locked}
        @input=${typed}
        @focusout=${left}
        @paste=${(event: ClipboardEvent) => {
          takesRequest(page, event);
        }}
      ></vscode-textfield>`;
  }
}

export function issueLine(issue: IssueView, fix?: (suggestion: string) => void): TemplateResult {
  const name = issue.severity === 'error' ? 'error' : issue.severity === 'warning' ? 'warning' : 'info';
  const spoken =
    issue.severity === 'error'
      ? l10n.t('Error:')
      : issue.severity === 'warning'
        ? l10n.t('Warning:')
        : l10n.t('Advice:');
  return html`<p class="issue ${issue.severity}">
    ${icon(name)}<span
      ><span class="visually-hidden">${spoken} </span>${issue.message}${
        issue.source
          ? html` <a href=${issue.source.url}>${issue.source.title}</a>
              <span class="date">(${issue.source.date})</span>`
          : nothing
      }${
        issue.suggestion !== undefined && fix
          ? html` <button
              class="link"
              type="button"
              @click=${() => {
                fix(issue.suggestion ?? '');
              }}
            >
              ${l10n.t('Use “{0}”', issue.suggestion)}
            </button>`
          : nothing
      }</span
    >
  </p>`;
}

function helpLines(field: FieldView): TemplateResult | typeof nothing {
  if (!field.help && !field.where) return nothing;
  const where = field.where;
  return html`<div class="help">
    ${field.help ? html`<span>${field.help}</span>` : nothing}
    ${
      where
        ? html`<details class="where">
            <summary>${l10n.t('Where do I find this?')}</summary>
            <p>${where.text} ${where.url ? html`<a href=${where.url}>${l10n.t('Open the guide')}</a>` : nothing}</p>
          </details>`
        : nothing
    }
  </div>`;
}

/** One labelled input with its help and its findings. */
export function fieldView(page: Page, field: FieldView): TemplateResult {
  const issues = field.issues.map((issue) =>
    issueLine(issue, (suggestion) => {
      page.applyFix(field.id, suggestion);
    }),
  );
  if (field.id === 'type' && field.readOnly) {
    return html`<div class="field" data-group=${field.id}>
      <span class="label">${field.label}</span><span class="fixed" dir="auto">${field.value}</span>${issues}
    </div>`;
  }
  if (field.kind === 'boolean') {
    const checked = page.typing.value(field) === true;
    return html`<div class="field boolean" data-group=${field.id}>
      <vscode-checkbox
        id=${inputId(field.id)}
        data-field=${field.id}
        .checked=${live(checked)}
        ?disabled=${page.locked || field.readOnly}
        @change=${(event: Event) => {
          page.change(field.id, isChecked(event));
        }}
        label=${field.label}
      ></vscode-checkbox>
      ${helpLines(field)}${issues}
    </div>`;
  }
  return html`<div class="field" data-group=${field.id}>
    <label class="label" for=${inputId(field.id)}
      >${field.label}${field.required ? html`<span class="required" aria-hidden="true"> *</span>` : nothing}</label
    >
    ${field.secret ? secretInput(page, field, field.secret) : control(page, field)} ${issues}${helpLines(field)}
  </div>`;
}
