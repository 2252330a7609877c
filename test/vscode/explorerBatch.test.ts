import assert from 'node:assert/strict';
import { ChangeState } from '../../src/explorer/changeState';
import { FindSource } from '../../src/explorer/findSource';
import { parseQuery, search, type SearchHit } from '../../src/explorer/searchIndex';
import { silentLogger } from '../../src/core/log';
import type { Notifier } from '../../src/host/notify';
import { useSandbox } from '../support/sandbox';
import { RecordedLog } from '../unit/api/support';
import { directoryOn, Screen } from './explorerSupport';

/** Answers questions as told and keeps what was said. */
class Answers implements Notifier {
  readonly said: string[] = [];
  readonly asked: { readonly message: string; readonly detail: string; readonly accept: string }[] = [];
  next: string[] = [];
  agrees = true;

  async error(error: unknown): Promise<void> {
    this.said.push(String(error));
    return Promise.resolve();
  }

  async info(message: string): Promise<string | undefined> {
    this.said.push(message);
    return Promise.resolve(this.next.shift());
  }

  async warn(message: string): Promise<string | undefined> {
    return this.info(message);
  }

  async failure(message: string): Promise<string | undefined> {
    return this.info(message);
  }

  async confirm(message: string, detail: string, accept: string): Promise<boolean> {
    this.asked.push({ message, detail, accept });
    return Promise.resolve(this.agrees);
  }
}

describe('several integrations at once', () => {
  const sandbox = useSandbox();
  let screen: Screen;
  let answers: Answers;
  let report: string;

  async function start() {
    const { directory } = directoryOn([sandbox()]);
    screen = new Screen(directory);
    answers = new Answers();
    report = '';
    const reports = {
      show: async (_title: string, text: string): Promise<void> => {
        report = text;
        return Promise.resolve();
      },
    };
    const tenants = await directory.loadTenants('account-0');
    const loaded = await Promise.all(tenants.filter(({ name }) => /^Acme (Dev|Staging)$/.test(name)).map((tenant) => directory.loadIntegrations(tenant)));
    const log = new RecordedLog();
    const targets = loaded.flat().filter(({ active }) => active);
    assert.ok(targets.length >= 10);
    return { directory, targets, log, changeState: new ChangeState({ directory, log, notify: answers, tree: screen.tree, reports }) };
  }

  const activeOnServer = (names: readonly { readonly tenantId: string; readonly integrationId: string }[]): number =>
    names.filter(({ tenantId, integrationId }) => sandbox().integrations(tenantId).find(({ id }) => id === integrationId)?.active).length;

  afterEach(() => { screen.dispose(); });

  it('are asked for once, counted and named with their tenants, production apart', async () => {
    const { directory, targets, changeState } = await start();
    const tenant = targets[0] ?? assert.fail();
    await directory.markTenant(tenant, 'production');
    answers.agrees = false;
    await changeState.run(targets, false);
    assert.equal(answers.asked.length, 1);
    assert.equal(answers.asked[0]?.message, `Disable ${targets.length} integrations in 2 tenants?`);
    assert.match(answers.asked[0].detail, /^Production: Acme Dev\n\nOrder API in Acme Dev\n/);
    assert.equal(answers.asked[0].accept, `Disable ${targets.length}`);
    assert.equal(activeOnServer(targets), targets.length);
  });

  it('are changed together and taken back together', async () => {
    const { targets, changeState } = await start();
    answers.next = ['Undo'];
    await changeState.run(targets, false);
    assert.deepEqual(answers.said, [`Disabled ${targets.length} of ${targets.length} integrations.`, `Enabled ${targets.length} of ${targets.length} integrations.`]);
    assert.equal(activeOnServer(targets), targets.length);
  });

  it('have a result each; what failed is tried again alone', async () => {
    const { targets, log, changeState } = await start();
    const [broken] = targets;
    assert.ok(broken);
    const fault = sandbox().addFault({ method: 'PUT', path: `/v1/tenants/${broken.tenantId}/integrations/${broken.integrationId}`, when: { always: true }, fault: { kind: 'status', status: 418 } });
    answers.next = ['Show Results'];
    await changeState.run(targets, false);
    assert.deepEqual(answers.said, [`Disabled ${targets.length - 1} of ${targets.length} integrations.`]);
    assert.equal(report.match(/^✓ /gm)?.length, targets.length - 1);
    assert.match(report, new RegExp(`^✗ ${broken.name} in .*: `, 'm'));
    assert.equal(log.lines.length, 1);
    assert.ok(log.lines[0]?.startsWith(`state not changed {"integration":"${broken.integrationId}","kind":"protocol","status":418,`), log.lines[0]);
    sandbox().removeFault(fault.id);
    sandbox().clearRequests();
    await changeState.run(targets, false);
    assert.equal(sandbox().requests.filter(({ method }) => method === 'PUT').length, 1);
    assert.equal(activeOnServer(targets), 0);
  });

  it('that stand so already are left alone', async () => {
    const { targets, changeState } = await start();
    sandbox().clearRequests();
    await changeState.run(targets, true);
    assert.deepEqual(answers.said, ['Already enabled.']);
    assert.deepEqual(sandbox().requests.filter(({ method }) => method !== 'GET'), []);
  });
});

