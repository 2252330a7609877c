import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isArray } from '../../../src/core/base/json';
import { parseInSlices, stringifyInSlices } from '../../../src/core/api/longJson';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How often others had a turn while this was worked on. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const look = (): void => {
    turns += 1;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  await work();
  isOver = true;
  return turns;
}

describe('JSON of any length', () => {
  it('is read as JSON.parse reads it, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue({ maxDepth: 12 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('', ' ', '\n\t'),
        async (value, piece, space) => {
          const text = `${space}${JSON.stringify(value, undefined, space)}${space}`;
          assert.deepEqual(await parseInSlices(text, piece), parsed(text));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is refused where JSON.parse refuses it', async () => {
    const damages = fc.tuple(
      fc.nat(),
      fc.constantFrom('', ',', ':', '"', '\\', '[', ']', '{', '}', ' ', '1', 'x', '\u0000', '\u00a0'),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.integer({ min: 1, max: 60 }),
        damages,
        async (value, piece, [where, what, replaces]) => {
          const text = JSON.stringify(value);
          const at = where % (text.length + 1);
          const damaged = text.slice(0, at) + what + text.slice(replaces ? at + 1 : at);
          assert.deepEqual(await parseInSlices(damaged, piece), parsed(damaged), damaged);
        },
      ),
      { numRuns: 6000 },
    );
  });

  for (const text of [
    '',
    ' ',
    '[',
    ']',
    '{}',
    '[ ]',
    `[${' '.repeat(50)}]`,
    `{${' '.repeat(50)}}`,
    '[1,]',
    '{"a":1,}',
    '{"a"}',
    '{1:2}',
    '[}',
    '{]',
    '"',
    '"\\"',
    '"\\\\"',
    'nul',
    '1 2',
    '[1 2]',
    '{"__proto__":{"a":1},"b":[1,2,3,4,5,6,7,8,9,10]}',
    '{"b":1,"a":[1,2,3,4,5,6,7],"b":2,"1":3}',
    '[]]',
    '{"a":"]}","b":["[{",",:"]}',
  ]) {
    it(`does with ${JSON.stringify(text)} what JSON.parse does`, async () => {
      for (const piece of [1, 2, 8, 1000]) assert.deepEqual(await parseInSlices(text, piece), parsed(text));
    });
  }

  it('takes a prototype for what it is: a name', async () => {
    const value = await parseInSlices('{"__proto__":{"a":1}}', 1);
    assert.deepEqual(Object.getOwnPropertyNames(value), ['__proto__']);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });

  it('ends, however deep the brackets are', async () => {
    const deep = 300_000;
    assert.equal(await parseInSlices('['.repeat(deep)), undefined);
    assert.ok(isArray(await parseInSlices(`${'['.repeat(deep)}${']'.repeat(deep)}`)));
  });

  it('lets others have their turn: twenty-five megabytes of tenants', async () => {
    const permissions = Array.from({ length: 80 }, (_, index) => `PERMISSION_NUMBER_${index}`);
    const tenants = Array.from({ length: 12_000 }, (_, index) => ({
      tenantId: `t-${index}`,
      tenantName: `Tenant "${index}"`,
      permissions,
    }));
    const text = await stringifyInSlices({ tenants });
    assert.equal(text, JSON.stringify({ tenants }));
    let read: unknown;
    const turns = await turnsDuring(async () => {
      read = await parseInSlices(`{"result":${text}}`);
    });
    assert.ok(turns > 3, `${turns} turns`);
    assert.equal(JSON.stringify(read), `{"result":${text}}`);
  });

  it('is written as JSON.stringify writes it', async () => {
    const rows = fc.dictionary(fc.string(), fc.option(fc.jsonValue(), { nil: undefined }));
    await fc.assert(
      fc.asyncProperty(rows, async (record) => {
        assert.equal(await stringifyInSlices(record), JSON.stringify(record));
      }),
    );
  });
});
