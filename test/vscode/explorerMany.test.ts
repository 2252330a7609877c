import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { nextTurn } from '../../src/core/base/timeSlicer';
import { useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { directoryOn, Screen } from './explorerSupport';

describe('the tree, with many tenants', () => {
  const sandbox = useSandbox({ tenants: 600, integrations: 1 });
  let screen: Screen;

  async function show() {
    const parts = directoryOn([sandbox()]);
    screen = new Screen(parts.directory);
    await screen.draw();
    await screen.shows(/Acme Dev/);
    return parts;
  }

  afterEach(() => {
    screen.dispose();
  });

  it('lets go of all of an account that signed out, drawn or not', async () => {
    const { directory, signOut } = await show();
    const tenants = await directory.loadTenants('account-0');
    const drawn = new Set(screen.rows.map(({ node }) => node.id));
    const ids = tenants.map((tenant) => screen.tree.nodes.tenant(tenant).id);
    assert.ok(
      ids.some((id) => !drawn.has(id)),
      'some tenant is on no page yet',
    );
    signOut(0);
    assert.deepEqual(
      ids.filter((id) => screen.tree.nodes.find(id) !== undefined),
      [],
    );
  });

  it('gives way to others while a page of rows is made', async () => {
    await show();
    const [first, ...others] = screen.rows.map(({ node }) => node);
    assert.ok(first && others.length > 100);
    await nextTurn();
    assert.ok(screen.tree.getTreeItem(first) instanceof vscode.TreeItem, 'what is quick is there at once');
    for (const end = performance.now() + 20; performance.now() < end;);
    const asked = others.map((node) => screen.tree.getTreeItem(node));
    let done = 0;
    const all = Promise.all(
      asked.map(async (item) => {
        await item;
        done += 1;
      }),
    );
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    assert.ok(done < others.length, 'somebody else had a turn before the last row');
    await all;
    assert.equal(done, others.length);
  });

  it('reloads everything that is open at once on refresh', async () => {
    const { directory, signInAgain } = await show();
    const open = ['Acme Dev', 'Acme Staging', 'Acme Production'];
    await screen.open(...open);
    await eventually(() => {
      for (const label of open) assert.notEqual(screen.row(label).children?.length ?? 0, 0);
    });
    sandbox().addFault({
      path: '/v1/tenants/*/integrations',
      when: { always: true },
      fault: { kind: 'stall', at: 'headers' },
    });
    const asked: string[] = [];
    const load = directory.loadIntegrations.bind(directory);
    const first = new Promise<void>((resolve) => {
      directory.loadIntegrations = async (ref, options) => {
        asked.push(ref.tenantId);
        resolve();
        return load(ref, options);
      };
    });
    signInAgain(0, sandbox().password);
    await first;
    // No time passes here: whoever waits for one tenant before the next has asked for one.
    for (let i = 0; i < 10; i += 1)
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    assert.equal(new Set(asked).size, open.length);
    sandbox().clearFaults();
  });
});
