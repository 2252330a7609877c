// A server before another: passes everything on, and writes other names into what comes back.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

export interface RenamingProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts one on loopback. `names` maps names in the responses of `target` to what they become. */
export async function startRenamingProxy(
  target: string,
  names: Readonly<Record<string, string>>,
): Promise<RenamingProxy> {
  const rename = (text: string): string =>
    Object.entries(names).reduce(
      (all, [from, to]) => all.replaceAll(JSON.stringify(from), () => JSON.stringify(to)),
      text,
    );
  const server = createServer((request, response) => {
    const pass = async (): Promise<void> => {
      const { method = 'GET', headers, url = '/' } = request;
      const body = await text(request);
      const { authorization, 'content-type': type } = headers;
      const from = await fetch(target + url, {
        method,
        headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
        ...(body === '' ? {} : { body }),
      });
      response.writeHead(from.status, { 'content-type': from.headers.get('content-type') ?? 'text/plain' });
      response.end(rename(await from.text()));
    };
    pass().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
    },
  };
}
