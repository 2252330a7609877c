import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Directory } from '../../src/core/directory/directory';
import { INTERNAL_COMMANDS } from '../../src/host/commandIds';
import type { Services } from '../../src/host/services';
import { extensionServices } from './accountsSupport';
import { eventually } from '../support/eventually';

/** Answers the questions of a command, one after the other, through the real lists and boxes. */
export class Answers implements vscode.Disposable {
  /** Every text that was on the screen. */
  readonly shown: string[] = [];
  readonly #opened: vscode.QuickPick<vscode.QuickPickItem>[] = [];
  readonly #boxes: vscode.InputBox[] = [];
  /** What was handed to the Changes view. */
  readonly requests: unknown[] = [];
  readonly #real = {
    pick: vscode.window.createQuickPick,
    box: vscode.window.createInputBox,
    show: vscode.window.showQuickPick,
    run: vscode.commands.executeCommand,
  };
  readonly #lists: { readonly items: readonly vscode.QuickPickItem[]; answer(item?: vscode.QuickPickItem): void }[] =
    [];

  constructor() {
    const internal: readonly string[] = [INTERNAL_COMMANDS.showPlan, INTERNAL_COMMANDS.showComparison];
    Object.assign(vscode.commands, {
      executeCommand: (id: string, ...args: unknown[]) => {
        if (!internal.includes(id)) return this.#real.run.call(vscode.commands, id, ...args);
        this.requests.push(args[0]);
        return Promise.resolve();
      },
    });
    Object.assign(vscode.window, {
      createQuickPick: () => {
        const pick = this.#real.pick.call(vscode.window);
        this.#opened.push(pick);
        return pick;
      },
      createInputBox: () => {
        const box = this.#real.box.call(vscode.window);
        this.#boxes.push(box);
        return box;
      },
      showQuickPick: (items: readonly vscode.QuickPickItem[]) =>
        new Promise((resolve) => {
          this.shown.push(JSON.stringify(items));
          this.#lists.push({ items, answer: resolve });
        }),
    });
  }

  /** Ticks rows of the list with check boxes by their labels; none means that what is ticked stays. Then accepts. */
  async tick(...labels: readonly string[]): Promise<readonly string[]> {
    const pick = await this.#next(this.#opened, ({ items }) => items.length > 0);
    this.shown.push(JSON.stringify([pick.title, pick.placeholder, pick.items]));
    if (labels.length > 0) {
      pick.selectedItems = pick.items.filter(({ label }) => labels.includes(label));
      assert.equal(pick.selectedItems.length, labels.length, pick.items.map(({ label }) => label).join());
    }
    const ticked = pick.selectedItems.map(({ label }) => label);
    await this.#accept(pick);
    return ticked;
  }

  /** Chooses a row of a list without check boxes. */
  async choose(label: string): Promise<void> {
    const list = await this.#next(this.#lists, () => true);
    const item = list.items.find((each) => each.label === label);
    assert.ok(item, `no “${label}” in ${list.items.map((each) => each.label).join()}`);
    list.answer(item);
  }

  /** Leaves a list without check boxes as Escape does. @returns its rows. */
  async dismiss(): Promise<readonly string[]> {
    const list = await this.#next(this.#lists, () => true);
    list.answer(undefined);
    return list.items.map(({ label }) => label);
  }

  async type(value: string): Promise<void> {
    const box = await this.#next(this.#boxes, ({ enabled }) => enabled);
    this.shown.push(JSON.stringify([box.title, box.prompt, box.placeholder]));
    box.value = value;
    await this.#accept(box);
  }

  /** Types what is refused. @returns what the box says, which stays open for the next answer. */
  async typeRefused(value: string): Promise<string> {
    const box = await this.#next(this.#boxes, ({ enabled }) => enabled);
    this.#boxes.unshift(box);
    box.value = value;
    const said = (): string => {
      const { validationMessage: message } = box;
      return typeof message === 'object' ? message.message : (message ?? '');
    };
    await eventually(async () => {
      if (said() === '' && box.enabled)
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      assert.notEqual(said(), '', 'nothing is said');
    });
    return said();
  }

  /** Presses Enter until the question is gone: the window shows it a little later than it was opened. */
  async #accept(input: vscode.QuickInput): Promise<void> {
    let isGone = false;
    const dispose = input.dispose.bind(input);
    Object.assign(input, {
      dispose: () => {
        isGone = true;
        dispose();
      },
    });
    await eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      assert.ok(isGone, 'the question is still open');
    });
  }

  async #next<T>(all: T[], isReady: (one: T) => boolean): Promise<T> {
    await eventually(() => {
      assert.ok(all[0] !== undefined && isReady(all[0]), 'no question is open');
    });
    return all.shift() ?? assert.fail();
  }

  dispose(): void {
    Object.assign(vscode.commands, { executeCommand: this.#real.run });
    Object.assign(vscode.window, {
      createQuickPick: this.#real.pick,
      createInputBox: this.#real.box,
      showQuickPick: this.#real.show,
    });
  }
}

/** The extension's services with another directory, and with a notifier whose questions are kept and agreed to. */
export async function servicesOn(
  directory: Directory,
): Promise<{ readonly services: Services; readonly said: string[] }> {
  const services = await extensionServices();
  const said: string[] = [];
  const say = async (...texts: readonly string[]): Promise<undefined> => {
    said.push(texts.join('\n'));
    return Promise.resolve(undefined);
  };
  const notify: Services['notify'] = {
    error: async (error) => {
      await say(String(error));
    },
    info: async (message, ...actions) => {
      await say(message);
      return actions.find((action) => action === 'Replace Saved Secret');
    },
    warn: say,
    failure: say,
    confirm: async (...texts) => {
      await say(...texts);
      return true;
    },
  };
  return { said, services: { ...services, directory, notify } };
}
