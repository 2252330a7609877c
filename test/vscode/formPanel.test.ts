import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FormCommands } from '../../src/form/formCommands';
import { newFormPanel } from '../../src/form/formPanel';
import { eventually } from '../support/eventually';
import { useSandbox } from '../support/sandbox';
import { extensionServices } from './accountsSupport';
import { directoryOn } from './explorerSupport';

describe('A form panel that was opened ahead', () => {
  const sandbox = useSandbox();
  const tabs = (): number => vscode.window.tabGroups.all.flatMap((group) => group.tabs).length;

  async function commands(): Promise<FormCommands> {
    const { directory } = directoryOn([sandbox()]);
    await directory.loadTenants('account-0');
    return new FormCommands({ ...(await extensionServices()), directory });
  }

  it('is the tab that the form takes', async () => {
    const form = await commands();
    const panel = newFormPanel();
    await form.create({ accountId: 'account-0', tenantId: sandbox().tenants[0]?.id }, panel);
    assert.match(panel.title, /Acme Dev$/);
    await eventually(() => {
      assert.equal(tabs(), 1);
    });
    panel.dispose();
  });

  it('closes where no form comes, and is replaced where it was closed meanwhile', async () => {
    const form = await commands();
    let isClosed = false;
    const unused = newFormPanel();
    unused.onDidDispose(() => {
      isClosed = true;
    });
    await assert.rejects(form.create({ tenantId: 'nobody’s' }, unused), /nobody’s/);
    assert.ok(isClosed);
    const gone = newFormPanel();
    const opening = form.create({ accountId: 'account-0', tenantId: sandbox().tenants[0]?.id }, gone);
    gone.dispose();
    await opening;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
