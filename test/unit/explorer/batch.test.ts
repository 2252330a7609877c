import assert from 'node:assert/strict';
import { runBatch } from '../../../src/explorer/enableDisable/batch';

const never = new AbortController().signal;

describe('a batch', () => {
  it('gives a result for every item in their order; a failure stops no other', async () => {
    const results = await runBatch(['a', 'b', 'c', 'd'], {
      signal: never,
      width: 2,
      progress: () => undefined,
      act: async (item) => (item === 'b' ? Promise.reject(new Error('no')) : Promise.resolve()),
    });
    assert.deepEqual(
      results.map(({ item, outcome }) => `${item} ${outcome}`),
      ['a done', 'b failed', 'c done', 'd done'],
    );
  });

  it('does no more at once than it is told', async () => {
    let now = 0;
    let most = 0;
    await runBatch(
      Array.from({ length: 20 }, (_, i) => `${i}`),
      {
        signal: never,
        width: 3,
        progress: () => undefined,
        act: async () => {
          now += 1;
          most = Math.max(most, now);
          await new Promise(setImmediate);
          now -= 1;
        },
      },
    );
    assert.equal(most, 3);
  });

  it('begins nothing after a cancel, and says so item by item', async () => {
    const aborter = new AbortController();
    const results = await runBatch(['a', 'b', 'c'], {
      signal: aborter.signal,
      width: 1,
      progress: (through) => {
        if (through === 1) aborter.abort();
      },
      act: async () => Promise.resolve(),
    });
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['done', 'notTried', 'notTried'],
    );
  });
});
