import * as l10n from '@vscode/l10n';
import { ApiError } from './error';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Reads an endpoint's base URL, with or without `/v1` and trailing slashes (API facts a).
 * @returns origin and path, without a slash at the end.
 * @throws ApiError `refused` for what is no URL, for plain http to anywhere but this machine, and for credentials in the URL.
 */
export function baseUrl(endpoint: string): string {
  if (!URL.canParse(endpoint))
    throw refused(l10n.t('The endpoint is not a web address. Correct it in the setting “cxengage.endpoints”.'));
  const url = new URL(endpoint);
  const plainLoopback = url.protocol === 'http:' && LOOPBACK.test(url.hostname);
  if (url.protocol !== 'https:' && !plainLoopback) {
    throw refused(
      l10n.t('Nothing is sent to {0} without encryption. Give the endpoint’s address with https.', url.host),
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw refused(
      l10n.t(
        'The address of {0} holds a user name or password. Take it out of the setting “cxengage.endpoints” and sign in instead.',
        url.host,
      ),
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/v1$/, '');
}

function refused(message: string): ApiError {
  return new ApiError('refused', message, { noEffect: true });
}

/**
 * One part of a path. Ids come from command arguments and files as well as from the server.
 * @throws ApiError `refused` for what would name another resource (`..`) or none.
 */
export function pathPart(id: string): string {
  if (id === '' || id === '.' || id === '..' || id.length > 200) {
    throw refused(l10n.t('This is not an ID of CxEngage. Choose the entry in the Tenants view.'));
  }
  try {
    return encodeURIComponent(id);
  } catch {
    // A lone surrogate has no UTF-8 form.
    throw refused(l10n.t('This is not an ID of CxEngage. Choose the entry in the Tenants view.'));
  }
}
