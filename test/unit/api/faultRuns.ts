import assert from 'node:assert/strict';
import { startSandbox } from '../../support/sandbox';
import { casesFor, linesOf, runCases, type Place } from './faultCases';
import { OPERATIONS } from './faultOperations';
import { CLIENTS } from './support';

const WORKERS = 16;
const ALL = casesFor(CLIENTS, OPERATIONS);

async function open(): Promise<Place> {
  const sandbox = await startSandbox({ password: 'canary-signin-4d1e' });
  return { sandbox, url: sandbox.url, close: () => sandbox.close() };
}

/** Declares the tests. @param every takes one case of so many, 1 all. */
export function describeFaults(every: number): void {
  const cases = ALL.filter((_item, index) => index % every === 0);
  describe(`Faults × operations × both clients: ${cases.length} cases of ${ALL.length}`, () => {
    let result: Awaited<ReturnType<typeof runCases>>;

    before(async function () {
      this.timeout(300_000);
      result = await runCases(cases, open, WORKERS);
    });

    for (const [client] of CLIENTS) {
      for (const operation of OPERATIONS) {
        const mine = cases.filter((item) => item.client === client && item.operation === operation);
        it(`${operation.name} over ${client}: ${mine.length} cases`, () => {
          assert.deepEqual(linesOf(mine, result.findings), []);
        });
      }
    }

    it(`ran all ${cases.length} cases`, () => {
      assert.equal(result.ran, cases.length);
    });
  });
}
