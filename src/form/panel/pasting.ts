import * as l10n from '@vscode/l10n';
import { AUTH_METHOD } from '../../core/catalog/types/rest';
import { integrationType } from '../../core/catalog/registry';
import { propertyId, type FormModel } from './model';
import { readPastedRequest, type PastedAuth } from '../paste/pastedRequest';

/**
 * Fills a new form from a pasted request: the type becomes REST, the address, user and secret go to their fields.
 * @returns what happened, for the user; never with a value of a secret in it.
 */
export function pasteRequest(model: FormModel, text: string): { readonly ok: boolean; readonly message: string } {
  const request = readPastedRequest(text);
  if (!request)
    return {
      ok: false,
      message: l10n.t('This is neither a cURL command nor a Postman request. Copy one of them and try again.'),
    };
  if (!model.change('type', 'rest'))
    return { ok: false, message: l10n.t('A request can be pasted into a new integration only.') };
  model.change(propertyId('endpointPrefix'), request.url);
  const { auth } = request;
  model.change(propertyId(AUTH_METHOD), auth.kind);
  if (request.name !== undefined) model.change('name', request.name);
  return {
    ok: true,
    message: [
      credentialTaken(model, auth),
      ...(request.url === '' ? [l10n.t('Its address is a variable and not part of it.')] : []),
    ].join(' '),
  };
}

/** Puts the user and the secret where they belong; says where, or what is still to be entered. */
function credentialTaken(model: FormModel, auth: PastedAuth): string {
  if (auth.kind === 'none') return l10n.t('Filled from the request. It carries no credential.');
  if (auth.kind === 'basic') model.change(propertyId('username'), auth.username);
  const key = auth.kind === 'basic' ? 'password' : 'token';
  const secret = auth.kind === 'basic' ? auth.password : auth.token;
  model.typeSecret(propertyId(key), secret);
  const label = integrationType('rest').fields.find((field) => field.key === key)?.label ?? key;
  return secret === ''
    ? l10n.t('Filled from the request. Its secret is not part of it.')
    : l10n.t('Filled from the request. Its secret went straight to “{0}”.', label);
}
