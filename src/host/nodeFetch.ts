import fetch from 'node-fetch';
import type { FetchFunction } from '../core/api/model';

/**
 * node-fetch 3 as the HTTP door wants it. A chunk of its own (`dist/nodeFetch.js`): loaded only where VS Code does
 * not route the global `fetch` through its proxy settings. It goes through the `https` module, which VS Code patches.
 */
export const nodeFetch: FetchFunction = async (url, init) => {
  const { body, ...rest } = init;
  const response = await fetch(url, { ...rest, ...(body === undefined ? {} : { body }) });
  return { status: response.status, headers: response.headers, body: bytesOf(response.body) };
};

async function* chunksOf(body: NodeJS.ReadableStream): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

function bytesOf(body: NodeJS.ReadableStream | null): AsyncIterable<Uint8Array> | null {
  return body === null ? null : chunksOf(body);
}
