import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { formKey } from '../../src/form/panel/draft';
import { DraftStore } from '../../src/form/panel/draftStore';
import { FormPanels } from '../../src/form/panel/panels';
import { quickCreate } from '../../src/form/quickCreate';
import type { Services } from '../../src/host/services';
import { useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { extensionServices } from './accountsSupport';
import { directoryOn } from './explorerSupport';

describe('Quick Create', () => {
  const sandbox = useSandbox();
  const real = vscode.window.createInputBox;
  let boxes: vscode.InputBox[];

  beforeEach(() => {
    boxes = [];
    Object.assign(vscode.window, {
      createInputBox: () => {
        const box = real.call(vscode.window);
        boxes.push(box);
        return box;
      },
    });
  });
  afterEach(() => {
    Object.assign(vscode.window, { createInputBox: real });
  });

  /** What the question for the address says of a service on this machine. */
  async function adviceOf(isSandbox: boolean): Promise<string> {
    const { directory } = directoryOn([sandbox()], undefined, undefined, isSandbox ? { sandbox: true } : {});
    const [tenant] = await directory.loadTenants('account-0');
    assert.ok(tenant);
    const services: Services = { ...(await extensionServices()), directory };
    const { endpointPrefix, username } = sandbox().services.zendesk;
    const { accountId, tenantId } = tenant;
    const properties = { endpointPrefix, username };
    const argument = { accountId, tenantId, type: 'zendesk', name: 'Quick desk', properties };
    const asked = quickCreate(services, new FormPanels(services), argument);
    const address = (): vscode.InputBox | undefined => boxes.find(({ value }) => value === endpointPrefix);
    await eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      // Advice shows when the answer is taken, and stops nobody.
      assert.ok(address() && boxes.at(-1) !== address());
    });
    const { validationMessage } = address() ?? assert.fail();
    boxes.at(-1)?.hide();
    await asked;
    await new DraftStore(services.context.workspaceState).remove(formKey('create', tenant));
    return typeof validationMessage === 'string' ? validationMessage : (validationMessage?.message ?? '');
  }

  it('draws no warning about this machine in the sandbox, and does elsewhere', async () => {
    assert.doesNotMatch(await adviceOf(true), /is this machine/);
    boxes = [];
    assert.match(await adviceOf(false), /is this machine/);
  });
});
