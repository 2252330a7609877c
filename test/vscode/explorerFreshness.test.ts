import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AutoRefresh } from '../../src/explorer/tree/autoRefresh';
import { useSandbox } from '../support/sandbox';
import { refreshAll } from '../../src/explorer/tree/refresh';
import { eventually } from '../support/eventually';
import { directoryOn, Screen } from './explorerSupport';

describe('coming back to the view', () => {
  const sandbox = useSandbox();
  const visibility = new vscode.EventEmitter<vscode.TreeViewVisibilityChangeEvent>();
  const view = { visible: true, onDidChangeVisibility: visibility.event };
  let screen: Screen;
  let freshness: AutoRefresh;
  let focused: boolean;
  /** Minutes that have passed. */
  let away: number;

  /** Opens one tenant, then lets `minutes` pass. */
  async function leaveFor(minutes: number, ageIntervalMs?: number) {
    const parts = directoryOn([sandbox()]);
    const { directory } = parts;
    away = 0;
    const now = (): number => Date.now() + away * 60_000;
    screen = new Screen(directory, undefined, now);
    await screen.draw();
    await screen.shows(/Acme Dev/);
    await screen.open('Acme Dev');
    await screen.shows(/Order API/);
    focused = true;
    view.visible = true;
    freshness = new AutoRefresh(directory, screen.tree, view, now, () => focused, ageIntervalMs);
    sandbox().clearRequests();
    away = minutes;
    return parts;
  }

  const comeBack = (): void => {
    visibility.fire({ visible: view.visible });
  };
  const asked = (): readonly string[] =>
    sandbox()
      .requests.map(({ path }) => path)
      .filter((path) => path.endsWith('/integrations'));

  afterEach(() => {
    freshness.dispose();
    screen.dispose();
  });
  after(() => {
    visibility.dispose();
  });

  it('after a while reads what is open, and nothing else', async () => {
    await leaveFor(6);
    comeBack();
    await eventually(() => {
      assert.deepEqual(asked(), [`/v1/tenants/${sandbox().tenants[0]?.id ?? ''}/integrations`]);
    });
    assert.ok(sandbox().requests.some(({ path }) => path === '/v1/login'));
  });

  it('soon, hidden, or in a window behind others reads nothing', async () => {
    await leaveFor(4);
    comeBack();
    freshness.dispose();
    screen.dispose();
    await leaveFor(6);
    view.visible = false;
    comeBack();
    view.visible = true;
    focused = false;
    comeBack();
    assert.deepEqual(sandbox().requests, []);
    // The same moment does read once the view is there and in front: the silence before was no accident.
    focused = true;
    comeBack();
    await eventually(() => {
      assert.equal(asked().length, 1);
    });
  });

  it('updates how long ago things were changed', async () => {
    const { directory } = await leaveFor(0);
    const { node } = screen.row('Order API');
    assert.ok(node.kind === 'integration');
    await directory.updateIntegration(node, { active: false });
    await screen.shows(/Order API \| disabled · 127\.0\.0\.1:\d+ · [^·\n]+ · updated just now/);
    away = 8 * 60;
    comeBack();
    await screen.shows(/Order API \| disabled · 127\.0\.0\.1:\d+ · [^·\n]+ · updated 8 hr\. ago/);
    const { tooltip } = await screen.tree.resolveTreeItem(screen.row('Order API').item, node);
    // VS Code keeps a tooltip for as long as its row stays the same: no age that nobody renews is in it.
    assert.ok(typeof tooltip === 'object');
    assert.doesNotMatch(tooltip.value, /loaded from CxEngage [^\n]* ago/);
  });

  it('says how long ago a test failed while somebody looks, and reads nothing for it', async () => {
    const { directory } = await leaveFor(0, 10);
    const { node } = screen.row('Order API');
    assert.ok(node.kind === 'integration');
    const integration = directory.integration(node);
    assert.ok(integration);
    screen.testResults.record(integration, {
      ok: false,
      conclusion: 'The service rejected the credential.',
      stages: [{ id: 'authentication', label: 'Authentication', state: 'failed', detail: '' }],
      status: 401,
      note: '',
    });
    await screen.shows(/Order API \| 127\.0\.0\.1:\d+ · ✗ 401, just now$/m);
    away = 2;
    await screen.shows(/Order API \| 127\.0\.0\.1:\d+ · ✗ 401, 2 min\. ago$/m);
    assert.deepEqual(asked(), []);
  });

  it('tries again what failed, but not at every glance', async () => {
    const path = (): string => `/v1/tenants/${sandbox().tenants[0]?.id ?? ''}/integrations`;
    await leaveFor(6);
    sandbox().addFault({ path: path(), when: { always: true }, fault: { kind: 'reset', at: 'beforeRead' } });
    comeBack();
    await screen.shows(/Not up to date: Offline/);
    sandbox().clearFaults();
    sandbox().clearRequests();
    comeBack();
    assert.deepEqual(asked(), []);
    away = 7;
    comeBack();
    await screen.hides(/Not up to date/);
    assert.equal(asked().length, 1);
  });

  it('does not retry what only a sign-in or a permission can fix', async () => {
    const { directory } = await leaveFor(6);
    sandbox().addFault({
      path: `/v1/tenants/${sandbox().tenants[0]?.id ?? ''}/integrations`,
      when: { always: true },
      fault: { kind: 'status', status: 403 },
    });
    comeBack();
    const { node } = screen.row('Acme Dev');
    assert.ok(node.kind === 'tenant');
    await eventually(() => {
      assert.equal(directory.integrations(node).state, 'failed');
      assert.equal(directory.tenants(node.accountId).state, 'ready');
    });
    sandbox().clearRequests();
    away = 60;
    comeBack();
    await eventually(() => {
      assert.ok(sandbox().requests.some(({ path }) => path === '/v1/login'));
    });
    assert.deepEqual(asked(), []);
  });

  it('reads the listeners that are open too, as Refresh does', async () => {
    const { directory } = await leaveFor(0);
    await screen.open('Email');
    await screen.shows(/Help mailbox/);
    const listeners = (): number => sandbox().requests.filter(({ path }) => path.endsWith('/listeners')).length;
    sandbox().clearRequests();
    away = 6;
    comeBack();
    await eventually(() => {
      assert.equal(listeners(), 1);
    });
    const { node } = screen.row('Email');
    assert.ok(node.kind === 'integration');
    await eventually(() => {
      assert.equal(directory.listeners(node).state, 'ready');
    });
    sandbox().clearRequests();
    await refreshAll(directory, screen.tree, new AbortController().signal);
    assert.equal(listeners(), 1);
  });

  it('a tenant that was closed is not dead: what happens in it meanwhile shows when it is opened again', async () => {
    const { directory } = await leaveFor(0);
    const { node } = screen.row('Acme Dev');
    assert.ok(node.kind === 'tenant');
    screen.tree.closed(node);
    await screen.forget(directory);
    const orders = screen.row('Order API').node;
    assert.ok(orders.kind === 'integration');
    const { properties } = await directory.fetchWithSecrets(orders);
    const made = await directory.createIntegration(node, {
      type: 'rest',
      name: 'Made elsewhere',
      active: true,
      properties,
    });
    assert.equal(made.kind, 'created');
    // VS Code holds rows of it, so it must hear of the change; it reads them when they are on screen again.
    await eventually(() => {
      assert.ok(screen.redrawn.includes(node.id));
    });
    screen.tree.opened(node);
    sandbox().clearRequests();
    await refreshAll(directory, screen.tree, new AbortController().signal);
    assert.equal(asked().length, 1);
  });

  it('leaves alone what was closed', async () => {
    await leaveFor(6);
    screen.tree.closed(screen.row('Acme Dev').node);
    comeBack();
    await eventually(() => {
      assert.ok(sandbox().requests.some(({ path }) => path === '/v1/login'));
    });
    assert.deepEqual(asked(), []);
  });
});
