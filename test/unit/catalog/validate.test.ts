import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FieldValues } from '../../../src/core/catalog/model';
import { integrationType, integrationTypes } from '../../../src/core/catalog/registry';
import { validate } from '../../../src/core/catalog/validate';
import { check, findings, good, hasErrors, suggestion } from './findings';

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
        /^warning: Contains an invisible character/,
        character,
      );
    }
    assert.equal(suggestion('rest', 'username', 'service\u00A0user'), 'service user');
    assert.match(findings('rest', 'username', 'a\nb').join(), /^warning: Contains a line break/);
  });

  it('notices what is pasted along with a secret', () => {
    const token = (value: string): string =>
      check('rest', { authMethod: 'token', token: value })
        .filter((issue) => issue.field === 'token')
        .map((issue) => `${issue.severity}: ${issue.message}`)
        .join();
    for (const value of ['Bearer abc', 'bearer  abc', 'Basic YWJj'])
      assert.match(token(value), /^warning: Starts with the word/, value);
    for (const value of ['Authorization: Bearer abc', 'authorization:abc', 'X-Api-Key: abc', 'Cookie: Bearer abc'])
      assert.match(token(value), /^warning: This is a whole header/, value);
    for (const value of ['"abc"', "'abc'", '`abc`', '“abc”'])
      assert.match(token(value), /^warning: Has quotation marks/, value);
    for (const value of [
      '{{token}}',
      'Bearer {{token}}',
      '${TOKEN}',
      '$API_TOKEN',
      '%TOKEN%',
      '<token>',
      '[your token]',
      'YOUR_API_KEY',
      'your-token-here',
      'INSERT_TOKEN_HERE',
      'changeme',
      'xxxxxxxx',
    ])
      assert.match(token(value), /^warning: This looks like a placeholder/, value);
    assert.match(token(' abc'), /^warning: .*left out/);
    for (const value of ['abc', 'Token abc', 'a{b}c', 'abc\n', 'sk_live_{x']) assert.equal(token(value), '', value);
    assert.match(findings('rest', 'password', ' abc').join(), /^warning: .*unless it belongs/);
    assert.match(findings('rest', 'username', '{{user}}').join(), /^warning: “{{user}}” is a placeholder/);
  });

  it('never repeats a secret, not even to correct it', () => {
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

  it('requires valid JSON, and dial parameters that map names to texts', () => {
    const twilio = (globalDialParams: string): readonly string[] =>
      validate(integrationType('twilio'), { accountSid: 'AC1', authToken: 't1', region: 'gll', globalDialParams }).map(
        (issue) => issue.message,
      );
    assert.deepEqual(twilio('{ "a": "b" }'), []);
    assert.deepEqual(twilio('{ "a": '), ['This is not valid JSON.']);
    assert.match(twilio('[1]').join(), /names and values/);
    assert.match(twilio('{ "a": 1 }').join(), /names and values/);
    assert.deepEqual(twilio('[["a","b"],["A","c"],["",""]]'), [], 'names keep their case; an empty row says nothing');
    assert.match(twilio('[["a","b"],[" a","c"]]').join(), /“a” is there twice/);
    assert.match(twilio('[["","canary-value"]]').join(), /^A value has no name/);
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
