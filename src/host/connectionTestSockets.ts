import { lookup } from 'node:dns/promises';
import { ClientRequest, type IncomingMessage } from 'node:http';
import { connect as open, isIP, type Socket } from 'node:net';
import type { FetchInit, FetchResponse } from '../core/api/model';
import * as tls from 'node:tls';
import { unlessAborted } from '../core/base/timeouts';
import type { TestSocket, TestNetwork, TlsFacts } from '../core/connectionTest/model';

type Target = Parameters<TestNetwork['connect']>[0];

/** Resolves at an event of a socket; rejects when it fails or the signal fires, and then destroys it. */
async function settled(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  const arrived = new Promise<void>((resolve, reject) => {
    socket.once(event, () => {
      resolve();
    });
    socket.once('error', reject);
    socket.once('close', () => {
      reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    });
  });
  try {
    await unlessAborted(arrived, signal);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function factsOf(socket: tls.TLSSocket): TlsFacts {
  const protocol = socket.getProtocol() ?? 'TLS';
  const certificate = socket.getPeerCertificate();
  // A resumed session shows no certificate: Node then gives an empty object.
  if (Object.keys(certificate).length === 0) return { protocol };
  const issuer = [certificate.issuer.O, certificate.issuer.CN].flat().find((name) => name);
  return { protocol, validUntil: certificate.valid_to, ...(issuer === undefined ? {} : { issuer }) };
}

async function secure(socket: Socket, host: string, ca: string[], signal: AbortSignal): Promise<tls.TLSSocket> {
  const secured = tls.connect({ socket, host, ca, ...(isIP(host) === 0 ? { servername: host } : {}) });
  await settled(secured, 'secureConnect', signal);
  return secured;
}

async function connectSocket({ host, addresses, port }: Target, signal: AbortSignal): Promise<Socket> {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  const socket = open({
    host,
    port,
    // All addresses are tried, as requests do; the name is not looked up again.
    autoSelectFamily: true,
    lookup: (_name, _options, done) => {
      done(null, found);
    },
  });
  await settled(socket, 'connect', signal);
  // A service that closes an idle connection is not an error of the test.
  socket.on('error', () => undefined);
  return socket;
}

async function connect(target: Target, trusted: () => string[], signal: AbortSignal): Promise<TestSocket> {
  const socket = await connectSocket(target, signal);
  return {
    address: socket.remoteAddress ?? target.host,
    secure: async (secureSignal) => factsOf(await secure(socket, target.host, trusted(), secureSignal)),
    close: () => {
      socket.destroy();
    },
  };
}

function headerOf(response: IncomingMessage, name: string): string | null {
  const value = response.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : (value?.join(', ') ?? null);
}

/**
 * Sends one request over a connection to one of the addresses. `ClientRequest` is used as it is, because VS Code replaces
 * the agent of `http.request`, and with it the connection.
 */
async function requestAt(
  url: string,
  { method, headers, body, signal }: FetchInit,
  addresses: readonly string[],
  trusted: () => string[],
): Promise<FetchResponse> {
  const { protocol, hostname, host, port, pathname, search } = new URL(url);
  const isSecure = protocol === 'https:';
  const name = hostname.replace(/^\[|\]$/gu, '');
  const plain = await connectSocket({ host: name, addresses, port: Number(port || (isSecure ? 443 : 80)) }, signal);
  const socket = isSecure ? await secure(plain, name, trusted(), signal) : plain;
  const sent = new ClientRequest({
    createConnection: () => socket,
    method,
    path: `${pathname}${search}`,
    headers: {
      ...headers,
      host,
      connection: 'close',
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    },
    signal,
  });
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.on('error', reject);
  });
  sent.end(body);
  const received = await response;
  return {
    status: received.statusCode ?? 0,
    headers: { get: (header) => headerOf(received, header) },
    body: received,
  };
}

/** What the test does on sockets of its own. */
export interface TestSockets extends Pick<TestNetwork, 'resolve' | 'connect'> {
  /** Sends a request to one of the addresses, which were looked up before. */
  request(url: string, init: FetchInit, addresses: readonly string[]): Promise<FetchResponse>;
}

/**
 * The stages before the request, and the request to the addresses found, on Node's own look-up, sockets and TLS.
 * @param trusted the certificates (PEM) that make a service trustworthy, asked at each handshake.
 */
export function createTestSockets(trusted: () => string[]): TestSockets {
  return {
    resolve: async (host, signal) =>
      (await unlessAborted(lookup(host, { all: true }), signal)).map(({ address }) => address),
    connect: async (target, signal) => connect(target, trusted, signal),
    request: async (url, init, addresses) => requestAt(url, init, addresses, trusted),
  };
}
