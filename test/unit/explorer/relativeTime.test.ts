import assert from 'node:assert/strict';
import { parseTime, relativeTime } from '../../../src/explorer/tree/relativeTime';

describe('relative time', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const say = (iso: string, locale = 'en'): string => relativeTime(Date.parse(iso), now, locale);

  it('is said in the largest unit that fits', () => {
    assert.equal(say('2026-11-23T11:59:30Z'), 'now');
    assert.equal(say('2026-11-23T11:58:00Z'), '2 minutes ago');
    assert.equal(say('2026-11-22T12:00:00Z'), 'yesterday');
    assert.equal(say('2026-11-20T11:00:00Z'), '3 days ago');
    assert.equal(say('2025-11-01T00:00:00Z'), 'last year');
  });

  it('follows the language', () => {
    assert.equal(say('2026-11-20T11:00:00Z', 'de'), 'vor 3 Tagen');
  });

  it('shows a time in the future as now, and no time for none', () => {
    assert.equal(say('2026-11-24T12:00:00Z'), 'now');
    assert.equal(parseTime('yesterday-ish'), undefined);
    assert.equal(parseTime(undefined), undefined);
    assert.equal(parseTime('2017-04-18T18:04:38Z'), Date.UTC(2017, 3, 18, 18, 4, 38));
  });
});
