import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Freshness } from '../../src/explorer/freshness';
import { useSandbox } from '../support/sandbox';
import { eventually } from './accountsSupport';
import { directoryOn, Screen } from './explorerSupport';

describe('coming back to the view', () => {
  const sandbox = useSandbox();
  const visibility = new vscode.EventEmitter<vscode.TreeViewVisibilityChangeEvent>();
  const view = { visible: true, onDidChangeVisibility: visibility.event };
  let screen: Screen;
  let freshness: Freshness;
  let focused: boolean;

  /** Opens one tenant, then lets `minutes` pass. */
  async function leaveFor(minutes: number): Promise<void> {
    const { directory } = directoryOn([sandbox()]);
    screen = new Screen(directory);
    await screen.draw();
    await screen.shows(/Acme Dev/);
    await screen.open('Acme Dev');
    await screen.shows(/Order API/);
    focused = true;
    view.visible = true;
    freshness = new Freshness(directory, screen.tree, view, () => Date.now() + minutes * 60_000, () => focused);
    sandbox().clearRequests();
  }

  const comeBack = (): void => { visibility.fire({ visible: view.visible }); };
  const asked = (): readonly string[] => sandbox().requests.map(({ path }) => path).filter((path) => path.endsWith('/integrations'));

  afterEach(() => {
    freshness.dispose();
    screen.dispose();
  });
  after(() => { visibility.dispose(); });

  it('after a while reads what is open, and nothing else', async () => {
    await leaveFor(6);
    comeBack();
    await eventually(() => { assert.deepEqual(asked(), [`/v1/tenants/${sandbox().tenants[0]?.id ?? ''}/integrations`]); });
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
    await eventually(() => { assert.equal(asked().length, 1); });
  });

  it('leaves alone what was closed', async () => {
    await leaveFor(6);
    screen.tree.closed(screen.row('Acme Dev').node);
    comeBack();
    await eventually(() => { assert.ok(sandbox().requests.some(({ path }) => path === '/v1/login')); });
    assert.deepEqual(asked(), []);
  });
});
