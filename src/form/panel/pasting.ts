import { AUTH_METHOD } from '../../core/catalog/types/rest';
import { propertyId, type FormModel } from './model';
import { pasteMessage, refusalMessage, savedAlreadyMessage } from './pasteMessages';
import { readPastedRequest } from '../paste/pastedRequest';

/** What a paste did. `isText`: it is no request at all, and belongs where it was pasted. */
export interface PasteOutcome {
  readonly ok: boolean;
  readonly isText?: boolean;
  readonly message: string;
}

/**
 * Fills a new form from a pasted request: the type becomes REST, the address, user and secret go to their fields. What
 * those fields held before is gone, so that no credential meets an address it does not belong to.
 * @returns what happened, for the user; never with a value of a secret in it.
 */
export function pasteRequest(model: FormModel, text: string): PasteOutcome {
  const request = readPastedRequest(text);
  if ('refusal' in request)
    return { ok: false, isText: request.refusal === 'notARequest', message: refusalMessage(request.refusal) };
  if (!model.change('type', 'rest')) return { ok: false, message: savedAlreadyMessage() };
  const { auth } = request;
  model.change(propertyId('endpointPrefix'), request.url);
  model.change(propertyId(AUTH_METHOD), auth.kind);
  model.change(propertyId('username'), auth.kind === 'basic' ? auth.username : '');
  model.typeSecret(propertyId('password'), auth.kind === 'basic' ? auth.password : '');
  model.typeSecret(propertyId('token'), auth.kind === 'token' ? auth.token : '');
  if (request.name !== undefined) model.change('name', request.name);
  return { ok: true, message: pasteMessage(request) };
}
