import assert from 'node:assert/strict';
import { silentLogger } from '../../src/core/base/log';
import { EnableDisable } from '../../src/explorer/enableDisable/enableDisable';
import { useSandbox } from '../support/sandbox';
import { directoryOn, Screen } from './explorerSupport';
import { servicesOn } from './fleetSupport';

describe('Undo of a disabled integration', () => {
  const sandbox = useSandbox();

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
