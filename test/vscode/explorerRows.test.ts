import assert from 'node:assert/strict';
import type { ConnectionTestReport } from '../../src/core/connectionTest/model';
import type { Integration } from '../../src/core/directory/model';
import { call, useSandbox } from '../support/sandbox';
import { directoryOn, labelOf, Screen } from './explorerSupport';

const DAY_MS = 86_400_000;
const failed: ConnectionTestReport = {
  ok: false,
  conclusion: 'Authentication: The service rejected the credentials (401).',
  note: 'Tested from this machine.',
  status: 401,
  stages: [{ id: 'authentication', label: 'Authentication', state: 'failed', detail: '' }],
};
const passed: ConnectionTestReport = { ok: true, conclusion: 'The credentials work.', note: '', stages: [] };

describe('the rows of the tree', () => {
  const sandbox = useSandbox();
  let screen: Screen;
  /** Milliseconds that the clock of the view is ahead. */
  let later = 0;

  async function show() {
    const parts = directoryOn([sandbox()]);
    screen = new Screen(parts.directory, undefined, () => Date.now() + later);
    await screen.draw();
    await screen.shows(/Acme Dev/);
    return parts;
  }

  const spoken = (label: string): string => screen.row(label).item.accessibilityInformation?.label ?? '';
  const described = (label: string): string => String(screen.row(label).item.description ?? '');
  const tooltipOf = async (label: string): Promise<string> => {
    const { item, node } = screen.row(label);
    const { tooltip } = await screen.tree.resolveTreeItem(item, node);
    return typeof tooltip === 'object' ? tooltip.value : '';
  };

  afterEach(() => {
    later = 0;
    screen.dispose();
  });

  it('name the host an integration connects to and its user, and for a screen reader type and state', async () => {
    await show();
    await screen.open('Acme Production');
    await screen.shows(/^ {2}Order API \| orders\.acme\.example$/m);
    await screen.shows(/^ {2}Verint \| disabled · [a-z0-9.-]+ · verint$/m);
    assert.equal(spoken('Order API'), 'Order API, REST, orders.acme.example, active');
    assert.match(screen.text, /^ {2}Twilio \| ACsampleprod$/m);
    await screen.open('Globex Group', 'Globex Retail');
    await screen.shows(/Globex Retail \| \d+\n {4}Group directory \| inherited/);
    assert.match(spoken('Verint'), /^Verint, Verint, [a-z0-9.-]+, verint, disabled$/);
    for (const { item } of screen.rows)
      assert.ok((item.accessibilityInformation?.label ?? '').length > 3, `no label for ${labelOf(item)}`);
  });

  it('count the integrations of a tenant once they are loaded', async () => {
    await show();
    assert.equal(described('Acme Dev'), '');
    await screen.open('Acme Dev');
    const count = sandbox().integrations(sandbox().tenants[0]?.id ?? '').length;
    await screen.shows(new RegExp(`^Acme Dev \\| ${count}$`, 'm'));
    assert.equal(spoken('Acme Dev'), `Tenant Acme Dev, ${count} integrations`);
  });

  it('say when something changed only within a day, or when rows are sorted by it', async () => {
    const { directory } = await show();
    await screen.open('Acme Dev');
    await screen.shows(/Order API/);
    const { node } = screen.row('Order API');
    assert.ok(node.kind === 'integration');
    await directory.updateIntegration(node, { description: 'changed' });
    await screen.shows(/Order API \| 127\.0\.0\.1:\d+ · [^·\n]+ · updated just now$/m);
    later = DAY_MS + 1000;
    screen.tree.touchListed();
    await screen.shows(/Order API \| 127\.0\.0\.1:\d+ · [^·\n]+$/m);
    assert.match(await tooltipOf('Order API'), /Updated: yesterday /);
    await screen.view.setSort('updated');
    await screen.shows(/Order API \| 127\.0\.0\.1:\d+ · [^·\n]+ · updated yesterday$/m);
  });

  it('say in the tooltip who changed it: you, and never an ID', async () => {
    const { directory } = await show();
    await screen.open('Acme Dev');
    await screen.shows(/Order API/);
    const { node } = screen.row('Order API');
    assert.ok(node.kind === 'integration');
    await directory.updateIntegration(node, { description: 'changed' });
    await screen.shows(/updated just now/);
    assert.match(await tooltipOf('Order API'), /Updated: now .* by you/);
    const { createdBy = '', updatedBy = '' } = directory.integration(node) ?? {};
    assert.ok(updatedBy.length > 10 && createdBy.length > 10);
    const tooltip = await tooltipOf('Order API');
    for (const id of [createdBy, updatedBy]) assert.ok(!tooltip.includes(id), id);
  });

  it('say when a credential of its kind stops working, within 180 days', async () => {
    await show();
    const deadline = Date.parse('2027-02-20');
    later = deadline - 179 * DAY_MS - Date.now();
    await screen.open('Acme Dev');
    await screen.shows(/Salesforce dev org \| ends February 20, 2027 · 127\.0\.0\.1:\d+ · [^·\n]+$/m);
    assert.match(spoken('Salesforce dev org'), /, active, ends February 20, 2027$/);
    later = deadline - 181 * DAY_MS - Date.now();
    screen.tree.touchListed();
    await screen.shows(/Salesforce dev org \| 127\.0\.0\.1:\d+ · [^·\n]+$/m);
    assert.match(await tooltipOf('Salesforce dev org'), /Credentials: ends February 20/);
  });

  it('keep the result of a connection test until something but its state is changed', async () => {
    const { directory } = await show();
    await screen.open('Acme Dev');
    await screen.shows(/Price list/);
    const { node } = screen.row('Price list');
    assert.ok(node.kind === 'integration');
    const integration = (): Integration => directory.integration(node) ?? assert.fail();
    await screen.shows(/Acme Dev \| \d+/);
    await screen.forget(directory);
    screen.testResults.record(integration(), failed);
    await screen.shows(/Price list \| 127\.0\.0\.1:\d+ · ✗ 401, just now$/m);
    screen.redrewOnly(node);
    assert.match(spoken('Price list'), /, active, connection test failed just now: 401$/);
    assert.equal(screen.row('Price list').item.resourceUri?.query, 'testFailed');
    assert.match(await tooltipOf('Price list'), /Connection test: .* The service rejected the credentials/);
    later = 2 * 60_000;
    screen.tree.touchListed();
    await screen.shows(/✗ 401, 2 min\. ago$/m);
    await directory.updateIntegration(node, { active: false });
    await screen.shows(/Price list \| disabled · 127\.0\.0\.1:\d+ · ✗ 401, 2 min\. ago/);
    screen.testResults.record(integration(), passed);
    await screen.shows(/Price list \| disabled · 127\.0\.0\.1:\d+ · ✓ just now/);
    // A new secret shows in nothing but the time of the change, which the server gives in seconds.
    sandbox().shiftClock(2000);
    await directory.updateIntegration(node, { secrets: { token: 'canary-token-of-a-row' } });
    await screen.hides(/✓/);
    assert.ok(!screen.text.includes('canary-token-of-a-row'));
  });

  it('forget the result of a connection test when a colleague changes the host', async () => {
    const { directory } = await show();
    await screen.open('Acme Dev');
    await screen.shows(/Price list/);
    const { node } = screen.row('Price list');
    assert.ok(node.kind === 'integration');
    screen.testResults.record(directory.integration(node) ?? assert.fail(), failed);
    await screen.shows(/✗ 401/);
    const stored = sandbox()
      .integrations(node.tenantId)
      .find(({ id }) => id === node.integrationId);
    const { status } = await call(
      sandbox().url,
      'PUT',
      `/v1/tenants/${node.tenantId}/integrations/${node.integrationId}`,
      {
        token: await directory.token('account-0'),
        body: { properties: { ...stored?.properties, endpointPrefix: 'https://prices.acme.example' } },
      },
    );
    assert.equal(status, 200);
    await directory.loadIntegrations(node, { force: true });
    await screen.shows(/Price list \| prices\.acme\.example/);
    assert.doesNotMatch(screen.text, /✗/);
  });
});
