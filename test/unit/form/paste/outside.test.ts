import assert from 'node:assert/strict';
import cases from './outsideCases.json';
import { paste } from './support';

describe('A request from outside', () => {
  const kinds = [...new Set(cases.map(({ kind }) => kind))];
  for (const kind of kinds)
    describe(kind, () => {
      for (const row of cases.filter((one) => one.kind === kind)) {
        const { id, source, input } = row;
        it(`is read as it would be sent, or rejected with the reason: ${id} (${source})`, () => {
          assert.deepEqual({ id, kind, source, input, ...paste(input) }, row);
        });
      }
    });

  it('comes from every kind that was collected', () => {
    assert.ok(cases.length > 150 && kinds.length > 20, `${String(cases.length)} of ${String(kinds.length)}`);
  });
});
