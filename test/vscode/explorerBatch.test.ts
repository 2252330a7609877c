import assert from 'node:assert/strict';
import type { Node } from '../../src/explorer/tree/nodes';
import { reveal as revealIn, type Revealer } from '../../src/explorer/tree/reveal';
import { EnableDisable } from '../../src/explorer/enableDisable/enableDisable';
import { readBlocks } from '../../src/explorer/find/readBlocks';
import { parseQuery, search, type SearchHit } from '../../src/explorer/find/searchIndex';
import { silentLogger } from '../../src/core/base/log';
import type { IntegrationRef } from '../../src/core/directory/model';
import { createConfirmWrite } from '../../src/host/confirmWrite';
import { useSandbox } from '../support/sandbox';
import { RecordedLog } from '../unit/api/support';
import { eventually } from '../support/eventually';
import { Answers } from './explorerAnswers';
import { directoryOn, Screen } from './explorerSupport';

describe('several integrations at once', () => {
  const sandbox = useSandbox();
  let screen: Screen;
  let answers: Answers;
  let report: string;

  async function start() {
    answers = new Answers();
    const { directory } = directoryOn([sandbox()], undefined, createConfirmWrite(answers));
    screen = new Screen(directory);
    report = '';
    const reports = {
      show: async (_title: string, text: string): Promise<void> => {
        report = text;
        return Promise.resolve();
      },
    };
    const tenants = await directory.loadTenants('account-0');
    const loaded = await Promise.all(
      tenants
        .filter(({ name }) => /^Acme (Dev|Staging)$/.test(name))
        .map((tenant) => directory.loadIntegrations(tenant)),
    );
    const log = new RecordedLog();
    const targets = loaded.flat().filter(({ active }) => active);
    assert.ok(targets.length >= 10);
    return {
      directory,
      targets,
      log,
      changeState: new EnableDisable({ directory, log, notify: answers, tree: screen.tree, reports }),
    };
  }

  const activeOnServer = (names: readonly { readonly tenantId: string; readonly integrationId: string }[]): number =>
    names.filter(
      ({ tenantId, integrationId }) =>
        sandbox()
          .integrations(tenantId)
          .find(({ id }) => id === integrationId)?.active,
    ).length;

  const putPath = (ref: IntegrationRef): string => `/v1/tenants/${ref.tenantId}/integrations/${ref.integrationId}`;

  afterEach(() => {
    screen.dispose();
  });

  it('are asked for once, counted and named with their tenants, production apart', async () => {
    const { directory, targets, changeState } = await start();
    const tenant = targets[0] ?? assert.fail();
    await directory.markTenant(tenant, 'production');
    answers.agrees = false;
    await changeState.run(targets, false);
    assert.equal(answers.asked.length, 1);
    assert.equal(answers.asked[0]?.message, `Disable ${targets.length} integrations in 2 tenants?`);
    // Where they are used stands in between.
    assert.match(answers.asked[0].detail, /^Production: Acme Dev\n\n[^]*\n\nOrder API in Acme Dev\n/);
    assert.equal(answers.asked[0].accept, `Disable ${targets.length}`);
    assert.equal(activeOnServer(targets), targets.length);
  });

  it('is asked about, with the flows that use it, when one of them is disabled', async () => {
    const { targets, changeState } = await start();
    const desk = targets.find(({ name }) => name === 'Support desk') ?? assert.fail();
    answers.agrees = false;
    await assert.rejects(changeState.run([desk], false));
    const detail = answers.asked[0]?.detail ?? '';
    assert.match(detail, /“Support desk” is used by:\nCreate a ticket \(flow · names it\)/);
    assert.match(detail, /Support line \(flow · calls a flow that names it: Create a ticket\)/);
    assert.match(detail, /Tickets \(dispatch mapping · uses its type/);
    assert.equal(activeOnServer([desk]), 1);
  });

  it('are changed together and taken back together', async () => {
    const { targets, changeState } = await start();
    answers.next = ['Undo'];
    await changeState.run(targets, false);
    assert.deepEqual(answers.said, [
      `Disabled ${targets.length} of ${targets.length} integrations.`,
      `Enabled ${targets.length} of ${targets.length} integrations.`,
    ]);
    assert.equal(activeOnServer(targets), targets.length);
  });

  it('have a result each; what failed is tried again alone', async () => {
    const { targets, log, changeState } = await start();
    const [broken] = targets;
    assert.ok(broken);
    const fault = sandbox().addFault({
      method: 'PUT',
      path: `/v1/tenants/${broken.tenantId}/integrations/${broken.integrationId}`,
      when: { always: true },
      fault: { kind: 'status', status: 418 },
    });
    answers.next = ['Show Results'];
    await changeState.run(targets, false);
    // Said again after the report, for its buttons: the notification went with the one that was pressed.
    const said = `Disabled ${targets.length - 1} of ${targets.length} integrations.`;
    assert.deepEqual(answers.said, [said, said]);
    assert.equal(report.match(/^✓ /gm)?.length, targets.length - 1);
    assert.match(report, new RegExp(`^✗ ${broken.name} in .*: `, 'm'));
    assert.equal(log.lines.length, 1);
    const [line = ''] = log.lines;
    assert.ok(line.startsWith(`state not changed {"integration":"${broken.integrationId}","kind":"protocol",`), line);
    assert.match(line, /"status":418/);
    sandbox().removeFault(fault.id);
    sandbox().clearRequests();
    await changeState.run(targets, false);
    assert.equal(sandbox().requests.filter(({ method }) => method === 'PUT').length, 1);
    assert.equal(activeOnServer(targets), 0);
  });

  it('are taken back whole after what failed was tried again', async () => {
    const { targets, changeState } = await start();
    const [broken] = targets;
    assert.ok(broken);
    sandbox().addFault({
      method: 'PUT',
      path: putPath(broken),
      when: { next: 1 },
      fault: { kind: 'status', status: 418 },
    });
    answers.next = ['Retry the Rest'];
    await changeState.run(targets, false);
    assert.deepEqual(answers.said, [
      `Disabled ${targets.length - 1} of ${targets.length} integrations.`,
      `Disabled ${targets.length} of ${targets.length} integrations.`,
    ]);
    assert.equal(activeOnServer(targets), 0);
    await changeState.undo();
    assert.equal(activeOnServer(targets), targets.length);
  });

  it('are taken back whole though another change came before what failed was tried again', async () => {
    const { directory, targets, changeState } = await start();
    const [broken, edited] = targets;
    assert.ok(broken && edited);
    const fault = { kind: 'status', status: 418 } as const;
    sandbox().addFault({ method: 'PUT', path: putPath(broken), when: { next: 1 }, fault });
    let press: (button: string) => void = () => undefined;
    answers.later = new Promise((resolve) => {
      press = resolve;
    });
    const running = changeState.run(targets, false);
    await eventually(() => {
      assert.equal(answers.said.length, 1);
    });
    await directory.updateIntegration(edited, { description: 'edited in the form' });
    answers.later = undefined;
    answers.next = ['Undo'];
    press('Retry the Rest');
    await running;
    assert.equal(answers.said[1], `Disabled ${targets.length} of ${targets.length} integrations.`);
    assert.equal(activeOnServer(targets), targets.length);
    assert.equal(directory.integration(edited)?.description, 'edited in the form');
  });

  it('are asked for again where their undo was declined, and none is taken back alone', async () => {
    const { targets, changeState } = await start();
    await changeState.run(targets, false);
    answers.agrees = false;
    await changeState.undo();
    await changeState.undo();
    assert.equal(answers.asked.length, 3);
    assert.equal(activeOnServer(targets), 0);
    answers.agrees = true;
    await changeState.undo();
    assert.equal(activeOnServer(targets), targets.length);
  });

  it('are taken back though one of them is gone', async () => {
    const { directory, targets, changeState } = await start();
    await changeState.run(targets, false);
    const [gone] = targets;
    assert.ok(gone);
    const path = putPath(gone);
    sandbox().addFault({ path, when: { always: true }, fault: { kind: 'status', status: 404 } });
    const list = sandbox()
      .integrations(gone.tenantId)
      .filter(({ id }) => id !== gone.integrationId);
    sandbox().addFault({
      path: `/v1/tenants/${gone.tenantId}/integrations`,
      when: { always: true },
      fault: { kind: 'status', status: 200, body: JSON.stringify({ result: list }), contentType: 'application/json' },
    });
    await directory.loadIntegrations(gone, { force: true });
    await changeState.undo();
    assert.equal(answers.said.at(-1), `Enabled ${targets.length - 1} of ${targets.length} integrations.`);
    assert.equal(activeOnServer(targets), targets.length - 1);
  });

  it('are not affected by the undo of a later change to one of them', async () => {
    const { directory, targets, changeState } = await start();
    await changeState.run(targets, false);
    assert.equal(directory.undoLabel(), `the changes to ${targets.length} integrations`);
    const last = targets.at(-1) ?? assert.fail();
    await directory.updateIntegration(last, { description: 'edited in the form' });
    assert.match(directory.undoLabel() ?? '', new RegExp(`^the change to “${last.name}” in `));
    await changeState.undo();
    assert.notEqual(directory.integration(last)?.description, 'edited in the form');
    assert.equal(activeOnServer(targets), 0);
  });

  it('are what the button of their own notification takes back, however old it is', async () => {
    const { targets, changeState } = await start();
    const [one, two, ...others] = targets;
    assert.ok(one && two && others.length > 1);
    let press: (button: string) => void = () => undefined;
    answers.later = new Promise((resolve) => {
      press = resolve;
    });
    const first = changeState.run([one, two], false);
    await eventually(() => {
      assert.equal(answers.said.length, 1);
    });
    answers.later = undefined;
    await changeState.run(others, false);
    press('Undo');
    await first;
    assert.equal(activeOnServer([one, two]), 2);
    assert.equal(activeOnServer(others), 0);
  });

  it('are not enabled by Undo where they were disabled before', async () => {
    const { directory, targets, changeState } = await start();
    const [theirs] = targets;
    assert.ok(theirs);
    const elsewhere = directoryOn([sandbox()]).directory;
    await elsewhere.loadTenants('account-0');
    await elsewhere.updateIntegration(theirs, { active: false });
    assert.equal(directory.integration(theirs)?.active, true);
    await changeState.run(targets, false);
    assert.deepEqual(answers.said, [`Disabled ${targets.length} of ${targets.length} integrations.`]);
    await changeState.undo();
    assert.equal(activeOnServer(targets), targets.length - 1);
    assert.equal(activeOnServer([theirs]), 0);
  });

  it('that cannot be changed are listed separately, and not counted', async () => {
    const { directory, targets, changeState } = await start();
    const [tenant] = targets;
    assert.ok(tenant);
    await directory.markTenant(tenant, 'readOnly');
    const open = targets.filter(({ tenantId }) => tenantId !== tenant.tenantId);
    answers.next = ['Show Results'];
    await changeState.run(targets, false);
    assert.equal(answers.asked[0]?.message, `Disable ${open.length} integrations in Acme Staging?`);
    assert.match(
      answers.asked[0].detail,
      /\n\nSkipped:\nAcme Dev is marked read-only\. Remove .*\nOrder API in Acme Dev\n/,
    );
    const said = `Disabled ${open.length} of ${open.length} integrations.`;
    assert.deepEqual(answers.said, [said, said]);
    assert.match(report, /^✗ Order API in Acme Dev: Acme Dev is marked read-only\. Remove /m);
    const [only] = targets.filter(({ tenantId }) => tenantId === tenant.tenantId);
    const [first] = open;
    assert.ok(only && first);
    await changeState.run([only, first], true);
    assert.equal(answers.asked.at(-1)?.message, `Enable “${first.name}” in Acme Staging?`);
  });

  it('that are in that state already are not written', async () => {
    const { targets, changeState } = await start();
    sandbox().clearRequests();
    await changeState.run(targets, true);
    assert.deepEqual(answers.said, ['Already enabled.']);
    assert.deepEqual(
      sandbox().requests.filter(({ method }) => method !== 'GET'),
      [],
    );
  });
});

describe('finding over many tenants', () => {
  const sandbox = useSandbox({ tenants: 60, integrations: 5 });

  it('gives results while others load; those that fail are named and stop no other', async () => {
    const { directory } = directoryOn([sandbox()]);
    const [first, slow, broken] = sandbox().tenants;
    assert.ok(first && slow && broken);
    sandbox().slowTenant(slow.id, 800);
    sandbox().addFault({
      path: `/v1/tenants/${broken.id}/**`,
      when: { always: true },
      fault: { kind: 'status', status: 418 },
    });
    const hits: SearchHit[] = [];
    let beforeTheSlowOne = 0;
    let blocks = 0;
    const log = new RecordedLog();
    const end = await readBlocks(directory, log, new AbortController().signal, {
      block: (block) => {
        hits.push(...search(block, parseQuery('')));
        if (block.ref.tenantId === slow.id) beforeTheSlowOne = blocks;
        blocks += 1;
      },
      progress: () => undefined,
    });
    assert.deepEqual([end.read, end.done, end.total], [59, 60, 60]);
    assert.deepEqual(
      end.failed.map(({ name }) => name),
      [broken.name],
    );
    assert.match(log.lines.join('\n'), /^find: not read \{"kind":"protocol",.*"status":418.*\}$/);
    assert.equal(hits.length, 59 * 5);
    assert.ok(beforeTheSlowOne > 30, `${beforeTheSlowOne} were there before the slow one`);
    // Passing by holds on to nothing.
    assert.equal(directory.integrations({ accountId: 'account-0', tenantId: first.id }).state, 'idle');
  });

  it('asks no further once it is canceled', async () => {
    const { directory } = directoryOn([sandbox()]);
    const aborter = new AbortController();
    const { read } = await readBlocks(directory, silentLogger, aborter.signal, {
      block: () => {
        aborter.abort();
      },
      progress: () => undefined,
    });
    assert.ok(read < 20, `${read} were read`);
  });
});

describe('ten thousand tenants', () => {
  const sandbox = useSandbox({ tenants: 10_000, integrations: 2 });
  let screen: Screen;

  afterEach(() => {
    screen.dispose();
  });

  it('come in pages, and any of them can be revealed', async () => {
    const { directory } = directoryOn([sandbox()]);
    screen = new Screen(directory);
    await screen.draw();
    await screen.shows(/Showing 500 of [\d]+ \| Show more/);
    screen.tree.showMore(undefined);
    await screen.shows(/Showing 1000 of [\d]+ \| Show more/);
    const tenants = await directory.loadTenants('account-0');
    const last = tenants.at(-1) ?? assert.fail();
    const node = screen.tree.nodes.tenant(last);
    for (const each of [screen.tree.getParent(node), node]) if (each) screen.tree.uncover(each);
    const siblings = await screen.tree.getChildren(screen.tree.getParent(node));
    assert.ok(siblings.includes(node));
    // The page stays as long as it was: what is revealed is one row more, or two where its parent was beyond it too.
    assert.ok(siblings.length <= 1003, `${siblings.length} rows`);
    await screen.shows(/Showing 100[12] of [\d]+ \| Show more/);
  });

  it('are arranged before one of them is revealed, though the view was never shown', async () => {
    const { directory } = directoryOn([sandbox()]);
    screen = new Screen(directory);
    const tenants = await directory.loadTenants('account-0');
    const child = tenants.findLast(({ parentId }) => parentId !== undefined) ?? assert.fail();
    const revealed: Node[] = [];
    const reveal: Revealer = {
      reveal: async (node) => {
        revealed.push(node);
        for (
          let each = node, parent = screen.tree.getParent(each);
          parent;
          each = parent, parent = screen.tree.getParent(each)
        )
          assert.ok((await screen.tree.getChildren(parent)).includes(each));
      },
    };
    assert.equal(await revealIn(child, {}, directory, screen.tree, reveal), true);
    const [node] = revealed;
    assert.ok(node);
    const parent = screen.tree.getParent(node);
    assert.ok(parent?.kind === 'tenant' && parent.tenantId === child.parentId);
    assert.ok(
      (await screen.tree.getChildren()).includes(parent),
      'the parent, beyond the first page, is not among the roots',
    );
  });
});
