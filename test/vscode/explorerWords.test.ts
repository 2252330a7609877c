import assert from 'node:assert/strict';
import { ApiError } from '../../src/core/api/error';
import { progressTitle, questionOf, reportOf } from '../../src/explorer/enableDisable/messages';
import { NodeStore } from '../../src/explorer/tree/nodes';
import { integrationsOf, keyTargets } from '../../src/explorer/targets';

const item = (name: string) => ({ name, tenantName: 'Acme Dev' });

describe('the words of a batch', () => {
  it('tell what was not tried from what may have been changed', () => {
    const report = reportOf(
      [
        { item: item('Done'), outcome: 'done' },
        { item: item('Waiting'), outcome: 'notTried' },
        { item: item('Under way'), outcome: 'failed', error: new ApiError('aborted', 'Cancelled.') },
        { item: item('Not sent'), outcome: 'failed', error: new ApiError('aborted', 'Cancelled.', { noEffect: true }) },
        { item: item('Broken'), outcome: 'failed', error: new ApiError('server', 'It broke.') },
      ],
      false,
    );
    assert.deepEqual(report.split('\n').slice(2, 7), [
      '✓ Done in Acme Dev',
      '– Waiting in Acme Dev: not tried',
      '? Under way in Acme Dev: may have been changed',
      '– Not sent in Acme Dev: not tried',
      '✗ Broken in Acme Dev: It broke.',
    ]);
  });

  it('name the one there is instead of counting it', () => {
    assert.equal(questionOf([item('Shop')], false, [], []).message, 'Disable “Shop” in Acme Dev?');
    assert.equal(progressTitle([item('Shop')], true), 'Enabling “Shop”');
  });
});

describe('what a command is about', () => {
  const nodes = new NodeStore();
  const ref = { accountId: 'a', tenantId: 't', integrationId: 'i' };
  const integration = nodes.integration(ref);
  const listener = nodes.listener(ref, 'l');

  it('is no integration where a part of one is selected', () => {
    assert.deepEqual(
      integrationsOf([listener, nodes.property(listener, 'p'), nodes.notice(integration, 'a', { state: 'empty' })]),
      [],
    );
    assert.deepEqual(integrationsOf([listener, integration]), [ref]);
    assert.deepEqual(integrationsOf([ref]), [ref]);
  });

  it('is the focused row, all that is selected with it, or the selection where VS Code names no row', () => {
    const other = nodes.integration({ ...ref, integrationId: 'other' });
    assert.deepEqual(keyTargets(other, [integration]), [other]);
    assert.deepEqual(keyTargets(integration, [integration, other]), [integration, other]);
    for (const nothing of [undefined, null, { $treeViewId: 'cxengage.tenants', $focusedTreeItem: true }])
      assert.deepEqual(keyTargets(nothing, [integration]), [integration]);
  });
});
