import assert from 'node:assert/strict';
import type { Integration, Tenant } from '../../../src/core/directory/model';
import { arrangeIntegrations, arrangeTenants, passes } from '../../../src/explorer/tree/arrange';

function tenant(tenantId: string, name: string, parentId?: string): Tenant {
  return {
    accountId: 'a',
    tenantId,
    name,
    active: true,
    mark: 'none',
    ...(parentId === undefined ? {} : { parentId }),
  };
}

function integration(name: string, changes: Partial<Integration> = {}): Integration {
  return {
    accountId: 'a',
    tenantId: 't',
    integrationId: name,
    ownerTenantId: 't',
    type: 'rest',
    name,
    description: '',
    active: true,
    properties: {},
    secrets: {},
    ...changes,
  };
}

const names = (all: readonly { readonly name: string }[]): readonly string[] => all.map(({ name }) => name);
const none = (): boolean => false;

describe('arranging tenants', () => {
  it('puts children under parents and orders names as people do', async () => {
    const forest = await arrangeTenants(
      [
        tenant('3', 'Tenant 10'),
        tenant('2', 'tenant 9'),
        tenant('1', 'Group'),
        tenant('4', 'Ärzte', '1'),
        tenant('5', 'Zoo', '1'),
      ],
      none,
    );
    assert.deepEqual(names(forest.roots), ['Group', 'tenant 9', 'Tenant 10']);
    assert.deepEqual(names(forest.children('1')), ['Ärzte', 'Zoo']);
    assert.equal(forest.parent('4'), '1');
  });

  it('shows a tenant whose parent is not visible at the root', async () => {
    const forest = await arrangeTenants([tenant('1', 'Child', 'elsewhere')], none);
    assert.deepEqual(names(forest.roots), ['Child']);
    assert.equal(forest.parent('1'), undefined);
  });

  it('loses no tenant to a circle of parents, nor to one that is its own', async () => {
    const forest = await arrangeTenants(
      [tenant('a', 'A', 'b'), tenant('b', 'B', 'c'), tenant('c', 'C', 'a'), tenant('d', 'D', 'd')],
      none,
    );
    const all = (roots: readonly Tenant[]): readonly string[] =>
      roots.flatMap((each) => [each.name, ...all(forest.children(each.tenantId))]);
    assert.deepEqual([...all(forest.roots)].sort(), ['A', 'B', 'C', 'D']);
  });

  it('handles a chain of parents as long as the list in time', async () => {
    const chain = Array.from({ length: 30_000 }, (_, i) =>
      tenant(String(i), String(i), i === 0 ? undefined : String(i - 1)),
    );
    const forest = await arrangeTenants(chain, none);
    assert.deepEqual(names(forest.roots), ['0']);
    assert.equal(forest.parent('29999'), '29998');
    const circle = await arrangeTenants([...chain.slice(1), tenant('0', '0', '29999')], none);
    assert.equal(circle.roots.length, 1);
  });

  it('puts favorites on top of their siblings', async () => {
    const forest = await arrangeTenants(
      [tenant('1', 'A'), tenant('2', 'B'), tenant('3', 'C')],
      ({ name }) => name === 'C',
    );
    assert.deepEqual(names(forest.roots), ['C', 'A', 'B']);
  });

  it('of great number lets others in while it works', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) =>
      tenant(`${i}`, `Tenant ${(i * 7919) % 10_000}`, i % 3 === 0 ? undefined : `${i - (i % 3)}`),
    );
    let turns = 0;
    const beat = setInterval(() => {
      turns += 1;
    }, 1);
    const forest = await arrangeTenants(many, none);
    clearInterval(beat);
    assert.equal(forest.roots.length, 3334);
    assert.ok(turns > 0, 'it held up the host from beginning to end');
  });
});

describe('arranging integrations', () => {
  const all = [
    integration('b', { type: 'zendesk', updated: '2026-01-01T00:00:00Z' }),
    integration('a', { type: 'zendesk' }),
    integration('c', { type: 'rest', updated: '2026-02-01T00:00:00Z' }),
  ];
  const options = { keep: () => true, favorite: none };

  it('orders by name, by type, or by the last change', async () => {
    assert.deepEqual(names(await arrangeIntegrations(all, { ...options, order: 'name' })), ['a', 'b', 'c']);
    assert.deepEqual(names(await arrangeIntegrations(all, { ...options, order: 'type' })), ['c', 'a', 'b']);
    assert.deepEqual(names(await arrangeIntegrations(all, { ...options, order: 'updated' })), ['c', 'b', 'a']);
  });

  it('keeps favorites on top in every order', async () => {
    const favorite = ({ name }: Integration): boolean => name === 'b';
    for (const order of ['name', 'type', 'updated'] as const)
      assert.equal((await arrangeIntegrations(all, { ...options, favorite, order }))[0]?.name, 'b');
  });
});

describe('the filter', () => {
  const one = integration('one', { createdBy: 'me', updatedBy: 'her' });

  it('lets through what is asked for', () => {
    assert.ok(passes({}, one, undefined));
    assert.ok(passes({ state: 'active', types: ['rest'] }, one, undefined));
    assert.ok(!passes({ state: 'disabled' }, one, undefined));
    assert.ok(!passes({ types: ['zendesk'] }, one, undefined));
  });

  it('knows mine by who made it or changed it last, and hides nothing where the user is not known', () => {
    assert.ok(passes({ mine: true }, one, 'me'));
    assert.ok(passes({ mine: true }, one, 'her'));
    assert.ok(!passes({ mine: true }, one, 'him'));
    assert.ok(passes({ mine: true }, one, undefined));
  });
});

describe('the last change first', () => {
  it('counts the making of one that was never changed, as its row does', async () => {
    const all = [
      integration('Old', { updated: '2024-01-01T00:00:00Z' }),
      integration('New', { created: '2025-01-01T00:00:00Z' }),
      integration('Unknown'),
    ];
    assert.deepEqual(names(await arrangeIntegrations(all, { order: 'updated', keep: () => true, favorite: none })), [
      'New',
      'Old',
      'Unknown',
    ]);
  });
});
