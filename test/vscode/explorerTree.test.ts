import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { call, useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { ViewState } from '../../src/explorer/tree/viewState';
import { memoryCache } from '../support/directory';
import { directoryOn, MemoryStorage, Screen } from './explorerSupport';

const contextOf = (item: vscode.TreeItem): string => item.contextValue ?? '';

describe('the tree', () => {
  const sandbox = useSandbox();
  const second = useSandbox({ seed: 2 });
  let screen: Screen;

  async function show(...args: Parameters<typeof directoryOn>) {
    const parts = directoryOn(...args);
    screen = new Screen(parts.directory);
    await screen.draw();
    return parts;
  }

  afterEach(() => {
    screen.dispose();
  });

  it('has tenants as parents and children, each standing out by word and shape', async () => {
    await show([sandbox()]);
    await screen.shows(/Acme Dev/);
    await screen.open('Globex Group');
    await screen.shows(/^Globex Group \| \d+\n {2}Globex Retail\n {2}Globex Support\n {2}Group directory/m);
    assert.match(screen.text, /^Initech \| inactive$/m);
    assert.match(screen.text, /^Umbrella Audit \| view only$/m);
    assert.equal(contextOf(screen.row('Acme Dev').item), 'tenant;writable');
    assert.equal(contextOf(screen.row('Umbrella Audit').item), 'tenant;readonly');
  });

  it('shows accounts only where there are several, under ids that are unique and stay', async () => {
    const { directory, signOut } = directoryOn([sandbox(), second()]);
    screen = new Screen(directory);
    await screen.draw();
    await screen.shows(/^Ada 0 \| Sandbox\n {2}Acme Dev/m);
    await screen.shows(/^Ada 1 \| Sandbox\n {2}Acme Dev/m);
    const ids = screen.rows.map(({ item }) => item.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every((id) => id?.startsWith('account/account-')));
    signOut(1);
    await screen.shows(/^Acme Dev/);
    assert.doesNotMatch(screen.text, /Ada/);
  });

  it('redraws one row when one integration changes, and keeps the object VS Code knows it by', async () => {
    const { directory } = await show([sandbox()]);
    await screen.shows(/Acme Dev/);
    await screen.open('Acme Dev', 'Acme Staging');
    await screen.shows(/Acme Staging \| \d+[^]*Verint/);
    const { node } = screen.row('Order API');
    assert.ok(node.kind === 'integration');
    await screen.forget(directory);
    await directory.updateIntegration(node, { active: false });
    await screen.shows(/Order API \| disabled/);
    screen.redrewOnly(node);
    assert.equal(screen.row('Order API').node, node);
    assert.match(contextOf(screen.row('Order API').item), /^integration;type=rest;inactive;writable$/);
  });

  it('redraws a tenant with its count before it gives the children, which VS Code forgets with every redraw', async () => {
    const { directory } = await show([sandbox()]);
    await screen.shows(/Acme Dev/);
    const { node } = screen.row('Acme Dev');
    assert.ok(node.kind === 'tenant');
    let isGiven = false;
    const redraws: string[] = [];
    const subscription = screen.tree.onDidChangeTreeData((nodes) => {
      if (nodes?.includes(node)) redraws.push(isGiven ? 'after' : 'before');
    });
    await screen.tree.getChildren(node);
    isGiven = true;
    await screen.shows(/^Acme Dev \| \d+$/m);
    // What waited to be drawn is drawn with this.
    await screen.open('Acme Dev');
    const integration = screen.row('Order API').node;
    assert.ok(integration.kind === 'integration');
    await directory.updateIntegration(integration, { active: false });
    await screen.shows(/Order API \| disabled/);
    subscription.dispose();
    assert.deepEqual(redraws, ['before']);
  });

  it('redraws nothing when a refresh brings what is shown already', async () => {
    const { directory } = await show([sandbox()]);
    await screen.shows(/Acme Dev/);
    await screen.open('Acme Dev');
    await screen.shows(/Acme Dev \| \d+[^]*Order API/);
    await screen.forget(directory);
    const ref = { accountId: 'account-0', tenantId: sandbox().tenants[0]?.id ?? '' };
    await directory.loadIntegrations(ref, { force: true });
    await directory.loadTenants('account-0', { force: true });
    // A change that must show comes after the two that must not: when it is there, they would be too.
    const { node } = screen.row('Globex Group');
    assert.ok(node.kind === 'tenant');
    await directory.markTenant(node, 'production');
    await screen.shows(/Globex Group \| production/);
    screen.redrewOnly(node);
  });

  it('follows marks: production by word, shape and color; read-only removes the write commands', async () => {
    const { directory } = await show([sandbox()]);
    await screen.shows(/Acme Dev/);
    await screen.open('Acme Dev');
    await screen.shows(/Order API/);
    const { node } = screen.row('Acme Dev');
    assert.ok(node.kind === 'tenant');
    await directory.markTenant(node, 'production');
    await screen.shows(/Acme Dev \| production/);
    assert.equal(contextOf(screen.row('Acme Dev').item), 'tenant;production;writable');
    assert.equal(screen.row('Acme Dev').item.resourceUri?.query, 'production');
    await directory.markTenant(node, 'readOnly');
    await screen.shows(/Acme Dev \| read-only/);
    assert.match(contextOf(screen.row('Order API').item), /;readonly$/);
  });

  it('shows the saved copy at once, then the server’s response', async () => {
    const cache = memoryCache();
    const { directory } = await show([sandbox()], cache);
    await screen.shows(/Acme Dev/);
    const tenantId = sandbox().tenants[0]?.id ?? '';
    await directory.loadIntegrations({ accountId: 'account-0', tenantId });
    // Copies are written behind the answer.
    await eventually(async () => {
      assert.ok(await cache.read(`account-0/tenant/${tenantId}`));
    });
    screen.dispose();
    for (const { id } of sandbox().tenants) sandbox().slowTenant(id, 3000);
    await show([sandbox()], cache);
    assert.match(screen.text, /Acme Dev/);
    await screen.open('Acme Dev');
    assert.match(screen.text, /Order API/);
    const { item, node } = screen.row('Order API');
    const { tooltip } = await screen.tree.resolveTreeItem(item, node);
    assert.ok(typeof tooltip === 'object');
    assert.match(tooltip.value, /saved copy.* loaded from CxEngage at/);
  });

  it('filters and sorts, says what is hidden, and remembers both', async () => {
    const storage = new MemoryStorage();
    const { directory } = directoryOn([sandbox()]);
    screen = new Screen(directory, storage);
    await screen.draw();
    await screen.shows(/Acme Dev/);
    await screen.open('Acme Dev');
    await screen.shows(/Verint/);
    await screen.view.setFilter({ state: 'disabled' });
    await screen.shows(
      /Acme Dev \| \d+\n {2}Verint \| .*\n {2}\d+ integrations hidden by the filter \| Clear the filter/,
    );
    assert.deepEqual(new Screen(directory, storage).view.filter, { state: 'disabled' });
    await screen.view.setFilter({});
    await screen.view.setSort('type');
    await screen.shows(/Twilio.*\n {2}Verint.*\n {2}Support desk/);
    assert.equal(new Screen(directory, storage).view.sort, 'type');
  });

  it('puts favorites on top, in their place among siblings', async () => {
    await show([sandbox()]);
    await screen.shows(/Acme Dev/);
    await screen.open('Acme Dev');
    await screen.shows(/Verint/);
    await screen.favor('Umbrella Audit', 'Verint');
    await screen.shows(/^Umbrella Audit \| ★ · view only\nAcme Dev \| \d+\n {2}Verint \| ★ · disabled/);
    assert.match(contextOf(screen.row('Verint').item), /;favorite;inactive;writable$/);
  });

  it('keeps favorites for the next sign-in at the same endpoint, and those of other windows', async () => {
    const storage = new MemoryStorage();
    const window = (accountId: string): ViewState =>
      new ViewState(storage, () => [
        { id: accountId, label: 'Ada', kind: 'password', endpoint: { name: 'Test', url: sandbox().url } },
      ]);
    const [one, other] = [window('a'), window('a')];
    const tenant = { accountId: 'a', tenantId: 't-1' };
    const integration = { ...tenant, integrationId: 'i-1' };
    await one.setFavorite([tenant], true);
    await other.setFavorite([integration], true);
    assert.deepEqual(
      [one, other].map((view) => [view.isFavorite(tenant), view.isFavorite(integration)]),
      [
        [true, true],
        [true, true],
      ],
    );
    assert.ok(window('signed-in-again').isFavorite({ ...integration, accountId: 'signed-in-again' }));
    await one.setFavorite([integration], false);
    assert.ok(!other.isFavorite(integration) && other.isFavorite(tenant));
  });

  it('asks no more for a tenant that is gone', async () => {
    const { directory } = await show([sandbox()]);
    await screen.shows(/Acme Dev/);
    await screen.open('Acme Dev', 'Acme Staging');
    await screen.shows(/Order API/);
    const staging = screen.row('Acme Staging').node;
    assert.ok(staging.kind === 'tenant');
    const { status, text } = await call(sandbox().url, 'POST', '/v1/login', {
      token: await directory.token('account-0'),
    });
    assert.equal(status, 200);
    const without = (_key: string, value: unknown): unknown =>
      Array.isArray(value) ? value.filter((each: unknown) => !JSON.stringify(each).includes(staging.tenantId)) : value;
    const body = JSON.stringify(JSON.parse(text, without));
    sandbox().addFault({
      path: '/v1/login',
      when: { always: true },
      fault: { kind: 'status', status: 200, body, contentType: 'application/json' },
    });
    await directory.loadTenants('account-0', { force: true });
    await screen.hides(/Acme Staging/);
    assert.ok(screen.tree.openTenants().every(({ tenantId }) => tenantId !== staging.tenantId));
  });

  it('shows listeners and their properties, without a secret in them', async () => {
    await show([sandbox()]);
    await screen.shows(/Acme Dev/);
    await screen.open('Acme Dev');
    await screen.shows(/Email/);
    await screen.open('Email');
    await screen.shows(/Sales mailbox \| disabled/);
    await screen.open('Help mailbox');
    await screen.shows(/Help mailbox\n.*email \| help@acme\.example\n.*password \| ••••/);
    assert.match(screen.row('password').item.accessibilityInformation?.label ?? '', /secret, set/);
  });

  it('holds no secret of the server in any row or tooltip', async () => {
    await show([sandbox()]);
    await screen.shows(/Acme Dev/);
    await screen.open('Acme Dev', 'Acme Staging', 'Acme Production');
    await screen.shows(/Quantum CRM/);
    await screen.open('Email', 'Help mailbox', 'Facebook page', 'Acme page');
    await screen.shows(/pageToken/);
    const secrets = sandbox()
      .tenants.flatMap(({ id }) => sandbox().integrations(id))
      .flatMap(({ properties }) =>
        Object.entries(properties).flatMap(([key, value]) =>
          /password|token|secret|consumerKey/i.test(key) && typeof value === 'string' && value.length > 5
            ? [value]
            : [],
        ),
      );
    assert.ok(secrets.length > 20);
    const drawn = screen.rows.map(async ({ item, node }) => {
      const { tooltip } = await screen.tree.resolveTreeItem(item, node);
      return JSON.stringify([item, tooltip]);
    });
    const seen = (await Promise.all(drawn)).join('\n');
    for (const secret of [...secrets, 'sample-mailbox-password-dev', 'sample-page-token-dev'])
      assert.ok(!seen.includes(secret), `${secret} is on the screen`);
  });
});
