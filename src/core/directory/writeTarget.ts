import type { Clock } from '../base/clock';
import type { ApiClient, CallContext } from '../api/model';
import type { Integration, TenantRef } from './model';

/** Where a write goes and with what. */
export interface WriteTarget {
  /** Of the account as it is signed in now; read again before each request. */
  readonly client: ApiClient;
  readonly ref: TenantRef;
  /** The integration whose listeners are written; left out where integrations are. */
  readonly listenersOf?: Integration;
  /** For the sentences of errors. */
  readonly tenantName?: string | undefined;
  readonly clock: Clock;
}

/** The context of one call of a write. */
export function callContext(
  target: WriteTarget,
  signal: AbortSignal | undefined,
  more: Pick<CallContext, 'retry' | 'timeoutSeconds' | 'secrets' | 'finishesBegun'> = {},
): CallContext {
  return {
    ...more,
    ...(target.tenantName === undefined ? {} : { tenantName: target.tenantName }),
    ...(signal === undefined ? {} : { signal }),
  };
}
