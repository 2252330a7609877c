import assert from 'node:assert/strict';
import { Ticks, type MultiItem } from '../../src/host/quickMultiList';

describe('What is ticked in a list with groups', () => {
  const value = { dev: {}, production: {}, staging: {} };
  const dev: MultiItem<object> = { label: 'Dev', value: value.dev, isTicked: true };
  const production: MultiItem<object> = { label: 'Production', value: value.production };
  const staging: MultiItem<object> = { label: 'Staging', value: value.staging };
  const marked: MultiItem<object> = { label: 'All Marked as Production', members: [value.production] };
  const items = [marked, dev, production, staging];
  const labels = (ticks: Ticks<object>): readonly string[] =>
    items.filter((item) => ticks.now.has(item)).map(({ label }) => label);

  it('keeps a row whose group is not shown as ticked yet when the next row is', () => {
    const ticks = new Ticks(items);
    assert.ok(ticks.take(new Set([dev, production])), 'the group follows');
    assert.ok(ticks.take(new Set([dev, production, staging])), 'the group has still to be shown');
    assert.deepEqual(labels(ticks), ['All Marked as Production', 'Dev', 'Production', 'Staging']);
    // The list catches up, and its user goes on.
    assert.equal(ticks.take(new Set(items)), false);
    ticks.take(new Set([marked, production, staging]));
    assert.deepEqual(labels(ticks), ['All Marked as Production', 'Production', 'Staging']);
  });

  it('does not tick what was just unticked when its group is still shown', () => {
    const ticks = new Ticks(items);
    ticks.take(new Set([dev, marked]));
    assert.deepEqual(labels(ticks), ['All Marked as Production', 'Dev', 'Production']);
    ticks.take(new Set([dev, marked, production]));
    assert.ok(ticks.take(new Set([dev, marked])), 'the group follows');
    ticks.take(new Set([dev, marked, staging]));
    assert.deepEqual(labels(ticks), ['Dev', 'Staging']);
  });

  it('unticks all of a group that is clicked again before the list shows what it ticked', () => {
    const all: MultiItem<object> = { label: 'All', members: Object.values(value) };
    const ticks = new Ticks([all, dev, production, staging]);
    assert.ok(ticks.take(new Set([all, dev])), 'its members follow');
    assert.equal(ticks.now.size, 4);
    ticks.take(new Set([dev]));
    assert.equal(ticks.now.size, 0);
    // The list catches up with both.
    ticks.take(new Set([all, dev, production, staging]));
    assert.equal(ticks.now.size, 0);
    assert.equal(ticks.take(new Set()), false);
    assert.equal(ticks.now.size, 0);
  });

  it('goes on from an older state of the list, which one change was not shown in yet', () => {
    const ticks = new Ticks(items);
    ticks.take(new Set([dev, production]));
    ticks.take(new Set([dev, production, staging]));
    // The list has shown the group by now, and not yet the row after it.
    ticks.take(new Set([marked, production]));
    assert.deepEqual(labels(ticks), ['All Marked as Production', 'Production', 'Staging']);
  });
});
