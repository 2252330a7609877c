import { createApiClient } from '../../../src/core/api/client';
import type { FetchFunction } from '../../../src/core/api/model';
import { systemClock } from '../../../src/core/base/clock';
import { isObject, parseJson } from '../../../src/core/base/json';
import type { WriteTarget } from '../../../src/core/directory/writeTarget';

/** A server of one integration that keeps whatever it is sent: types and properties that the sandbox does not have. */
export interface PlayedServer {
  readonly target: WriteTarget & { readonly integrationId: string };
  /** What was sent as `properties`, as text, update by update. */
  readonly sent: readonly string[];
  /** The properties as they are now, as text. */
  stored(): string;
}

/** @param properties JSON text, so that keys such as `__proto__` and their order are as a server would send them. */
export function playServer(type: string, properties: string): PlayedServer {
  let stored = properties;
  const sent: string[] = [];
  const server: FetchFunction = (_url, init) => {
    const body = parseJson(init.body ?? '');
    if (isObject(body) && body.properties !== undefined) {
      stored = JSON.stringify(body.properties);
      sent.push(stored);
    }
    const record = { id: 'integration-1', tenantId: 'tenant-1', type, name: 'Odd', active: true };
    const text = `{"result":${JSON.stringify(record).slice(0, -1)},"properties":${stored}}}`;
    return Promise.resolve({ status: 200, headers: new Headers(), body: new Blob([text]).stream() });
  };
  const client = createApiClient({
    endpoint: 'https://played.example',
    fetch: server,
    credential: () => Promise.resolve({ state: 'found', credential: { kind: 'token', token: 'abc' } }),
  });
  const ref = { accountId: 'account-1', tenantId: 'tenant-1' };
  return { target: { client, ref, clock: systemClock, integrationId: 'integration-1' }, sent, stored: () => stored };
}
