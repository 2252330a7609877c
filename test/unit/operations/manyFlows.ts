import assert from 'node:assert/strict';
import { directoryWith } from '../../support/directory';
import { startSandboxProcess, type SandboxProcess } from '../../support/sandbox';
import { watchTurns } from '../../support/turns';
import { whereUsed } from './support';

/** Longest that others in the extension host may wait, in ms. */
const MAX_TURN_MS = 50;
const FLOWS = 200;

/** Declares the test. @param characters of each flow's text. */
export function describeManyFlows(characters: number): void {
  describe(`Where an integration is used, among ${FLOWS} flows of ${characters} characters`, () => {
    let sandbox: SandboxProcess;
    before(async () => {
      sandbox = await startSandboxProcess(['--flows', String(FLOWS), '--flow-text', String(characters)]);
    });
    after(async () => {
      await sandbox.stop();
    });

    it('asks at most once for each flow, and holds nobody for long', async function () {
      this.timeout(60_000);
      // A machine that is busy with something else makes turns longer.
      this.retries(2);
      const { url, username, password } = sandbox.line;
      const { directory } = directoryWith([
        {
          account: { id: 'a', label: 'Ada', kind: 'password', userName: username, endpoint: { name: 'S', url } },
          credential: { kind: 'password', userName: username, password },
        },
      ]);
      const [tenant] = await directory.loadTenants('a');
      assert.ok(tenant);
      const [integration] = await directory.loadIntegrations(tenant);
      assert.ok(integration);
      // The first call compiles what all others use.
      await directory.readResource(tenant, ['flows']);
      await sandbox.remote.clearRequests();
      const end = watchTurns();
      const report = await whereUsed(directory, integration);
      const longest = end();
      assert.equal(report.versions, FLOWS);
      assert.equal(report.usages.filter(({ strength }) => strength === 'namesIt').length, FLOWS / 10);
      const asked = (await sandbox.remote.requests()).filter(({ path }) => path.includes('/versions'));
      assert.equal(asked.length, FLOWS);
      assert.ok(longest <= MAX_TURN_MS, `others waited ${Math.round(longest)} ms`);
    });
  });
}
