import assert from 'node:assert/strict';
import { systemClock } from '../../../src/core/base/clock';
import { until } from '../../support/until';
import { FairLimiter } from '../../../src/core/api/limiter';
import { HttpClient, type HttpRequest } from '../../../src/core/api/http';
import type { FetchFunction } from '../../../src/core/api/model';
import { rawHttp, rawSocket, type RawServer } from './rawServer';
import { CLIENTS, failure, QuickClock, RecordedLog } from './support';

const TOKEN = 'canary-token-5e1a';

function door(endpoint: string, fetch: FetchFunction, timeoutSeconds = 10) {
  const log = new RecordedLog();
  const clock = new QuickClock();
  const http = new HttpClient({
    endpoint,
    fetch,
    limiter: new FairLimiter(() => 6),
    timeoutSeconds: () => timeoutSeconds,
    logger: log,
    clock,
  });
  const send = (request: Partial<HttpRequest> = {}) =>
    http.send({
      method: 'GET',
      path: '/v1/x',
      queue: 't',
      repeatable: false,
      secrets: [TOKEN],
      token: TOKEN,
      tenantName: 'Acme-DEV',
      ...request,
    });
  return { send, log, clock };
}

for (const [name, fetch] of CLIENTS) {
  describe(`HTTP door over ${name}`, () => {
    let server: RawServer | undefined;
    afterEach(async () => {
      await server?.close();
      server = undefined;
    });

    it('ends a call that gets no response, and says how long it waited', async () => {
      server = await rawHttp(() => undefined);
      const error = await failure(door(server.url, fetch, 0.2).send());
      assert.equal(error.kind, 'timeout');
      assert.match(error.message, /^Acme-DEV: 127\.0\.0\.1:\d+ did not respond within 0\.2 seconds/);
      assert.equal(error.noEffect, false, 'the server may have acted');
    });

    it('ends a body that stalls half-way', async () => {
      server = await rawHttp((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
        response.write('{"result":[');
      });
      const error = await failure(door(server.url, fetch, 0.3).send());
      assert.equal(error.kind, 'timeout');
      assert.match(error.causeText, /limit=idle/);
    });

    it('ends a body that trickles for ever', async () => {
      let trickle: NodeJS.Timeout | undefined;
      server = await rawHttp((_request, response) => {
        response.writeHead(200);
        trickle = setInterval(() => response.write(' '), 20);
      });
      // Half of it is the limit between two pieces, which a busy machine must not come to.
      const error = await failure(door(server.url, fetch, 1).send());
      clearInterval(trickle);
      assert.match(error.causeText, /limit=whole/);
    });

    it('refuses a body over 32 MiB, announced or not', async () => {
      for (const announced of [true, false]) {
        server = await rawHttp((_request, response) => {
          response.on('error', () => undefined);
          if (announced) response.writeHead(200, { 'content-length': 40 * 1024 * 1024 });
          const chunk = Buffer.alloc(1024 * 1024, 0x20);
          const more = (): void => {
            if (!response.destroyed)
              response.write(chunk, (error) => {
                if (!error) more();
              });
          };
          more();
        });
        const error = await failure(door(server.url, fetch).send());
        assert.equal(error.kind, 'protocol');
        assert.match(error.message, /32 MiB/);
        await server.close();
      }
    });

    it('refuses a small body that unpacks to more than 32 MiB', async () => {
      const { gzipSync } = await import('node:zlib');
      const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, 0x20));
      server = await rawHttp((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
      assert.match((await failure(door(server.url, fetch).send())).message, /32 MiB/);
    });

    it('never carries the credential to another origin, whatever the redirect', async () => {
      const seen: string[] = [];
      const other = await rawHttp((request, response) => {
        seen.push(String(request.headers.authorization));
        response.end('{}');
      });
      for (const status of [301, 302, 303, 307, 308]) {
        for (const method of ['GET', 'POST', 'PUT'] as const) {
          server = await rawHttp((_request, response) =>
            response.writeHead(status, { location: `${other.url}/stolen` }).end(),
          );
          const error = await failure(door(server.url, fetch).send({ method }));
          assert.equal(error.kind, 'protocol');
          assert.equal(error.noEffect, false);
          await server.close();
        }
      }
      await other.close();
      assert.deepEqual(seen, []);
    });

    it('follows a GET within its origin, and not in circles', async () => {
      let asked = 0;
      server = await rawHttp((request, response) => {
        asked += 1;
        if (request.url === '/v1/x') response.writeHead(302, { location: '/v1/y' }).end();
        else if (request.url === '/v1/y') response.end('{"result":"here"}');
        else response.writeHead(302, { location: '/v1/loop' }).end();
      });
      assert.deepEqual(await door(server.url, fetch).send(), { result: 'here' });
      asked = 0;
      assert.equal((await failure(door(server.url, fetch).send({ path: '/v1/loop' }))).kind, 'protocol');
      assert.ok(asked <= 5);
    });

    it('sends no write on to anywhere, not within its origin either', async () => {
      for (const method of ['POST', 'PUT'] as const) {
        let asked = 0;
        server = await rawHttp((_request, response) => {
          asked += 1;
          response.writeHead(307, { location: '/v1/y' }).end();
        });
        assert.equal((await failure(door(server.url, fetch).send({ method, repeatable: true }))).kind, 'protocol');
        assert.equal(asked, 1);
        await server.close();
      }
    });

    it('uses plain http only for this machine', async () => {
      for (const endpoint of [
        'http://api.example.com',
        'http://192.168.1.4:8080',
        'http://127.0.0.1.example.com',
        'http://localhost.example.com',
        'ftp://127.0.0.1',
        'file:///etc/passwd',
        'nonsense',
        'https://user:canary-pass@api.example.com',
      ]) {
        const { send, log } = door(endpoint, () => {
          throw new Error('called');
        });
        const error = await failure(send());
        assert.equal(error.kind, 'refused', endpoint);
        assert.ok(error.noEffect);
        assert.ok(!`${error.message}${log.lines.join()}`.includes('canary'));
      }
    });

    it('takes an endpoint with or without /v1 and slashes', async () => {
      server = await rawHttp((request, response) => response.end(JSON.stringify({ path: request.url })));
      for (const end of ['', '/', '/v1', '/v1/', '/gateway', '/gateway/v1/']) {
        const found = await door(`${server.url}${end}`, fetch).send();
        assert.deepEqual(found, { path: end.startsWith('/gateway') ? '/gateway/v1/x' : '/v1/x' });
      }
    });

    it('ends at once when the user cancels, before and during the response', async () => {
      server = await rawHttp((_request, response) => {
        response.writeHead(200);
        response.write('{"result":');
      });
      const early = new AbortController();
      early.abort();
      const never = await failure(door(server.url, fetch).send({ signal: early.signal }));
      assert.equal(never.kind, 'aborted');
      assert.ok(never.noEffect, 'it never left');
      const late = new AbortController();
      const started = performance.now();
      let hasBegun = false;
      const observed: FetchFunction = async (url, init) => {
        const response = await fetch(url, init);
        hasBegun = true;
        return response;
      };
      const running = failure(door(server.url, observed).send({ signal: late.signal, repeatable: true }));
      await until(() => hasBegun);
      late.abort();
      assert.equal((await running).kind, 'aborted');
      assert.ok(performance.now() - started < 2000);
    });

    it('tells a refused connection from an interrupted one', async () => {
      server = await rawSocket((socket) => socket.once('data', () => socket.resetAndDestroy()));
      const broken = await failure(door(server.url, fetch).send());
      assert.equal(broken.kind, 'offline');
      assert.match(broken.message, /was interrupted/);
      assert.equal(broken.noEffect, false);
      await server.close();
      const refused = await failure(door(server.url, fetch).send());
      assert.equal(refused.kind, 'offline');
      assert.match(refused.message, /cannot be reached/);
      assert.ok(refused.noEffect, 'nothing was written');
      server = undefined;
    });

    it('reports a truncated response as interrupted, never as success', async () => {
      const cuts = [
        'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"result":[]',
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n{"result":[]\r\n',
        'HTTP/1.1 200 OK\r\nConte',
        'HTTP/1.1 200',
      ];
      for (const cut of cuts) {
        server = await rawSocket((socket) => socket.once('data', () => socket.end(cut)));
        const error = await failure(door(server.url, fetch).send());
        assert.ok(['offline', 'protocol'].includes(error.kind), `${cut} → ${error.kind} ${error.causeText}`);
        assert.equal(error.noEffect, false);
        await server.close();
      }
      server = undefined;
    });

    it('reports a response that is not HTTP', async () => {
      server = await rawSocket((socket) => socket.once('data', () => socket.end('220 mail.example ESMTP ready\r\n')));
      assert.equal((await failure(door(server.url, fetch).send())).kind, 'protocol');
    });

    it('recognizes the page of a captive portal', async () => {
      server = await rawHttp((_request, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html><script>alert(1)</script>Sign in</html>'),
      );
      const error = await failure(door(server.url, fetch).send());
      assert.equal(error.kind, 'protocol');
      assert.match(error.message, /network requires a sign-in/);
      assert.ok(!error.message.includes('<script>'));
    });

    it('returns nothing for an empty response, and valid JSON text otherwise', async () => {
      server = await rawHttp((_request, response) => response.writeHead(204).end());
      assert.equal(await door(server.url, fetch).send(), undefined);
    });

    it('logs method, path, status, time and size, and neither header nor body', async () => {
      server = await rawHttp((_request, response) =>
        response
          .writeHead(400, { 'content-type': 'application/json' })
          .end(JSON.stringify({ error: { message: `bad ${TOKEN} and canary-body-77` } })),
      );
      const { send, log } = door(server.url, fetch);
      const error = await failure(
        send({ method: 'POST', body: { password: 'canary-body-77' }, secrets: [TOKEN, 'canary-body-77'] }),
      );
      const line = log.lines.find((each) => each.startsWith('http '));
      assert.match(line ?? '', /"method":"POST","path":"\/v1\/x","status":400,"ms":\d+,"bytes":\d+/);
      const everything = [
        ...log.lines,
        error.message,
        error.causeText,
        error.stack ?? '',
        JSON.stringify(error.fieldErrors),
      ].join('\n');
      assert.ok(!everything.includes('canary'), everything);
    });

    // The global fetch turns a 407 outside of a tunnel into an error without a word; https always tunnels.
    if (name === 'node-fetch')
      it('reports a proxy that requires authentication', async () => {
        server = await rawHttp((_request, response) =>
          response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end(),
        );
        assert.equal((await failure(door(server.url, fetch).send())).kind, 'proxy');
      });
  });

  describe(`Retries over ${name}`, () => {
    let server: RawServer | undefined;
    afterEach(async () => {
      await server?.close();
    });

    /** Responds in turn, the last one for ever. */
    async function respondingWith(
      ...replies: readonly { readonly status: number; readonly headers?: Readonly<Record<string, string>> }[]
    ) {
      let asked = 0;
      server = await rawHttp((_request, response) => {
        const reply = replies[Math.min(asked, replies.length - 1)] ?? { status: 200 };
        asked += 1;
        response.writeHead(reply.status, reply.headers).end(reply.status === 200 ? '{"result":true}' : '');
      });
      return { url: server.url, asked: () => asked };
    }

    it('retries a read that fails temporarily, up to three times, with growing delays', async () => {
      for (const status of [429, 502, 503, 504]) {
        const place = await respondingWith({ status }, { status }, { status }, { status: 200 });
        const { send, clock } = door(place.url, fetch);
        assert.deepEqual(await send({ repeatable: true }), { result: true });
        assert.deepEqual(clock.waits, [250, 500, 1000], 'half of 500 · 2ⁿ, the dice being loaded');
        await server?.close();
      }
    });

    it('gives up after three', async () => {
      const place = await respondingWith({ status: 503 });
      const error = await failure(door(place.url, fetch).send({ repeatable: true }));
      assert.equal(error.status, 503);
      assert.equal(place.asked(), 4);
    });

    it('does not retry permanent failures, nor requests that must not be repeated', async () => {
      for (const [status, repeatable] of [
        [500, true],
        [501, true],
        [400, true],
        [404, true],
        [503, false],
        [429, false],
      ] as const) {
        const place = await respondingWith({ status });
        await failure(door(place.url, fetch).send({ repeatable }));
        assert.equal(place.asked(), 1, `${status} ${repeatable}`);
        await server?.close();
      }
    });

    it('obeys Retry-After in seconds and as a date, by the server’s clock, up to a minute', async () => {
      const yesterday = Date.now() - 86_400_000;
      const date = (ms: number): string => new Date(ms).toUTCString();
      const cases: readonly (readonly [Readonly<Record<string, string>>, number | undefined])[] = [
        [{ 'retry-after': '7' }, 7000],
        [{ 'retry-after': '0' }, 0],
        [{ 'retry-after': '60' }, 60_000],
        [{ 'retry-after': '61' }, undefined],
        [{ 'retry-after': date(yesterday + 9000), date: date(yesterday) }, 9000],
        [{ 'retry-after': date(yesterday - 9000), date: date(yesterday) }, 0],
        [{ 'retry-after': 'soon' }, 250],
        [{ 'retry-after': '-5' }, 250],
      ];
      for (const [headers, wait] of cases) {
        const place = await respondingWith({ status: 429, headers }, { status: 200 });
        const { send, clock } = door(place.url, fetch);
        if (wait === undefined) assert.equal((await failure(send({ repeatable: true }))).retryAfter, 61);
        else {
          await send({ repeatable: true });
          assert.deepEqual(clock.waits, [wait], JSON.stringify(headers));
        }
        await server?.close();
      }
    });

    it('ends the delay before a retry when the user cancels', async () => {
      const place = await respondingWith({ status: 503, headers: { 'retry-after': '50' } });
      const log = new RecordedLog();
      let isWaiting = false;
      const http = new HttpClient({
        endpoint: place.url,
        fetch,
        limiter: new FairLimiter(() => 1),
        timeoutSeconds: () => 5,
        logger: log,
        clock: {
          ...systemClock,
          sleep: async (ms, signal) => {
            isWaiting = true;
            return systemClock.sleep(ms, signal);
          },
        },
      });
      const controller = new AbortController();
      const running = failure(
        http.send({
          method: 'GET',
          path: '/v1/x',
          queue: '',
          repeatable: true,
          secrets: [],
          signal: controller.signal,
        }),
      );
      await until(() => isWaiting);
      controller.abort();
      assert.equal((await running).kind, 'aborted');
      assert.equal(place.asked(), 1);
    });
  });
}
