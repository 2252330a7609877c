import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { FairLimiter } from '../../../src/core/api/limiter';
import { HttpClient } from '../../../src/core/api/http';
import { describeNetworkError } from '../../../src/core/api/network';
import type { FetchFunction } from '../../../src/core/api/model';
import { EXPIRED, GOOD, OTHER_NAME, SELF_SIGNED, type Pems } from '../../support/certificates';
import { rawHttp, rawHttps, type RawServer } from './rawServer';
import { CLIENTS, failure, QuickClock, RecordedLog } from './support';

const url = new URL('https://api.cxengage.net/v1/x');
const coded = (code: string, more: object = {}): Error => Object.assign(new Error('canary-message'), { code, ...more });
const fetchFailed = (cause: unknown): Error => Object.assign(new TypeError('fetch failed'), { cause });

function call(endpoint: string, fetch: FetchFunction) {
  const http = new HttpClient({
    endpoint,
    fetch,
    limiter: new FairLimiter(() => 1),
    timeoutSeconds: () => 10,
    logger: new RecordedLog(),
    clock: new QuickClock(),
  });
  return http.send({ method: 'POST', path: '/v1/x', queue: '', repeatable: false, secrets: [], body: {} });
}

describe('A failed call’s description', () => {
  // Codes as undici (inside a cause) and node-fetch (on the error) give them.
  const cases: readonly (readonly [code: string, kind: string, neverSent: boolean, text: RegExp])[] = [
    ['ENOTFOUND', 'nameNotFound', true, /name api\.cxengage\.net could not be found/],
    ['EAI_AGAIN', 'offline', true, /cannot be reached/],
    ['ECONNREFUSED', 'offline', true, /cannot be reached/],
    ['ENETUNREACH', 'offline', false, /cannot be reached/],
    ['ECONNRESET', 'offline', false, /was interrupted/],
    ['EPIPE', 'offline', false, /was interrupted/],
    ['UND_ERR_SOCKET', 'offline', false, /was interrupted/],
    ['ERR_STREAM_PREMATURE_CLOSE', 'offline', false, /was interrupted/],
    ['ETIMEDOUT', 'timeout', false, /in time/],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', true, /in time/],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', false, /in time/],
    ['UND_ERR_BODY_TIMEOUT', 'timeout', false, /in time/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', true, /self-signed/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls', true, /self-signed/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', true, /authority this machine does not trust/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls', true, /authority this machine does not trust/],
    ['CERT_HAS_EXPIRED', 'tls', true, /has expired/],
    ['CERT_NOT_YET_VALID', 'tls', true, /not valid yet/],
    ['CERT_REVOKED', 'tls', true, /revoked/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', true, /belongs to another name/],
    ['EPROTO', 'tls', false, /secure connection to .* failed/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', false, /secure connection to .* failed/],
    ['HPE_INVALID_CONSTANT', 'protocol', false, /not HTTP/],
    ['ERR_WHO_KNOWS', 'offline', false, /cannot be reached/],
  ];
  for (const [code, kind, neverSent, text] of cases) {
    it(`${code} → ${kind}`, () => {
      for (const error of [
        coded(code),
        fetchFailed(coded(code)),
        Object.assign(new Error('canary-outer'), { type: 'system', errno: code, code }),
      ]) {
        const found = describeNetworkError(error, url);
        assert.equal(found.kind, kind);
        assert.equal(found.neverSent, neverSent);
        assert.match(found.sentence, text);
        assert.ok(!`${found.sentence}${found.cause}`.includes('canary'), 'a client’s message may quote a header');
        assert.ok(found.cause.includes(code));
      }
    });
  }

  it('reads every address that was tried', () => {
    const tried = new AggregateError([
      coded('ECONNREFUSED', { syscall: 'connect', address: '::1', port: 443 }),
      coded('ENETUNREACH', { syscall: 'connect', address: '10.0.0.1', port: 443 }),
    ]);
    const found = describeNetworkError(fetchFailed(tried), url);
    assert.equal(found.kind, 'offline');
    assert.ok(found.neverSent);
  });

  it('knows a proxy by its refusals', () => {
    const tunnel = (status: number): Error =>
      fetchFailed(
        Object.assign(new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`), { code: 'UND_ERR_ABORTED' }),
      );
    assert.match(describeNetworkError(tunnel(407), url).sentence, /requires authentication .*407.*http\.proxy/);
    assert.match(describeNetworkError(tunnel(403), url).sentence, /refused to connect to api\.cxengage\.net \(403\)/);
    const gone = describeNetworkError(
      fetchFailed(coded('ECONNREFUSED', { syscall: 'connect', address: '127.0.0.1', port: 3128 })),
      url,
    );
    assert.equal(gone.kind, 'proxy');
    const lost = describeNetworkError(
      Object.assign(
        new Error(
          'request to https://x failed, reason: Failed to establish a socket connection to proxies: ["PROXY 127.0.0.1:1"]',
        ),
        { type: 'system' },
      ),
      url,
    );
    assert.match(lost.sentence, /proxy could not be reached/);
    for (const found of [lost, describeNetworkError(tunnel(407), url), describeNetworkError(tunnel(502), url), gone]) {
      assert.equal(found.kind, 'proxy');
      assert.ok(found.neverSent);
    }
  });

  it('survives errors that are none', () => {
    const circular: { cause?: unknown } = {};
    circular.cause = circular;
    const trap = Object.defineProperty({}, 'code', {
      get: () => {
        throw new Error('no');
      },
    });
    for (const odd of [undefined, null, 'text', 7, circular, trap, { code: {} }, new AggregateError([])]) {
      assert.equal(describeNetworkError(odd, url).kind, 'offline');
    }
  });
});

for (const [name, fetch] of CLIENTS) {
  describe(`Networks that fail, over ${name}`, () => {
    let server: RawServer | undefined;
    afterEach(async () => {
      await server?.close();
      server = undefined;
    });

    const certificates: readonly (readonly [string, Pems, RegExp])[] = [
      ['a certificate signed by itself', SELF_SIGNED, /self-signed/],
      ['an expired one', EXPIRED, /has expired|authority this machine does not trust/],
      ['one for another name', OTHER_NAME, /belongs to another name|authority this machine does not trust/],
      ['one of an authority nobody trusts', GOOD, /authority this machine does not trust/],
    ];
    for (const [what, pems, text] of certificates) {
      it(`names ${what}, before anything is sent`, async () => {
        let asked = 0;
        server = await rawHttps(pems, (_request, response) => {
          asked += 1;
          response.end('{}');
        });
        const error = await failure(call(server.url, fetch));
        assert.equal(error.kind, 'tls');
        assert.match(error.message, text);
        assert.ok(error.noEffect);
        assert.equal(asked, 0);
      });
    }

    it('reports https to a server of plain http', async () => {
      server = await rawHttp((_request, response) => response.end('{}'));
      const error = await failure(call(server.url.replace('http:', 'https:'), fetch));
      assert.ok(['tls', 'protocol'].includes(error.kind), error.causeText);
    });

    it('names a host that does not exist', async () => {
      const error = await failure(call('https://no-such-host.invalid', fetch));
      assert.ok(['nameNotFound', 'offline'].includes(error.kind), error.causeText);
      assert.ok(error.noEffect);
      assert.match(error.message, /no-such-host\.invalid/);
    });

    it('ends a connection that is accepted and then silent, over TLS too', async () => {
      const silent = createServer(() => undefined);
      const port = await new Promise<number>((resolve) => {
        silent.listen(0, '127.0.0.1', () => {
          const address: AddressInfo | string | null = silent.address();
          resolve(typeof address === 'object' && address ? address.port : 0);
        });
      });
      const http = new HttpClient({
        endpoint: `https://127.0.0.1:${port}`,
        fetch,
        limiter: new FairLimiter(() => 1),
        timeoutSeconds: () => 0.2,
        logger: new RecordedLog(),
        clock: new QuickClock(),
      });
      const error = await failure(
        http.send({ method: 'GET', path: '/v1/x', queue: '', repeatable: false, secrets: [] }),
      );
      silent.close();
      assert.equal(error.kind, 'timeout');
    });
  });
}
