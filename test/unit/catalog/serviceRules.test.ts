import assert from 'node:assert/strict';
import { splitZendeskUser } from '../../../src/core/catalog/zendeskRules';
import { check, findings, hasErrors, suggestion } from './findings';

describe('Zendesk', () => {
  const at = (value: string): readonly string[] => findings('zendesk', 'endpointPrefix', value);

  it('requires a real subdomain and /api/v2', () => {
    for (const host of [
      'zendesk.com',
      'www.zendesk.com',
      'subdomain.zendesk.com',
      'yourdomain.zendesk.com',
      'your-subdomain.zendesk.com',
      'your_company.zendesk.com',
      'mycompany.zendesk.com',
    ])
      assert.match(at(`https://${host}/api/v2`).join(), /^error: Enter the subdomain/, host);
    for (const path of ['', '/', '/agent/dashboard', '/api', '/api/v1']) {
      assert.match(
        at(`https://acme.zendesk.com${path}`).join(),
        /error: The URL of the Zendesk API ends with \/api\/v2/,
        path,
      );
      assert.equal(
        check('zendesk', { endpointPrefix: `https://acme.zendesk.com${path}` }).find((issue) => issue.suggestion)
          ?.suggestion,
        'https://acme.zendesk.com/api/v2',
      );
    }
    assert.match(at('https://help.acme.com/api/v2').join(), /^warning: help.acme.com is not at zendesk.com/);
    assert.match(at('https://acme.zendesk.com.evil.example/api/v2').join(), /^warning: .*not at zendesk.com/);
  });

  it('makes the API URL of a subdomain, a host or a page in one step', () => {
    for (const value of [
      'acme',
      'ACME',
      'acme.zendesk.com',
      'http://acme.zendesk.com',
      'http://acme.zendesk.com/api/v2',
      'https://acme.zendesk.com/agent',
      'https://acme.zendesk.com/agent/tickets/12?brand=1#x',
      'https://https://acme.zendesk.com',
      'htps://acme.zendesk.com/api/v2',
      '"acme.zendesk.com"',
      'acme.zendesk.com/api/v2/tickets.json',
      'https:\\\\acme.zendesk.com\\agent',
    ]) {
      assert.match(at(value).join(), /^error/, value);
      assert.equal(suggestion('zendesk', 'endpointPrefix', value), 'https://acme.zendesk.com/api/v2', value);
    }
    for (const value of [
      'subdomain',
      '{{subdomain}}',
      'me:canary@acme.zendesk.com',
      'acme_1',
      'localhost',
      'two words',
    ])
      assert.equal(suggestion('zendesk', 'endpointPrefix', value), undefined, value);
  });

  it('knows what no subdomain is', () => {
    assert.match(at('https://acme_1.zendesk.com/api/v2').join(), /^error: .*no underscore/);
    assert.match(at('https://login.zendesk.com/api/v2').join(), /^warning: .*belongs to Zendesk/);
  });

  it('offers the usual form of a user name', () => {
    for (const value of [
      'agent@acme.com/Token',
      'agent@acme.com/token/',
      'agent@acme.com /token',
      'agent@acme.com%2Ftoken',
      'agent@acme.com\\token',
      'agent@acme.com/api_token',
      'mailto:agent@acme.com/token',
    ]) {
      assert.match(findings('zendesk', 'username', value).join(), /^warning: Zendesk expects/, value);
      assert.equal(suggestion('zendesk', 'username', value), 'agent@acme.com/token', value);
    }
    assert.equal(suggestion('zendesk', 'username', 'mailto:agent@acme.com'), 'agent@acme.com');
    assert.equal(suggestion('zendesk', 'username', 'Ada <agent@acme.com>'), 'agent@acme.com');
  });

  it('does not take a user name with a credential in it, and never repeats the credential', () => {
    for (const [value, user] of [
      ['agent@acme.com/token:canary-1', 'agent@acme.com/token'],
      ['agent@acme.com/Token: canary-1', 'agent@acme.com/token'],
      ['agent@acme.com:canary-1', 'agent@acme.com'],
      ['mailto:agent@acme.com/token:canary-1', 'agent@acme.com/token'],
    ] as const) {
      const issues = check('zendesk', { username: value });
      assert.match(findings('zendesk', 'username', value).join(), /^error: The part after “:” is a credential/, value);
      assert.equal(suggestion('zendesk', 'username', value), user, value);
      assert.equal(JSON.stringify(issues).includes('canary'), false, value);
      assert.deepEqual(splitZendeskUser(value), { username: user, secret: 'canary-1' });
    }
    assert.equal(splitZendeskUser('agent@acme.com/token'), undefined);
    assert.equal(splitZendeskUser('agent@acme.com/token:'), undefined);
  });

  it('has one error a field', () => {
    assert.equal(at('acme.zendesk.com').length, 1);
    assert.equal(at('https://acme.zendesk.com/?x').length, 1);
  });

  it('requires an e-mail address, with or without /token, and a numeric field ID', () => {
    assert.match(findings('zendesk', 'username', 'agent').join(), /^warning: A Zendesk user name/);
    assert.deepEqual(findings('zendesk', 'username', 'agent@acme.com'), []);
    const withId = (id: string): boolean => hasErrors(check('zendesk', { workItems: true, interactionFieldId: id }));
    assert.equal(withId('360012345678'), false);
    assert.equal(withId('custom_field_1'), true);
  });
});

