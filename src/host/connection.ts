import { createApiClient } from '../core/api/client';
import { LimiterPool } from '../core/api/limiter';
import type { FetchFunction } from '../core/api/model';
import type { ConnectionFactory } from '../core/directory/service';
import type { Logger } from '../core/base/log';
import type { ResponseNotes } from '../core/api/responseNotes';
import type { Settings } from './settings';

/** What every connection of this window shares. */
export interface ConnectionParts {
  readonly fetch: FetchFunction;
  readonly settings: Settings;
  readonly log: Logger;
  readonly notes?: ResponseNotes;
}

/** Makes connections that share one limit of calls per endpoint and read the settings at each call. */
export function createConnectionFactory({ fetch, settings, log, notes }: ConnectionParts): ConnectionFactory {
  const limiters = new LimiterPool(() => settings.maxConcurrentRequests());
  return (account, credential, onSessionEnded) => {
    const client = createApiClient({
      endpoint: account.endpoint.url,
      fetch,
      credential,
      onSessionEnded,
      limiter: limiters.for(account.endpoint.url),
      timeoutSeconds: () => settings.requestTimeout(),
      logger: log,
      ...(notes && { notes }),
    });
    return { client, token: (signal) => client.token(signal) };
  };
}
