import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { JsonObject } from '../base/json';
import { generalFinding, type TestResponse, type Send } from './exchange';
import type { Finding, Verdict } from './model';
import type { TestScript } from './script';
import { basicAuthorization, property, withoutSlashAtEnd, type ResponseText } from './text';

/** An anonymous caller gets 200 too, with a user without an id. */
const me = v.looseObject({
  user: v.looseObject({ id: v.nullish(v.number()), name: v.nullish(v.string()), role: v.nullish(v.string()) }),
});

function notTested(): Finding {
  return { state: 'skipped', detail: l10n.t('Not tested.') };
}

function prefix(properties: JsonObject): string {
  return withoutSlashAtEnd(property(properties, 'endpointPrefix'));
}

function refused(response: TestResponse, usesToken: boolean): Verdict | undefined {
  const general = generalFinding(response);
  if (general) return { authentication: general, permissions: notTested() };
  if (response.status === 401) {
    const detail = usesToken
      ? l10n.t(
          'Zendesk rejected this user with this API token (401). It deactivates tokens that were not used for 30 days; an administrator can activate one again within 60 days.',
        )
      : l10n.t(
          'Zendesk rejected this user with this password (401). It stopped accepting passwords for its API on January 12, 2026.',
        );
    return { authentication: { state: 'failed', detail }, permissions: notTested() };
  }
  if (response.status === 403) {
    const authentication: Finding = { state: 'passed', detail: l10n.t('Zendesk recognized the user.') };
    return {
      authentication,
      permissions: {
        state: 'failed',
        detail: l10n.t('Zendesk rejected this user (403): suspended, or without access to the API.'),
      },
    };
  }
  return response.status >= 400
    ? {
        authentication: {
          state: 'failed',
          detail: l10n.t('This is not a Zendesk API ({0}). Check the URL.', response.status),
        },
        permissions: notTested(),
      }
    : undefined;
}

async function checkField(properties: JsonObject, authorization: string, send: Send): Promise<Finding | undefined> {
  const id = property(properties, 'interactionFieldId').trim();
  if (properties.workItems !== true || id === '') return undefined;
  const response = await send({
    method: 'GET',
    url: `${prefix(properties)}/ticket_fields/${encodeURIComponent(id)}.json`,
    headers: { accept: 'application/json', authorization },
  });
  if (response.status === 404)
    return { state: 'failed', detail: l10n.t('Zendesk has no ticket field with the ID {0}.', id) };
  return response.status < 300
    ? undefined
    : { state: 'warning', detail: l10n.t('The ticket field {0} could not be looked up ({1}).', id, response.status) };
}

function judgeUser(response: TestResponse, responseText: ResponseText): Verdict {
  const parsed = v.safeParse(me, response.json);
  if (!parsed.success) {
    return {
      authentication: {
        state: 'failed',
        detail: l10n.t('The response ({0}) is not from a Zendesk API. Check the URL.', response.status),
      },
      permissions: notTested(),
    };
  }
  const { id, name, role } = parsed.output.user;
  if (typeof id !== 'number') {
    return {
      authentication: {
        state: 'failed',
        detail: l10n.t('Zendesk treated the request as anonymous: it ignored the credentials.'),
      },
      permissions: notTested(),
    };
  }
  const authentication: Finding = {
    state: 'passed',
    detail: l10n.t('Signed in as {0}.', responseText.line(name ?? String(id))),
  };
  if (role === 'end-user')
    return {
      authentication,
      permissions: {
        state: 'failed',
        detail: l10n.t('The user is an end user. CxEngage needs an agent or administrator.'),
      },
    };
  return {
    authentication,
    permissions: { state: 'passed', detail: l10n.t('The user’s role is {0}.', responseText.line(role ?? '?')) },
  };
}

/** `GET users/me.json`, then the ticket field for work items when one is named. */
export const zendeskTest: TestScript = {
  address: prefix,
  sent: (properties, responseText) =>
    l10n.t(
      'GET {0} with user name and password or token (HTTP Basic)',
      responseText.line(`${prefix(properties)}/users/me.json`),
    ),
  secondCall: 'permissions',
  async judge(properties, send, responseText) {
    const username = property(properties, 'username');
    const authorization = basicAuthorization(username, property(properties, 'password'));
    const response = await send({
      method: 'GET',
      url: `${prefix(properties)}/users/me.json`,
      headers: { accept: 'application/json', authorization },
    });
    const quoted = response.status >= 400 ? responseText.body(response.text) : '';
    const verdict = refused(response, username.endsWith('/token')) ?? judgeUser(response, responseText);
    const field =
      verdict.permissions.state === 'passed' ? await checkField(properties, authorization, send) : undefined;
    return { ...verdict, ...(field ? { permissions: field } : {}), ...(quoted === '' ? {} : { response: quoted }) };
  },
};
