import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changedProperties } from '../../../src/core/catalog/wire';
import { integrationType } from '../../../src/core/catalog/registry';
import { validate } from '../../../src/core/catalog/validate';
import { cutOutSecrets } from '../../../src/core/catalog/cutOutSecrets';

const read = {
  applicationId: 'app-1',
  clientSecret: 'canary-secret',
  enabled: true,
  port: 8080,
  retries: '3',
  tokenUrl: 'https://login.example.com/token',
  options: { retry: 2, list: [1, 'two'] },
  sdkVersion: '1.2',
  empty: null,
};

describe('a type the catalogue does not know', () => {
  it('gets a field for every property read, secret-looking ones masked', () => {
    const fields = integrationType('msteams', read).fields;
    assert.deepEqual(Object.fromEntries(fields.map((field) => [field.key, field.kind])), {
      applicationId: 'text',
      enabled: 'boolean',
      port: 'number',
      retries: 'text',
      tokenUrl: 'text',
      options: 'json',
      sdkVersion: 'text',
      empty: 'text',
      clientSecret: 'text',
    });
    assert.deepEqual(
      fields.filter((field) => field.secret).map((field) => field.key),
      ['clientSecret'],
    );
    assert.deepEqual(
      fields.filter((field) => field.readOnly).map((field) => field.key),
      ['sdkVersion'],
    );
  });

  it('gets the same fields when the secrets were cut out before', () => {
    const { properties, secrets } = cutOutSecrets('msteams', read);
    assert.deepEqual(secrets, { clientSecret: true });
    assert.deepEqual(
      new Set(integrationType('msteams', properties, secrets).fields),
      new Set(integrationType('msteams', read).fields),
    );
  });

  it('sends back precisely the keys read, less sdkVersion', () => {
    const type = integrationType('msteams', read);
    const sent = type.toProperties({ ...type.toValues(read), clientSecret: 'canary-secret' });
    assert.deepEqual(sent, {
      applicationId: 'app-1',
      clientSecret: 'canary-secret',
      enabled: true,
      port: 8080,
      retries: '3',
      tokenUrl: 'https://login.example.com/token',
      options: { retry: 2, list: [1, 'two'] },
      empty: '',
    });
  });

  it('shows nested values without the secrets in them, and does not let them be changed', () => {
    const nested = { login: { user: 'u', password: 'canary-nested', keys: [{ apiKey: 'canary-deep' }] } };
    const masked = cutOutSecrets('msteams', nested);
    assert.deepEqual(masked, {
      properties: { login: { user: 'u', keys: [{}] } },
      secrets: { 'login.password': true, 'login.keys.0.apiKey': true },
    });
    for (const type of [
      integrationType('msteams', nested),
      integrationType('msteams', masked.properties, masked.secrets),
    ]) {
      assert.equal(type.fields[0]?.readOnly, true);
      assert.equal(JSON.stringify(type.toValues(nested)).includes('canary'), false);
      assert.deepEqual(changedProperties(type, type.toValues(nested), { login: '{}' }), {
        properties: {},
        secrets: {},
      });
    }
  });

  it('shows only the structure of a value under a secret key', () => {
    const nested = {
      credentials: { user: 'canary-user', list: ['canary-a', 'canary-b'] },
      token: ['canary-c'],
      secret: {},
    };
    const masked = cutOutSecrets('msteams', nested);
    assert.deepEqual(masked.properties, { credentials: { list: [] }, token: [], secret: {} });
    assert.deepEqual(masked.secrets, {
      'credentials.user': true,
      'credentials.list.0': true,
      'credentials.list.1': true,
      'token.0': true,
    });
    for (const type of [
      integrationType('msteams', nested),
      integrationType('msteams', masked.properties, masked.secrets),
    ]) {
      assert.deepEqual(
        type.fields.map((field) => [field.key, field.kind, field.readOnly]),
        [
          ['credentials', 'json', true],
          ['token', 'json', true],
          ['secret', 'json', true],
        ],
      );
      assert.equal(JSON.stringify(type.toValues(nested)).includes('canary'), false);
    }
  });

  it('locks a nested value of a known type too', () => {
    const type = integrationType('twilio', { globalDialParams: { authToken: 'canary-dial' } });
    assert.equal(type.fields.find((field) => field.key === 'globalDialParams')?.readOnly, true);
    assert.equal(
      JSON.stringify(type.toValues({ globalDialParams: { authToken: 'canary-dial' } })).includes('canary'),
      false,
    );
  });

  it('takes any number that JSON has', () => {
    const properties = { ratio: 0.5, huge: 1e21, tiny: -2.5e-7 };
    const type = integrationType('odd', properties);
    assert.deepEqual(validate(type, type.toValues(properties)), []);
    const ratio = (text: string): readonly string[] =>
      validate(type, { ...type.toValues(properties), ratio: text }).map((issue) => issue.message);
    for (const text of ['0.25', '-3', '1e5', '12345678901234567890']) assert.deepEqual(ratio(text), [], text);
    for (const text of ['a', '0x10', '1e999', 'Infinity', '1,5', '--1', '.'])
      assert.deepEqual(ratio(text), ['Enter a number.'], text);
  });

  it('survives any property set, also hostile names', () => {
    const hostile = {
      constructor: 'x',
      toString: 'y',
      '<img src=x onerror=alert(1)>': true,
      '\u202Eelttil': 'rtl',
      '': 'nameless',
    };
    const proto = JSON.parse('{"__proto__": "z", "password": "canary-1"}') as typeof hostile;
    for (const properties of [hostile, proto]) {
      const type = integrationType('odd', properties);
      assert.equal(JSON.stringify(type.toValues(properties)).includes('canary'), false);
      assert.deepEqual(validate(type, type.toValues(properties)), []);
    }
    assert.deepEqual(
      integrationType('odd', proto).fields.map((field) => field.key),
      ['__proto__', 'password'],
    );
    const type = integrationType('odd', hostile);
    assert.deepEqual(
      changedProperties(type, type.toValues(hostile), { ...type.toValues(hostile), constructor: 'z' }).properties,
      { constructor: 'z' },
    );
    assert.equal(integrationType('constructor').id, 'constructor');
    assert.equal(type.toProperties({}).constructor, '', 'a field that is not there has its default');

    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (properties) => {
        const masked = cutOutSecrets('odd', JSON.parse(JSON.stringify(properties)) as typeof hostile);
        const odd = integrationType('odd', masked.properties, masked.secrets);
        const values = odd.toValues(masked.properties, masked.secrets);
        assert.deepEqual(changedProperties(odd, values, values), { properties: {}, secrets: {} });
      }),
    );
  });
});
