import assert from 'node:assert/strict';
import type { JsonValue } from '../../../src/core/base/json';
import { secretTexts } from '../../../src/core/redact/secretValues';

/** A value inside so many objects. */
function nested(levels: number, inner: JsonValue, key = 'a'): JsonValue {
  let value = inner;
  for (let level = 0; level < levels; level += 1) value = { [key]: value };
  return value;
}

describe('Secrets of a value that is nested deeply', () => {
  it('are all found, at any depth', () => {
    for (const levels of [0, 30, 31, 32, 33, 34, 64, 65, 66, 67, 2000, 20_000]) {
      const found = secretTexts([
        nested(levels, { password: 'canary-key' }),
        nested(levels, ['x-api-key', 'canary-header-1']),
        nested(levels, { key: 'Authorization', value: 'canary-pair-1' }),
        nested(levels, 'https://me:canary-address@x.example'),
        nested(levels, [['canary-no-secret', { name: 'canary-no-secret' }]]),
      ]);
      assert.deepEqual(
        [...found].sort(),
        ['canary-header-1', 'canary-key', 'canary-pair-1', 'me:canary-address'],
        `${levels} levels`,
      );
    }
  });

  it('are all texts below a secret key, at any depth', () => {
    for (const levels of [1, 31, 32, 33, 66, 2000, 20_000])
      for (const inner of [nested(levels, 'canary-below'), nested(levels, ['canary-below', null, 1])])
        assert.deepEqual(secretTexts({ credentials: inner, x: 1 }), ['canary-below'], `${levels} levels`);
    assert.deepEqual(
      secretTexts(nested(20, { a: nested(40, { note: 'canary-known' }, 'b') }), (key) => key === 'a'),
      ['canary-known'],
    );
  });

  it('are found in a list of any length', () => {
    const list = Array.from({ length: 200_000 }, (_, index) => `canary-${index}`);
    assert.equal(secretTexts(nested(40, { password: list })).length, list.length);
  });
});
