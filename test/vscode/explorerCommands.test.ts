import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Integration, Tenant } from '../../src/core/directory/model';
import type { DirectoryService } from '../../src/core/directory/service';
import { readBlocks } from '../../src/explorer/find/readBlocks';
import { parseQuery, search, type SearchHit } from '../../src/explorer/find/searchIndex';
import { useSeveral } from '../../src/explorer/find/severalHits';
import { extensionServices } from './accountsSupport';
import { Answers } from './fleetSupport';
import { silentLogger } from '../../src/core/base/log';
import { eventually } from '../support/eventually';

/** The commands as a user has them: in the running extension, on its own sandbox. */
describe('commands on the tree', () => {
  let directory: DirectoryService;
  let dev: Tenant;
  let orders: Integration;

  const named = async (tenant: Tenant, name: string): Promise<Integration> =>
    (await directory.loadIntegrations(tenant)).find((each) => each.name === name) ?? assert.fail(name);
  const run = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(`cxengage.${command}`, ...args);
  const activeText = (): string => vscode.window.activeTextEditor?.document.getText() ?? '';

  before(async () => {
    ({ directory } = await extensionServices());
    const accountId = await run('startSandbox');
    assert.ok(typeof accountId === 'string');
    const tenants = await directory.loadTenants(accountId);
    dev = tenants.find(({ name }) => name === 'Acme Dev') ?? assert.fail();
    orders = await named(dev, 'Order API');
  });

  after(async () => {
    await run('stopSandbox');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('show an integration as JSON that cannot be edited, holds no secret and follows every change', async () => {
    await run('showIntegration', orders);
    await eventually(() => {
      assert.match(activeText(), /"endpointPrefix"/);
    });
    const document = vscode.window.activeTextEditor?.document ?? assert.fail();
    assert.equal(document.languageId, 'json');
    assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), undefined);
    const shown: unknown = JSON.parse(document.getText());
    assert.ok(typeof shown === 'object' && shown !== null && 'properties' in shown);
    assert.match(JSON.stringify(shown.properties), /"password":"••••","token":""/);
    const { properties } = await directory.fetchWithSecrets(orders);
    assert.ok(typeof properties.password === 'string' && properties.password.length > 5);
    assert.ok(!document.getText().includes(properties.password));
    assert.match(document.getText(), /"active": true/);
    await directory.updateIntegration(orders, { active: false });
    await eventually(() => {
      assert.match(document.getText(), /"active": false/);
    });
    await run('undo');
    await eventually(() => {
      assert.match(document.getText(), /"active": true/);
    });
  });

  it('show listeners in it', async () => {
    await run('showIntegration', await named(dev, 'Email'));
    await eventually(() => {
      assert.match(activeText(), /"listeners": \[\s+\{[^}]+"name": "Help mailbox"/);
    });
    assert.match(activeText(), /"password": "••••"/);
  });

  it('enable and disable one that nothing uses without a question', async () => {
    const prices = await named(dev, 'Price list');
    await run('disableIntegration', prices);
    assert.equal(directory.integration(prices)?.active, false);
    await run('enableIntegration', prices);
    assert.equal(directory.integration(prices)?.active, true);
  });

  it('of a context menu are about the row with the focus where VS Code could not name it', async () => {
    await vscode.commands.executeCommand('cxengage.tenants.focus');
    await run('reveal', orders, { focus: true });
    // The focus comes to the extension a moment after it is on the screen.
    const args = { $treeViewId: 'cxengage.tenants', $focusedTreeItem: true };
    await eventually(async () => {
      await vscode.commands.executeCommand('runCommands', { commands: [{ command: 'cxengage.copySelectedId', args }] });
      assert.equal(await vscode.env.clipboard.readText(), orders.integrationId);
    });
    await vscode.env.clipboard.writeText('');
    await run('copyId', undefined, undefined);
    assert.equal(await vscode.env.clipboard.readText(), orders.integrationId);
  });

  it('find what a reveal names, whatever hides it, and ignore invalid arguments', async () => {
    assert.equal(await run('reveal', orders), true);
    assert.equal(await run('reveal', dev), true);
    for (const nonsense of [undefined, null, 'x', {}, { accountId: 1, tenantId: [] }])
      assert.equal(await run('reveal', nonsense), false);
  });

  it('report from above the tree on all tenants, whichever row has the focus', async () => {
    const node = { kind: 'tenant', accountId: dev.accountId, tenantId: dev.tenantId };
    const tenantsIn = (text: string): number => Number(/Tenants: (\d+)/.exec(text)?.[1]);
    await run('auditReport', node, [node]);
    await eventually(() => {
      assert.match(activeText(), /^# /);
    });
    assert.equal(tenantsIn(activeText()), 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await run('auditReportAll', node, [node]);
    await eventually(() => {
      assert.ok(tenantsIn(activeText()) > 1, activeText().slice(0, 200));
    });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('remember favorites and take them back', async () => {
    const { globalState } = (await extensionServices()).context;
    const isKept = (): boolean =>
      globalState.keys().some((key) => key.includes('favorite') && key.includes(orders.integrationId));
    assert.ok(!isKept());
    await run('addFavorite', orders);
    await eventually(() => {
      assert.ok(isKept());
    });
    await run('removeFavorite', orders);
    await eventually(() => {
      assert.ok(!isKept());
    });
  });

  it('do for results of a search what they do for rows, also in tenants that were never opened', async () => {
    const production = (await directory.loadTenants(dev.accountId)).find(({ name }) => name === 'Acme Production');
    assert.ok(production && directory.integrations(production).state === 'idle');
    const hits: SearchHit[] = [];
    await readBlocks(directory, silentLogger, new AbortController().signal, {
      block: (block) => hits.push(...search(block, parseQuery('order production'))),
      progress: () => undefined,
    });
    const found = hits.filter(({ ref }) => ref.tenantId === production.tenantId);
    const answers = new Answers();
    const ran: unknown[][] = [];
    const execute = vscode.commands.executeCommand;
    Object.assign(vscode.commands, {
      executeCommand: async (id: string, ...args: unknown[]) =>
        id === 'cxengage.disableIntegration' ? ran.push(args) : execute.call(vscode.commands, id, ...args),
    });
    try {
      const done = useSeveral(found, directory);
      await answers.tick();
      await answers.choose('Disable');
      await done;
    } finally {
      answers.dispose();
    }
    const refs = found.map(({ ref }) => ref);
    assert.deepEqual(ran, [[refs]]);
    assert.ok(!answers.shown.join().includes('"Enable"'), 'all of them are active');
    await run('copyName', refs);
    assert.equal(await vscode.env.clipboard.readText(), found.map(({ name }) => name).join('\n'));
  });
});
