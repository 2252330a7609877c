import assert from 'node:assert/strict';
import { silentLogger } from '../../src/core/base/log';
import type { WriteIntent } from '../../src/core/directory/write';
import { EnableDisable } from '../../src/explorer/enableDisable/enableDisable';
import { useSandbox } from '../support/sandbox';
import { directoryOn, Screen } from './explorerSupport';
import { servicesOn } from './fleetSupport';

describe('Undo of a disabled integration', () => {
  const sandbox = useSandbox();

  it('asks first where something was created since, and names both', async () => {
    const intents: WriteIntent[] = [];
    const { directory } = directoryOn([sandbox()], undefined, async (intent) => {
      intents.push(intent);
      return Promise.resolve(false);
    });
    const screen = new Screen(directory);
    try {
      const dev = (await directory.loadTenants('account-0')).find(({ name }) => name === 'Acme Dev') ?? assert.fail();
      const list = (await directory.loadIntegrations(dev)).find(({ name }) => name === 'Price list') ?? assert.fail();
      const { services } = await servicesOn(directory);
      const changeState = new EnableDisable({ ...services, log: silentLogger, tree: screen.tree });
      await changeState.run([list], false);
      await directory.createIntegration(dev, {
        type: 'rest',
        name: 'Made since',
        active: true,
        properties: { endpointPrefix: 'https://a.example', username: '', password: '', token: 'canary-token-1' },
      });
      await assert.rejects(changeState.undo(), /Nothing was changed/);
      assert.deepEqual(
        intents.map(({ items, notes }) => [
          items.map(({ action, integrationName }) => `${action} ${integrationName}`),
          notes,
        ]),
        [[['undo Price list'], ['Undo does not delete what you created.']]],
      );
      assert.equal(directory.integration(list)?.active, false, 'declined');
      await changeState.run([list], true);
      await changeState.undo();
      assert.equal(intents.length, 1, 'what came last is undone unasked');
    } finally {
      screen.dispose();
    }
  });

  it('names the listeners that were disabled with it and stay so', async () => {
    const { directory } = directoryOn([sandbox()]);
    const screen = new Screen(directory);
    try {
      const dev = (await directory.loadTenants('account-0')).find(({ name }) => name === 'Acme Dev') ?? assert.fail();
      const all = await directory.loadIntegrations(dev);
      const { services, said } = await servicesOn(directory);
      const changeState = new EnableDisable({ ...services, log: silentLogger, tree: screen.tree });
      const named = (name: string) => all.find((each) => each.name === name) ?? assert.fail(name);
      await changeState.run([named('Price list')], false);
      await changeState.undo();
      assert.deepEqual(said, [], 'it has no listeners');
      const email = named('Email');
      assert.ok((await directory.loadListeners(email)).some(({ name, active }) => active && name === 'Help mailbox'));
      await changeState.run([email], false);
      await changeState.undo();
      assert.equal(directory.integration(email)?.active, true);
      assert.match(said.join(), /“Email” is enabled again, but some of its listeners are disabled\. .*: Help mailbox/);
    } finally {
      screen.dispose();
    }
  });
});
