import assert from 'node:assert/strict';
import { silentLogger } from '../../src/core/base/log';
import type { WriteIntent } from '../../src/core/directory/write';
import { EnableDisable } from '../../src/explorer/enableDisable/enableDisable';
import { useSandbox } from '../support/sandbox';
import { Answers } from './explorerAnswers';
import { directoryOn, Screen } from './explorerSupport';

describe('integrations of several accounts, of which one is signed out', () => {
  const sandbox = useSandbox();
  const other = useSandbox();

  it('are disabled with the question that their flows give, and what was not searched is named', async () => {
    const intents: WriteIntent[] = [];
    const { directory, setPassword } = directoryOn([sandbox(), other()], undefined, async (intent) => {
      intents.push(intent);
      return Promise.resolve(false);
    });
    const desks = await Promise.all(
      ['account-0', 'account-1'].map(async (id) => {
        const dev = (await directory.loadTenants(id)).find(({ name }) => name === 'Acme Dev') ?? assert.fail();
        return (await directory.loadIntegrations(dev)).find(({ name }) => name === 'Support desk') ?? assert.fail();
      }),
    );
    const [, expired] = desks;
    assert.ok(expired);
    setPassword(1, 'changed elsewhere');
    other().revokeTokens();
    const screen = new Screen(directory);
    try {
      const reports = { show: () => Promise.resolve() };
      const parts = { directory, log: silentLogger, notify: new Answers(), tree: screen.tree, reports };
      const changeState = new EnableDisable(parts);
      await changeState.run(desks, false);
      const notes = intents[0]?.notes ?? [];
      assert.equal(notes[0], '“Support desk” is used by:');
      assert.equal(notes.at(-1), 'Acme Dev: Not searched. Sign in again.');
      await directory.markTenant(expired, 'production');
      await assert.rejects(changeState.run([expired], false));
      assert.deepEqual(intents[1]?.notes, ['Flows and dispatch mappings could not be searched.']);
    } finally {
      screen.dispose();
    }
  });
});
