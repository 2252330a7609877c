import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasErrors, validate, type ValidateOptions } from '../../../src/core/catalog/validate';
import { integrationType, integrationTypes } from '../../../src/core/catalog/registry';
import type { FieldIssue, FieldValues } from '../../../src/core/catalog/model';

const good: Readonly<Record<string, FieldValues>> = {
  rest: { endpointPrefix: 'https://api.acme.com/v1', authMethod: 'basic', username: 'cx', password: 'pass-1' },
  zendesk: { endpointPrefix: 'https://acme.zendesk.com/api/v2', username: 'agent@acme.com/token', password: 'tok-1' },
  salesforce: { username: 'cx@acme.com', password: 'p1', securityToken: 't1', consumerKey: 'k1', consumerSecret: 's1' },
};

function check(type: string, values: FieldValues, options: ValidateOptions = {}): readonly FieldIssue[] {
  return validate(integrationType(type), { ...good[type], ...values }, options);
}

/** `severity message` of one field, without advice. */
function findings(type: string, field: string, value: string, options: ValidateOptions = {}): readonly string[] {
  return check(type, { [field]: value }, options)
    .filter((issue) => issue.field === field && issue.severity !== 'advice')
    .map((issue) => `${issue.severity}: ${issue.message}`);
}

function suggestion(type: string, field: string, value: string): string | undefined {
  return check(type, { [field]: value }).find((issue) => issue.field === field && issue.suggestion !== undefined)
    ?.suggestion;
}

/** Texts full of what breaks checks: marks, spaces, delimiters, half surrogate pairs. */
const hostileText = fc.string({
  unit: fc.constantFrom(
    'a',
    'é',
    '\uD800',
    '\u200B',
    '\u00A0',
    '\u202E',
    '\n',
    ' ',
    '/',
    ':',
    '@',
    '?',
    '#',
    '.',
    '%',
    '[',
    '"',
    '<',
    '0',
    '\u{1F600}',
    '\0',
  ),
  maxLength: 40,
});

describe('required values', () => {
  it('passes what is complete', () => {
    for (const [type, values] of Object.entries(good)) {
      const issues = validate(integrationType(type), values).filter((issue) => issue.severity !== 'advice');
      assert.deepEqual(issues, [], type);
    }
  });

  it('asks for every required value of each creatable type', () => {
    const missing = (type: string): readonly string[] =>
      validate(integrationType(type), {})
        .filter((issue) => issue.severity === 'error')
        .map((issue) => issue.field);
    assert.deepEqual(missing('rest'), ['username', 'password']);
    assert.deepEqual(missing('zendesk'), ['endpointPrefix', 'username', 'password']);
    assert.deepEqual(missing('salesforce'), ['username', 'password', 'securityToken', 'consumerKey', 'consumerSecret']);
  });

  it('asks only for what shows', () => {
    assert.deepEqual(findings('rest', 'token', ''), []);
    const token = validate(integrationType('rest'), { endpointPrefix: 'https://a.example.com', authMethod: 'token' });
    assert.deepEqual(
      token.map((issue) => issue.field),
      ['token'],
    );
    assert.deepEqual(
      validate(integrationType('rest'), { endpointPrefix: 'https://a.example.com', authMethod: 'none' }),
      [],
    );
    assert.deepEqual(findings('zendesk', 'interactionFieldId', ''), []);
    assert.deepEqual(
      check('zendesk', { workItems: true })
        .filter((issue) => issue.severity === 'error')
        .map((issue) => issue.field),
      ['interactionFieldId'],
    );
  });

  it('is content with a secret the server holds, and with nothing else it holds', () => {
    assert.deepEqual(findings('rest', 'password', '', { stored: new Set(['password']) }), []);
    assert.deepEqual(findings('rest', 'username', '', { stored: new Set(['username']) }), [
      'error: User name is required.',
    ]);
  });

  it('warns, without blocking, of REST without an address', () => {
    assert.match(findings('rest', 'endpointPrefix', '').join(), /^warning: Without an API URI/);
    assert.equal(hasErrors(check('rest', { endpointPrefix: '' })), false);
  });

  it('refuses a mask as a secret', () => {
    for (const mask of ['****', '••••', '••••••••••'])
      assert.match(findings('rest', 'password', mask).join(), /^error: These are placeholders/);
  });
});

