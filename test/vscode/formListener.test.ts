import assert from 'node:assert/strict';
import type { Directory } from '../../src/core/directory/directory';
import type { Integration } from '../../src/core/directory/model';
import { editListenerDraft, newListenerDraft } from '../../src/form/panel/newDraft';
import { useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { directoryOn } from './explorerSupport';
import { Form } from './formSupport';

const CANARY = 'canary-mailbox-form-81c2';

describe('The form of a listener', () => {
  const sandbox = useSandbox();
  let form: Form;
  let directory: Directory;

  async function owner(name: string): Promise<Integration> {
    ({ directory } = directoryOn([sandbox()]));
    const [tenant] = await directory.loadTenants('account-0');
    assert.ok(tenant);
    const found = (await directory.loadIntegrations(tenant)).find((each) => each.name === name);
    assert.ok(found);
    return found;
  }

  async function create(name: string): Promise<Integration> {
    const parent = await owner(name);
    form = await Form.open(directory, newListenerDraft(parent));
    await eventually(() => {
      assert.equal(form.state.blocked, undefined);
      const others = directory.listeners(parent);
      assert.ok(others.state === 'ready', 'their names are not known yet');
      assert.deepEqual(
        form.session.model.existingNames,
        others.value.map(({ name }) => name),
      );
    });
    return parent;
  }

  const stored = ({ tenantId, integrationId }: Integration) => sandbox().listeners(tenantId, integrationId);
  const ids = (): readonly string[] => [...form.state.basics, ...form.state.fields].map(({ id }) => id);

  afterEach(async () => {
    await form.dispose();
  });

  it('creates a mailbox from the same kind of fields, inactive unless the user says otherwise', async () => {
    const parent = await create('Email');
    assert.equal(form.state.heading, 'Create Listener of “Email”');
    assert.deepEqual(ids(), ['name', 'properties.email', 'properties.password']);
    assert.deepEqual([form.state.active.value, form.state.active.readOnly], [false, false]);
    assert.deepEqual([form.state.canPickTenant, form.state.canPaste], [false, false]);
    assert.deepEqual(
      form.state.actions.map(({ label }) => label),
      ['Create in Acme Dev', 'Cancel'],
    );
    form.type('name', 'Help mailbox');
    form.type('properties.email', 'help');
    await form.act('submit');
    const said = (id: string) =>
      [...form.state.basics, ...form.state.fields]
        .find((field) => field.id === id)
        ?.issues.map(({ message }) => message);
    assert.deepEqual(said('name'), ['This integration already has a listener named “Help mailbox”.']);
    assert.equal(said('properties.email')?.length, 1);
    form.type('name', 'New mailbox');
    form.type('properties.email', 'new@acme.example');
    form.typeSecret('properties.password', CANARY);
    assert.match(form.state.preview?.url ?? '', /\/integrations\/[^/]+\/listeners$/);
    assert.deepEqual(JSON.parse(form.state.preview?.body ?? ''), {
      name: 'New mailbox',
      active: false,
      properties: { email: 'new@acme.example', password: '••••' },
    });
    await form.act('submit');
    assert.ok(form.closed);
    const [made] = stored(parent).filter(({ name }) => name === 'New mailbox');
    assert.deepEqual(made?.properties, { email: 'new@acme.example', password: CANARY });
    assert.ok(!JSON.stringify(form.messages).includes(CANARY));
  });

  it('lets the user choose between both kinds of Salesforce', async () => {
    const parent = await create('Salesforce dev org');
    assert.deepEqual(
      form.state.type.options?.map(({ label }) => label),
      ['Email-to-Case', 'Omni-Channel'],
    );
    form.type('type', 'listener/salesforce/omnichannel');
    form.type('name', 'Work');
    form.type('properties.routingTopics', 'Pending');
    form.type('properties.agentWorkTopic', 'Agents');
    await form.act('submit');
    const [made] = stored(parent).filter(({ name }) => name === 'Work');
    assert.equal(made?.listenerType, 'omnichannel');
  });

  it('says why it cannot be active, and creates it inactive', async () => {
    const parent = await owner('Email');
    await directory.updateIntegration(parent, { active: false });
    const disabled = await directory.loadIntegration(parent);
    form = await Form.open(directory, newListenerDraft(disabled));
    await eventually(() => {
      assert.equal(form.state.blocked, undefined);
    });
    assert.ok(form.state.active.readOnly);
    assert.match(form.state.active.help ?? '', /only while its integration is\. Enable “Email” first/);
    form.post({ kind: 'change', seq: 90, field: 'active', value: true });
    assert.equal(form.state.active.value, false);
    await directory.updateIntegration(parent, { active: true });
    await eventually(() => {
      assert.equal(form.state.active.readOnly, false);
    });
  });

  it('edits one, keeps its password, and never changes its kind', async () => {
    const parent = await owner('Facebook page');
    const [page] = await directory.loadListeners(parent);
    assert.ok(page);
    form = await Form.open(directory, editListenerDraft(parent, page));
    await eventually(() => {
      assert.equal(form.state.blocked, undefined);
    });
    assert.equal(form.state.heading, 'Edit Listener “Acme page” of “Facebook page”');
    assert.ok(form.state.type.readOnly);
    assert.deepEqual(form.state.fields.find(({ id }) => id === 'properties.pageToken')?.secret, { kind: 'stored' });
    form.type('properties.pageId', '200000000000002');
    await form.act('submit');
    assert.ok(form.closed);
    assert.deepEqual(stored(parent)[0]?.properties, { pageToken: 'sample-page-token-dev', pageId: '200000000000002' });
    const puts = sandbox().requests.filter(({ method }) => method === 'PUT');
    assert.ok(!JSON.stringify(puts.map(({ body }) => body)).includes('listenerType'));
  });
});
