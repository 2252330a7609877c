import assert from 'node:assert/strict';
import { ApiError } from '../../src/core/api/error';
import { createConfirmWrite } from '../../src/host/confirmWrite';
import { progressTitle, reportText } from '../../src/explorer/enableDisable/messages';
import { NodeStore } from '../../src/explorer/tree/nodes';
import { keyTargets } from '../../src/explorer/targets';
import { integrationsOf } from '../../src/host/commandTargets';

const integration = {
  accountId: 'a',
  tenantId: 't',
  integrationId: 'i',
  ownerTenantId: 't',
  type: 'rest',
  name: 'Done',
  description: '',
  active: false,
  properties: {},
  secrets: {},
};
const item = (name: string) => ({ name, tenantName: 'Acme Dev' });

describe('the words of a batch', () => {
  it('tell what was not tried from what may have been changed', () => {
    const report = reportText(
      [
        { item: item('Done'), outcome: { kind: 'done', action: 'disabled', integration, foundByName: false } },
        { item: item('Waiting'), outcome: { kind: 'canceled', error: new ApiError('aborted', 'Canceled.') } },
        {
          item: item('Under way'),
          outcome: { kind: 'unclear', error: new ApiError('aborted', 'Canceled.'), recheck: () => assert.fail() },
        },
        { item: item('Broken'), outcome: { kind: 'failed', error: new ApiError('server', 'It broke.') } },
      ],
      false,
    );
    assert.deepEqual(report.split('\n').slice(2, 6), [
      '✓ Done in Acme Dev',
      '– Waiting in Acme Dev: skipped',
      '? Under way in Acme Dev: may have been changed',
      '✗ Broken in Acme Dev: It broke.',
    ]);
  });

  it('name the one there is instead of counting it', async () => {
    const asked: (readonly string[])[] = [];
    const nothing = () => Promise.resolve(undefined);
    const confirm = createConfirmWrite({
      error: nothing,
      info: nothing,
      warn: nothing,
      failure: nothing,
      confirm: (message, detail) => {
        asked.push([message, detail]);
        return Promise.resolve(true);
      },
    });
    const tenant = { accountId: 'a', tenantId: 't', name: 'Acme Dev', active: true, mark: 'none' } as const;
    const shop = { action: 'disable', tenant, integrationName: 'Shop', isProduction: false } as const;
    const reason = 'Acme Dev is inactive in CxEngage.';
    await confirm({ items: [shop], notes: [], refused: [{ ...shop, reason }] });
    assert.deepEqual(asked, [
      ['Disable “Shop” in Acme Dev?', `Shop in Acme Dev\n\nSkipped:\n${reason}\nShop in Acme Dev`],
    ]);
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
