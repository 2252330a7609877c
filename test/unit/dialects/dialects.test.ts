import assert from 'node:assert/strict';
import { pairs, singles, titleOf } from './combinations';
import { travelAll } from './journey';

/** Every so many of the pairs: together with the single ways, each way is met several times. */
const SAMPLE = 11;
const COMBINATIONS = [{}, ...singles(), ...pairs().filter((_pair, index) => index % SAMPLE === 0)];

describe('The core signs in, lists, creates, edits, enables, undoes, finds and overwrites no other change', () => {
  let findings: ReadonlyMap<string, readonly string[]>;

  before(async function () {
    this.timeout(120_000);
    findings = await travelAll(COMBINATIONS, (url, init) => fetch(url, init));
  });

  for (const title of COMBINATIONS.map(titleOf))
    it(`on a service with ${title}`, () => {
      assert.deepEqual(findings.get(title), []);
    });
});
