import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { integrationType, integrationTypes, isKnownType } from '../../../src/core/catalog/registry';
import { isSecretProperty, knownPropertyKeys, secretKeys } from '../../../src/core/catalog/properties';
import { isVisible } from '../../../src/core/catalog/values';
import type { FieldSpec, FieldValue, IntegrationType } from '../../../src/core/catalog/model';
import { holdsSecretText } from '../../../src/core/redact/secretText';
import { cutOutSecrets } from '../../../src/core/catalog/cutOutSecrets';

describe('the catalog', () => {
  it('lists the creatable types first, then the others by name', () => {
    const ids = integrationTypes().map((type) => type.id);
    assert.deepEqual(ids.slice(0, 3), ['rest', 'salesforce', 'zendesk']);
    const others = integrationTypes()
      .slice(3)
      .map((type) => type.label);
    assert.deepEqual(
      others,
      [...others].sort((a, b) => a.localeCompare(b)),
    );
  });

  it('does not create types that the vendor provisions', () => {
    assert.deepEqual(
      integrationTypes()
        .filter((type) => type.creatable)
        .map((type) => type.id),
      ['rest', 'salesforce', 'zendesk'],
    );
    assert.equal(integrationType('msteams').creatable, false);
  });

  it('has listeners for e-mail, Facebook and Salesforce only', () => {
    assert.deepEqual(
      integrationTypes()
        .filter((type) => type.hasListeners)
        .map((type) => type.id)
        .sort(),
      ['email', 'facebook', 'salesforce'],
    );
  });

  // API facts e.1, e.2: the properties printed bold, and the consumer key, which is to be treated as sensitive.
  it('marks exactly the secrets', () => {
    const secrets = Object.fromEntries(integrationTypes().map((type) => [type.id, secretKeys(type.id)]));
    assert.deepEqual(secrets, {
      rest: ['password', 'token'],
      salesforce: ['password', 'securityToken', 'consumerKey', 'consumerSecret'],
      zendesk: ['password'],
      birst: ['birstAdminPassword', 'birstSsoPassword'],
      calabrio: ['password'],
      client: ['accessKey', 'secretKey'],
      email: ['smtpPassword'],
      facebook: [],
      lambda: ['accessKey', 'secretKey'],
      monet: ['password'],
      plivo: ['authToken'],
      'serenova-voice': ['accountId', 'apiKey'],
      teleopti: ['ftpPassword', 'authKey'],
      twilio: ['authToken'],
      verint: ['sftpPassword'],
      // API facts o.
      xms: ['password', 'consumerKey', 'consumerSecret', 'securityToken', 'certificate'],
    });
  });

  it('describes every field and every type', () => {
    for (const type of integrationTypes()) {
      assert.ok(type.label && type.summary, type.id);
      for (const field of type.fields) {
        assert.ok(field.label && field.help.endsWith('.'), `${type.id}.${field.key}`);
        if (field.kind === 'choice')
          assert.ok(
            field.options?.some((option) => option.value === field.defaultValue),
            `${type.id}.${field.key}`,
          );
        if (field.where?.url) assert.equal(new URL(field.where.url).protocol, 'https:');
      }
      assert.equal(
        new Set(type.fields.map((field) => field.key)).size,
        type.fields.length,
        `${type.id} names a field twice`,
      );
    }
  });

  it('tells where to find every required value of the types customers create', () => {
    const silent = integrationTypes()
      .filter((type) => type.creatable)
      .flatMap((type) =>
        type.fields
          .filter((field) => field.required && !field.formOnly && !field.where)
          .map((field) => `${type.id}.${field.key}`),
      );
    assert.deepEqual(silent, []);
  });

  it('has an icon for every type, for light and for dark themes', () => {
    for (const type of [...integrationTypes(), integrationType('msteams')]) {
      for (const theme of ['light', 'dark'])
        assert.ok(existsSync(`media/types/${theme}/${type.icon}.svg`), `${theme}/${type.icon}.svg`);
    }
  });

  it('knows the properties of its types and no others', () => {
    assert.deepEqual(knownPropertyKeys('rest'), ['endpointPrefix', 'username', 'password', 'token']);
    assert.deepEqual(knownPropertyKeys('msteams'), []);
    assert.ok(isKnownType('zendesk'));
    assert.equal(isKnownType('Zendesk'), false);
  });

  it('treats unknown keys by their names', () => {
    assert.ok(isSecretProperty('zendesk', 'authToken'));
    assert.ok(isSecretProperty('msteams', 'clientSecret'));
    assert.equal(isSecretProperty('msteams', 'applicationId'), false);
    assert.ok(isSecretProperty('serenova-voice', 'accountId'));
    assert.equal(isSecretProperty('twilio', 'accountSid'), false);
  });
});

