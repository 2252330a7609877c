import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { BodyRefused } from './bodies';

/** A running server on 127.0.0.1. */
export interface LoopbackServer {
  /** E.g. `http://127.0.0.1:4001`. */
  readonly origin: string;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** More open connections than any client needs; what comes beyond is dropped. */
const MAX_CONNECTIONS = 256;
/** A request that takes longer to arrive is cut off, so that slow senders cannot hold the connections. */
const REQUEST_TIMEOUT_MS = 30_000;

/** A web page whose host name was bound to 127.0.0.1 (DNS rebinding) names that host here; no client of ours does. */
function isLoopbackHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host ?? '');
}

/** Browsers name the page that sends a request. No page has business here, not even one of another port or `null`. */
function isForeign({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined && headers.origin !== `http://${headers.host ?? ''}`;
}

/** Starts a server that only this machine reaches. `port` 0 takes a free one; throws when the port is taken. */
export async function listen(handler: Handler, port = 0): Promise<LoopbackServer> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    if (!isLoopbackHost(request.headers.host) || isForeign(request)) {
      response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' }).end('only for loopback');
      return;
    }
    handler(request, response).catch((error: unknown) => {
      fail(response, error);
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const taken = typeof address === 'object' && address ? address.port : port;
  return {
    origin: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const text = error instanceof Error ? error.message : String(error);
  const status = error instanceof BodyRefused ? error.status : 500;
  response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(text);
}