describe('Salesforce', () => {
  const at = (value: string): readonly string[] => findings('salesforce', 'loginUrl', value);

  it('knows where Salesforce signs users in', () => {
    for (const host of [
      'login.salesforce.com',
      'test.salesforce.com',
      'acme.my.salesforce.com',
      'acme--uat.sandbox.my.salesforce.com',
    ])
      assert.deepEqual(at(`https://${host}`), [], host);
    for (const value of [
      'https://acme.example.com',
      'https://salesforce.com',
      'https://login.salesforce.com.evil.example',
    ])
      assert.match(at(value).join(), /^warning: Salesforce does not sign users in at/, value);
    assert.equal(
      suggestion('salesforce', 'loginUrl', 'https://acme.lightning.force.com/lightning/page/home'),
      'https://acme.my.salesforce.com',
    );
    assert.equal(
      suggestion('salesforce', 'loginUrl', 'https://acme--uat.sandbox.lightning.force.com'),
      'https://acme--uat.sandbox.my.salesforce.com',
    );
    assert.equal(
      suggestion('salesforce', 'loginUrl', 'https://login.salesforce.com/services/oauth2'),
      'https://login.salesforce.com',
    );
  });

  it('offers https, because Salesforce accepts nothing else', () => {
    for (const host of ['login.salesforce.com', 'test.salesforce.com', 'acme.my.salesforce.com']) {
      assert.match(at(`http://${host}`).join(), /^error: Salesforce accepts https only/, host);
      assert.equal(suggestion('salesforce', 'loginUrl', `http://${host}/x`), `https://${host}`);
    }
  });

  it('notices a sandbox user at the production login', () => {
    const notices = (username: string, loginUrl = ''): boolean =>
      check('salesforce', { username, loginUrl }).some(
        (issue) => issue.severity === 'warning' && issue.message.includes('Salesforce sandbox'),
      );
    for (const user of ['cx@acme.com.uat', 'cx@acme.org.fullcopy', 'cx@acme.de.dev2', 'cx@acme.co.uk.sandbox'])
      assert.ok(notices(user) && notices(user, 'https://login.salesforce.com'), user);
    assert.ok(notices('cx@acme.com.uat', 'https://acme.my.salesforce.com'));
    for (const url of [
      'https://test.salesforce.com',
      'https://acme--uat.sandbox.my.salesforce.com',
      'https://acme--uat.my.salesforce.com',
    ])
      assert.equal(notices('cx@acme.com.uat', url), false, url);
    for (const user of ['cx@acme.com', 'cx@acme.co.uk', 'cx@acme.com.au', 'cx@mail.acme.com', 'cx@eu.acme.company'])
      assert.equal(notices(user), false, user);
  });

  it('notices a password that ends with the security token, without repeating either', () => {
    const issues = check('salesforce', { password: 'canary-pwTOKEN1', securityToken: 'TOKEN1' });
    assert.ok(
      issues.some(
        ({ field, severity, message }) => field === 'password' && severity === 'warning' && message.includes('twice'),
      ),
    );
    assert.equal(/canary|TOKEN1/.test(JSON.stringify(issues)), false);
    assert.deepEqual(findings('salesforce', 'password', 'other'), []);
  });

  it('warns of a user name that is no e-mail address', () => {
    assert.match(findings('salesforce', 'username', 'admin').join(), /^warning/);
  });
});
