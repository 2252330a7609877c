import assert from 'node:assert/strict';
import { UndoMemory } from '../../../src/core/directory/undo';
import { UndoableChange } from '../../../src/core/directory/undoableChange';
import { updateIntegrationSafely } from '../../../src/core/directory/update';
import type { IntegrationChange, IntegrationRef } from '../../../src/core/directory/model';
import { CLIENTS, restDraft } from '../api/support';
import { openPlace, type Place } from './writing';

const MINUTE = 60_000;

for (const [name, fetch] of CLIENTS) {
  describe(`Undo over ${name}`, () => {
    let place: Place;
    let memory: UndoMemory;
    let ref: IntegrationRef;
    beforeEach(async () => {
      place = await openPlace(fetch);
      memory = new UndoMemory();
      const made = await place.target.client.createIntegration(place.tenantId, {
        ...restDraft('Before'),
        description: 'as it was',
      });
      ref = { ...place.ref, integrationId: made.id };
    });
    afterEach(async () => {
      memory.clear();
      await place.sandbox.close();
    });

    const target = () => ({ ...place.target, integrationId: ref.integrationId });
    /** What would be taken back; undefined where there is nothing. */
    const last = () => memory.changes(memory.last() ?? -1)[0];
    const change = async (wish: IntegrationChange) => {
      const result = await updateIntegrationSafely(target(), wish);
      if (result.kind === 'updated' && result.written)
        memory.remember(memory.begin(), new UndoableChange(ref, 'Acme-DEV', result.written, place.clock));
    };
    const takeBack = () => updateIntegrationSafely(target(), last()?.change() ?? {}, { isUndo: true });
    const stored = () => place.sandbox.integrations(place.tenantId).find((each) => each.id === ref.integrationId);

    it('takes back every field of the last change, secrets included', async () => {
      const before = stored();
      await change({
        name: 'After',
        description: 'changed',
        active: false,
        properties: { username: 'other' },
        secrets: { password: 'canary-new' },
      });
      assert.equal(memory.label(), 'the change to “After” in Acme-DEV');
      assert.deepEqual(last()?.target(), ref);
      assert.equal((await takeBack()).kind, 'updated');
      assert.deepEqual({ ...stored(), updated: '' }, { ...before, updated: '' });
    });

    it('clears what was empty before', async () => {
      await change({ properties: { username: '', password: '' }, secrets: { token: 'canary-token' } });
      assert.equal((await takeBack()).kind, 'updated');
      assert.deepEqual(stored()?.properties, restDraft('').properties);
    });

    it('asks when another user changed the same field since', async () => {
      await change({ description: 'mine' });
      await place.elsewhere(ref.integrationId, { description: 'theirs' });
      const outcome = await takeBack();
      assert.equal(outcome.kind, 'conflict');
      assert.equal(stored()?.description, 'theirs');
    });

    it('leaves alone what others changed in other fields', async () => {
      await change({ description: 'mine' });
      await place.elsewhere(ref.integrationId, { active: false });
      assert.equal((await takeBack()).kind, 'updated');
      assert.deepEqual([stored()?.description, stored()?.active], ['as it was', false]);
    });

    it('drops old secrets after five minutes and says so, and everything after half an hour', async () => {
      await change({ description: 'mine', secrets: { password: 'canary-new' } });
      place.clock.pass(6 * MINUTE);
      assert.match(memory.label() ?? '', /without its secrets/);
      assert.ok(!JSON.stringify(last()?.change()).includes('canary'));
      await takeBack();
      assert.deepEqual([stored()?.description, stored()?.properties.password], ['as it was', 'canary-new']);
      place.clock.pass(30 * MINUTE);
      assert.equal(memory.label(), undefined);
      assert.equal(last()?.change(), undefined);
    });

    it('says of several how many are without their secrets, and how many are lost', async () => {
      const operation = memory.begin();
      const wishes: readonly IntegrationChange[] = [
        { description: 'mine', secrets: { password: 'canary-1' } },
        { secrets: { password: 'canary-2' } },
        { active: false },
      ];
      for (const wish of wishes) {
        const result = await updateIntegrationSafely(target(), wish);
        assert.ok(result.kind === 'updated' && result.written);
        memory.remember(operation, new UndoableChange(ref, 'Acme-DEV', result.written, place.clock));
      }
      assert.deepEqual(memory.limits(), { hasCreated: false, withoutSecrets: 0, lost: 0 });
      place.clock.pass(6 * MINUTE);
      assert.deepEqual(memory.limits(), { hasCreated: false, withoutSecrets: 1, lost: 1 });
      for (const each of memory.changes(operation)) each.clear();
      assert.equal(memory.last(), undefined);
    });

    it('has nothing to offer once the only thing that changed was a forgotten secret', async () => {
      await change({ secrets: { password: 'canary-new' } });
      assert.ok(memory.label());
      place.clock.pass(6 * MINUTE);
      assert.equal(memory.label(), undefined);
    });

    it('remembers no change that changed nothing, and none of an account that went', async () => {
      await change({ description: 'as it was' });
      assert.equal(memory.label(), undefined);
      await change({ description: 'changed' });
      memory.clear('another account');
      assert.ok(memory.label());
      memory.clear(ref.accountId);
      assert.equal(memory.label(), undefined);
    });
  });
}
