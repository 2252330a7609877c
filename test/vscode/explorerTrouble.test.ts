import assert from 'node:assert/strict';
import { silentLogger } from '../../src/core/base/log';
import { readBlocks } from '../../src/explorer/find/readBlocks';
import { refreshTarget } from '../../src/explorer/tree/refresh';
import { useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { directoryOn, labelOf, Screen } from './explorerSupport';

// A bad day at the API: of two hundred tenants, some never answer and the others fail every third time.
describe('two hundred tenants that respond slowly or fail at random', () => {
  const sandbox = useSandbox({ tenants: 200, integrations: 5 });
  let screen: Screen;

  const label = (i: number): string => sandbox().tenants[i]?.name ?? '';
  const path = (i: number): string => `/v1/tenants/${sandbox().tenants[i]?.id ?? ''}/integrations`;
  /** What VS Code shows under a tenant that is open. */
  const under = (i: number): readonly string[] =>
    (screen.row(label(i)).children ?? []).map(({ item }) => labelOf(item));

  /** Every twentieth never answers; of the others' calls a third fail, as the seed says. */
  function trouble(): void {
    for (let i = 10; i < 200; i += 20)
      sandbox().addFault({ path: path(i), when: { always: true }, fault: { kind: 'stall', at: 'headers' } });
    sandbox().addFault({
      path: '/v1/tenants/*/integrations',
      when: { probability: 1 / 3, seed: 11 },
      fault: { kind: 'status', status: 500 },
    });
  }

  async function show() {
    const parts = directoryOn([sandbox()]);
    screen = new Screen(parts.directory);
    await screen.draw();
    await screen.shows(/Tenant 00030/);
    trouble();
    return parts;
  }

  afterEach(() => {
    screen.dispose();
  });

  it('leave the rest of the tree usable', async () => {
    const { directory } = await show();
    // More that never answer than calls are allowed at once.
    for (let i = 10; i < 200; i += 20) await screen.open(label(i));
    const opened = [14, 15, 16, 17, 18, 19, 24, 25, 26, 27, 28, 29];
    for (const i of opened) await screen.open(label(i));
    await eventually(() => {
      for (const i of opened) assert.notDeepEqual(under(i), ['Loading…'], label(i));
    });
    for (let i = 10; i < 200; i += 20) assert.deepEqual(under(i).slice(-1), ['Loading…'], label(i));
    const failed = opened.filter((i) => under(i).includes('CxEngage server error'));
    assert.ok(failed.length > 0 && failed.length < opened.length, `${failed.length} of ${opened.length} failed`);
    for (const i of opened) if (!failed.includes(i)) assert.equal(under(i).length, 5, label(i));

    // One click at each tries again, as often as it takes.
    await eventually(async () => {
      for (const i of failed) {
        const row = screen.row(label(i)).children?.find(({ item }) => item.description === 'Retry');
        if (row) await refreshTarget(row.item.command?.arguments?.[0], directory, screen.tree);
      }
      for (const i of failed) assert.equal(under(i).length, 5, label(i));
    });
  });

  it('are found as far as they respond, while the tree is used', async () => {
    const { directory } = await show();
    const aborter = new AbortController();
    let found = 0;
    let now = { read: 0, failed: 0 };
    const running = readBlocks(directory, silentLogger, aborter.signal, {
      block: (block) => {
        found += block.text.split('\n').length;
      },
      progress: ({ read, failed }) => {
        now = { read, failed: failed.length };
      },
    });
    await screen.open(label(15));
    // A response or an error, as chance has it, but without waiting for the whole scan.
    await eventually(() => {
      assert.notDeepEqual(under(15), ['Loading…']);
    });
    // All that can be had is there before those that do not answer are given up.
    await eventually(() => {
      assert.ok(now.read + now.failed > 150, `${now.read} read, ${now.failed} failed`);
    });
    assert.equal(found, now.read * 5);
    aborter.abort();
    await running;
  });
});
