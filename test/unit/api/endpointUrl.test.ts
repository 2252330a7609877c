import assert from 'node:assert/strict';
import { baseUrl } from '../../../src/core/api/endpointUrl';

describe('the address of an endpoint', () => {
  const read: readonly (readonly [written: string, url: string])[] = [
    ['https://api.cxengage.net', 'https://api.cxengage.net'],
    ['https://api.cxengage.net/', 'https://api.cxengage.net'],
    ['https://api.cxengage.net/v1', 'https://api.cxengage.net'],
    ['https://api.cxengage.net/V1//', 'https://api.cxengage.net'],
    ['https://api.cxengage.net/v1/tenants', 'https://api.cxengage.net'],
    ['https://api.cxengage.net/v1/tenants/123/integrations?x=1#y', 'https://api.cxengage.net'],
    ['https://api.cxengage.net/v1/login', 'https://api.cxengage.net'],
    [' api.cxengage.net ', 'https://api.cxengage.net'],
    ['API.cxengage.net:8443/v1', 'https://api.cxengage.net:8443'],
    ['localhost:4010', 'http://localhost:4010'],
    ['127.0.0.1:4010/v1', 'http://127.0.0.1:4010'],
    ['[::1]:4010', 'http://[::1]:4010'],
    ['https://gateway.acme.com/cxengage', 'https://gateway.acme.com/cxengage'],
    ['https://gateway.acme.com/cxengage/v1/', 'https://gateway.acme.com/cxengage'],
    ['https://gateway.acme.com/api/v1/cxengage', 'https://gateway.acme.com/api/v1/cxengage'],
    ['https://gateway.acme.com/v1/cxengage/v1/tokens', 'https://gateway.acme.com/v1/cxengage'],
    ['https://gateway.acme.com/v10', 'https://gateway.acme.com/v10'],
  ];
  for (const [written, url] of read) {
    it(`is ${url} when written as “${written}”`, () => {
      assert.equal(baseUrl(written), url);
    });
  }

  for (const written of [
    '',
    ' ',
    'two words',
    'nonsense',
    'http://api.cxengage.net',
    'ftp://api.cxengage.net',
    'ada:pw@api.cxengage.net',
    'localhost.example:80:80',
  ]) {
    it(`is refused when written as “${written}”`, () => {
      assert.throws(() => baseUrl(written), { name: 'ApiError', kind: 'refused', noEffect: true });
    });
  }
});
