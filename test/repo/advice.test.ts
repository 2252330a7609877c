import assert from 'node:assert/strict';
import { advice, type Advice, type AdviceId } from '../../src/core/catalog/advice';

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_AGE_DAYS = 180;

/** All advice there is: the compiler asks for each id. */
const ALL = Object.values<Advice>({
  zendeskPassword: advice('zendeskPassword'),
  zendeskToken: advice('zendeskToken'),
  salesforcePasswordFlow: advice('salesforcePasswordFlow'),
  salesforceConnectedApps: advice('salesforceConnectedApps'),
  salesforceSoapLogin: advice('salesforceSoapLogin'),
  salesforceLoginHost: advice('salesforceLoginHost'),
  plainHttp: advice('plainHttp'),
} satisfies Record<AdviceId, Advice>);

/** Advice whose source nobody has read for too long, or that has no proper dates or source. */
function outdated(now: number): readonly string[] {
  return ALL.filter(({ checkedOn }) => !(now - Date.parse(checkedOn) <= MAX_AGE_DAYS * DAY_MS)).map(
    ({ id, checkedOn, source }) => `${id}: checked on ${checkedOn}; read ${source.url} again`,
  );
}

describe('the advice on credentials', () => {
  it('was checked against its sources in the last 180 days', () => {
    assert.deepEqual(outdated(Date.now()), []);
  });

  it('is found to be too old after 180 days', () => {
    assert.equal(outdated(Date.now() + 1000 * DAY_MS).length, ALL.length);
  });

  it('has ISO dates, a page, and text', () => {
    for (const { id, text, deadline, source, checkedOn } of ALL) {
      for (const date of [checkedOn, ...(deadline ? [deadline.date] : [])])
        assert.equal(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10), date, id);
      assert.ok(Date.parse(checkedOn) <= Date.now() + DAY_MS, `${id} was checked in the future`);
      assert.equal(new URL(source.url).protocol, 'https:', id);
      assert.ok(text.endsWith('.') && source.title !== '', id);
    }
  });
});
