import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { type Duplex, PassThrough, Transform } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { startSandbox, type Sandbox } from '../support/sandbox';
import type { Pems } from '../support/certificates';

/** Something that listens on loopback until it is closed. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

async function listen(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const isBound = (value: typeof address): value is AddressInfo => typeof value === 'object' && value !== null;
  assert.ok(isBound(address));
  return {
    port: address.port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

/** Joins two sockets: what ends one ends the other, a reset like a close. */
function join(one: Socket, other: Socket, through: Duplex = new PassThrough()): void {
  one.pipe(through).pipe(other).pipe(one);
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}

/** The sandbox answers to its own name only; a front rewrites the one it was called by. */
function calledByAddress(targetPort: number): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(
        null,
        Buffer.from(chunk.toString('latin1').replace(/^host: .*$/im, `host: 127.0.0.1:${targetPort}`), 'latin1'),
      );
    },
  });
}

/** Speaks TLS in front of a server of plain http. */
export function tlsFront(pems: Pems, targetPort: number): Promise<Listening> {
  const server = createTlsServer(pems, (client) => {
    join(client, connect(targetPort, '127.0.0.1'), calledByAddress(targetPort));
  });
  server.on('tlsClientError', () => undefined);
  return listen(server);
}

export interface Proxy extends Listening {
  /** `host:port` of every tunnel that was asked for. */
  readonly asked: readonly string[];
  /** The headers that came with them. */
  readonly headers: readonly IncomingHttpHeaders[];
}

/**
 * An HTTP proxy for tunnels: only it knows where names lead.
 * @param route the port on loopback for a name, or the status with which to refuse.
 */
export async function startProxy(
  route: (host: string) => { readonly port: number } | { readonly refuse: number },
): Promise<Proxy> {
  const asked: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((_request, response) => response.writeHead(400).end());
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const host = request.url ?? '';
    asked.push(host);
    headers.push(request.headers);
    const where = route(host);
    if ('refuse' in where) {
      const challenge = where.refuse === 407 ? 'Proxy-Authenticate: Basic realm="test"\r\n' : '';
      client.end(`HTTP/1.1 ${where.refuse} No\r\n${challenge}Content-Length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(where.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(head);
      join(client, upstream);
    });
    upstream.on('error', () => client.destroy());
  });
  return { ...(await listen(server)), asked, headers };
}

/** A sandbox behind TLS. */
export interface SecureSandbox {
  readonly sandbox: Sandbox;
  readonly port: number;
  close(): Promise<void>;
}

export async function startSecureSandbox(pems: Pems): Promise<SecureSandbox> {
  const sandbox = await startSandbox({ password: 'canary-signin-4d1e' });
  const front = await tlsFront(pems, Number(new URL(sandbox.url).port));
  return {
    sandbox,
    port: front.port,
    close: async () => {
      await front.close();
      await sandbox.close();
    },
  };
}
