import * as l10n from '@vscode/l10n';
import { isLoopback } from '../base/loopback';
import { ApiError } from './error';

/** What follows `/v1` in an address copied from a request. Other paths are a gateway's own. */
const API_PATH = /\/v1(?:\/(?:tenants|tokens|login|me)(?:\/.*)?|\/*)$/i;

/**
 * Reads an endpoint's base URL as people write it: without a scheme, with `/v1`, the path of a request or trailing
 * slashes (API facts a). A gateway's own path is kept.
 * @returns origin and path, without a slash at the end.
 * @throws ApiError `refused` for what is no URL, for plain http to anywhere but this machine, and for credentials in the URL.
 */
export function baseUrl(endpoint: string): string {
  const written = endpoint.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(written);
  const host = /^(\[[^\]]*\]|[^/:?#]*)/.exec(written)?.[0] ?? '';
  const address = hasScheme ? written : `${isLoopback(host.toLowerCase()) ? 'http' : 'https'}://${written}`;
  // A word alone is more likely a typo than a server's name.
  const isAddress = hasScheme || host.includes('.') || isLoopback(host.toLowerCase());
  if (!isAddress || !URL.canParse(address))
    throw refused(l10n.t('The endpoint is not a web address. Correct it in the setting “cxengage.endpoints”.'));
  const url = new URL(address);
  const plainLoopback = url.protocol === 'http:' && isLoopback(url.hostname);
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
  return `${url.origin}${url.pathname}`.replace(API_PATH, '').replace(/(?<!\/)\/+$/, '');
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

/** The endpoint of a file as accounts have it; undefined for what is none. */
export function endpointOfFile(address: string): string | undefined {
  try {
    return baseUrl(address);
  } catch {
    return undefined;
  }
}
