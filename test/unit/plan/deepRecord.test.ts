import assert from 'node:assert/strict';
import type { FetchFunction } from '../../../src/core/api/model';
import { compareSecrets } from '../../../src/core/plan/comparedSecrets';
import { compareTenants } from '../../../src/core/plan/comparison';
import type { DesiredIntegration } from '../../../src/core/plan/model';
import { planChanges } from '../../../src/core/plan/planner';
import { directoryWith, signedInAt } from '../../support/directory';
import { useSandbox } from '../../support/sandbox';
import { failure, QuickClock } from '../api/support';

const CANARY = 'canary-deep-5e1c';
const MAZE = '"username":"maze"';

/** A server that has a deeply nested property in one integration. */
function nesting(key: string, levels: number): FetchFunction {
  const inside = `${'{"a":'.repeat(levels)}"canary-bottom"${'}'.repeat(levels)}`;
  const deep = `"${key}":{"url":"https://me:canary-url@x.example","a":${inside}}`;
  return async (url, init) => {
    const response = await fetch(url, init);
    const text = (await response.text()).replace(MAZE, `${MAZE},${deep}`);
    return new Response(text, { status: response.status, headers: response.headers });
  };
}

describe('An integration that cannot be read as expected', () => {
  const sandbox = useSandbox();

  async function setUp(send: FetchFunction, onSecret: (value: string) => void = () => undefined) {
    const signedIn = signedInAt(sandbox(), { id: 'account-1' });
    const { directory } = directoryWith([signedIn], { clock: new QuickClock(), fetch: send, onSecret });
    const all = await directory.loadTenants('account-1');
    const tenants = ['Acme Dev', 'Acme Staging'].map(
      (tenantName) => all.find(({ name }) => name === tenantName) ?? assert.fail(),
    );
    for (const [index, tenant] of tenants.entries())
      for (const name of ['Loyalty', 'Maze']) {
        const isMaze = name === 'Maze' && index === 0;
        const password = isMaze ? CANARY : 'canary-other';
        const properties = {
          endpointPrefix: 'https://a.example',
          username: isMaze ? 'maze' : 'u',
          password,
          token: '',
        };
        await directory.createIntegration(tenant, { type: 'rest', name, active: true, properties });
      }
    return { directory, tenants };
  }

  /** Plans the same secret for both integrations of both tenants. */
  async function planned({ directory, tenants }: Awaited<ReturnType<typeof setUp>>) {
    const desired = tenants.flatMap((ref) =>
      ['Loyalty', 'Maze'].map((name): DesiredIntegration => ({
        origin: { kind: 'rotation' },
        target: { kind: 'tenant', ref, isProduction: false },
        type: 'rest',
        values: { name, properties: {}, secrets: { password: { source: 'secret', name: 'x' } } },
      })),
    );
    const plan = await planChanges(desired, { directory, secrets: { value: async () => Promise.resolve('new') } });
    return plan.changes.map(({ name, tenantName, action, cannot }) =>
      [name, tenantName, action, ...(cannot ? [cannot.code] : [])].join(' '),
    );
  }

  async function compared({ directory, tenants }: Awaited<ReturnType<typeof setUp>>) {
    const loaded = await Promise.all(
      tenants.map(async (tenant) => ({
        tenant,
        tenantName: tenant.name,
        integrations: await directory.loadIntegrations(tenant, { force: true }),
      })),
    );
    const { integrations } = await compareSecrets(await compareTenants(loaded), { directory });
    return integrations
      .filter(({ name }) => ['Loyalty', 'Maze'].includes(name))
      .map(({ name, secrets }) => [name, ...(secrets?.find(({ field }) => field === 'password')?.groups ?? [])]);
  }

  for (const levels of [2000, 10_000])
    for (const key of ['labyrinth', 'apiKey'])
      it(`holds up no other because "${key}" has ${levels} levels`, async () => {
        const place = await setUp(nesting(key, levels));
        assert.deepEqual(await planned(place), [
          'Loyalty Acme Dev update',
          'Maze Acme Dev update',
          'Loyalty Acme Staging update',
          'Maze Acme Staging update',
        ]);
        const [loyalty, maze] = await compared(place);
        assert.deepEqual(loyalty, ['Loyalty', 0, 0]);
        // A value that is too deep to be compared makes the whole integration unknown.
        if (levels < 10_000) assert.deepEqual(maze, ['Maze', 0, 1]);
      });

  it('for a reason that nobody foresaw holds up no other', async () => {
    let isReady = false;
    const place = await setUp(fetch, (value) => {
      if (isReady && value === CANARY) throw new RangeError(CANARY);
    });
    isReady = true;
    assert.deepEqual(await planned(place), [
      'Loyalty Acme Dev update',
      'Maze Acme Dev cannot unreachable',
      'Loyalty Acme Staging update',
      'Maze Acme Staging update',
    ]);
    assert.deepEqual(await compared(place), [
      ['Loyalty', 0, 0],
      ['Maze', 'unknown', 0],
    ]);
    const [dev] = place.tenants;
    const maze = dev && place.directory.integrations(dev);
    assert.ok(maze?.state === 'ready');
    const ref = maze.value.find(({ name }) => name === 'Maze') ?? assert.fail();
    const error = await failure(place.directory.fetchWithSecrets(ref));
    assert.deepEqual([error.kind, JSON.stringify(error.logFields).includes(CANARY)], ['protocol', false]);
  });
});
