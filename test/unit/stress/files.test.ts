import assert from 'node:assert/strict';
import { integrationTypes } from '../../../src/core/catalog/registry';
import { pairs, singles, titleOf } from '../dialects/combinations';
import { exportAndPlan } from '../plan/exportRuns';
import { readGeneratedFiles } from '../plan/generatedFiles';

describe('Integration files', () => {
  it('of any text never throw, and every diagnostic has a place inside the text', function () {
    this.timeout(300_000);
    readGeneratedFiles(10_000);
  });

  for (const combination of [{}, ...singles(), ...pairs()])
    it(`of every type plan nothing to do after an export on a service with ${titleOf(combination)}`, async function () {
      this.timeout(300_000);
      const { types, findings } = await exportAndPlan(combination);
      assert.deepEqual(findings, []);
      assert.equal(types.size, integrationTypes().length);
    });
});
