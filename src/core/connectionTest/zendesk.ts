import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { JsonObject } from '../base/json';
import { generalFinding, type TestResponse, type Send } from './exchange';
import type { Finding, Verdict } from './model';
import type { TestScript } from './script';
import { basicAuthorization, property, withoutSlashAtEnd, type ResponseText } from './text';

/** An anonymous caller is answered 200 too, with a user without id. */
const me = v.looseObject({
  user: v.looseObject({ id: v.nullish(v.number()), name: v.nullish(v.string()), role: v.nullish(v.string()) }),
});

function notTested(): Finding {
  return { state: 'skipped', detail: l10n.t('Not tested.') };
}

function prefix(properties: JsonObject): string {
  return withoutSlashAtEnd(property(properties, 'endpointPrefix'));
}

function refused(answer: TestResponse, usesToken: boolean): Verdict | undefined {
  const general = generalFinding(answer);
  if (general) return { authentication: general, rights: notTested() };
  if (answer.status === 401) {
    const detail = usesToken
      ? l10n.t(
          'Zendesk rejected this user with this API token (401). It deactivates tokens that were not used for 30 days; an administrator can activate one again within 60 days.',
        )
      : l10n.t(
          'Zendesk rejected this user with this password (401). It stopped accepting passwords for its API on January 12, 2026.',
        );
    return { authentication: { state: 'failed', detail }, rights: notTested() };
  }
  if (answer.status === 403) {
    const authentication: Finding = { state: 'passed', detail: l10n.t('Zendesk knows the user.') };
    return {
      authentication,
      rights: {
        state: 'failed',
        detail: l10n.t('Zendesk refuses this user (403): suspended, or without access to the API.'),
      },
    };
  }
  return answer.status >= 400
    ? {
        authentication: {
          state: 'failed',
          detail: l10n.t('This is not the API of a Zendesk ({0}). Check the address.', answer.status),
        },
        rights: notTested(),
      }
    : undefined;
}

async function checkField(properties: JsonObject, authorization: string, send: Send): Promise<Finding | undefined> {
  const id = property(properties, 'interactionFieldId').trim();
  if (properties.workItems !== true || id === '') return undefined;
  const answer = await send({
    method: 'GET',
    url: `${prefix(properties)}/ticket_fields/${encodeURIComponent(id)}.json`,
    headers: { accept: 'application/json', authorization },
  });
  if (answer.status === 404)
    return { state: 'failed', detail: l10n.t('Zendesk has no ticket field with the ID {0}.', id) };
  return answer.status < 300
    ? undefined
    : { state: 'warning', detail: l10n.t('The ticket field {0} could not be looked up ({1}).', id, answer.status) };
}

function judgeUser(answer: TestResponse, speech: ResponseText): Verdict {
  const parsed = v.safeParse(me, answer.json);
  if (!parsed.success) {
    return {
      authentication: {
        state: 'failed',
        detail: l10n.t('The answer ({0}) does not come from the API of a Zendesk. Check the address.', answer.status),
      },
      rights: notTested(),
    };
  }
  const { id, name, role } = parsed.output.user;
  if (typeof id !== 'number') {
    return {
      authentication: {
        state: 'failed',
        detail: l10n.t('Zendesk treated the request as anonymous: it ignored the credentials.'),
      },
      rights: notTested(),
    };
  }
  const authentication: Finding = {
    state: 'passed',
    detail: l10n.t('Signed in as {0}.', speech.line(name ?? String(id))),
  };
  if (role === 'end-user')
    return {
      authentication,
      rights: { state: 'failed', detail: l10n.t('The user is an end user. CxEngage needs an agent or administrator.') },
    };
  return {
    authentication,
    rights: { state: 'passed', detail: l10n.t('The user’s role is {0}.', speech.line(role ?? '?')) },
  };
}

/** `GET users/me.json`, then the ticket field for work items when one is named. */
export const zendeskTest: TestScript = {
  address: prefix,
  sent: (properties, speech) =>
    l10n.t(
      'GET {0} with user name and password or token (HTTP Basic)',
      speech.line(`${prefix(properties)}/users/me.json`),
    ),
  secondCall: 'rights',
  async judge(properties, send, speech) {
    const username = property(properties, 'username');
    const authorization = basicAuthorization(username, property(properties, 'password'));
    const answer = await send({
      method: 'GET',
      url: `${prefix(properties)}/users/me.json`,
      headers: { accept: 'application/json', authorization },
    });
    const said = answer.status >= 400 ? speech.body(answer.text) : '';
    const verdict = refused(answer, username.endsWith('/token')) ?? judgeUser(answer, speech);
    const field = verdict.rights.state === 'passed' ? await checkField(properties, authorization, send) : undefined;
    return { ...verdict, ...(field ? { rights: field } : {}), ...(said === '' ? {} : { said }) };
  },
};
