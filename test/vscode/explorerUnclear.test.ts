import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/core/base/log';
import type { IntegrationRef } from '../../src/core/directory/model';
import { EnableDisable } from '../../src/explorer/enableDisable/enableDisable';
import { useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { Answers } from './explorerAnswers';
import { directoryOn, Screen } from './explorerSupport';

describe('integrations of which it is not known whether they were disabled', () => {
  const sandbox = useSandbox();
  const real = vscode.window.withProgress;
  let screen: Screen;
  let answers: Answers;

  async function start() {
    answers = new Answers();
    const { directory } = directoryOn([sandbox()]);
    screen = new Screen(directory);
    const reports = { show: () => Promise.resolve() };
    const loaded = await Promise.all(
      (await directory.loadTenants('account-0'))
        .filter(({ name }) => /^Acme (Dev|Staging)$/.test(name))
        .map((tenant) => directory.loadIntegrations(tenant)),
    );
    const targets = loaded.flat().filter(({ active, type }) => active && type === 'rest');
    assert.ok(targets.length >= 3, String(targets.length));
    const parts = { directory, log: silentLogger, notify: answers, tree: screen.tree, reports };
    return { directory, targets, changeState: new EnableDisable(parts) };
  }

  const activeOnServer = (refs: readonly IntegrationRef[]): number =>
    refs.filter(({ tenantId, integrationId }) =>
      sandbox()
        .integrations(tenantId)
        .some(({ id, active }) => id === integrationId && active),
    ).length;

  const pathOf = (ref: IntegrationRef): string => `/v1/tenants/${ref.tenantId}/integrations/${ref.integrationId}`;

  const puts = (): number => sandbox().requests.filter(({ method }) => method === 'PUT').length;

  /** The server saves the change or not, and neither says so nor can be asked at once. */
  function loseResponse(ref: IntegrationRef, at: 'afterWrite' | 'beforeWrite' = 'afterWrite'): void {
    const path = pathOf(ref);
    sandbox().addFault({ method: 'PUT', path, when: { next: 1 }, fault: { kind: 'reset', at } });
    const fault = { kind: 'status', status: 418 } as const;
    sandbox().addFault({ method: 'GET', path, skip: 1, when: { next: 2 }, fault });
  }

  afterEach(() => {
    Object.assign(vscode.window, { withProgress: real });
    screen.dispose();
  });

  it('ends with what was sent when canceled, and Undo takes all of it back', async () => {
    const { targets, changeState } = await start();
    const cancel = new vscode.CancellationTokenSource();
    Object.assign(vscode.window, {
      withProgress: (_options: object, task: (progress: object, token: vscode.CancellationToken) => unknown) =>
        task({ report: () => undefined }, cancel.token),
    });
    sandbox().addFault({ method: 'PUT', when: { always: true }, fault: { kind: 'delay', ms: 700, at: 'beforeWrite' } });
    sandbox().clearRequests();
    const running = changeState.run(targets, false);
    await eventually(() => {
      assert.ok(puts() > 0);
    });
    cancel.cancel();
    Object.assign(vscode.window, { withProgress: real });
    await running;
    const sent = puts();
    await setTimeout(800);
    assert.equal(activeOnServer(targets), targets.length - sent);
    assert.deepEqual(answers.said, [`Disabled ${sent} of ${targets.length} integrations.`]);
    await changeState.undo();
    assert.equal(activeOnServer(targets), targets.length);
  });

  it('are not written again by Retry the Rest where they were disabled, and are taken back with the others', async () => {
    const { targets, changeState } = await start();
    const [lost] = targets;
    assert.ok(lost);
    loseResponse(lost);
    sandbox().clearRequests();
    answers.next = ['Retry the Rest'];
    await changeState.run(targets, false);
    assert.deepEqual(answers.said, [
      `Disabled ${targets.length - 1} of ${targets.length} integrations.`,
      `Disabled ${targets.length} of ${targets.length} integrations.`,
    ]);
    assert.equal(puts(), targets.length);
    await changeState.undo();
    assert.equal(activeOnServer(targets), targets.length);
  });

  for (const [which, press] of [
    ['the button', 'Undo'],
    ['the command', undefined],
  ] as const)
    it(`are looked at by ${which} before the others are taken back`, async () => {
      const { targets, changeState } = await start();
      const [lost] = targets;
      assert.ok(lost);
      loseResponse(lost);
      answers.next = press === undefined ? [] : [press];
      await changeState.run(targets, false);
      if (press === undefined) await changeState.undo();
      assert.equal(activeOnServer(targets), targets.length);
    });

  it('are found by Undo Last Change though no other was disabled', async () => {
    const { targets, changeState } = await start();
    const both = targets.slice(0, 2);
    for (const each of both) loseResponse(each);
    await changeState.run(both, false);
    assert.equal(activeOnServer(both), 0);
    await changeState.undo();
    assert.deepEqual(answers.said, ['Disabled 0 of 2 integrations.', 'Enabled 2 of 2 integrations.']);
    assert.equal(activeOnServer(both), 2);
  });

  it('are not looked at by Undo where something else was changed since', async () => {
    const { directory, targets, changeState } = await start();
    const [lost, other, edited] = targets;
    assert.ok(lost && other && edited);
    loseResponse(lost);
    await changeState.run([lost, other], false);
    await directory.updateIntegration(edited, { description: 'edited in the form' });
    await changeState.undo();
    assert.notEqual(directory.integration(edited)?.description, 'edited in the form');
    assert.equal(activeOnServer([lost, other]), 0);
  });

  it('are all taken back by the button though something else was changed since', async () => {
    const { directory, targets, changeState } = await start();
    const [lost, other, edited] = targets;
    assert.ok(lost && other && edited);
    loseResponse(lost);
    let press: (button: string) => void = () => undefined;
    answers.later = new Promise((resolve) => {
      press = resolve;
    });
    const running = changeState.run([lost, other], false);
    await eventually(() => {
      assert.equal(answers.said.length, 1);
    });
    await directory.updateIntegration(edited, { description: 'edited in the form' });
    answers.later = undefined;
    press('Undo');
    await running;
    assert.equal(activeOnServer([lost, other]), 2);
    assert.equal(directory.integration(edited)?.description, 'edited in the form');
  });

  /** Disables a single one whose response is lost, and takes *Retry*. */
  async function retriedAlone(at: 'afterWrite' | 'beforeWrite') {
    const { targets, changeState } = await start();
    const [lost] = targets;
    assert.ok(lost);
    loseResponse(lost, at);
    sandbox().clearRequests();
    answers.next = ['Retry'];
    await changeState.run([lost], false);
    assert.match(answers.said[0] ?? '', /It is not known whether the change was saved\./);
    assert.deepEqual(answers.said.slice(1), [`Disabled ${lost.name}`]);
    return { lost, changeState };
  }

  it('are not written again by Retry where it is a single one, and Undo takes it back', async () => {
    const { lost, changeState } = await retriedAlone('afterWrite');
    assert.equal(puts(), 1);
    await changeState.undo();
    assert.equal(activeOnServer([lost]), 1);
  });

  it('are written again by Retry where it finds that the change was not saved', async () => {
    const { lost } = await retriedAlone('beforeWrite');
    assert.equal(puts(), 2);
    assert.equal(activeOnServer([lost]), 0);
  });
});
