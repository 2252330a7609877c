import { createApiClient } from '../../../src/core/api/client';
import { toIntegration } from '../../../src/core/directory/fromApi';
import type { Integration, TenantRef } from '../../../src/core/directory/model';
import type { WriteTarget } from '../../../src/core/directory/writeTarget';
import type { FetchFunction } from '../../../src/core/api/model';
import { startSandbox, type FaultRule, type Sandbox, type SandboxIntegration } from '../../support/sandbox';
import { QuickClock, RecordedLog } from '../api/support';

/** A sandbox and a client in it, to write with. */
export interface Place {
  readonly sandbox: Sandbox;
  readonly tenantId: string;
  readonly ref: TenantRef;
  readonly target: WriteTarget;
  readonly clock: QuickClock;
  readonly log: RecordedLog;
  /** What the server holds under a name. */
  readonly named: (name: string) => readonly SandboxIntegration[];
  /** As a view would have it: without secrets. */
  readonly seen: (integrationId: string) => Promise<Integration>;
  /** A change by somebody else, behind our back. */
  readonly elsewhere: (
    integrationId: string,
    body: {
      readonly name?: string;
      readonly active?: boolean;
      readonly description?: string;
      readonly properties?: Record<string, unknown>;
    },
  ) => Promise<void>;
  /** Sets a fault; for one that never responds, the client waits less. */
  readonly fault: (rule: FaultRule) => void;
  readonly posts: () => number;
  readonly puts: () => readonly unknown[];
}

async function requestToken(sandbox: Sandbox): Promise<string> {
  const response = await fetch(`${sandbox.url}/v1/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: sandbox.username, password: sandbox.password }),
  });
  const body: unknown = await response.json();
  if (typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string') return body.token;
  throw new Error('no token');
}

export async function openPlace(fetchFunction: FetchFunction, timeoutSeconds = 5): Promise<Place> {
  const limit = { seconds: timeoutSeconds };
  const sandbox = await startSandbox();
  const tenantId = sandbox.tenants[0]?.id ?? '';
  const clock = new QuickClock();
  const log = new RecordedLog();
  const client = createApiClient({
    endpoint: sandbox.url,
    fetch: fetchFunction,
    credential: () =>
      Promise.resolve({
        state: 'found',
        credential: { kind: 'password', userName: sandbox.username, password: sandbox.password },
      }),
    timeoutSeconds: () => limit.seconds,
    clock,
    logger: log,
  });
  const ref = { accountId: 'account-1', tenantId };
  const writes = (method: string) =>
    sandbox.requests.filter(
      (request) => request.method === method && request.path.startsWith(`/v1/tenants/${tenantId}/integrations`),
    );
  return {
    sandbox,
    tenantId,
    ref,
    clock,
    log,
    target: { client, ref, tenantName: 'Acme-DEV', clock },
    named: (name) => sandbox.integrations(tenantId).filter((each) => each.name === name),
    seen: async (integrationId) => toIntegration(ref, await client.integration(tenantId, integrationId)),
    elsewhere: async (integrationId, body) => {
      const token = await requestToken(sandbox);
      // The server's times have whole seconds: without this, two changes in one second would look like one.
      sandbox.shiftClock(2);
      const response = await fetch(`${sandbox.url}/v1/tenants/${tenantId}/integrations/${integrationId}`, {
        method: 'PUT',
        headers: { authorization: `Token ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`elsewhere: ${response.status} ${await response.text()}`);
    },
    fault: (rule) => {
      // Only what never responds is waited for; all else has time on a busy machine.
      if (rule.fault.kind === 'stall') limit.seconds = 0.4;
      sandbox.addFault(rule);
    },
    posts: () => writes('POST').length,
    puts: () => writes('PUT').map((request) => request.body),
  };
}
