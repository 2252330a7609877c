import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { JsonObject } from '../base/json';
import { generalFinding, type TestResponse, type Send } from './exchange';
import type { Finding, Verdict } from './model';
import type { TestScript } from './script';
import { property, withoutSlashAtEnd, type ResponseText } from './text';

const PRODUCTION = 'https://login.salesforce.com';

const granted = v.looseObject({ access_token: v.string(), instance_url: v.nullish(v.string()) });
const denied = v.looseObject({ error: v.string(), error_description: v.nullish(v.string()) });

function notTested(): Finding {
  return { state: 'skipped', detail: l10n.t('Not tested.') };
}

/** Blank means production (API facts e.1). */
function loginUrl(properties: JsonObject): string {
  const typed = withoutSlashAtEnd(property(properties, 'loginUrl'));
  return typed === '' ? PRODUCTION : typed;
}

const FORM = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };

function tokenRequest(properties: JsonObject): string {
  return new URLSearchParams({
    grant_type: 'password',
    client_id: property(properties, 'consumerKey'),
    client_secret: property(properties, 'consumerSecret'),
    username: property(properties, 'username'),
    // Salesforce wants the security token right behind the password.
    password: `${property(properties, 'password')}${property(properties, 'securityToken')}`,
  }).toString();
}

function explain(error: string): string {
  switch (error) {
    case 'invalid_client_id':
      return l10n.t('Salesforce does not recognize this consumer key at this login URL.');
    case 'invalid_client':
      return l10n.t('The consumer secret does not belong to this consumer key.');
    case 'inactive_user':
      return l10n.t('The Salesforce user is not active.');
    case 'invalid_grant':
      return l10n.t(
        'Salesforce rejected the user name with this password and security token. The response is the same where sign-in with user name and password is blocked (organizations created since Summer ’23, external client apps), and for all from February 20, 2027.',
      );
    case 'unsupported_grant_type':
      return l10n.t('Sign-in with user name and password is not offered at this login URL.');
    default:
      return l10n.t('Salesforce did not issue a token ({0}).', error);
  }
}

function judge(response: TestResponse, responseText: ResponseText): Verdict {
  const general = generalFinding(response);
  if (general) return { authentication: general, permissions: notTested() };
  const refusal = v.safeParse(denied, response.json);
  if (refusal.success) {
    const { error, error_description: description } = refusal.output;
    const authentication: Finding = { state: 'failed', detail: explain(responseText.line(error).slice(0, 60)) };
    return {
      authentication,
      permissions: notTested(),
      response: responseText.line(`${error}: ${description ?? ''}`.replace(/: $/u, '')),
    };
  }
  if (!v.is(granted, response.json)) {
    return {
      authentication: {
        state: 'failed',
        detail: l10n.t('The response ({0}) is not from a Salesforce login. Check the login URL.', response.status),
      },
      permissions: notTested(),
    };
  }
  const instance = response.json.instance_url;
  const where = typeof instance === 'string' ? responseText.line(instance) : l10n.t('an unnamed instance');
  return {
    authentication: { state: 'passed', detail: l10n.t('Salesforce issued a token.') },
    permissions: {
      state: 'passed',
      detail: l10n.t('The user may use the API of {0}. Permissions on single objects were not tested.', where),
    },
  };
}

/** The token was for the test only. Its end is a courtesy: a failure changes nothing about the result. */
async function revoke(properties: JsonObject, response: TestResponse, send: Send): Promise<void> {
  if (!v.is(granted, response.json)) return;
  const body = new URLSearchParams({ token: response.json.access_token }).toString();
  await send({ method: 'POST', url: `${loginUrl(properties)}/services/oauth2/revoke`, headers: FORM, body }).catch(
    () => undefined,
  );
}

/** A token request with user name and password at the login URL. */
export const salesforceTest: TestScript = {
  address: loginUrl,
  sent: (properties, responseText) =>
    l10n.t(
      'POST {0} with consumer key, user name and password (OAuth user-name-password flow)',
      responseText.line(`${loginUrl(properties)}/services/oauth2/token`),
    ),
  async judge(properties, send, responseText) {
    const response = await send({
      method: 'POST',
      url: `${loginUrl(properties)}/services/oauth2/token`,
      headers: FORM,
      body: tokenRequest(properties),
    });
    await revoke(properties, response, send);
    return judge(response, responseText);
  },
};
