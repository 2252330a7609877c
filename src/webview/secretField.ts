import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { FieldView, SecretSource } from '../form/contract';
import { button, enteredText } from './controls';
import { icon } from './icons';
import { describedBy, inputId, isInvalid } from './inputAttributes';
import type { Page } from './page';
import { takeRequest } from './paste';

/** What is shown in place of an input where the value comes from somewhere else. */
function elsewhere(source: SecretSource): { readonly text: string; readonly change: string } | undefined {
  switch (source.kind) {
    case 'stored':
      return { text: l10n.t('Stored in CxEngage. It is kept unless you replace it.'), change: l10n.t('Replace') };
    case 'copied':
      return { text: l10n.t('Copied from “{0}” without being shown.', source.from), change: l10n.t('Replace') };
    case 'saved':
      return { text: l10n.t('Saved secret “{0}”', source.name), change: l10n.t('Remove') };
    default:
      return undefined;
  }
}

function placeholder(field: FieldView, source: SecretSource, hasText: boolean): string {
  if (source.kind === 'typed' && !hasText) return l10n.t('•••• (entered; type to replace)');
  if (field.blankKeeps === 'stored') return l10n.t('Leave empty to keep the stored value');
  return field.example ?? '';
}

/** A secret: typed here, taken from a saved secret, or left as it is stored. */
export function secretInput(page: Page, field: FieldView, source: SecretSource): TemplateResult {
  const id = inputId(field.id);
  const enabled = !page.locked;
  const useSaved = l10n.t('Use Saved…');
  const pick = button({
    look: 'small',
    icon: icon('key'),
    label: useSaved,
    name: `${useSaved}: ${field.label}`,
    enabled,
    press: () => {
      page.secretSource(field.id, 'pick');
    },
  });
  const other = elsewhere(source);
  if (other) {
    return html`<div class="secret-elsewhere">
      <span class="secret-note"
        >${icon(source.kind === 'saved' ? 'key' : 'lock')} <span dir="auto">${other.text}</span></span
      >
      ${button({
        id,
        field: field.id,
        look: 'small',
        label: other.change,
        name: `${other.change}: ${field.label}`,
        enabled,
        press: () => {
          page.secretSource(field.id, 'clear');
        },
      })}
      ${pick}
    </div>`;
  }
  const text = page.typing.secretText(field.id);
  const isShown = page.revealed.has(field.id) && text !== '';
  const link = (label: string, act: 'save' | 'keep'): TemplateResult =>
    button({
      look: 'link',
      label,
      enabled,
      press: () => {
        page.secretSource(field.id, act);
      },
    });
  return html`<div class="secret-row">
      <div class="secret-input control">
        <input
          id=${id}
          class="input"
          data-field=${field.id}
          type=${isShown ? 'text' : 'password'}
          dir="ltr"
          autocomplete="off"
          spellcheck="false"
          placeholder=${placeholder(field, source, text !== '')}
          aria-describedby=${describedBy(field)}
          aria-invalid=${isInvalid(field) ? 'true' : 'false'}
          aria-disabled=${enabled ? nothing : 'true'}
          ?readonly=${!enabled}
          ?required=${field.required}
          .value=${live(text)}
          @input=${(event: Event) => {
            page.secret(field.id, enteredText(event));
          }}
          @blur=${() => {
            page.touch(field.id);
          }}
          @paste=${(event: ClipboardEvent) => {
            takeRequest(page, event);
          }}
        />
        ${
          text === ''
            ? nothing
            : html`<button
                class="in-field"
                type="button"
                aria-pressed=${isShown ? 'true' : 'false'}
                aria-label=${l10n.t('Show {0}', field.label)}
                title=${isShown ? l10n.t('Hide') : l10n.t('Show')}
                @click=${() => {
                  page.reveal(field.id);
                }}
              >
                ${icon(isShown ? 'eyeClosed' : 'eye')}
              </button>`
        }
      </div>
      ${pick}
    </div>
    <div class="secret-more">
      ${source.kind === 'typed' ? link(l10n.t('Save Under a Name…'), 'save') : nothing}
      ${
        field.blankKeeps
          ? link(field.blankKeeps === 'stored' ? l10n.t('Keep Stored Value') : l10n.t('Copy Stored Value'), 'keep')
          : nothing
      }
    </div>`;
}
