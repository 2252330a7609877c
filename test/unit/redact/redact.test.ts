import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutOutSecrets } from '../../../src/core/catalog/cutOutSecrets';
import { isSecretKey } from '../../../src/core/redact/keys';
import { Redactor } from '../../../src/core/redact/redactor';

/** The encodings a value may turn up in, made here with other tools than the code under test uses. */
const encodings: Readonly<Record<string, (value: string) => string>> = {
  plain: (value) => value,
  'JSON string': (value) => JSON.stringify(value),
  'JSON in JSON': (value) => JSON.stringify(JSON.stringify({ note: value })),
  'URL component': (value) => encodeURIComponent(value),
  'URL component, small hex': (value) => encodeURIComponent(value).replace(/%../g, (escape) => escape.toLowerCase()),
  'form data': (value) => new URLSearchParams({ note: value }).toString(),
  base64: (value) => Buffer.from(value).toString('base64'),
  base64url: (value) => Buffer.from(value).toString('base64url'),
  'base64 after a user name': (value) => Buffer.from(`me:${value}`).toString('base64'),
  'base64 after a short user name': (value) => Buffer.from(`m:${value}`).toString('base64'),
  'base64 after a longer user name': (value) => Buffer.from(`mee:${value}`).toString('base64'),
  'base64 in between': (value) => Buffer.from(`{"u":1,"p":"${value}"}`).toString('base64'),
};

const anySecret = fc
  .string({ unit: 'grapheme', minLength: 8, maxLength: 60 })
  .filter((text) => text.trim().length >= 8 && !text.includes('•'));

describe('a registered value', () => {
  for (const [name, encode] of Object.entries(encodings)) {
    it(`does not survive as ${name}`, () => {
      fc.assert(
        fc.property(anySecret, fc.string(), fc.string(), (secret, before, after) => {
          const redactor = new Redactor();
          redactor.register(secret);
          const encoded = encode(secret);
          const shown = redactor.redact(`${before}${encoded}${after}`);
          assert.equal(shown.includes(secret), false, shown);
          // Of base64, the first and last characters also carry bits of the neighbours, and may stay.
          assert.equal(shown.includes(encoded.slice(4, -4)) && encoded.length > 16, false, shown);
        }),
      );
    });
  }

  it('does not survive split over lines that became one', () => {
    const redactor = new Redactor();
    redactor.register('-----BEGIN X-----\nAbCdEfGh1234\nIjKlMnOp5678\n-----END X-----');
    assert.equal(
      /AbCd|IjKl/.test(redactor.redact('key: -----BEGIN X----- AbCdEfGh1234 IjKlMnOp5678 -----END X-----')),
      false,
    );
    assert.equal(redactor.redact('only IjKlMnOp5678 here'), 'only •••• here');
  });

  it('does not survive where two of them overlap', () => {
    const redactor = new Redactor();
    redactor.register('abcdefgh');
    redactor.register('efghijkl');
    redactor.register('abcd');
    assert.equal(redactor.redact('x abcdefghijkl y'), 'x •••• y');
    assert.equal(redactor.redact('abcdabcd!'), '••••!');
    assert.equal(redactor.redact('abcd'), '••••');
  });

  it('works after many others, and after being registered twice', () => {
    const redactor = new Redactor();
    for (let index = 0; index < 900; index += 1) redactor.register(`secret-number-${index}-`);
    redactor.register('secret-number-5-');
    assert.equal(redactor.redact('a secret-number-5-, a secret-number-899-'), 'a ••••, a ••••');
  });

  it('forgets the one not used for longest beyond a thousand', () => {
    const redactor = new Redactor();
    redactor.register('qwertz-first');
    for (let index = 0; index < 999; index += 1) redactor.register(`other-${index}-value`);
    redactor.register('qwertz-first');
    redactor.register('one-more-value');
    assert.equal(redactor.redact('qwertz-first other-0-value'), '•••• other-0-value');
  });

  it('is ignored when shorter than four characters, and leaves other text alone', () => {
    const redactor = new Redactor();
    for (const short of ['', '   ', 'abc', ' a ']) redactor.register(short);
    assert.equal(redactor.redact('abc a b'), 'abc a b');
    redactor.register('pass-word-1');
    const text = 'GET /v1/tenants/8d1f/integrations 200 in 31 ms';
    assert.equal(redactor.redact(text), text);
  });
});

