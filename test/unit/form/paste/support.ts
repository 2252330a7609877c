import { FormModel, propertyId } from '../../../../src/form/panel/model';
import { createDraft } from '../../../../src/form/panel/newDraft';
import { pasteRequest } from '../../../../src/form/panel/pasting';
import { AUTH_METHOD } from '../../../../src/core/catalog/types/rest';
import { target } from '../support';

/** What a form holds after a paste, and what was said. */
export interface Pasted {
  readonly url: string;
  readonly method: string;
  readonly user?: string;
  readonly secret?: string;
  readonly message: string;
}

/** A new REST form, as the panel opens it. */
export function newForm(): FormModel {
  return new FormModel(createDraft(target, { type: 'rest', properties: {} }, true));
}

/** Pastes into a new form; a refusal gives its message alone. */
export function paste(text: string): Pasted | { readonly refused: true; readonly message: string } {
  const model = newForm();
  const { ok, message } = pasteRequest(model, text);
  if (!ok) return { refused: true, message };
  const valueOf = (key: string): string => String(model.values[key]);
  const method = valueOf(AUTH_METHOD);
  const typed = (key: string): string => model.typedSecret(propertyId(key)) ?? model.typedSecret(key) ?? '';
  return {
    url: valueOf('endpointPrefix'),
    method,
    ...(method === 'basic' ? { user: valueOf('username'), secret: typed('password') } : {}),
    ...(method === 'token' ? { secret: typed('token') } : {}),
    message,
  };
}
