import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { call, signIn, useSandbox, type Fault, type FaultRule } from '../../support/sandbox';
import { caller, fields, integrationsPath, list, restBody, result, tenantId } from './setup';

describe('sandbox: faults', () => {
  const sandbox = useSandbox();
  const dev = () => integrationsPath(tenantId(sandbox(), 'Acme Dev'));
  const user = async () => caller(sandbox(), await signIn(sandbox()));
  const set = (fault: Fault, rule: Partial<FaultRule> = {}) => sandbox().addFault({ ...rule, fault });
  const made = () =>
    sandbox()
      .integrations(tenantId(sandbox(), 'Acme Dev'))
      .filter(({ name }) => name === 'New').length;
  const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error);
  const broken = async (response: Promise<unknown>) =>
    response.then((good) => assert.fail(`responded: ${JSON.stringify(good)}`), codeOf);

  const cuts: readonly (readonly [Fault, created: number])[] = [
    [{ kind: 'reset', at: 'beforeRead' }, 0],
    [{ kind: 'reset', at: 'beforeWrite' }, 0],
    [{ kind: 'reset', at: 'afterWrite' }, 1],
    [{ kind: 'reset', at: 'midResponse' }, 1],
    [{ kind: 'truncate' }, 1],
    [{ kind: 'truncate', write: false }, 0],
  ];
  for (const [fault, created] of cuts) {
    it(`cut the connection: ${JSON.stringify(fault)} leaves ${created} written`, async () => {
      const { post } = await user();
      set(fault, { method: 'POST' });
      assert.equal(await broken(post(dev(), restBody('New'))), 'ECONNRESET');
      assert.equal(made(), created);
      assert.equal((await post(dev(), restBody('Next'))).status, 201);
    });
  }

  it('truncate by announcing more than they send', async () => {
    const token = await signIn(sandbox());
    set({ kind: 'truncate' });
    const { hostname, port } = new URL(sandbox().url);
    const socket = connect(Number(port), hostname);
    socket.write(`GET ${dev()} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Token ${token}\r\n\r\n`);
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    await once(socket, 'end');
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const announced = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    assert.ok(body.length > 0 && body.length < announced, `${body.length} of ${announced}`);
  });

  it('respond with any status, with or without the work done', async () => {
    const { post } = await user();
    for (const status of [401, 403, 404, 429, 500, 502, 503, 504]) {
      set({ kind: 'status', status });
      assert.equal((await post(dev(), restBody('New'))).status, status);
    }
    assert.equal(made(), 0);
    set({ kind: 'status', status: 502, write: true });
    assert.equal((await post(dev(), restBody('New'))).status, 502);
    assert.equal(made(), 1);
  });

  it('say when to come again', async () => {
    const { get } = await user();
    set({ kind: 'status', status: 429, retryAfter: 7 });
    assert.equal((await get(dev())).headers['retry-after'], '7');
    set({
      kind: 'status',
      status: 503,
      retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT',
      body: 'later',
      contentType: 'text/plain',
    });
    const response = await get(dev());
    assert.equal(response.headers['retry-after'], 'Wed, 21 Oct 2026 07:28:00 GMT');
    assert.deepEqual([response.text, response.headers['content-type']], ['later', 'text/plain']);
  });

  it('have all eight shapes of error bodies', async () => {
    const { get } = await user();
    const bodies: unknown[] = [];
    for (const shape of [1, 2, 3, 4, 5, 6, 7, 8] as const) {
      set({ kind: 'status', status: 400, shape });
      bodies.push((await get(dev())).body);
    }
    const error = (place: number) => fields(bodies[place]).error;
    assert.ok(Array.isArray(fields(fields(error(0)).attribute).name));
    assert.equal(fields(error(1)).attribute, 'name');
    assert.equal(fields(error(2)).message, 'bad request parameters');
    assert.equal(typeof error(3), 'string');
    assert.ok(Array.isArray(error(4)));
    assert.ok(list(fields(fields(error(5)).body).errors).length > 0);
    assert.ok(fields(bodies[6]).expectedPermissions);
    assert.equal(bodies[7], undefined);
  });

  it('respond without JSON, with nothing, or with HTML', async () => {
    const { get, post } = await user();
    set({ kind: 'html' });
    const html = await get(dev());
    assert.deepEqual([html.status, html.headers['content-type']], [502, 'text/html; charset=utf-8']);
    assert.match(html.text, /^<!DOCTYPE html>/);
    set({ kind: 'html', status: 200 });
    assert.equal((await get(dev())).status, 200);
    set({ kind: 'notJson' });
    const notJson = await post(dev(), restBody('New'));
    assert.deepEqual([notJson.status, notJson.body, notJson.text !== ''], [201, undefined, true]);
    set({ kind: 'empty' });
    const empty = await post(dev(), { ...restBody('New'), name: 'Second' });
    assert.deepEqual([empty.status, empty.text], [200, '']);
    assert.equal(made(), 1);
  });

  it('redirect to another origin', async () => {
    const { get } = await user();
    set({ kind: 'redirect' });
    const away = await get(dev());
    assert.deepEqual([away.status, away.headers.location], [302, `${sandbox().services.elsewhere.url}/landed`]);
    set({ kind: 'redirect', status: 307, location: '/v1/me' });
    const here = await get(dev());
    assert.deepEqual([here.status, here.headers.location], [307, '/v1/me']);
  });

  it('wrap the response wrongly', async () => {
    const { get } = await user();
    const right = list(result(await get(dev())));
    const wrapped = async (how: 'bare' | 'double' | 'data' | 'null') => {
      set({ kind: 'wrapping', how });
      return (await get(dev())).body;
    };
    assert.deepEqual(await wrapped('bare'), right);
    assert.deepEqual(await wrapped('double'), { result: { result: right } });
    assert.deepEqual(await wrapped('data'), { data: right });
    assert.deepEqual(await wrapped('null'), { result: null });
  });

  it('send an endless body', async () => {
    const { get } = await user();
    set({ kind: 'huge', bytes: 3_000_000 });
    const response = await get(dev());
    assert.ok(response.text.length > 3_000_000);
    assert.ok(fields(response.body).result);
  });

  it('stall before the headers, or half-way', async () => {
    const token = await signIn(sandbox());
    for (const [at, starts] of [
      ['headers', ''],
      ['body', 'HTTP/1.1 201'],
    ] as const) {
      set({ kind: 'stall', at });
      const { hostname, port } = new URL(sandbox().url);
      const socket = connect(Number(port), hostname);
      const body = JSON.stringify({ ...restBody('New'), name: `Stalled ${at}` });
      socket.write(
        `POST ${dev()} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Token ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      if (starts) {
        const chunk = new Promise<string>((arrived) =>
          socket.once('data', (data) => {
            arrived(data.toString());
          }),
        );
        assert.ok((await chunk).startsWith(starts));
      }
      // Another request gets its response meanwhile, so the silence is not that of a busy server.
      await call(sandbox().url, 'GET', dev(), { token });
      assert.equal(sandbox().requests.find(({ fault }) => fault === 'stall')?.status, undefined);
      assert.ok(
        sandbox()
          .integrations(tenantId(sandbox(), 'Acme Dev'))
          .some(({ name }) => name === `Stalled ${at}`),
      );
      socket.destroy();
      sandbox().clearRequests();
    }
  });

  it('delay before or after the work, together with another fault', async () => {
    const { post } = await user();
    set({ kind: 'delay', ms: 120, at: 'beforeWrite' });
    set({ kind: 'status', status: 503 });
    const start = Date.now();
    assert.equal((await post(dev(), restBody('New'))).status, 503);
    assert.ok(Date.now() - start >= 119);
    set({ kind: 'delay', ms: 60_000, at: 'afterWrite' });
    void post(dev(), restBody('New')).catch(() => undefined);
    while (made() === 0) await new Promise(setImmediate);
  });

  it('delay no longer once they are taken back', async () => {
    const { post } = await user();
    const slow = set({ kind: 'delay', ms: 600_000, at: 'beforeWrite' });
    const responded = post(dev(), restBody('New'));
    while (slow.played === 0) await new Promise(setImmediate);
    assert.equal(made(), 0);
    slow.remove();
    assert.equal((await responded).status, 201);
  });

  it('slow one tenant down and no other', async () => {
    const { get } = await user();
    const slow = sandbox().slowTenant(tenantId(sandbox(), 'Acme Dev'), 100);
    const timed = async (path: string) => {
      const start = Date.now();
      assert.equal((await get(path)).status, 200);
      return Date.now() - start;
    };
    assert.ok((await timed(dev())) >= 99);
    await timed(integrationsPath(tenantId(sandbox(), 'Acme Staging')));
    assert.equal(slow.played, 1);
    slow.remove();
    await timed(dev());
    assert.equal(slow.played, 1);
  });

  it('apply to what they name: method, path, the next n after some, every nth, always', async () => {
    const { get, put, post } = await user();
    const statuses = async (times: number) => {
      const seen: number[] = [];
      for (let time = 0; time < times; time += 1) seen.push((await get(dev())).status);
      return seen;
    };
    const fault: Fault = { kind: 'status', status: 500 };
    const handle = set(fault, { method: 'GET', path: '/v1/tenants/*/integrations', skip: 1, when: { next: 2 } });
    assert.equal((await get('/v1/me')).status, 200);
    assert.equal((await put(`${dev()}/x`, {})).status, 404);
    assert.equal((await post(dev(), {})).status, 400);
    assert.equal((await post(dev(), {})).status, 400);
    assert.deepEqual(await statuses(4), [200, 500, 500, 200]);
    assert.equal(handle.played, 2);
    set(fault, { path: '/v1/tenants/**', when: { every: 3 } });
    assert.deepEqual(await statuses(6), [200, 200, 500, 200, 200, 500]);
    sandbox().clearFaults();
    set(fault, { path: '/v1/tenants/*', when: { always: true } });
    assert.deepEqual(await statuses(2), [200, 200], 'a star is one segment');
    assert.equal((await get(dev().replace('/integrations', ''))).status, 500);
  });

  it('occur by chance, the same for the same seed', async () => {
    const { get } = await user();
    const round = async (seed: number) => {
      const handle = set({ kind: 'status', status: 500 }, { when: { probability: 0.5, seed } });
      let seen = '';
      for (let time = 0; time < 40; time += 1) seen += (await get('/v1/regions')).status === 500 ? 'x' : '.';
      handle.remove();
      return seen;
    };
    const first = await round(7);
    assert.equal(await round(7), first);
    assert.notEqual(await round(8), first);
    const played = first.split('x').length - 1;
    assert.ok(played > 8 && played < 32, first);
  });
});
