import assert from 'node:assert/strict';
import type { Integration, IntegrationChange } from '../../src/core/directory/model';
import { editDraft } from '../../src/form/panel/newDraft';
import { useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { directoryOn } from './explorerSupport';
import { Form } from './formSupport';

describe('The form of an edit that met a conflict', () => {
  const sandbox = useSandbox();
  let form: Form;
  let parts: ReturnType<typeof directoryOn>;
  let source: Integration;

  const bodies = () =>
    sandbox()
      .requests.filter(({ method, path }) => method === 'PUT' && path.includes('/integrations'))
      .map(({ body }) => body);
  const conflicts = () => form.state.conflicts.map(({ field, mine, choice }) => `${field}: ${mine} (${choice})`);

  beforeEach(async () => {
    parts = directoryOn([sandbox()]);
    await parts.directory.loadTenants('account-0');
    const tenantId = sandbox().tenants.find(({ name }) => name === 'Acme Dev')?.id ?? '';
    const all = await parts.directory.loadIntegrations({ accountId: 'account-0', tenantId });
    const found = all.find(({ name }) => name === 'Support desk');
    assert.ok(found);
    source = found;
    form = await Form.open(parts.directory, editDraft(source));
  });

  afterEach(async () => {
    await form.dispose();
  });

  /** Somebody else saves, and then the form does, which is refused. */
  async function meet(change: IntegrationChange): Promise<void> {
    await parts.directory.updateIntegration(source, { ...change, basis: source });
    await form.act('submit');
    assert.notDeepEqual(form.state.conflicts, []);
    sandbox().clearRequests();
  }

  it('asks about a field that is entered only now, where somebody else changed it too', async () => {
    form.type('description', 'mine');
    await meet({ name: 'Desk of theirs', description: 'theirs' });
    form.type('name', 'Desk of mine');
    form.post({ kind: 'choose', field: 'description', choice: 'mine' });
    await form.act('submit');
    assert.deepEqual(bodies(), []);
    assert.deepEqual(conflicts(), ['name: Desk of mine (none)', 'description: mine (mine)']);
    form.post({ kind: 'choose', field: 'name', choice: 'theirs' });
    await form.act('submit');
    assert.ok(form.closed);
    assert.deepEqual(bodies(), [{ description: 'mine' }]);
  });

  it('empties no stored secret of which theirs is chosen, though another way of signing in was chosen before', async () => {
    await form.dispose();
    const all = await parts.directory.loadIntegrations(source);
    source = all.find(({ name }) => name === 'Order API') ?? assert.fail();
    const stored = () =>
      sandbox()
        .integrations(source.tenantId)
        .find(({ id }) => id === source.integrationId)?.properties;
    const before = stored()?.password;
    assert.ok(before);
    form = await Form.open(parts.directory, editDraft(source));
    form.type('properties.authMethod', 'token');
    form.typeSecret('properties.token', 'my-token-7e1f');
    await meet({ description: 'theirs' });
    assert.deepEqual(
      conflicts().filter((line) => /password|token/.test(line)),
      ['properties.password:  (none)', 'properties.token: the new value you entered (none)'],
    );
    for (const { field } of form.state.conflicts)
      form.post({ kind: 'choose', field, choice: field === 'properties.token' ? 'mine' : 'theirs' });
    await form.act('submit');
    assert.deepEqual([stored()?.password, stored()?.token], [before, '']);
  });

  it('asks about a secret that is entered only now, which may have been changed too', async () => {
    form.type('description', 'mine');
    await meet({ description: 'theirs', secrets: { password: 'their-password-1' } });
    form.typeSecret('properties.password', 'my-password-1');
    form.post({ kind: 'choose', field: 'description', choice: 'mine' });
    await form.act('submit');
    assert.deepEqual(bodies(), []);
    assert.deepEqual(
      form.state.conflicts.map(({ field, choice }) => [field, choice]),
      [
        ['description', 'mine'],
        ['properties.password', 'none'],
      ],
    );
  });

  it('does not drop what is entered after theirs was chosen', async () => {
    form.type('description', 'mine');
    await meet({ description: 'theirs' });
    form.post({ kind: 'choose', field: 'description', choice: 'theirs' });
    form.type('description', 'mine after all');
    await form.act('submit');
    assert.deepEqual(conflicts(), ['description: mine after all (none)']);
    assert.deepEqual(bodies(), []);
  });

  it('tests what is saved, with their changes in it', async () => {
    form.type('description', 'mine');
    await meet({ description: 'theirs', properties: { username: 'nobody@acme.example' } });
    form.post({ kind: 'choose', field: 'description', choice: 'mine' });
    await form.act('testAndSubmit');
    assert.equal(form.state.test?.state, 'failed');
    assert.deepEqual(bodies(), []);
  });

  it('is saved under the account that signed in again', async () => {
    form.type('description', 'mine');
    await meet({ description: 'theirs' });
    parts.signOut(0);
    await eventually(() => {
      assert.equal(form.state.unblock?.id, 'signIn');
    });
    await parts.directory.loadTenants(parts.signIn(sandbox()));
    await eventually(() => {
      assert.equal(form.state.blocked, undefined);
    });
    form.post({ kind: 'choose', field: 'description', choice: 'mine' });
    await form.act('submit');
    assert.equal(form.state.banner?.severity === 'error' ? form.state.banner.message : '', '');
    assert.ok(form.closed);
    assert.deepEqual(bodies(), [{ description: 'mine' }]);
  });
});