describe('what looks like a credential', () => {
  const redact = (text: string): string => new Redactor().redact(text);

  it('is masked by the name before it', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['password=hunter2', 'password=••••'],
      ['"password": "hun\\"ter2", "user": "me"', '"password": "••••", "user": "me"'],
      ["'clientSecret':'hunter2'", "'clientSecret':'••••'"],
      ['{\\"token\\":\\"hunter2\\",\\"a\\":1}', '{\\"token\\":\\"••••\\",\\"a\\":1}'],
      ['https://x.example.com/?access_token=hunter2&a=1', 'https://x.example.com/?access_token=••••&a=1'],
      ['X-API-Key: hunter2', 'X-API-Key: ••••'],
      ['api_key = hunter2; a=1', 'api_key = ••••; a=1'],
      ['Authorization: Basic dTpw', 'Authorization: ••••'],
      ['authorization: Token abc', 'authorization: ••••'],
      ['"Authorization":"Bearer abc.def"', '"Authorization":"••••"'],
      ['Set-Cookie: sid=hunter2', 'Set-Cookie: ••••'],
      ['smtpPassword=hunter2 smtpUser=me', 'smtpPassword=•••• smtpUser=me'],
      ['"password":"open ended', '"password":"••••'],
      ['DB_PWD=hunter2', 'DB_PWD=••••'],
    ];
    for (const [text, expected] of cases) assert.equal(redact(text), expected);
  });

  it('is masked by its form', () => {
    const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyLWlkIjoiMSJ9.c2lnbmF0dXJl';
    assert.equal(redact(`got ${jwt} back`), 'got •••• back');
    assert.equal(redact('curl -H "Bearer abcdefgh12345678"'), 'curl -H "Bearer ••••"');
    assert.equal(redact('https://me:hunter2@api.acme.com/x'), 'https://••••@api.acme.com/x');
    assert.equal(redact('https://me:hunter@2@api.acme.com/x'), 'https://••••@api.acme.com/x');
    assert.equal(
      redact('-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----').includes('MIIabc'),
      false,
    );
  });

  it('is not every word', () => {
    for (const text of [
      'Basic authentication failed',
      'status=200 path=/v1/login ms=31',
      'token expired',
      'https://api.acme.com:8443/x',
      'mail to me@acme.com: sent',
      'Name is required.',
      'error: attribute name',
    ])
      assert.equal(redact(text), text);
  });

  it('takes linear time on hostile text', function () {
    this.timeout(60_000);
    const pieces = [
      'a:',
      'pass=',
      '"password":"',
      'token:{',
      'eyJ',
      '://a:b',
      'Basic ',
      '-----BEGIN PRIVATE KEY-----',
      'secret-canary-',
      '\\"',
    ];
    const redactor = new Redactor();
    for (let index = 0; index < 200; index += 1) redactor.register(`secret-canary-${index}`);
    // A megabyte of each: with anything quadratic, one of them alone takes minutes.
    const text = pieces.map((piece) => piece.repeat(Math.ceil(1_000_000 / piece.length))).join('\n');
    const started = performance.now();
    redactor.redact(text);
    const ms = performance.now() - started;
    assert.ok(ms < 10_000, `took ${Math.round(ms)} ms`);
  });
});

describe('secret-looking keys', () => {
  it('are known by their words', () => {
    for (const key of [
      'password',
      'Password',
      'smtpPassword',
      'client_secret',
      'clientSecret',
      'CLIENT-SECRET',
      'token',
      'pageToken',
      'authToken',
      'apiKey',
      'api_key',
      'APIKey',
      'accessKey',
      'secretKey',
      'authKey',
      'privateKey',
      'consumerKey',
      'securityToken',
      'passphrase',
      'pwd',
      'db_pwd',
      'credentials',
      'Authorization',
      'sessionCookie',
      'sharedAccessSignature',
      'webhookUrlSecret',
      'key',
      'sas',
    ])
      assert.ok(isSecretKey(key), key);
  });

  it('are not everything that is about a secret', () => {
    for (const key of [
      'tokenUrl',
      'token_url',
      'tokenURL',
      'tokenEndpoint',
      'passwordPolicy',
      'tokenType',
      'secretName',
      'username',
      'endpointPrefix',
      'interactionFieldId',
      'monkey',
      'keyboard',
      'accountSid',
      'passenger',
      'bypass',
      'compass',
      'author',
      'passwordExpiry',
    ]) {
      assert.equal(isSecretKey(key), false, key);
    }
  });
});

describe('properties without secrets', () => {
  it('keep everything else and say what was there', () => {
    assert.deepEqual(
      cutOutSecrets('salesforce', {
        username: 'u',
        password: 'canary',
        consumerKey: 'canary',
        consumerSecret: '',
        securityToken: '****',
        pushEnabled: true,
      }),
      {
        properties: { username: 'u', pushEnabled: true },
        secrets: { password: true, consumerKey: true, consumerSecret: false, securityToken: true },
      },
    );
  });

  it('hold no secret of a listener', () => {
    assert.deepEqual(cutOutSecrets('facebook', { pageId: '1', pageToken: 'canary' }), {
      properties: { pageId: '1' },
      secrets: { pageToken: true },
    });
    assert.deepEqual(cutOutSecrets('email', { email: 'a@b.c', password: 'canary' }), {
      properties: { email: 'a@b.c' },
      secrets: { password: true },
    });
    const omni = { routingTopics: [{ topic: 't', channelType: 'work-item' }], agentWorkTopic: 'a' };
    assert.deepEqual(cutOutSecrets('salesforce', omni), { properties: omni, secrets: {} });
  });

  it('hold no credential inside an address', () => {
    const { properties } = cutOutSecrets('rest', {
      endpointPrefix: 'https://me:canary@api.acme.com/x',
      nested: { url: 'ftp://canary@h/x', list: ['https://a:canary@b'] },
    });
    assert.deepEqual(properties, {
      endpointPrefix: 'https://••••@api.acme.com/x',
      nested: { url: 'ftp://••••@h/x', list: ['https://••••@b'] },
    });
  });

  it('hold no canary wherever it was put under a secret name', () => {
    const leaf = fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.constant(null));
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'password', 'apiKey', 'options'), tie('tree'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const planted = JSON.stringify({ x: value }, (key, inner: unknown) =>
          ['password', 'apiKey'].includes(key) ? 'canary' : inner,
        );
        assert.equal(
          JSON.stringify(cutOutSecrets('odd', JSON.parse(planted) as Record<string, string>)).includes('canary'),
          false,
        );
      }),
    );
  });

  it('cut what is nested too deep', () => {
    const deep = JSON.parse(`{"x":${'['.repeat(3000)}"canary"${']'.repeat(3000)}}`) as Record<string, string>;
    const masked = cutOutSecrets('odd', deep);
    assert.equal(JSON.stringify(masked).includes('canary'), false);
    assert.equal(Object.values(masked.secrets)[0], true);
  });
});
