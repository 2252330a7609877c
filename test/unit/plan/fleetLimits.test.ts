import assert from 'node:assert/strict';
import { FairLimiter } from '../../../src/core/api/limiter';
import { MemorySecrets } from '../../../src/core/operations/memorySecrets';
import { applyChanges } from '../../../src/core/plan/apply';
import { planChanges } from '../../../src/core/plan/planner';
import { readBackChanges } from '../../../src/core/plan/readBack';
import { desiredRotation, findHolders } from '../../../src/core/plan/rotation';
import { useSandbox } from '../../support/sandbox';
import { directoryOn } from '../directory/onSandbox';

const LIMIT = 3;

describe('A rotation in many tenants', () => {
  const sandbox = useSandbox({ tenants: 24, integrations: 4 });

  it('keeps to the limit of requests, asks a busy tenant again, and goes on without one that fails', async () => {
    const counts = { now: 0, most: 0 };
    const order: string[] = [];
    const { directory } = directoryOn(sandbox(), undefined, undefined, {
      limiter: new FairLimiter(() => LIMIT),
      fetch: async (url, init) => {
        counts.now += 1;
        counts.most = Math.max(counts.most, counts.now);
        try {
          const response = await fetch(url, init);
          order.push(`${String(response.status)} ${new URL(url).pathname}`);
          return response;
        } finally {
          counts.now -= 1;
        }
      },
    });
    const [busy, closed] = sandbox().tenants.slice(10, 12);
    assert.ok(busy && closed);
    const listOf = (id: string): string => `/v1/tenants/${id}/integrations`;
    const always = { always: true } as const;
    sandbox().addFault({ path: listOf(busy.id), fault: { kind: 'status', status: 429, retryAfter: 30 } });
    sandbox().addFault({ path: listOf(closed.id), when: always, fault: { kind: 'status', status: 403 } });

    const { holders, scan } = await findHolders(directory, 'sample-password-1', {});
    assert.ok(holders.length > 5);
    assert.deepEqual(
      scan.failed.map(({ name }) => name),
      [closed.name],
    );
    assert.ok(counts.most <= LIMIT, `${counts.most} at once`);
    const again = order.indexOf(`200 ${listOf(busy.id)}`);
    const refused = order.indexOf(`429 ${listOf(busy.id)}`);
    assert.ok(refused >= 0 && again > refused, 'the busy one was asked again');

    const secrets = new MemorySecrets();
    const replacing = { old: secrets.add('sample-password-1', 'Old'), fresh: secrets.add('new-value-1', 'New') };
    const { changes } = await planChanges(desiredRotation(holders, replacing), { directory, secrets });
    const applied = await applyChanges(changes, { directory, secrets });
    const read = await readBackChanges(applied, { directory, secrets });
    assert.ok(read.every(({ readBack }) => readBack === 'same'));
    // Writes may overtake reads: two of them even when no place is free.
    assert.ok(counts.most <= LIMIT + 2, `${counts.most} at once`);
  });
});
