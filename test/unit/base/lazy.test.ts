import assert from 'node:assert/strict';
import { Lazy } from '../../../src/core/base/lazy';

describe('Lazy', () => {
  let made = 0;
  const make = (): Promise<number> => {
    made += 1;
    return Promise.resolve(made);
  };
  beforeEach(() => {
    made = 0;
  });

  it('makes its value with the first use, and once', async () => {
    const lazy = new Lazy(make);
    const waiting = lazy.made;
    assert.equal(made, 0);
    assert.deepEqual([await lazy.get(), await lazy.get(), await waiting], [1, 1, 1]);
  });

  it('makes it after a while, unless it is made by then', async () => {
    const lazy = new Lazy(make);
    lazy.makeIn(1);
    assert.equal(made, 0);
    assert.equal(await lazy.made, 1);
    lazy.makeIn(0);
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(made, 1);
  });

  it('fails alike for all who wait for it', async () => {
    const lazy = new Lazy(() => Promise.reject(new Error('no code')));
    await Promise.all([lazy.made, lazy.get()].map((each) => assert.rejects(each, /no code/)));
  });
});
