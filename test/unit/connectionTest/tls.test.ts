import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { testConnection } from '../../../src/core/connectionTest/testConnection';
import type { ConnectionTestReport } from '../../../src/core/connectionTest/model';
import { createTestSockets } from '../../../src/host/connectionTestSockets';
import { certificate, key } from './certificate';

const requests: string[] = [];
let server: Server;
let mute: TcpServer;

function portOf(listening: { address(): string | object | null }): number {
  const address = listening.address();
  return typeof address === 'object' && address !== null && 'port' in address && typeof address.port === 'number'
    ? address.port
    : 0;
}

/** Whatever is asked of it counts as sent credentials. */
async function probe(host: string, port: number, trusted: readonly string[]): Promise<ConnectionTestReport> {
  return testConnection({
    typeId: 'rest',
    properties: { endpointPrefix: `https://${host}:${port}`, username: 'me', password: 'canary-password', token: '' },
    consented: ['privateAddress'],
    timeoutMs: 2000,
    network: {
      ...createTestSockets(() => [...trusted]),
      usesProxy: () => false,
      request: (url) => {
        requests.push(url);
        return Promise.resolve({ status: 200, headers: { get: () => null }, body: null });
      },
    },
  });
}

function states(report: ConnectionTestReport): string {
  return report.stages.map((stage) => `${stage.id} ${stage.state}`).join(', ');
}

describe('the TLS stage of a test', () => {
  before(async () => {
    server = createServer({ key, cert: certificate }, (_, response) => response.end());
    mute = createTcpServer((socket) => socket.on('error', () => undefined));
    await Promise.all(
      [server, mute].map((listening) => new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))),
    );
  });
  after(() => {
    server.close();
    mute.close();
  });
  beforeEach(() => {
    requests.length = 0;
  });

  it('tells protocol, issuer and end of a certificate it trusts', async () => {
    const report = await probe('localhost', portOf(server), [certificate]);
    assert.equal(
      states(report),
      'name passed, connection passed, tls passed, authentication passed, permissions passed',
    );
    assert.match(report.stages[2]?.detail ?? '', /TLSv1\.[23].*CxEngage Integrations tests.*GMT/);
    assert.equal(requests.length, 1);
  });

  it('sends nothing to a service with an untrusted certificate, or one for another host', async () => {
    const strange = await probe('localhost', portOf(server), []);
    assert.equal(
      states(strange),
      'name passed, connection passed, tls failed, authentication skipped, permissions skipped',
    );
    assert.match(strange.stages[2]?.detail ?? '', /is self-signed.*SELF_SIGNED/);
    const other = await probe('127.0.0.1', portOf(server), [certificate]);
    assert.equal(
      states(other),
      'name skipped, connection passed, tls failed, authentication skipped, permissions skipped',
    );
    assert.match(other.stages[2]?.detail ?? '', /another host/);
    assert.deepEqual(requests, []);
  });

  it('holds the certificate to the name that was asked for', async () => {
    const signal = AbortSignal.timeout(2000);
    const connection = await createTestSockets(() => [certificate]).connect(
      { host: 'crm.acme.example', addresses: ['127.0.0.1'], port: portOf(server) },
      signal,
    );
    await assert.rejects(connection.secure(signal), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    connection.close();
  });

  it('ends in time when the handshake gets no response', async () => {
    const report = await probe('localhost', portOf(mute), [certificate]);
    assert.equal(
      states(report),
      'name passed, connection passed, tls failed, authentication skipped, permissions skipped',
    );
    assert.deepEqual(requests, []);
  });

  it('sends a request to the address given, whatever the name leads to', async () => {
    const sockets = createTestSockets(() => [certificate]);
    const received: string[] = [];
    const plain = createHttpServer((request, response) => {
      request.setEncoding('utf8').on('data', (part) => received.push(`${request.headers.host} ${String(part)}`));
      request.on('end', () => response.writeHead(302, { location: '/next', 'x-two': ['a', 'b'] }).end('body'));
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const init = { headers: {}, redirect: 'manual' as const, signal: AbortSignal.timeout(2000) };
    const posted = await sockets.request(
      `http://crm.acme.example:${portOf(plain)}/x?y=1`,
      { ...init, method: 'POST', body: 'né' },
      ['127.0.0.1'],
    );
    assert.deepEqual([posted.status, posted.headers.get('Location'), posted.headers.get('none')], [302, '/next', null]);
    assert.deepEqual(received, [`crm.acme.example:${portOf(plain)} né`]);
    const parts = [];
    for await (const part of posted.body ?? []) parts.push(part);
    assert.equal(Buffer.concat(parts).toString(), 'body');
    plain.close();
    const secure = await sockets.request(`https://localhost:${portOf(server)}/`, { ...init, method: 'GET' }, [
      '127.0.0.1',
    ]);
    assert.equal(secure.status, 200);
    await assert.rejects(
      sockets.request(`https://crm.acme.example:${portOf(server)}/`, { ...init, method: 'GET' }, ['127.0.0.1']),
      { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    );
  });

  it('names a port that nothing listens on', async () => {
    const closed = createTcpServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const port = portOf(closed);
    await new Promise<void>((resolve) =>
      closed.close(() => {
        resolve();
      }),
    );
    const sockets = createTestSockets(() => []);
    await assert.rejects(
      sockets.connect({ host: 'localhost', addresses: ['127.0.0.1'], port }, AbortSignal.timeout(2000)),
      { code: 'ECONNREFUSED' },
    );
    await assert.rejects(sockets.resolve('no-such-host.invalid', AbortSignal.timeout(2000)));
  });
});
