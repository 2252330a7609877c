import assert from 'node:assert/strict';
import { refreshTarget } from '../../src/explorer/tree/refresh';
import { signInBadge } from '../../src/explorer/tree/badge';
import { useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { directoryOn, Screen } from './explorerSupport';

describe('the states of the tree', () => {
  const sandbox = useSandbox();
  let screen: Screen;

  async function show() {
    const parts = directoryOn([sandbox()]);
    screen = new Screen(parts.directory);
    await screen.draw();
    return parts;
  }

  const tenantPath = (i: number): string => `/v1/tenants/${sandbox().tenants[i]?.id ?? ''}/integrations`;

  afterEach(() => {
    screen.dispose();
  });

  it('an error is a row with one next step, which works, and nothing is asked again without it', async () => {
    const { directory } = await show();
    await screen.shows(/Acme Dev/);
    sandbox().addFault({ path: tenantPath(0), when: { always: true }, fault: { kind: 'status', status: 418 } });
    await screen.open('Acme Dev', 'Acme Staging');
    await screen.shows(/Acme Dev\n {2}\S.* \| Retry/);
    await screen.shows(/Acme Staging \| \d+\n {2}Client/);
    const asked = (): number => sandbox().requests.filter(({ path }) => path === tenantPath(0)).length;
    const before = asked();
    for (let i = 0; i < 3; i += 1) await screen.draw();
    assert.equal(asked(), before);
    const row = screen.rows.find(({ item }) => item.description === 'Retry');
    assert.equal(row?.item.command?.command, 'cxengage.refresh');
    sandbox().clearFaults();
    await refreshTarget(row.item.command.arguments?.[0], directory, screen.tree);
    await screen.shows(/Acme Dev \| \d+\n {2}Client/);
  });

  it('a refresh that fails keeps the rows and shows that they are old', async () => {
    const { directory } = await show();
    await screen.shows(/Acme Dev/);
    await screen.open('Acme Dev');
    await screen.shows(/Order API/);
    sandbox().addFault({ path: tenantPath(0), when: { always: true }, fault: { kind: 'status', status: 418 } });
    await refreshTarget(screen.row('Acme Dev').node, directory, screen.tree);
    await screen.shows(/Acme Dev \| \d+\n {2}Not up to date: .* \| Retry\n {2}Client/);
  });

  it('a slow tenant shows that it is loading, and delays no other', async () => {
    await show();
    await screen.shows(/Acme Dev/);
    sandbox().slowTenant(sandbox().tenants[0]?.id ?? '', 1500);
    await screen.open('Acme Dev');
    assert.match(screen.text, /Acme Dev\n {2}Loading…/);
    await screen.open('Acme Staging');
    await screen.shows(/Acme Dev\n {2}Loading…[^]*Acme Staging \| \d+\n {2}Client/);
    await screen.shows(/Acme Dev \| \d+\n {2}Client/);
  });

  it('empty is not an error: it offers to create where that is allowed', async () => {
    await show();
    await screen.shows(/Globex Group/);
    await screen.open('Globex Group');
    const [, , , , , support] = sandbox().tenants;
    assert.equal(support?.name, 'Globex Support');
    sandbox().addFault({
      path: `/v1/tenants/${support.id}/integrations`,
      when: { always: true },
      fault: { kind: 'status', status: 200, body: '{"result":[]}', contentType: 'application/json' },
    });
    await screen.open('Globex Support');
    await screen.shows(/Globex Support \| 0\n {4}No integrations yet \| Create one/);
    assert.equal(screen.row('No integrations yet').item.command?.command, 'cxengage.createIntegration');
  });

  it('what is forbidden names the permission that is missing', async () => {
    await show();
    await screen.shows(/Hooli Partner/);
    await screen.open('Hooli Partner');
    await screen.shows(/Hooli Partner\n {2}Permission VIEW_ALL_PROVIDERS is missing/);
    assert.deepEqual(
      sandbox().requests.filter(({ status }) => status === 403),
      [],
    );
  });

  it('what was forbidden is there once the right was given and one tried again', async () => {
    const { directory } = await show();
    await screen.shows(/Hooli Partner/);
    await screen.open('Hooli Partner');
    await screen.shows(/Permission VIEW_ALL_PROVIDERS is missing/);
    const row = screen.row('Permission VIEW_ALL_PROVIDERS is missing');
    const { node } = row;
    assert.ok(node.kind === 'notice' && node.tenantId !== undefined);
    sandbox().setPermissions('user', node.tenantId, ['VIEW_ALL_PROVIDERS']);
    await refreshTarget(row.item.command?.arguments?.[0], directory, screen.tree);
    await screen.hides(/VIEW_ALL_PROVIDERS/);
  });

  it('offline is not an error of the server', async () => {
    await show();
    await screen.shows(/Acme Dev/);
    sandbox().addFault({ path: tenantPath(0), when: { always: true }, fault: { kind: 'reset', at: 'beforeRead' } });
    await screen.open('Acme Dev');
    await eventually(() => {
      const row = screen.rows.find(({ item }) => item.description === 'Retry');
      assert.equal(JSON.stringify(row?.item.iconPath), JSON.stringify({ id: 'debug-disconnect' }));
    });
  });

  it('an expired session is shown once, with a badge, until a new sign-in', async () => {
    const { directory, setPassword, signInAgain } = await show();
    await screen.shows(/Acme Dev/);
    await screen.open('Acme Dev');
    await screen.shows(/Order API/);
    assert.equal(signInBadge(directory), undefined);
    setPassword(0, 'changed-elsewhere');
    sandbox().revokeTokens();
    await refreshTarget(screen.row('Acme Dev').node, directory, screen.tree);
    await screen.shows(/^Session expired \| Sign in again\nAcme Dev \| \d+\n {2}Client/);
    assert.equal(screen.text.match(/Sign in again/g)?.length, 1);
    assert.equal(signInBadge(directory)?.value, 1);
    signInAgain(0, sandbox().password);
    await screen.shows(/^Acme Dev/);
    await screen.hides(/Sign in again/);
    assert.equal(signInBadge(directory), undefined);
  });

  it('a keyring that is locked asks for no new sign-in, and is asked again', async () => {
    const { directory, setKeyringLocked } = directoryOn([sandbox()]);
    setKeyringLocked(true);
    screen = new Screen(directory);
    await screen.draw();
    await screen.shows(/^Keyring not available \| Retry$/);
    assert.equal(signInBadge(directory), undefined);
    setKeyringLocked(false);
    await refreshTarget(screen.rows[0]?.item.command?.arguments?.[0], directory, screen.tree);
    await screen.shows(/^Acme Dev/);
  });

  it('names that try to be markup stay text, and long ones stay rows', async () => {
    await show();
    await screen.shows(/Acme Dev/);
    const name = `<img src=x onerror=alert(1)> [a](command:x) \u202Egpj.exe\n${'x'.repeat(10_000)}`;
    const row = {
      id: 'i-1',
      tenantId: sandbox().tenants[0]?.id ?? '',
      type: 'rest;active;writable',
      name,
      description: '![p](https://evil.example/p.png)',
      active: false,
      properties: {},
    };
    sandbox().addFault({
      path: tenantPath(0),
      when: { always: true },
      fault: { kind: 'status', status: 200, body: JSON.stringify({ result: [row] }), contentType: 'application/json' },
    });
    await screen.open('Acme Dev');
    await screen.shows(/<img src=x/);
    const { item, node } = screen.rows.find((each) => each.node.kind === 'integration') ?? assert.fail();
    assert.ok(typeof item.label === 'string' && item.label.length <= 120 && !/[\n\u202E]/.test(item.label));
    assert.equal(item.contextValue, 'integration;type=rest-active-writable;inactive;writable');
    const { tooltip } = await screen.tree.resolveTreeItem(item, node);
    assert.ok(typeof tooltip === 'object');
    // One link of ours at the end, for one command; nothing that the server sent becomes markup.
    const [, text = '', link = ''] = /^([^]*)\n\n(.*)$/.exec(tooltip.value) ?? [];
    assert.doesNotMatch(text, /[<[`]|https:/);
    assert.match(link, /^\[Where Is This Used&#63;\]\(command:cxengage\.whereUsed\?[%\w.-]+\)$/);
    assert.ok(tooltip.value.length < 10_000);
    assert.deepEqual(tooltip.isTrusted, { enabledCommands: ['cxengage.whereUsed'] });
    assert.equal(tooltip.supportHtml, false);
  });
});
