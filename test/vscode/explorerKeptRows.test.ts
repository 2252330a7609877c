import assert from 'node:assert/strict';
import { eventually } from '../support/eventually';
import { useSandbox } from '../support/sandbox';
import { directoryOn, MemoryStorage, Screen } from './explorerSupport';

describe('the rows of last time', () => {
  const sandbox = useSandbox();
  const second = useSandbox({ seed: 2 });
  let screen: Screen;
  let storage: MemoryStorage;

  /** A window that has shown the tenants of these accounts, and was closed. */
  async function before(...sandboxes: Parameters<typeof directoryOn>[0]): Promise<string> {
    storage = new MemoryStorage();
    const { directory } = directoryOn(sandboxes);
    screen = new Screen(directory, storage);
    await screen.draw();
    await screen.shows(/Acme Dev[^]*Umbrella Audit \| view only/);
    await eventually(() => {
      assert.match(JSON.stringify(storage.get('cxengage.rows')), /Umbrella Audit/);
    });
    const { text } = screen;
    screen.dispose();
    return text;
  }

  async function open(directory: ReturnType<typeof directoryOn>['directory'], isLate = false): Promise<void> {
    screen = new Screen(directory, storage, undefined, isLate);
    await screen.draw();
  }

  /** The rows on the screen are those of last time; once the tenants are read, one change redraws one row. */
  async function drawsOnlyWhatDiffers(
    directory: ReturnType<typeof directoryOn>['directory'],
    text: string,
    goOn: () => void = () => undefined,
  ): Promise<void> {
    assert.equal(screen.text, text);
    const { node } = screen.row('Globex Group');
    assert.ok(node.kind === 'tenant');
    goOn();
    await eventually(() => {
      assert.equal(directory.tenants('account-0').state, 'ready');
    });
    // A change that must show comes after what must not: when it is there, that would be too.
    await directory.markTenant(node, 'production');
    await screen.shows(/^Globex Group \| production$/m);
    screen.redrewOnly(node);
    assert.equal(screen.row('Globex Group').node, node);
  }

  afterEach(() => {
    screen.dispose();
  });

  it('are there before anything was read, look the same, and are redrawn only where they differ by now', async () => {
    const text = await before(sandbox());
    const { directory } = directoryOn([sandbox()]);
    await open(directory);
    assert.equal(directory.tenants('account-0').state, 'idle');
    await drawsOnlyWhatDiffers(directory, text);
  });

  it('are there before the code of the tree is, which then draws only what differs', async () => {
    const text = await before(sandbox());
    const { directory } = directoryOn([sandbox()]);
    await open(directory, true);
    assert.equal(screen.tree.hasBeenRead(), false);
    await drawsOnlyWhatDiffers(directory, text, () => {
      screen.attach();
    });
  });

  it('open before the code of the tree is there, and are drawn anew where others are there by now', async () => {
    await before(sandbox());
    await open(directoryOn([sandbox()]).directory, true);
    await screen.open('Acme Dev');
    await screen.shows(/Order API/);
    screen.dispose();
    // Another window has signed out meanwhile.
    await open(directoryOn([]).directory, true);
    assert.match(screen.text, /^Acme Dev$/m);
    screen.attach();
    await screen.shows(/^$/);
  });

  it('give way to what the server says, also where it says that there is nothing to see', async () => {
    await before(sandbox());
    const { directory, setPassword } = directoryOn([sandbox()]);
    setPassword(0, 'changed elsewhere');
    await open(directory);
    assert.match(screen.text, /^Acme Dev$/m);
    await screen.shows(/^Session expired \| Sign in again$/);
  });

  it('open like any other row', async () => {
    await before(sandbox());
    await open(directoryOn([sandbox()]).directory);
    await screen.open('Acme Dev');
    await screen.shows(/^Acme Dev \| \d+\n {2}.*/m);
    await screen.shows(/Order API/);
  });

  it('stand under their account, and go with it', async () => {
    const text = await before(sandbox(), second());
    const { directory, signOut } = directoryOn([sandbox(), second()]);
    await open(directory, true);
    assert.equal(screen.text, text);
    signOut(1);
    await eventually(() => {
      assert.doesNotMatch(JSON.stringify(storage.get('cxengage.rows')), /account-1/);
    });
    signOut(0);
    await eventually(() => {
      assert.deepEqual(storage.get('cxengage.rows'), {});
    });
    screen.dispose();
    await open(directoryOn([]).directory);
    assert.equal(screen.text, '');
  });

  it('go with their account also while the view is hidden', async () => {
    await before(sandbox());
    const { signOut, directory } = directoryOn([sandbox()]);
    screen = new Screen(directory, storage);
    signOut(0);
    await eventually(() => {
      assert.deepEqual(storage.get('cxengage.rows'), {});
    });
  });

  it('are none where what is stored cannot be read', async () => {
    for (const stored of [7, [], { 'account-0': 7 }, { 'account-0': [{ tenantId: 7 }, { tenantId: 'a', row: {} }] }]) {
      storage = new MemoryStorage();
      await storage.update('cxengage.rows', stored);
      await open(directoryOn([sandbox()]).directory);
      await screen.shows(/^Acme Dev$/m);
      screen.dispose();
    }
  });
});
