import assert from 'node:assert/strict';
import type { FieldIssue } from '../../../src/core/catalog/model';
import { check, findings, hasErrors, suggestion } from './findings';

describe('URLs', () => {
  const at = (value: string): readonly string[] => findings('rest', 'endpointPrefix', value);

  it('takes http and https with a host', () => {
    for (const value of [
      'https://api.acme.com',
      'https://api.acme.com:8443/v1/x',
      'https://8.8.8.8/x',
      'https://[2001:db8::1]',
      'HTTPS://API.acme.com',
      ' https://api.acme.com ',
    ]) {
      assert.deepEqual(at(value), [], value);
    }
  });

  it('asks for https:// and offers it where the rest looks like a host', () => {
    for (const value of ['api.acme.com', 'api.acme.com/v1', 'api.acme.com:8443/v1']) {
      assert.deepEqual(at(value), ['error: Enter a URL that starts with https://.'], value);
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
    assert.match(at('https://').join(), /This URL is not complete/);
    assert.match(at('https://api.acme.com:99999').join(), /This URL is not complete/);
    assert.match(at('https://api.acme.com/v1?x=1').join(), /“\?”/);
    assert.equal(suggestion('rest', 'endpointPrefix', 'https://api.acme.com/v1?x=1'), 'https://api.acme.com/v1');
    assert.equal(suggestion('rest', 'endpointPrefix', 'https://api.acme.com/v1#top'), 'https://api.acme.com/v1');
    for (const junk of [',', '.', '"', '>', ');', '”']) {
      assert.equal(
        suggestion('rest', 'endpointPrefix', `https://api.acme.com/v1${junk}`),
        'https://api.acme.com/v1',
        junk,
      );
      assert.match(at(`https://api.acme.com/v1${junk}`).join(), /^error: These characters do not belong to the URL/);
    }
    assert.equal(suggestion('rest', 'endpointPrefix', 'https://api.acme.com/v1//'), 'https://api.acme.com/v1');
    assert.match(at('https://api.acme.com/v1/').join(), /^warning: Remove the slash/);
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

  it('finds what no URL of a service can have, and offers one without it', () => {
    const cases: readonly (readonly [value: string, message: RegExp, better?: string])[] = [
      ['https://https://api.acme.com', /^error: .*scheme twice/, 'https://api.acme.com'],
      ['https://http://api.acme.com', /^error: .*scheme twice/, 'https://api.acme.com'],
      ['http://http://api.acme.com', /^error: .*scheme twice/, 'http://api.acme.com'],
      ['https://https//api.acme.com', /^error: .*scheme twice/, 'https://api.acme.com'],
      ['htps://api.acme.com', /^error: htps: cannot be used/, 'https://api.acme.com'],
      ['https//api.acme.com', /^error: Enter a URL that starts/, 'https://api.acme.com'],
      ['https:///api.acme.com', /^error: .*two slashes/, 'https://api.acme.com'],
      ['https://api..acme.com/v1', /^error: .*two dots/, 'https://api.acme.com/v1'],
      ['https://.acme.com', /^error: .*starts with a dot/, 'https://acme.com'],
      [`https://${'a'.repeat(64)}.com`, /^error: .*at most 63/],
      [`https://${'abcdefgh.'.repeat(30)}com`, /^error: Too long: 273 characters, at most 253/],
      ['https://api.acme.com/%zz', /^error: .*hexadecimal/],
      ['https://api.acme.com./v1', /^warning: Remove the dot/, 'https://api.acme.com/v1'],
      ['https://api.acme.com/', /^warning: Remove the slash/, 'https://api.acme.com'],
      ['“https://api.acme.com/v1”', /^error: These characters.*: “ ”$/, 'https://api.acme.com/v1'],
      ['<https://api.acme.com>', /^error: These characters.*: < >$/, 'https://api.acme.com'],
      ['"api.acme.com"', /^error: These characters.*: " "$/, 'https://api.acme.com'],
      ['https://api.acme.com/a/../b', /^warning: Programs read this URL as/, 'https://api.acme.com/b'],
      ['https://api.acme.com\\v1', /^warning: Backslashes/, 'https://api.acme.com/v1'],
      ['https:\\\\api.acme.com', /^warning: Backslashes/, 'https://api.acme.com'],
    ];
    for (const [value, message, better] of cases) {
      assert.match(at(value).join(), message, value);
      assert.equal(suggestion('rest', 'endpointPrefix', value), better, value);
    }
    assert.deepEqual(at(`https://${'a'.repeat(63)}.com`), []);
  });

  it('reports placeholders', () => {
    for (const [value, placeholder] of [
      ['https://{subdomain}.acme.com/v1', '{subdomain}'],
      ['https://${HOST}/v1', '${HOST}'],
      ['https://api.acme.com/v1/{id}', '{id}'],
      ['https://api.acme.com/v1/:id', ':id'],
      ['https://<subdomain>.acme.com', '<subdomain>'],
      ['https://{{host}}/v1', '{{host}}'],
      ['https://%HOST%/v1', '%HOST%'],
      ['https://*.acme.com', '*.'],
      ['https://your-company.service-now.com', 'your-company'],
      ['https://yourinstance.acme.com', 'yourinstance'],
    ] as const)
      assert.ok(at(value).join().includes(`“${placeholder}” is a placeholder`), `${value}: ${at(value).join()}`);
    for (const value of [
      'https://domain.com.au',
      'https://yourstory.com',
      'https://my.acme.com',
      'https://company.acme.com',
    ])
      assert.deepEqual(at(value), [], value);
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
