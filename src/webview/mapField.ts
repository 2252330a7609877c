import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { FieldView } from '../form/contract';
import { button, enteredText } from './controls';
import { describedBy, inputId, isInvalid } from './inputAttributes';
import type { Page } from './page';

type Row = readonly [name: string, value: string];

function isRow(value: unknown): value is Row {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}

/** The rows of a value that the host or this page wrote. */
function rowsOf(text: string): readonly Row[] {
  try {
    const value: unknown = JSON.parse(text === '' ? '[]' : text);
    return Array.isArray(value) ? value.filter(isRow) : [];
  } catch {
    // A draft of an earlier version may hold what is no JSON: one field is empty then, not the page.
    return [];
  }
}

/** An object of names and texts: a row for each, and a button for one more. */
export function mapInput(page: Page, field: FieldView, text: string): TemplateResult {
  const rows = rowsOf(text);
  const isFixed = field.readOnly || page.locked;
  const rowId = (index: number): string => (index === 0 ? inputId(field.id) : `${inputId(field.id)}-${index}`);
  const addId = rows.length === 0 ? inputId(field.id) : `${inputId(field.id)}-add`;
  const add = l10n.t('Add Parameter');
  const show = (next: readonly Row[], focus: string): void => {
    page.change(field.id, JSON.stringify(next));
    page.draw();
    document.getElementById(focus)?.focus();
  };
  const part = (index: number, which: 0 | 1, label: string): TemplateResult =>
    html`<input
      id=${which === 0 ? rowId(index) : `${rowId(index)}-value`}
      class="control input"
      data-field=${index === 0 && which === 0 ? field.id : nothing}
      type="text"
      dir="auto"
      autocomplete="off"
      spellcheck="false"
      aria-label=${label}
      aria-describedby=${describedBy(field)}
      aria-invalid=${isInvalid(field) ? 'true' : 'false'}
      ?readonly=${isFixed}
      .value=${live(rows[index]?.[which] ?? '')}
      @input=${(event: Event) => {
        const typed = enteredText(event);
        const next = rows.map((row, at): Row => {
          if (at !== index) return row;
          return which === 0 ? [typed, row[1]] : [row[0], typed];
        });
        page.change(field.id, JSON.stringify(next));
        page.draw();
      }}
      @blur=${() => {
        page.touch(field.id);
      }}
    />`;
  return html`<div class="map" role="group" aria-label=${field.label}>
    ${rows.map(
      ([name], index) =>
        html`<div class="map-row">
          ${part(index, 0, l10n.t('Name {0}', index + 1))} ${part(index, 1, l10n.t('Value {0}', index + 1))}
          ${
            field.readOnly
              ? nothing
              : button({
                  look: 'small',
                  label: l10n.t('Remove'),
                  name: l10n.t('Remove {0}', name === '' ? l10n.t('row {0}', index + 1) : name),
                  enabled: !page.locked,
                  press: () => {
                    const next = rows.filter((_row, at) => at !== index);
                    show(next, index < next.length ? rowId(index) : next.length === 0 ? inputId(field.id) : addId);
                  },
                })
          }
        </div>`,
    )}
    ${
      field.readOnly
        ? rows.length === 0
          ? html`<span class="quiet">${l10n.t('(empty)')}</span>`
          : nothing
        : button({
            id: addId,
            ...(rows.length === 0 ? { field: field.id } : {}),
            look: 'small',
            label: add,
            // Where it stands in for the field, the field's label would be its name.
            name: add,
            enabled: !page.locked,
            press: () => {
              show([...rows, ['', '']], rowId(rows.length));
            },
          })
    }
  </div>`;
}
