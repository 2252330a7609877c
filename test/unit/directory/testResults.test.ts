import assert from 'node:assert/strict';
import type { ConnectionTestReport } from '../../../src/core/connectionTest/model';
import type { Integration } from '../../../src/core/directory/model';
import { TestResults } from '../../../src/core/directory/testResults';

const tested: Integration = {
  accountId: 'a1',
  tenantId: 't1',
  ownerTenantId: 't1',
  integrationId: 'i1',
  type: 'rest',
  name: 'Orders',
  description: '',
  active: false,
  properties: { endpointPrefix: 'https://api.acme.com' },
  secrets: { password: true },
  updated: '2026-01-01T00:00:00Z',
};
const enabled: Integration = { ...tested, active: true, updated: '2026-01-01T00:00:01Z' };
const report: ConnectionTestReport = { ok: false, stages: [], conclusion: 'Rejected.', note: '' };

describe('The result of a connection test', () => {
  let results: TestResults;

  beforeEach(() => {
    results = new TestResults(() => 0);
    results.record(tested, report);
  });

  it('stays when the integration is only enabled or disabled', () => {
    assert.ok(results.get(enabled));
    assert.ok(results.get({ ...enabled, active: false, updated: '2026-01-01T00:00:02Z' }));
    assert.ok(results.get(enabled), 'a row that is drawn late is no other state');
  });

  it('does not outlive the next write after that, which may have replaced a secret', () => {
    assert.ok(results.get(enabled));
    assert.equal(results.get({ ...enabled, updated: '2026-01-01T00:00:02Z' }), undefined);
  });

  it('does not hold for other properties, whatever else was changed', () => {
    const moved = { ...enabled, properties: { endpointPrefix: 'https://other.acme.com' } };
    assert.equal(results.get(moved), undefined);
    assert.equal(results.get({ ...moved, updated: '2026-01-01T00:00:00Z' }), undefined);
  });

  it('is forgotten once a secret was replaced, and its row is told', () => {
    const told: string[] = [];
    results.onDidChange(({ integrationId }) => told.push(integrationId));
    results.forget(tested);
    results.forget(tested);
    assert.equal(results.get(tested), undefined);
    assert.deepEqual(told, ['i1']);
  });
});
