import assert from 'node:assert/strict';
import type { FieldIssue, FieldValues } from '../../../src/core/catalog/model';
import type { JsonObject } from '../../../src/core/base/json';
import { adviceFor } from '../../../src/core/catalog/advice';
import { integrationTypes } from '../../../src/core/catalog/registry';
import { validate } from '../../../src/core/catalog/validate';
import { check, hasErrors } from './findings';

describe('advice', () => {
  const advice = (type: string, values: FieldValues): readonly FieldIssue[] =>
    check(type, values).filter((issue) => issue.severity === 'advice');

  it('tells Zendesk passwords from tokens, with date and source', () => {
    const [password] = advice('zendesk', { username: 'agent@acme.com' });
    assert.match(password?.message ?? '', /passwords.*January 12, 2026.*tokens on October 27, 2026/);
    assert.equal(password?.source?.date, '2026-01-12');
    const [token] = advice('zendesk', { username: 'agent@acme.com/token' });
    assert.match(token?.message ?? '', /July 28, 2026.*30 days.*60 days.*October 27, 2026.*from April 30, 2027/);
    assert.equal(token?.source?.date, '2027-04-30');
  });

  it('tells what Salesforce retires, with date and source', () => {
    const found = advice('salesforce', {}).map(
      ({ field, message, source }) => `${field}: ${message} ${source?.url} ${source?.date}`,
    );
    assert.match(found[0] ?? '', /^password: .*February 20, 2027.*External client apps.*005461976.* 2027-02-20$/);
    assert.ok(found.some((text) => /^securityToken: SOAP login\(\).*Summer ’27.*005132110/.test(text)));
    assert.ok(found.some((text) => /^consumerKey: Since Spring ’26, only Salesforce Support.*005228017/.test(text)));
    assert.ok(
      found.some((text) => text.startsWith('loginUrl: An organization can block sign-in at login.salesforce.com')),
    );
    const atMyDomain = advice('salesforce', { loginUrl: 'https://acme.my.salesforce.com' });
    assert.equal(
      atMyDomain.some(({ field }) => field === 'loginUrl'),
      false,
    );
  });

  it('is known for a saved integration, by its user name', () => {
    const ids = (type: string, properties: JsonObject): readonly string[] =>
      adviceFor({ type, properties }).map(({ id }) => id);
    assert.deepEqual(ids('zendesk', { username: 'agent@acme.com/token' }), ['zendeskToken']);
    assert.deepEqual(ids('zendesk', { username: 'agent@acme.com' }), ['zendeskPassword']);
    assert.equal(ids('salesforce', { username: 'cx@acme.com' })[0], 'salesforcePasswordFlow');
    for (const [type, properties] of [
      ['zendesk', {}],
      ['zendesk', { username: '' }],
      ['rest', { username: 'cx' }],
      ['msteams', { username: 'x' }],
    ] as const)
      assert.deepEqual(ids(type, properties), [], type);
    const [ending] = adviceFor({ type: 'zendesk', properties: { username: 'agent@acme.com/token' } });
    assert.deepEqual(ending?.deadline, { date: '2027-04-30', phrase: 'ends April 30, 2027' });
  });

  it('never blocks, and cites https pages', () => {
    const all = [...advice('zendesk', { username: 'a@b.com' }), ...advice('zendesk', {}), ...advice('salesforce', {})];
    for (const issue of all) {
      assert.match(issue.source?.url ?? '', /^https:\/\//);
      assert.match(issue.source?.date ?? '', /^\d{4}-\d{2}-\d{2}$/);
    }
    assert.equal(hasErrors(all), false);
  });

  it('waits until something was typed', () => {
    for (const type of integrationTypes())
      assert.deepEqual(
        validate(type, {}).filter((issue) => issue.severity === 'advice'),
        [],
        type.id,
      );
  });
});
