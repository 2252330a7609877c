import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A running server on 127.0.0.1. */
export interface LoopbackServer {
  /** E.g. `http://127.0.0.1:4001`. */
  readonly origin: string;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A web page whose host name was bound to 127.0.0.1 (DNS rebinding) names that host here; nobody honest does. */
function isLoopbackHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host ?? '');
}

/** Starts a server that only this machine reaches. `port` 0 takes a free one; throws when the port is taken. */
export async function listen(handler: Handler, port = 0): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    if (!isLoopbackHost(request.headers.host)) {
      response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' }).end('only for loopback');
      return;
    }
    handler(request, response).catch((error: unknown) => {
      fail(response, error);
    });
  });
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
  response.writeHead(500, { 'content-type': 'text/plain' }).end(`the sandbox failed: ${text}`);
}

/** Thrown when a body is longer than allowed. */
export class BodyTooLong extends Error {}

/** The whole body as text. Throws `BodyTooLong`, and whatever the stream throws when the client goes away. */
export async function readBody(request: IncomingMessage, limit = 4 * 1024 * 1024): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw new BodyTooLong(`more than ${limit} bytes`);
  return Buffer.concat(chunks).toString('utf8');
}
