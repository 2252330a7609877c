import assert from 'node:assert/strict';
import { silentLogger } from '../../src/core/base/log';
import { EnableDisable } from '../../src/explorer/enableDisable/enableDisable';
import { setListenerActive } from '../../src/explorer/enableDisable/listeners';
import { useSandbox } from '../support/sandbox';
import { Answers } from './explorerAnswers';
import { directoryOn, Screen } from './explorerSupport';

describe('what somebody else enabled or disabled since it was loaded', () => {
  const sandbox = useSandbox();
  let screen: Screen;

  async function start() {
    const answers = new Answers();
    const { directory } = directoryOn([sandbox()]);
    const elsewhere = directoryOn([sandbox()]).directory;
    await elsewhere.loadTenants('account-0');
    screen = new Screen(directory);
    const dev = (await directory.loadTenants('account-0')).find(({ name }) => name === 'Acme Dev') ?? assert.fail();
    const all = await directory.loadIntegrations(dev);
    const named = (name: string) => all.find((each) => each.name === name) ?? assert.fail(name);
    const reports = { show: () => Promise.resolve() };
    const parts = { directory, log: silentLogger, notify: answers, tree: screen.tree, reports };
    const isActive = (name: string) =>
      sandbox()
        .integrations(dev.tenantId)
        .find((each) => each.name === name)?.active;
    return { answers, directory, elsewhere, named, parts, isActive, changeState: new EnableDisable(parts) };
  }

  afterEach(() => {
    screen.dispose();
  });

  it('is disabled, one alone', async () => {
    const { answers, elsewhere, named, isActive, changeState } = await start();
    const list = named('Price list');
    await changeState.run([list], false);
    await elsewhere.updateIntegration(list, { active: true });
    await changeState.run([list], false);
    assert.equal(isActive('Price list'), false);
    assert.deepEqual(answers.said, []);
    await changeState.run([list], false);
    assert.deepEqual(answers.said, ['Already disabled.']);
  });

  it('is disabled with the others, and counted', async () => {
    const { answers, elsewhere, named, isActive, changeState } = await start();
    const [list, orders] = [named('Price list'), named('Order API')];
    await changeState.run([list], false);
    await elsewhere.updateIntegration(list, { active: true });
    await changeState.run([list, orders], false);
    assert.equal(isActive('Price list'), false);
    assert.deepEqual(answers.said, ['Disabled 2 of 2 integrations.']);
  });

  it('is disabled though it is a listener', async () => {
    const { answers, directory, elsewhere, named, parts } = await start();
    const email = named('Email');
    const mailbox = async (from: typeof directory) =>
      (await from.loadListeners(email, { force: true })).find(({ name }) => name === 'Help mailbox') ?? assert.fail();
    const listener = await mailbox(directory);
    await setListenerActive(parts, listener, false);
    await elsewhere.updateListener(listener, { active: true });
    await setListenerActive(parts, listener, false);
    assert.equal((await mailbox(elsewhere)).active, false);
    assert.deepEqual(answers.said, []);
    await setListenerActive(parts, listener, false);
    assert.deepEqual(answers.said, ['Already disabled.']);
  });
});
