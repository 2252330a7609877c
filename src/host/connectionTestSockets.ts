import { lookup } from 'node:dns/promises';
import { connect as open, isIP, type Socket } from 'node:net';
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

async function secure(socket: Socket, host: string, ca: string[], signal: AbortSignal): Promise<TlsFacts> {
  const secured = tls.connect({ socket, host, ca, ...(isIP(host) === 0 ? { servername: host } : {}) });
  await settled(secured, 'secureConnect', signal);
  return factsOf(secured);
}

async function connect(
  { host, addresses, port }: Target,
  trusted: () => string[],
  signal: AbortSignal,
): Promise<TestSocket> {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  const socket = open({
    host,
    port,
    // All addresses are tried, as calls do; the name is not looked up again.
    autoSelectFamily: true,
    lookup: (_name, _options, done) => {
      done(null, found);
    },
  });
  await settled(socket, 'connect', signal);
  // A service that closes an idle connection is not an error of the test.
  socket.on('error', () => undefined);
  return {
    address: socket.remoteAddress ?? host,
    secure: async (secureSignal) => secure(socket, host, trusted(), secureSignal),
    close: () => {
      socket.destroy();
    },
  };
}

/**
 * The stages before the call, on Node's own name look-up, sockets and TLS.
 * @param trusted the certificates (PEM) that make a service trustworthy, asked at each handshake.
 */
export function createTestSockets(trusted: () => string[]): Pick<TestNetwork, 'resolve' | 'connect'> {
  return {
    resolve: async (host, signal) =>
      (await unlessAborted(lookup(host, { all: true }), signal)).map(({ address }) => address),
    connect: async (target, signal) => connect(target, trusted, signal),
  };
}
