import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { FieldView, SecretSource } from '../form/contract';
import { inputId, takesRequest } from './field';
import { icon } from './icons';
import type { Page } from './page';

function textOf(event: Event): string {
  const target: unknown = event.target;
  return typeof target === 'object' && target !== null && 'value' in target && typeof target.value === 'string'
    ? target.value
    : '';
}

/** What stands instead of an input where the value comes from somewhere else. */
function elsewhere(source: SecretSource): { readonly text: string; readonly change: string } | undefined {
  switch (source.kind) {
    case 'stored':
      return { text: l10n.t('Stored in CxEngage. It is kept unless you replace it.'), change: l10n.t('Replace') };
    case 'copied':
      return { text: l10n.t('Copied from “{0}” without being shown.', source.from), change: l10n.t('Type a New One') };
    case 'saved':
      return { text: l10n.t('Saved secret “{0}”', source.name), change: l10n.t('Remove') };
    default:
      return undefined;
  }
}

function placeholder(field: FieldView, source: SecretSource, hasText: boolean): string {
  if (source.kind === 'typed' && !hasText) return l10n.t('•••••••• typed; type again to replace it');
  if (field.blankKeeps === 'stored') return l10n.t('Leave blank to keep what is stored');
  return field.example ?? '';
}

/** A secret: typed here, taken from a saved secret, or left as it is stored. */
export function secretInput(page: Page, field: FieldView, source: SecretSource): TemplateResult {
  const id = inputId(field.id);
  const pick = html`<vscode-button
    secondary
    class="small"
    ?disabled=${page.locked}
    @click=${() => {
      page.secretSource(field.id, 'pick');
    }}
    aria-label=${l10n.t('Use a saved secret for {0}', field.label)}
    ><span slot="content-before" class="glyph">${icon('key')}</span>${l10n.t('Use Saved…')}</vscode-button
  >`;
  const other = elsewhere(source);
  if (other) {
    return html`<div class="secret-elsewhere">
      <span class="secret-note"
        >${icon(source.kind === 'saved' ? 'key' : 'lock')} <span dir="auto">${other.text}</span></span
      >
      <vscode-button
        id=${id}
        data-field=${field.id}
        secondary
        class="small"
        ?disabled=${page.locked}
        aria-label=${`${other.change}: ${field.label}`}
        @click=${() => {
          page.secretSource(field.id, 'clear');
        }}
        >${other.change}</vscode-button
      >
      ${pick}
    </div>`;
  }
  const text = page.typing.secretText(field.id);
  const shown = page.revealed.has(field.id) && text !== '';
  const invalid = field.issues.some((issue) => issue.severity === 'error');
  return html`<div class="secret-row">
      <vscode-textfield
        id=${id}
        class="control"
        data-field=${field.id}
        type=${shown ? 'text' : 'password'}
        autocomplete="off"
        placeholder=${placeholder(field, source, text !== '')}
        .value=${live(text)}
        ?invalid=${invalid}
        ?disabled=${page.locked}
        @input=${(event: Event) => {
          page.secret(field.id, textOf(event));
        }}
        @focusout=${() => {
          page.touch(field.id);
        }}
        @paste=${(event: ClipboardEvent) => {
          takesRequest(page, event);
        }}
      >
        ${
          text === ''
            ? nothing
            : html`<button
                slot="content-after"
                class="in-field"
                type="button"
                aria-pressed=${shown ? 'true' : 'false'}
                aria-label=${l10n.t('Show {0}', field.label)}
                title=${shown ? l10n.t('Hide') : l10n.t('Show')}
                @click=${() => {
                  page.reveal(field.id);
                }}
              >
                ${icon(shown ? 'eyeClosed' : 'eye')}
              </button>`
        }
      </vscode-textfield>
      ${pick}
    </div>
    <div class="secret-more">
      ${
        source.kind === 'typed'
          ? html`<button
              class="link"
              type="button"
              ?disabled=${page.locked}
              @click=${() => {
                page.secretSource(field.id, 'save');
              }}
            >
              ${l10n.t('Save under a name…')}
            </button>`
          : nothing
      }
      ${
        field.blankKeeps
          ? html`<button
              class="link"
              type="button"
              ?disabled=${page.locked}
              @click=${() => {
                page.secretSource(field.id, 'keep');
              }}
            >
              ${field.blankKeeps === 'stored' ? l10n.t('Keep the stored one') : l10n.t('Copy the stored one')}
            </button>`
          : nothing
      }
    </div>`;
}
