import assert from 'node:assert/strict';
import { mapInSlices, nextTurn, TimeSlicer } from '../../../src/core/base/timeSlicer';

/** Uses up the budget of a turn. */
function workFor(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('Slices', () => {
  it('share the budget of a turn: the next stage of a task begins no new one', async () => {
    await nextTurn();
    assert.equal(new TimeSlicer(1).shouldYield, false);
    workFor(2);
    assert.equal(new TimeSlicer(1).shouldYield, true);
    await Promise.resolve();
    assert.equal(new TimeSlicer(1).shouldYield, true);
    await new TimeSlicer(1).yield();
    assert.equal(new TimeSlicer(1000).shouldYield, false);
  });

  it('wait for a turn each, in order, so that several who work long do not add up', async () => {
    const order: string[] = [];
    let turn = 0;
    let isOver = false;
    const count = (): void => {
      turn += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const resumed: number[] = [];
    const work = async (name: string): Promise<void> => {
      const slices = new TimeSlicer(1);
      for (let i = 0; i < 3; i += 1) {
        workFor(2);
        await slices.yield();
        order.push(name);
        resumed.push(turn);
      }
    };
    await Promise.all(['a', 'b', 'c'].map(work));
    isOver = true;
    assert.deepEqual(order, ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c']);
    assert.equal(new Set(resumed).size, resumed.length);
  });

  it('map a list as it is, in order', async () => {
    assert.deepEqual(await mapInSlices([1, 2, 3], (each) => each * 2), [2, 4, 6]);
    assert.deepEqual(await mapInSlices([], String), []);
  });
});
