import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startSandbox as startAsTheExtension } from '../../../src/sandbox/server';
import { call, connectSandbox, signIn, startSandbox, useSandbox, type Sandbox } from '../../support/sandbox';
import { caller, integrationsPath, restBody, tenantId } from './setup';

const MB = 1024 * 1024;

/** What the process holds now, in bytes, without garbage. */
async function heldBytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  for (let round = 0; round < 2; round += 1) {
    await new Promise(setImmediate);
    runInNewContext('gc()');
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Sends so many requests without a token; each ends in a response or in a connection that was cut. */
async function flood(url: string, count: number, bodyText: string, path = '/v1/tokens'): Promise<void> {
  let left = count;
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      while (left > 0) {
        left -= 1;
        await call(url, 'POST', path, { bodyText }).catch(() => undefined);
      }
    }),
  );
}

describe('sandbox: limits', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startAsTheExtension();
  });
  afterEach(async () => {
    await sandbox.close();
  });

  it('holds next to nothing of 160 MB that come without a token', async function () {
    this.timeout(60_000);
    const before = await heldBytes();
    await flood(sandbox.url, 10, 'x'.repeat(3 * MB));
    await flood(sandbox.url, 100, `{"username":"${'x'.repeat(MB - 100)}","password":"y"}`);
    await flood(sandbox.services.rest.url, 30, 'y'.repeat(MB - 100), '/none');
    const more = (await heldBytes()) - before;
    assert.ok(more < 20 * MB, `${more / MB} MB more`);
    assert.equal((await call(sandbox.url, 'GET', '/v1/regions')).status, 401);
  });

  it('records no body of a request without a control key', async () => {
    await call(sandbox.url, 'POST', '/v1/tokens', { body: { username: 'canary', password: 'canary' } });
    await call(sandbox.services.rest.url, 'POST', '/none', { body: { secret: 'canary' } });
    assert.equal(sandbox.requests.length, 1);
    assert.ok(!JSON.stringify([sandbox.requests, sandbox.serviceRequests]).includes('canary'));
  });

  it('forgets the oldest requests when their headers and addresses get too much', async () => {
    const headers = { 'x-filler': 'z'.repeat(12_000) };
    for (let round = 0; round < 200; round += 1) await call(sandbox.url, 'GET', `/v1/regions/${round}`, { headers });
    const paths = sandbox.requests.map(({ path }) => path);
    assert.ok(paths.length < 170, `${paths.length} kept`);
    assert.equal(paths.at(-1), '/v1/regions/199');
  });

  it('refuses a body over 1 MB, announced or not, and says so', async () => {
    const announced = await call(sandbox.url, 'POST', '/v1/tokens', { bodyText: 'x'.repeat(MB + 1) });
    assert.deepEqual(
      [announced.status, announced.body],
      [413, { error: { message: 'the body is too long', attribute: null } }],
    );
    const { hostname, port } = new URL(sandbox.url);
    const sent = request({ hostname, port, path: '/v1/tokens', method: 'POST', agent: false });
    const status = new Promise((resolve) => {
      sent.once('response', (response) => {
        resolve(response.statusCode);
      });
    });
    for (let part = 0; part < 20; part += 1) sent.write('x'.repeat(MB / 10));
    sent.end();
    assert.equal(await status, 413);
  });

  it('limits what all bodies in flight take together', async () => {
    const { hostname, port } = new URL(sandbox.url);
    const sockets = Array.from({ length: 20 }, () => {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      socket.write(`POST /v1/tokens HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: ${MB}\r\n\r\n`);
      socket.write('x'.repeat(MB - 1));
      return socket;
    });
    // The others wait for their last byte; the ones beyond 16 MB are refused at once.
    const refused = await Promise.race(
      sockets.map(
        (socket) =>
          new Promise<string>((resolve) => {
            socket.once('data', (chunk) => {
              resolve(chunk.toString());
            });
          }),
      ),
    );
    assert.match(refused, /^HTTP\/1\.1 503/);
    sockets.forEach((socket) => socket.destroy());
  });

  it('drops connections beyond a few hundred, and serves again when they are gone', async () => {
    const { hostname, port } = new URL(sandbox.url);
    const sockets = Array.from({ length: 300 }, () => connect(Number(port), hostname).on('error', () => undefined));
    await Promise.race(sockets.map((socket) => once(socket, 'close')));
    const closing = sockets.filter(({ closed }) => !closed).map((socket) => once(socket, 'close'));
    sockets.forEach((socket) => socket.destroy());
    await Promise.all(closing);
    let response: { readonly status: number } | undefined;
    while (!response) response = await call(sandbox.url, 'GET', '/v1/regions').catch(() => undefined);
    assert.equal(response.status, 401);
  });

  it('stores no more than fits', async function () {
    this.timeout(30_000);
    const { post } = caller(sandbox, await signIn(sandbox));
    const path = integrationsPath(tenantId(sandbox, 'Acme Dev'));
    const statuses = new Set<number>();
    for (let number = 0; number < 20; number += 1)
      statuses.add((await post(path, { ...restBody(`Big ${number}`), description: 'd'.repeat(MB - 1000) })).status);
    assert.deepEqual([...statuses], [201, 507]);
  });
});

describe('sandbox: web pages', () => {
  const sandbox = useSandbox();

  it('are refused whatever they ask, also with the control key, and change nothing', async () => {
    const token = await signIn(sandbox());
    const path = integrationsPath(tenantId(sandbox(), 'Acme Dev'));
    const { control, services } = sandbox();
    for (const origin of ['https://page.example', 'http://127.0.0.1:9', 'http://localhost', 'null', '']) {
      const headers = { origin, 'x-sandbox-key': control.key };
      const responses = await Promise.all([
        call(sandbox().url, 'GET', path, { token, headers }),
        call(sandbox().url, 'POST', path, { token, headers, body: restBody('From a page') }),
        call(sandbox().url, 'POST', '/__sandbox/reset', { headers }),
        call(sandbox().url, 'GET', '/__sandbox/state', { headers }),
        call(services.zendesk.endpointPrefix, 'GET', '/api/v2/users/me.json', { headers }),
      ]);
      assert.deepEqual(
        responses.map(({ status }) => status),
        [403, 403, 403, 403, 403],
        origin,
      );
    }
    assert.ok(
      !JSON.stringify(sandbox().allTenants.map(({ id }) => sandbox().integrations(id))).includes('From a page'),
    );
  });
});

describe('sandbox: a control command without a body', () => {
  const sandbox = useSandbox();

  it('revokes the tokens of everybody', async () => {
    const token = await signIn(sandbox());
    const headers = { 'x-sandbox-key': sandbox().control.key };
    assert.equal((await call(sandbox().url, 'POST', '/__sandbox/tokens/revoke', { headers })).status, 200);
    assert.equal((await call(sandbox().url, 'GET', '/v1/me', { token })).status, 401);
  });

  it('is refused where it needs one', async () => {
    const headers = { 'x-sandbox-key': sandbox().control.key };
    assert.equal((await call(sandbox().url, 'POST', '/__sandbox/clock', { headers })).status, 400);
  });

  it('is not even read with a wrong key', async () => {
    const other = await startSandbox({ controlKey: 'chosen' });
    const wrong = { 'x-sandbox-key': 'wrong' };
    assert.equal(
      (await call(other.url, 'POST', '/__sandbox/reset', { headers: wrong, bodyText: 'x'.repeat(2 * MB) })).status,
      404,
    );
    await connectSandbox({ url: other.url, key: 'chosen' }).reset();
    await other.close();
  });
});
