import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createSocketServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A server on loopback for responses that the sandbox would never give. */
export interface RawServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

function listen(server: Server, scheme: 'http' | 'https'): Promise<RawServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const { port }: Pick<AddressInfo, 'port'> =
        typeof address === 'object' && address !== null ? address : { port: 0 };
      resolve({
        url: `${scheme}://127.0.0.1:${port}`,
        port,
        close: () =>
          new Promise((done) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => {
              done();
            });
          }),
      });
    });
  });
}

/** Serves HTTP by hand. */
export function rawHttp(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<RawServer> {
  const listener: RequestListener = (request, response) => {
    handle(request, response);
  };
  return listen(createServer(listener), 'http');
}

/** Serves HTTPS with a certificate of the test's choice. */
export function rawHttps(
  pems: { readonly key: string; readonly cert: string },
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<RawServer> {
  const server = createTlsServer(pems, (request, response) => {
    handle(request, response);
  });
  server.on('tlsClientError', () => undefined);
  return listen(server, 'https');
}

/** Serves bare sockets: what comes back need not be HTTP. */
export function rawSocket(handle: (socket: Socket) => void): Promise<RawServer> {
  return listen(createSocketServer(handle), 'http');
}
