import assert from 'node:assert/strict';
import { startSandbox } from '../../support/sandbox';
import { casesFor, linesOf, OPERATIONS, runCases, type Place } from './faultCases';
import { CLIENTS } from './support';

const WORKERS = 16;
const CASES = casesFor(CLIENTS, OPERATIONS);

async function open(): Promise<Place> {
  const sandbox = await startSandbox({ password: 'canary-signin-4d1e' });
  return { sandbox, url: sandbox.url, close: () => sandbox.close() };
}

describe(`Every fault × every operation × both clients: ${CASES.length} cases`, () => {
  let result: Awaited<ReturnType<typeof runCases>>;

  before(async function () {
    this.timeout(300_000);
    result = await runCases(CASES, open, WORKERS);
  });

  for (const [client] of CLIENTS) {
    for (const operation of OPERATIONS) {
      const mine = CASES.filter((item) => item.client === client && item.operation === operation);
      it(`${operation.name} over ${client}: ${mine.length} cases`, () => {
        assert.deepEqual(linesOf(mine, result.findings), []);
      });
    }
  }

  it(`ran all ${CASES.length} cases`, () => {
    assert.equal(result.ran, CASES.length);
  });
});
