import * as l10n from '@vscode/l10n';
import { integrationType } from '../catalog/registry';
import { fieldLabel } from '../catalog/values';
import type { JsonObject } from '../base/json';
import { generalFinding, type TestResponse } from './exchange';
import type { Finding, Verdict } from './model';
import type { TestScript } from './script';
import { basicAuthorization, property } from './text';

type Method = 'basic' | 'token' | 'none';

function methodOf(properties: JsonObject): Method {
  if (property(properties, 'token') !== '') return 'token';
  return property(properties, 'username') !== '' ? 'basic' : 'none';
}

/**
 * How CxEngage puts the token on the wire is not documented (API facts e.1 name no header). The test uses the usual
 * `Bearer`, or the token as it is when it brings a word of its own, and says so.
 */
function authorization(properties: JsonObject): string | undefined {
  const method = methodOf(properties);
  if (method === 'none') return undefined;
  if (method === 'basic') return basicAuthorization(property(properties, 'username'), property(properties, 'password'));
  const token = property(properties, 'token');
  return hasScheme(token) ? token : `Bearer ${token}`;
}

function hasScheme(token: string): boolean {
  return /^[A-Za-z]+ /u.test(token);
}

/**
 * A header takes neither line breaks nor characters beyond Latin-1: the call would fail before it left this machine. It
 * loses a space at its end, so that the test would try something else than what is stored.
 */
function obstacle(properties: JsonObject): string | undefined {
  const header = authorization(properties) ?? '';
  if (/^\s|\s$/u.test(header))
    return l10n.t('“Token” starts or ends with a space, which no request can carry. Nothing was sent. Enter it again.');
  if (!/[^\t\u0020-\u007E\u0080-\u00FF]/u.test(header)) return undefined;
  return l10n.t(
    '“{0}” holds a line break or a character that cannot be sent, maybe from pasting. Nothing was sent.',
    fieldLabel(integrationType('rest'), 'token'),
  );
}

function sentText(properties: JsonObject, url: string): string {
  const method = methodOf(properties);
  if (method === 'none') return l10n.t('GET {0} without authentication', url);
  if (method === 'basic') return l10n.t('GET {0} with user name and password (HTTP Basic)', url);
  if (hasScheme(property(properties, 'token'))) {
    return l10n.t(
      'GET {0} with “Authorization: ••••”, the token as it is, because it begins with a scheme. How CxEngage sends the token is not documented.',
      url,
    );
  }
  return l10n.t(
    'GET {0} with the token as “Authorization: Bearer ••••”. How CxEngage sends the token is not documented.',
    url,
  );
}

function judgeStatus(response: TestResponse, method: Method): Verdict {
  const { status } = response;
  const passed = (detail: string): Finding => ({ state: 'passed', detail });
  const failed = (detail: string): Finding => ({ state: 'failed', detail });
  const warning = (detail: string): Finding => ({ state: 'warning', detail });
  const skipped = (detail: string): Finding => ({ state: 'skipped', detail });
  const notTested = skipped(l10n.t('Not tested.'));
  if (status === 401) {
    const detail =
      method === 'none'
        ? l10n.t('The service requires authentication (401).')
        : l10n.t('The service rejected these credentials (401).');
    return { authentication: failed(detail), permissions: notTested };
  }
  const taken =
    method === 'none'
      ? skipped(l10n.t('No authentication is used.'))
      : status >= 400
        ? warning(l10n.t('Not certain: the service responded {0}, maybe without checking the credentials.', status))
        : passed(l10n.t('The service accepted the credentials.'));
  if (status === 403)
    return {
      authentication: taken,
      permissions: failed(
        method === 'none'
          ? l10n.t('The service rejected this request (403). It may require authentication.')
          : l10n.t('The service rejected this request (403): a permission is missing, or the credentials are wrong.'),
      ),
    };
  if (status >= 400) {
    return {
      authentication: taken,
      permissions: warning(
        l10n.t('The base URL itself returns {0}, as with many services. Flows add a path to it.', status),
      ),
    };
  }
  if (/^text\/html/iu.test(response.contentType)) {
    return {
      authentication: taken,
      permissions: warning(l10n.t('The response ({0}) is a web page. Check that this is the URL of an API.', status)),
    };
  }
  return { authentication: taken, permissions: passed(l10n.t('The service responded {0}.', status)) };
}

/** `GET` on the address with the chosen authentication. */
export const restTest: TestScript = {
  address: (properties) => property(properties, 'endpointPrefix'),
  sent: (properties, responseText) => sentText(properties, responseText.line(property(properties, 'endpointPrefix'))),
  obstacle,
  async judge(properties, send, responseText) {
    const header = authorization(properties);
    const response = await send({
      method: 'GET',
      url: property(properties, 'endpointPrefix'),
      headers: { accept: 'application/json, */*;q=0.5', ...(header === undefined ? {} : { authorization: header }) },
    });
    const quoted = response.status >= 400 ? responseText.body(response.text) : '';
    const general = generalFinding(response);
    const verdict = general
      ? { authentication: general, permissions: { state: 'skipped' as const, detail: l10n.t('Not tested.') } }
      : judgeStatus(response, methodOf(properties));
    return { ...verdict, ...(quoted === '' ? {} : { response: quoted }) };
  },
};
