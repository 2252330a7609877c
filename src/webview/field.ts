import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { FieldView, IssueView } from '../form/contract';
import { button, enteredText } from './controls';
import { icon } from './icons';
import { describedBy, inputId, isInvalid, partId } from './inputAttributes';
import { mapInput } from './mapField';
import type { Page } from './page';
import { takeRequest } from './paste';
import { secretInput } from './secretField';

function select(page: Page, field: FieldView, text: string): TemplateResult {
  const options = field.options ?? [];
  const help = field.id === 'type' ? undefined : options.find(({ value }) => value === text)?.help;
  return html`<div class="select control">
      <select
        id=${inputId(field.id)}
        data-field=${field.id}
        aria-describedby=${describedBy(field)}
        aria-invalid=${isInvalid(field) ? 'true' : 'false'}
        aria-disabled=${page.locked ? 'true' : nothing}
        @change=${(event: Event) => {
          page.change(field.id, enteredText(event));
        }}
        @blur=${() => {
          page.touch(field.id);
        }}
      >
        ${options.map(({ value, label }) => html`<option value=${value} .selected=${live(value === text)}>${label}</option>`)}
      </select>
      ${icon('chevron')}
    </div>
    ${help ? html`<p class="help">${help}</p>` : nothing}`;
}

function textInput(page: Page, field: FieldView, text: string): TemplateResult {
  const isLeftToRight = field.kind === 'url' || field.kind === 'email';
  const typed = (event: Event): void => {
    page.change(field.id, enteredText(event));
  };
  const left = (): void => {
    page.touch(field.id);
  };
  if (field.kind === 'multiline' || field.kind === 'json')
    return html`<textarea
      id=${inputId(field.id)}
      class="control input ${field.kind === 'json' ? 'code' : ''}"
      data-field=${field.id}
      rows="1"
      dir="auto"
      spellcheck="false"
      placeholder=${field.example ?? nothing}
      aria-describedby=${describedBy(field)}
      aria-invalid=${isInvalid(field) ? 'true' : 'false'}
      aria-disabled=${page.locked ? 'true' : nothing}
      ?readonly=${field.readOnly || page.locked}
      ?required=${field.required}
      .value=${live(text)}
      @input=${typed}
      @blur=${left}
    ></textarea>`;
  return html`<input
    id=${inputId(field.id)}
    class="control input"
    data-field=${field.id}
    type="text"
    inputmode=${field.kind === 'url' ? 'url' : nothing}
    dir=${isLeftToRight ? 'ltr' : 'auto'}
    autocomplete="off"
    spellcheck="false"
    placeholder=${field.example ?? nothing}
    aria-describedby=${describedBy(field)}
    aria-invalid=${isInvalid(field) ? 'true' : 'false'}
    aria-disabled=${page.locked ? 'true' : nothing}
    ?readonly=${field.readOnly || page.locked}
    ?required=${field.required}
    .value=${live(text)}
    @input=${typed}
    @blur=${left}
    @paste=${(event: ClipboardEvent) => {
      takeRequest(page, event);
    }}
  />`;
}

/** A finding. `id` is that of its message, by which its field refers to it. */
export function issueLine(issue: IssueView, id?: string, fix?: (suggestion: string) => void): TemplateResult {
  const name = issue.severity === 'error' ? 'error' : issue.severity === 'warning' ? 'warning' : 'info';
  const spoken =
    issue.severity === 'error'
      ? l10n.t('Error:')
      : issue.severity === 'warning'
        ? l10n.t('Warning:')
        : l10n.t('Advice:');
  const { suggestion } = issue;
  return html`<p class="issue ${issue.severity}">
    ${icon(name)}<span
      ><span class="visually-hidden">${spoken} </span><span id=${id ?? nothing}>${issue.message}</span>${
        issue.source
          ? html` <a href=${issue.source.url}>${issue.source.title}</a>
              <span class="date">(${issue.source.date})</span>`
          : nothing
      }${
        suggestion !== undefined && fix
          ? html` ${button({
              look: 'link',
              label: l10n.t('Use “{0}”', suggestion),
              enabled: true,
              press: () => {
                fix(suggestion);
              },
            })}`
          : nothing
      }</span
    >
  </p>`;
}

/** A label in the middle of a sentence; abbreviations stay as they are. */
function inSentence(label: string): string {
  return label.replace(/^\p{Lu}(?=\p{Ll})/u, (first) => first.toLowerCase());
}

function helpLines(field: FieldView): TemplateResult | typeof nothing {
  if (!field.help && !field.where) return nothing;
  const where = field.where;
  return html`<div class="help">
    ${field.help ? html`<span id=${partId(field.id, 'help')}>${field.help}</span>` : nothing}
    ${
      where
        ? html`<details class="where">
            <summary>${l10n.t('Where do I find the {0}?', inSentence(field.label))}</summary>
            <p>${where.text} ${where.url ? html`<a href=${where.url}>${l10n.t('Open the guide')}</a>` : nothing}</p>
          </details>`
        : nothing
    }
  </div>`;
}

/** One labeled input with its help and its findings. */
export function fieldView(page: Page, field: FieldView): TemplateResult {
  const issues = field.issues.map((issue, index) =>
    issueLine(issue, partId(field.id, `issue-${index}`), (suggestion) => {
      page.applyFix(field.id, suggestion);
    }),
  );
  const value = page.typing.value(field);
  if (field.id === 'type' && field.readOnly) {
    return html`<div class="field" data-group=${field.id}>
      <span class="label">${field.label}</span><span class="fixed" dir="auto">${field.value}</span>${issues}
    </div>`;
  }
  if (field.kind === 'boolean') {
    return html`<div class="field boolean" data-group=${field.id}>
      <div class="check">
        <input
          type="checkbox"
          id=${inputId(field.id)}
          data-field=${field.id}
          aria-describedby=${describedBy(field)}
          aria-disabled=${page.locked || field.readOnly ? 'true' : nothing}
          .checked=${live(value === true)}
          @change=${(event: Event) => {
            if (event.target instanceof HTMLInputElement) page.change(field.id, event.target.checked);
          }}
        />
        <label for=${inputId(field.id)}>${field.label}</label>
      </div>
      ${helpLines(field)}${issues}
    </div>`;
  }
  const text = typeof value === 'string' ? value : '';
  return html`<div class="field" data-group=${field.id}>
    <label class="label" for=${inputId(field.id)}
      >${field.label}${field.required ? html`<span class="required" aria-hidden="true"> *</span>` : nothing}</label
    >
    ${
      field.secret
        ? secretInput(page, field, field.secret)
        : field.kind === 'choice'
          ? select(page, field, text)
          : field.kind === 'map'
            ? mapInput(page, field, text)
            : textInput(page, field, text)
    }
    ${issues}${helpLines(field)}
  </div>`;
}
