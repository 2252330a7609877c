import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Directory } from '../../src/core/directory/directory';
import { findIntegration } from '../../src/explorer/find/find';
import { showWhereUsed } from '../../src/explorer/whereUsed/whereUsed';
import { eventually } from '../support/eventually';
import { useSandbox } from '../support/sandbox';
import { extensionServices } from './accountsSupport';
import { directoryOn } from './explorerSupport';

interface Opened {
  readonly pick: vscode.QuickPick<vscode.QuickPickItem>;
  press(tooltip: string): void;
}

describe('What is done with the results of Find Integration', () => {
  const few = useSandbox();
  const many = useSandbox({ tenants: 12, integrations: 10 });
  const real = {
    createQuickPick: vscode.window.createQuickPick,
    showQuickPick: vscode.window.showQuickPick,
    executeCommand: vscode.commands.executeCommand,
  };
  let opened: Opened[] = [];

  beforeEach(() => {
    opened = [];
    Object.assign(vscode.window, {
      createQuickPick: () => {
        const pick = real.createQuickPick.call(vscode.window);
        const triggered = new vscode.EventEmitter<vscode.QuickInputButton>();
        const hidden = new vscode.EventEmitter<void>();
        // Not on the screen, where whatever the window does may close it.
        Object.assign(pick, {
          show: () => undefined,
          hide: () => {
            hidden.fire();
          },
          onDidHide: hidden.event,
          onDidTriggerButton: triggered.event,
        });
        opened.push({
          pick,
          press: (tooltip) => {
            triggered.fire(pick.buttons.find((button) => button.tooltip === tooltip) ?? assert.fail(tooltip));
          },
        });
        return pick;
      },
    });
  });

  afterEach(() => {
    const { createQuickPick, showQuickPick, executeCommand } = real;
    Object.assign(vscode.window, { createQuickPick, showQuickPick });
    Object.assign(vscode.commands, { executeCommand });
  });

  /** Opens the search; what it returns ends with it. */
  async function find(directory: Directory): Promise<void> {
    const { context, log } = await extensionServices();
    await findIntegration({ directory, context, log });
  }

  /** The list that is open, once it has rows and this title. */
  async function list(title: RegExp): Promise<Opened> {
    await eventually(() => {
      assert.match(opened.at(-1)?.pick.title ?? '', title);
      assert.ok((opened.at(-1)?.pick.items.length ?? 0) > 0, 'no rows yet');
    });
    return opened.at(-1) ?? assert.fail();
  }

  it('says in Select Several that only the first are in the list', async () => {
    const done = find(directoryOn([many()]).directory);
    (await list(/^Find Integration$/)).press('Select Several…');
    const { pick } = await list(/ · First 100 results; narrow the search for the rest$/);
    assert.equal(pick.items.length, 100);
    pick.hide();
    await done;
  });

  it('has nothing to say of that where all were found', async () => {
    const done = find(directoryOn([few()]).directory);
    (await list(/^Find Integration$/)).press('Select Several…');
    await eventually(() => {
      assert.equal(opened.length, 2);
    });
    const { pick } = await list(/./);
    assert.equal(pick.title, 'Find Integration');
    pick.hide();
    await done;
  });

  it('says in Where Are These Used? how far the search had come', async () => {
    const { directory } = directoryOn([few()]);
    const [slow] = few().tenants;
    const total = few().tenants.length;
    few().addFault({
      method: 'GET',
      path: `/v1/tenants/${slow?.id ?? ''}/integrations`,
      when: { always: true },
      fault: { kind: 'delay', ms: 20_000, at: 'beforeWrite' },
    });
    const ran: unknown[][] = [];
    Object.assign(vscode.commands, {
      executeCommand: async (id: string, ...args: unknown[]) =>
        id === 'cxengage.whereUsed' ? ran.push(args) : real.executeCommand.call(vscode.commands, id, ...args),
    });
    const done = find(directory);
    (await list(new RegExp(`: ${total - 1} of ${total} tenants loaded$`))).press('Where Are These Used?');
    await done;
    few().clearFaults();
    const [args = []] = ran;
    assert.equal(args[2], `Searched ${total - 1} of ${total} tenants so far`);

    const titles: unknown[] = [];
    Object.assign(vscode.window, {
      showQuickPick: async (_items: unknown, { title }: vscode.QuickPickOptions) =>
        Promise.resolve(void titles.push(title)),
    });
    await showWhereUsed(args, { directory, reports: (await extensionServices()).reports });
    assert.match(String(titles), /^Where \d+ integrations are used · Searched \d of \d tenants so far$/);
  });
});
