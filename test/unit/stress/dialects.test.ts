import assert from 'node:assert/strict';
import { CLIENTS } from '../api/support';
import { pairs, singles } from '../dialects/combinations';
import { travelAll } from '../dialects/journey';

const COMBINATIONS = [{}, ...singles(), ...pairs()];

describe(`The core on ${COMBINATIONS.length} services: the defaults, each other way, every pair of two`, () => {
  for (const [client, fetch] of CLIENTS)
    it(`passes on all of them over ${client}`, async function () {
      this.timeout(900_000);
      const findings = await travelAll(COMBINATIONS, fetch);
      assert.equal(findings.size, COMBINATIONS.length);
      assert.deepEqual(
        [...findings].filter(([, found]) => found.length > 0),
        [],
      );
    });
});