describe('addresses', () => {
  const at = (value: string): readonly string[] => findings('rest', 'endpointPrefix', value);

  it('takes http and https with a host', () => {
    for (const value of [
      'https://api.acme.com',
      'https://api.acme.com:8443/v1/x',
      'https://8.8.8.8/x',
      'https://[2001:db8::1]',
      'https://api.acme.com/',
      'HTTPS://API.acme.com',
      ' https://api.acme.com ',
    ]) {
      assert.deepEqual(at(value), [], value);
    }
  });

  it('asks for https:// and offers it where the rest looks like a host', () => {
    for (const value of ['api.acme.com', 'api.acme.com/v1', 'api.acme.com:8443/v1']) {
      assert.deepEqual(at(value), ['error: An address starts with https://.'], value);
      assert.equal(suggestion('rest', 'endpointPrefix', value), `https://${value}`);
    }
    assert.equal(suggestion('rest', 'endpointPrefix', 'nonsense'), undefined);
    assert.match(at('ftp://api.acme.com').join(), /ftp: cannot be used/);
    assert.match(at('javascript:alert(1)').join(), /javascript: cannot be used/);
    assert.match(at('https:/api.acme.com').join(), /two slashes/);
    assert.match(at('https:///api.acme.com').join(), /two slashes/);
  });

  it('finds what does not belong to an address', () => {
    assert.match(at('https://api acme.com').join(), /no spaces/);
    assert.match(at('https://').join(), /not a complete address/);
    assert.match(at('https://api.acme.com:99999').join(), /not a complete address/);
    assert.match(at('https://api.acme.com/v1?x=1').join(), /“\?”/);
    assert.equal(suggestion('rest', 'endpointPrefix', 'https://api.acme.com/v1?x=1'), 'https://api.acme.com/v1');
    assert.equal(suggestion('rest', 'endpointPrefix', 'https://api.acme.com/v1#top'), 'https://api.acme.com/v1');
    for (const junk of [',', '.', '"', '>', ');', '”']) {
      assert.equal(
        suggestion('rest', 'endpointPrefix', `https://api.acme.com/v1${junk}`),
        'https://api.acme.com/v1',
        junk,
      );
      assert.match(at(`https://api.acme.com/v1${junk}`).join(), /^error: .*does not belong/);
    }
    assert.equal(suggestion('rest', 'endpointPrefix', 'https://api.acme.com/v1//'), 'https://api.acme.com/v1');
    assert.match(at('https://api.acme.com/v1/').join(), /^warning: Leave out the slash/);
  });

  it('refuses credentials in an address without repeating them', () => {
    for (const value of ['https://me:canary-pass@api.acme.com', 'https://canary-token@api.acme.com/x']) {
      const issues = check('rest', { endpointPrefix: value });
      assert.ok(hasErrors(issues));
      assert.equal(JSON.stringify(issues).includes('canary'), false);
    }
    for (const type of ['zendesk', 'salesforce']) {
      const field = type === 'zendesk' ? 'endpointPrefix' : 'loginUrl';
      assert.equal(
        JSON.stringify(check(type, { [field]: 'https://me:canary-pass@acme.zendesk.com/x' })).includes('canary'),
        false,
      );
    }
  });

  it('warns of what CxEngage cannot reach', () => {
    assert.match(at('http://127.0.0.1:8080').join(), /^warning: 127.0.0.1:8080 is this machine/);
    for (const host of [
      '10.0.0.1',
      '192.168.1.1',
      '172.20.0.1',
      '169.254.1.1',
      '[fd00::1]',
      '[fe80::1]',
      'crm.local',
      'intranet',
      'api.corp',
    ]) {
      assert.match(at(`https://${host}/v1`).join(), /^warning: .*inside your network/, host);
    }
    assert.match(at('https://аpi.acme.com').join(), /^warning: .*xn--/);
  });

  it('advises against plain http, save on this machine', () => {
    const advice = (value: string): readonly FieldIssue[] =>
      check('rest', { endpointPrefix: value }).filter((issue) => issue.severity === 'advice');
    assert.equal(advice('http://api.acme.com')[0]?.field, 'endpointPrefix');
    assert.equal(hasErrors(check('rest', { endpointPrefix: 'http://api.acme.com' })), false);
    assert.deepEqual(advice('http://127.0.0.1:8080'), []);
    assert.deepEqual(advice('https://api.acme.com'), []);
  });
});

