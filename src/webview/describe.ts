import type { FieldView, FormState } from '../form/contract';

// Made to look and begin like the one-line fields around it.
const TEXT_AREA = [
  ['field-sizing', 'content'],
  ['min-height', '26px'],
  ['padding', '3px 4px'],
] as const;

function description(field: FieldView): string {
  return [...field.issues.map((issue) => issue.message), field.help ?? ''].filter((text) => text !== '').join(' ');
}

function apply(input: Element, field: FieldView): void {
  const invalid = field.issues.some((issue) => issue.severity === 'error');
  input.setAttribute('aria-label', field.label);
  input.setAttribute('aria-description', description(field));
  input.setAttribute('aria-invalid', invalid ? 'true' : 'false');
  if (field.kind !== 'boolean') input.setAttribute('aria-required', field.required ? 'true' : 'false');
  if (input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement) {
    input.setAttribute('spellcheck', 'false');
    // Grows with its text, so that nothing typed is out of sight.
    if (input instanceof HTMLTextAreaElement)
      for (const [name, value] of TEXT_AREA) input.style.setProperty(name, value);
    if (field.kind !== 'boolean')
      input.setAttribute('dir', field.secret || field.kind === 'url' || field.kind === 'email' ? 'ltr' : 'auto');
  }
}

/**
 * Gives the real inputs, which live in the controls' shadow trees, what a screen reader needs: their label, help and
 * errors cannot be referred to by id from inside, so they are said in words.
 */
export function describeInputs(root: HTMLElement, state: FormState): void {
  for (const button of root.querySelectorAll('vscode-button')) {
    if (button.disabled) button.setAttribute('aria-disabled', 'true');
    else button.removeAttribute('aria-disabled');
  }
  for (const field of [state.type, ...state.basics, state.active, ...state.fields]) {
    const control = [...root.querySelectorAll('[data-field]')].find(
      (element) => element.getAttribute('data-field') === field.id,
    );
    if (!control || control.localName === 'vscode-button') continue;
    const update: unknown = 'updateComplete' in control ? control.updateComplete : undefined;
    void Promise.resolve(update).then(() => {
      const input = control.shadowRoot?.querySelector('input, textarea, [role="combobox"]');
      if (input) apply(input, field);
    });
  }
}
