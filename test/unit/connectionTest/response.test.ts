import assert from 'node:assert/strict';
import type { TestNetwork } from '../../../src/core/connectionTest/model';
import { detail, network, runTest, states } from './runTest';

describe('the response of the service', () => {
  const saying = (status: number, text: string): TestNetwork => ({
    ...network,
    usesProxy: () => true,
    request: () =>
      Promise.resolve({
        status,
        headers: { get: (name) => (name === 'content-type' ? 'text/plain' : null) },
        body: (async function* () {
          await Promise.resolve();
          for (let sent = 0; sent < 20; sent += 1) yield new TextEncoder().encode(text);
        })(),
      }),
  });
  const properties = {
    endpointPrefix: 'https://api.acme.com',
    username: 'me',
    password: 'canary-päss "word"',
    token: '',
  };

  it('is shown without the credentials it repeats, in whatever encoding', async () => {
    const header = Buffer.from(`me:${properties.password}`).toString('base64');
    for (const echo of [
      properties.password,
      JSON.stringify(properties),
      encodeURIComponent(properties.password),
      header,
      `Authorization: Basic ${header}`,
    ]) {
      const report = await runTest('rest', properties, { network: saying(401, `no: ${echo} `) });
      assert.match(report.response ?? '', /^no: /);
      for (const form of ['canary', 'Y2FuYXJ5', header.slice(8, -4)])
        assert.equal(JSON.stringify(report).includes(form), false, echo);
    }
  });

  it('is one short line of plain text', async () => {
    const report = await runTest('rest', properties, {
      network: saying(403, `<p>\u202Eno\u200B\r\n<img src=x onerror=alert(1)>${'long '.repeat(20_000)}</p>`),
    });
    assert.ok((report.response ?? '').length <= 301);
    assert.equal(/[\u202E\u200B\r\n<>]/.test(report.response ?? ''), false);
    const page = await runTest('rest', properties, {
      network: saying(403, '<html><title>Access denied</title><style>x</style><body>much</body></html>'),
    });
    assert.equal(page.response, 'Access denied');
  });

  it('is cut off when it does not end', async () => {
    let ended = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield await Promise.resolve(new Uint8Array(4096).fill(97));
      } finally {
        ended = true;
      }
    }
    const report = await runTest('rest', properties, {
      network: {
        ...network,
        usesProxy: () => true,
        request: () => Promise.resolve({ status: 500, headers: { get: () => null }, body: endless() }),
      },
    });
    assert.equal(report.ok, false);
    assert.ok(ended);
  });

  it('is skipped behind a proxy, with the reason', async () => {
    const report = await runTest('rest', properties, { network: saying(200, '{}') });
    assert.deepEqual(states(report), {
      name: 'skipped',
      connection: 'skipped',
      tls: 'skipped',
      authentication: 'passed',
      permissions: 'passed',
    });
    assert.match(detail(report, 'connection'), /proxy/i);
  });

  it('counts more than a look-up that failed here: a proxy may know the name', async () => {
    const hidden: TestNetwork = {
      ...saying(200, '{}'),
      usesProxy: () => false,
      resolve: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
    };
    const report = await runTest('rest', properties, { network: hidden });
    assert.ok(report.ok);
    assert.match(detail(report, 'name'), /proxy/i);
  });
});