describe('a stored choice that the catalog does not list', () => {
  it('stays on offer, for Twilio regions of older consoles', () => {
    for (const region of ['us1-tnx', 'us2-tnx', 'us2']) {
      const read = { accountSid: 'AC1', region };
      const type = integrationType('twilio', read);
      assert.ok(type.fields.find((field) => field.key === 'region')?.options?.some(({ value }) => value === region));
      assert.equal(type.toProperties(type.toValues(read)).region, region);
    }
    const field = integrationType('twilio').fields.find(({ key }) => key === 'region');
    const offered = (field?.options ?? []).map(({ value }) => value);
    assert.ok(offered.includes('wwr') && !offered.includes('us1-tnx'));
  });
});

describe('an encryption of e-mail', () => {
  it('is read in its old spellings, and left as it is in any other', () => {
    const read = (smtpEncryptionType: string) =>
      integrationType('email').toValues({ smtpEncryptionType }).smtpEncryptionType;
    assert.deepEqual(['SSL', 'TLS', 'starttls'].map(read), ['ssl/tls', 'starttls', 'starttls']);
    for (const odd of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) assert.equal(read(odd), odd);
  });
});

describe('REST authentication, which the wire does not name', () => {
  const method = (properties: Record<string, string>, stored?: Record<string, boolean>): FieldValue | undefined =>
    integrationType('rest').toValues(properties, stored).authMethod;

  it('follows from the values', () => {
    assert.equal(method({ username: '', password: '', token: '' }), 'none');
    assert.equal(method({ username: 'u', password: 'p', token: '' }), 'basic');
    assert.equal(method({ username: '', password: '', token: 't' }), 'token');
    assert.equal(method({}), 'none');
  });

  it('follows from what is stored once secrets are cut out', () => {
    const { properties, secrets } = cutOutSecrets('rest', {
      endpointPrefix: 'https://a.example.com',
      username: '',
      password: '',
      token: 't',
    });
    assert.deepEqual(secrets, { password: false, token: true });
    assert.equal(integrationType('rest').toValues(properties, secrets).authMethod, 'token');
    assert.equal(method({ username: 'u' }, { password: true, token: false }), 'basic');
  });
});

/** Any value a form could hold for a field, in the form the API gives back. */
function anyValue(field: FieldSpec): fc.Arbitrary<FieldValue> {
  if (field.kind === 'boolean') return fc.boolean();
  if (field.kind === 'choice') return fc.constantFrom(...(field.options ?? []).map((option) => option.value));
  if (field.kind === 'number') return fc.integer({ min: 1, max: 65535 }).map(String);
  if (field.kind === 'map')
    // What chance makes look like a secret is masked when it is read.
    return fc
      .dictionary(
        fc.constantFrom('North', 'south', 'Trunk_1'),
        fc.string().filter((text) => !holdsSecretText(text)),
      )
      .map((value) => JSON.stringify(Object.entries(value)));
  return fc.string({ maxLength: 60 }).map((text) => text.trim());
}

function anyValues(type: IntegrationType): fc.Arbitrary<Record<string, FieldValue>> {
  return fc.record(
    Object.fromEntries(type.fields.filter((field) => !field.readOnly).map((field) => [field.key, anyValue(field)])),
  );
}

describe('values and properties', () => {
  for (const type of integrationTypes()) {
    it(`${type.id}: what is sent reads back as what was sent, secrets aside`, () => {
      fc.assert(
        fc.property(anyValues(type), (values) => {
          const sent = type.toProperties(values);
          const read = type.toValues(sent);
          for (const field of type.fields)
            if (field.secret) assert.equal(field.key in read, false, `${field.key} is secret`);
          const secrets = Object.fromEntries(
            type.fields
              .filter((field) => field.secret && isVisible(type, field, values))
              .map((field) => [field.key, values[field.key] ?? '']),
          );
          assert.deepEqual(
            type.toProperties({
              ...read,
              ...secrets,
              ...(values.authMethod === undefined ? {} : { authMethod: values.authMethod }),
            }),
            sent,
          );
        }),
      );
    });
  }

  it('describes by host and user, and never by credentials in an address', () => {
    assert.deepEqual(
      integrationType('zendesk').describe({
        endpointPrefix: 'https://acme.zendesk.com/api/v2',
        username: 'a@acme.com',
      }),
      { host: 'acme.zendesk.com', user: 'a@acme.com' },
    );
    assert.deepEqual(
      integrationType('rest').describe({ endpointPrefix: 'https://me:canary-9@api.acme.com:8443/x', username: '' }),
      { host: 'api.acme.com:8443' },
    );
    assert.deepEqual(integrationType('monet').describe({ monetUrl: 'acme.monet.com/x' }), { host: 'acme.monet.com' });
    assert.deepEqual(integrationType('rest').describe({ endpointPrefix: 'not an address' }), {});
    assert.deepEqual(integrationType('facebook').describe({}), {});
  });
});