describe('finding over many tenants', () => {
  const sandbox = useSandbox({ tenants: 60, integrations: 5 });

  it('gives results while others load; those that fail are named and stop no other', async () => {
    const { directory } = directoryOn([sandbox()]);
    const [first, slow, broken] = sandbox().tenants;
    assert.ok(first && slow && broken);
    sandbox().slowTenant(slow.id, 800);
    sandbox().addFault({ path: `/v1/tenants/${broken.id}/**`, when: { always: true }, fault: { kind: 'status', status: 418 } });
    const hits: SearchHit[] = [];
    let beforeTheSlowOne = 0;
    const log = new RecordedLog();
    const source = new FindSource(directory, new AbortController().signal, log, (block, { read }) => {
      hits.push(...search(block, parseQuery('')));
      if (block.ref.tenantId === slow.id) beforeTheSlowOne = read - 1;
    });
    const end = await source.run();
    assert.deepEqual(end, { read: 59, failed: [broken.name], total: 60, finished: true });
    assert.match(log.lines.join('\n'), /^find: not read \{"kind":"protocol","status":418,.*\}$/);
    assert.equal(hits.length, 59 * 5);
    assert.ok(beforeTheSlowOne > 30, `${beforeTheSlowOne} were there before the slow one`);
    // Passing by holds on to nothing.
    assert.equal(directory.integrations({ accountId: 'account-0', tenantId: first.id }).state, 'idle');
  });

  it('asks no further once it is cancelled', async () => {
    const { directory } = directoryOn([sandbox()]);
    const aborter = new AbortController();
    const source = new FindSource(directory, aborter.signal, silentLogger, () => { aborter.abort(); });
    const { read } = await source.run();
    assert.ok(read < 20, `${read} were read`);
  });
});

describe('ten thousand tenants', function () {
  this.timeout(60_000);
  const sandbox = useSandbox({ tenants: 10_000, integrations: 2 });
  let screen: Screen;

  afterEach(() => { screen.dispose(); });

  it('come in pages, and any of them can be revealed', async () => {
    const { directory } = directoryOn([sandbox()]);
    screen = new Screen(directory);
    await screen.draw();
    await screen.shows(/500 of [\d]+ shown \| Show more/);
    screen.tree.showMore(undefined);
    await screen.shows(/1000 of [\d]+ shown \| Show more/);
    const tenants = await directory.loadTenants('account-0');
    const last = tenants.at(-1) ?? assert.fail();
    const node = screen.tree.nodes.tenant(last);
    for (const each of [screen.tree.getParent(node), node]) if (each) await screen.tree.uncover(each);
    const siblings = await screen.tree.getChildren(screen.tree.getParent(node));
    assert.ok(siblings.includes(node));
  });
});
