import * as l10n from '@vscode/l10n';
import { integrationType } from '../catalog/registry';
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
  return bringsItsWord(token) ? token : `Bearer ${token}`;
}

function bringsItsWord(token: string): boolean {
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
  const name = integrationType('rest').fields.find((field) => field.key === 'token')?.label ?? '';
  return l10n.t(
    '“{0}” holds a line break or a character that cannot be sent, maybe from pasting. Nothing was sent.',
    name,
  );
}

function sentText(properties: JsonObject, url: string): string {
  const method = methodOf(properties);
  if (method === 'none') return l10n.t('GET {0} without authentication', url);
  if (method === 'basic') return l10n.t('GET {0} with user name and password (HTTP Basic)', url);
  if (bringsItsWord(property(properties, 'token'))) {
    return l10n.t(
      'GET {0} with “Authorization: ••••”, the token as it is, because it brings a word of its own. How CxEngage itself sends the token is not documented.',
      url,
    );
  }
  return l10n.t(
    'GET {0} with the token as “Authorization: Bearer ••••”. How CxEngage itself sends the token is not documented.',
    url,
  );
}

function judgeStatus(answer: TestResponse, method: Method): Verdict {
  const { status } = answer;
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
    return { authentication: failed(detail), rights: notTested };
  }
  const taken =
    method === 'none'
      ? skipped(l10n.t('No authentication is used.'))
      : passed(l10n.t('The service did not object to the credentials.'));
  if (status === 403)
    return {
      authentication: taken,
      rights: failed(
        l10n.t('The service refuses this request (403): a permission is missing, or the credentials are wrong.'),
      ),
    };
  if (status >= 400) {
    const unsure =
      method === 'none'
        ? taken
        : warning(
            l10n.t('Not certain: the service answered {0} before or without looking at the credentials.', status),
          );
    return {
      authentication: unsure,
      rights: warning(
        l10n.t('Nothing answers at the address itself ({0}), as with many services. Flows add a path to it.', status),
      ),
    };
  }
  if (/^text\/html/iu.test(answer.contentType)) {
    return {
      authentication: taken,
      rights: warning(l10n.t('The answer ({0}) is a web page. Check that this is the address of an API.', status)),
    };
  }
  return { authentication: taken, rights: passed(l10n.t('The service answered {0}.', status)) };
}

/** `GET` on the address with the chosen authentication. */
export const restTest: TestScript = {
  address: (properties) => property(properties, 'endpointPrefix'),
  sent: (properties, speech) => sentText(properties, speech.line(property(properties, 'endpointPrefix'))),
  obstacle,
  async judge(properties, send, speech) {
    const header = authorization(properties);
    const answer = await send({
      method: 'GET',
      url: property(properties, 'endpointPrefix'),
      headers: { accept: 'application/json, */*;q=0.5', ...(header === undefined ? {} : { authorization: header }) },
    });
    const said = answer.status >= 400 ? speech.body(answer.text) : '';
    const general = generalFinding(answer);
    const verdict = general
      ? { authentication: general, rights: { state: 'skipped' as const, detail: l10n.t('Not tested.') } }
      : judgeStatus(answer, methodOf(properties));
    return { ...verdict, ...(said === '' ? {} : { said }) };
  },
};