describe('Zendesk', () => {
  const at = (value: string): readonly string[] => findings('zendesk', 'endpointPrefix', value);

  it('wants the own subdomain and /api/v2', () => {
    for (const host of ['zendesk.com', 'www.zendesk.com', 'subdomain.zendesk.com'])
      assert.match(at(`https://${host}/api/v2`).join(), /^error: Put the subdomain/, host);
    for (const path of ['', '/', '/agent/dashboard', '/api', '/api/v1']) {
      assert.match(
        at(`https://acme.zendesk.com${path}`).join(),
        /error: The address of the Zendesk API ends with \/api\/v2/,
        path,
      );
      assert.equal(
        check('zendesk', { endpointPrefix: `https://acme.zendesk.com${path}` }).find((issue) => issue.suggestion)
          ?.suggestion,
        'https://acme.zendesk.com/api/v2',
      );
    }
    assert.match(at('https://help.acme.com/api/v2').join(), /^warning: help.acme.com is not an address at zendesk.com/);
    assert.match(
      at('https://acme.zendesk.com.evil.example/api/v2').join(),
      /^warning: .*not an address at zendesk.com/,
    );
  });

  it('has one error a field', () => {
    assert.equal(at('acme.zendesk.com').length, 1);
    assert.equal(at('https://acme.zendesk.com/?x').length, 1);
  });

  it('wants an e-mail address, with or without /token, and a field id of digits', () => {
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
      assert.match(at(value).join(), /^warning: .*not where Salesforce/, value);
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

  it('warns of a user name that is no e-mail address', () => {
    assert.match(findings('salesforce', 'username', 'admin').join(), /^warning/);
  });
});

describe('values from a clipboard', () => {
  it('finds invisible characters and offers the value without them', () => {
    assert.match(findings('rest', 'endpointPrefix', 'https://api.acme\u200B.com').join(), /^error: .*U\+200B/);
    assert.equal(suggestion('rest', 'endpointPrefix', 'https://api.acme\u200B.com'), 'https://api.acme.com');
    // With a space in its place the address would be no better.
    for (const gap of ['\u00A0', '\t', '\n'])
      assert.equal(
        suggestion('rest', 'endpointPrefix', `https://api.acme.com${gap}v1`),
        undefined,
        JSON.stringify(gap),
      );
    for (const character of ['\u00A0', '\uFEFF', '\u200E', '\u202E', '\u00AD', '\u2060']) {
      assert.match(
        findings('rest', 'username', `c${character}x`).join(),
        /^warning: Holds an invisible character/,
        character,
      );
    }
    assert.equal(suggestion('rest', 'username', 'service\u00A0user'), 'service user');
    assert.match(findings('rest', 'username', 'a\nb').join(), /^warning: Holds a line break/);
  });

  it('never repeats a secret, not even to mend it', () => {
    for (const value of ['canary\u200Bone', ' canary two', 'canary\nthree', `canary${'x'.repeat(5000)}`]) {
      const issues = check('rest', { password: value }).filter((issue) => issue.field === 'password');
      assert.equal(issues.length, 1, value.slice(0, 20));
      assert.equal(JSON.stringify(issues).includes('canary'), false);
    }
  });

  it('never suggests a value that is worse', () => {
    fc.assert(
      fc.property(fc.constantFrom('endpointPrefix', 'username'), hostileText, (field, value) => {
        const text = field === 'endpointPrefix' ? `https://acme.com/${value}` : value;
        const better = suggestion('rest', field, text);
        if (better !== undefined) assert.ok(better.length <= text.length + 'https://'.length);
      }),
    );
  });
});

describe('numbers, choices, JSON and lengths', () => {
  const email: FieldValues = {
    imapServer: 'i',
    smtpHost: 's',
    smtpPort: '587',
    smtpEncryptionType: 'starttls',
    smtpUser: 'u',
    smtpPassword: 'p1',
  };
  const port = (value: string): readonly string[] =>
    validate(integrationType('email'), { ...email, smtpPort: value }).map((issue) => issue.message);

  it('holds numbers to their range', () => {
    assert.deepEqual(port('1'), []);
    assert.deepEqual(port('65535'), []);
    for (const value of ['0', '65536', '-1', '99999'])
      assert.deepEqual(port(value), ['Enter a number from 1 to 65535.'], value);
    for (const value of ['5.5', 'abc', '1e3', '0x10']) assert.deepEqual(port(value), ['Enter a whole number.'], value);
  });

  it('takes only the values offered', () => {
    assert.deepEqual(
      validate(integrationType('email'), { ...email, smtpEncryptionType: 'SSL' }).map((issue) => issue.field),
      ['smtpEncryptionType'],
    );
    assert.ok(hasErrors(check('rest', { authMethod: 'oauth' })));
  });

  it('wants JSON that parses, and dial parameters that map names to texts', () => {
    const twilio = (globalDialParams: string): readonly string[] =>
      validate(integrationType('twilio'), { accountSid: 'AC1', authToken: 't1', region: 'gll', globalDialParams }).map(
        (issue) => issue.message,
      );
    assert.deepEqual(twilio('{ "a": "b" }'), []);
    assert.deepEqual(twilio('{ "a": '), ['This is not valid JSON.']);
    assert.match(twilio('[1]').join(), /names and texts/);
    assert.match(twilio('{ "a": 1 }').join(), /names and texts/);
  });

  it('holds texts to a length', () => {
    assert.match(findings('rest', 'username', 'x'.repeat(10_000)).join(), /^error: Too long: 10000 characters/);
    const prefix = (extensionPrefix: string): boolean =>
      hasErrors(
        validate(integrationType('twilio'), { accountSid: 'a', authToken: 't1', region: 'gll', extensionPrefix }),
      );
    assert.deepEqual(['12345', '1234', '123456', 'abcde'].map(prefix), [false, true, true, true]);
  });
});

describe('name and description', () => {
  const names = (name: string, existingNames: readonly string[] = []): readonly string[] =>
    check('rest', {}, { general: { name }, existingNames }).map(
      (issue) => `${issue.field} ${issue.severity}: ${issue.message}`,
    );

  it('wants a name of its own', () => {
    assert.deepEqual(names('Orders'), []);
    assert.deepEqual(names('  '), ['name error: Name is required.']);
    assert.match(names('Orders', ['Orders']).join(), /^name error: This tenant already has/);
    assert.match(names(' Orders ', ['Orders']).join(), /^name error/);
    assert.match(names('orders', ['Orders ']).join(), /^name warning: .*capitals or spaces/);
    assert.match(names('x'.repeat(101)).join(), /^name warning: Long names/);
    assert.match(names('x'.repeat(10_000)).join(), /^name error: Too long/);
    assert.match(names('Or\u202Eders').join(), /^name warning: .*U\+202E/);
  });

  it('holds the description to a length', () => {
    assert.deepEqual(check('rest', {}, { general: { name: 'a', description: 'x'.repeat(2000) } }), []);
    assert.ok(hasErrors(check('rest', {}, { general: { name: 'a', description: 'x'.repeat(2001) } })));
  });
});

describe('advice', () => {
  const advice = (type: string, values: FieldValues): readonly FieldIssue[] =>
    check(type, values).filter((issue) => issue.severity === 'advice');

  it('tells Zendesk passwords from tokens, with date and source', () => {
    const [password] = advice('zendesk', { username: 'agent@acme.com' });
    assert.match(password?.message ?? '', /password.*January 2026/);
    assert.equal(password?.source?.date, '2026-01-12');
    const [token] = advice('zendesk', { username: 'agent@acme.com/token' });
    assert.match(token?.message ?? '', /27 October 2026.*30 April 2027/);
    assert.equal(token?.source?.date, '2027-04-30');
  });

  it('tells of the Salesforce flow that ends', () => {
    assert.match(advice('salesforce', {})[0]?.source?.url ?? '', /000886201/);
  });

  it('never blocks, names a CxEngage contact, and cites https pages', () => {
    const all = [...advice('zendesk', { username: 'a@b.com' }), ...advice('zendesk', {}), ...advice('salesforce', {})];
    for (const issue of all) {
      assert.match(issue.message, /ask your CxEngage contact/i);
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

describe('any input', () => {
  it('is checked without an exception, and at most one error a field', function () {
    this.timeout(20_000);
    const anyText = fc.oneof(
      hostileText,
      hostileText.map((text) => `https://acme.zendesk.com/${text}`),
      fc.constantFrom('https://', '://', 'http://[', 'https://%', '\uD800', 'https://a..b', '<img onerror=x>'),
    );
    for (const type of integrationTypes()) {
      fc.assert(
        fc.property(
          fc.dictionary(
            fc.constantFrom(...type.fields.map((field) => field.key), 'other'),
            fc.oneof(anyText, fc.boolean()),
          ),
          (values) => {
            const errors = validate(type, values)
              .filter((issue) => issue.severity === 'error')
              .map((issue) => issue.field);
            assert.equal(new Set(errors).size, errors.length);
          },
        ),
        { numRuns: 60 },
      );
    }
  });
});
