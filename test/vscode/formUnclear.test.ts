import assert from 'node:assert/strict';
import type { Directory } from '../../src/core/directory/directory';
import type { Integration, TenantRef } from '../../src/core/directory/model';
import { createDraft, editDraft } from '../../src/form/panel/newDraft';
import { useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { directoryOn } from './explorerSupport';
import { Form } from './formSupport';

/** How long the server takes over a request that the form no longer waits for. */
const LATE_MS = 400;

describe('A form that does not know what became of its request', () => {
  const sandbox = useSandbox();
  let directory: Directory;
  let form: Form;
  /** What the user answers to the question that a tenant marked as production asks. */
  let agrees: boolean;

  const target = (): TenantRef => ({
    accountId: 'account-0',
    tenantId: sandbox().tenants.find(({ name }) => name === 'Acme Dev')?.id ?? '',
  });
  const stored = async (name: string): Promise<Integration | undefined> =>
    (await directory.loadIntegrations(target(), { force: true })).find((each) => each.name === name);
  const updates = () => sandbox().requests.filter(({ method }) => method === 'PUT');

  beforeEach(async () => {
    agrees = true;
    ({ directory } = directoryOn([sandbox()], undefined, () => Promise.resolve(agrees)));
    await directory.loadTenants('account-0');
  });
  afterEach(async () => {
    await form.dispose();
  });

  /** Sends what the form holds, stops waiting, and lets the server carry it out. */
  async function sendWithoutResponse(method: 'POST' | 'PUT', isCarriedOut: () => Promise<boolean>): Promise<void> {
    const path = method === 'POST' ? '/v1/tenants/*/integrations' : '/v1/tenants/*/integrations/*';
    sandbox().addFault({ method, path, fault: { kind: 'delay', ms: LATE_MS, at: 'beforeWrite' } });
    sandbox().clearRequests();
    const sending = form.act('submit');
    await eventually(() => {
      assert.ok(sandbox().requests.some((request) => request.method === method && request.path.includes('/integ')));
    });
    form.post({ kind: 'act', id: 9999, action: 'stop' });
    await sending;
    assert.deepEqual(
      form.state.banner?.actions.map(({ id }) => id),
      ['checkAgain', 'showLog'],
    );
    await eventually(async () => {
      assert.ok(await isCarriedOut());
    });
  }

  async function saveWithoutResponse(): Promise<void> {
    const source = await stored('Support desk');
    assert.ok(source);
    form = await Form.open(directory, editDraft(source));
    form.type('description', 'sent');
    await sendWithoutResponse('PUT', async () => (await stored('Support desk'))?.description === 'sent');
  }

  it('is done with a save that was carried out, when it checks again', async () => {
    await saveWithoutResponse();
    await form.act('checkAgain');
    assert.ok(form.closed);
    assert.equal(updates().length, 1);
    assert.equal(directory.lastOperation() === undefined, false, 'it can be undone as any other');
  });

  it('keeps what was entered since a save that was carried out, and saves just that', async () => {
    await saveWithoutResponse();
    form.type('name', 'Support desk, renamed');
    await form.act('checkAgain');
    assert.ok(!form.closed);
    assert.match(form.state.banner?.message ?? '', /^Saved “Support desk” in Acme Dev\. What you entered since/);
    assert.equal(form.session.model.draft.name, 'Support desk, renamed');
    await form.act('submit');
    assert.ok(form.closed);
    assert.deepEqual(
      updates().map(({ body }) => body),
      [{ description: 'sent' }, { name: 'Support desk, renamed' }],
    );
  });

  for (const { action, name } of [
    { action: 'checkAgain', name: 'Support desk' },
    { action: 'submit', name: 'Support desk' },
    { action: 'submit', name: 'Support desk, renamed' },
  ] as const)
    it(`keeps a value that was set back since a save that was carried out: ${action}, ${name}`, async () => {
      const before = (await stored('Support desk'))?.description ?? '';
      await saveWithoutResponse();
      form.type('description', before);
      form.type('name', name);
      await form.act(action);
      assert.ok(!form.closed);
      assert.match(form.state.banner?.message ?? '', /^Saved “Support desk” in Acme Dev\. What you entered since/);
      assert.equal(form.session.model.draft.description, before);
      await form.act('submit');
      assert.ok(form.closed);
      const renamed = name === 'Support desk' ? {} : { name };
      assert.deepEqual(
        updates().map(({ body }) => body),
        [{ description: 'sent' }, { ...renamed, description: before }],
      );
    });

  /** Ways of a second try that ends before anything leaves; each is over again when it is called with `false`. */
  const nothingSent = {
    'production’s question is declined': async (isOn: boolean) => {
      agrees = !isOn;
      await directory.markTenant(target(), 'production');
    },
    'the integration cannot be read': async (isOn: boolean) => {
      const fault = { kind: 'status', status: 403 } as const;
      if (isOn) sandbox().addFault({ method: 'GET', path: '/v1/tenants/*/integrations/*', fault });
      return Promise.resolve();
    },
    'the saved secret is gone': async (isOn: boolean) => {
      if (isOn) form.session.model.setSecretSource('password', { kind: 'saved', name: 'gone' });
      else form.session.model.setSecretSource('password', { kind: 'kept' });
      return Promise.resolve();
    },
  };
  for (const [name, set] of Object.entries(nothingSent))
    it(`does not forget a save that was carried out when at the second try ${name}`, async () => {
      const before = (await stored('Support desk'))?.description ?? '';
      await saveWithoutResponse();
      const message = (): string => form.state.banner?.message ?? '';
      const unclear = message();
      await set(true);
      await form.act('submit');
      assert.equal(updates().length, 1);
      assert.ok(message().endsWith(unclear), message());
      assert.equal(form.state.banner?.actions[0]?.id, 'checkAgain');
      await form.act('dismiss');
      assert.equal(message(), unclear);
      await set(false);
      form.type('description', before);
      await form.act('submit');
      assert.match(message(), /^Saved “Support desk” in Acme Dev\. What you entered since/);
    });

  it('checks first what became of a new secret that was taken back since', async () => {
    const source = await stored('Support desk');
    assert.ok(source);
    form = await Form.open(directory, editDraft(source));
    form.typeSecret('properties.password', 'canary-taken-back');
    form.type('description', 'sent');
    await sendWithoutResponse('PUT', async () => (await stored('Support desk'))?.description === 'sent');
    form.post({ kind: 'secretSource', id: 9998, field: 'properties.password', act: 'keep' });
    form.type('description', 'sent later');
    await form.act('submit');
    assert.ok(!form.closed);
    assert.match(form.state.banner?.message ?? '', /^Saved “Support desk” in Acme Dev\. What you entered since/);
    assert.equal(updates().length, 1);
  });

  /** Opens the form of a new integration, fills it in, and loses the response of the create, which is carried out. */
  async function createWithoutResponse(): Promise<void> {
    form = await Form.open(directory, createDraft(target(), { type: 'rest', properties: {} }, true));
    await eventually(() => {
      assert.equal(form.state.blocked, undefined);
    });
    form.type('name', 'Made late');
    form.type('properties.authMethod', 'none');
    form.type('properties.endpointPrefix', 'https://late.example');
    await sendWithoutResponse('POST', async () => (await stored('Made late')) !== undefined);
  }

  for (const [name, send] of [
    ['create', createWithoutResponse],
    ['save', saveWithoutResponse],
  ] as const)
    it(`does not say that nothing was done when a test fails after a ${name} that was carried out`, async () => {
      await send();
      const unclear = form.state.banner;
      form.type('name', 'Named anew');
      form.type('properties.endpointPrefix', 'https://nowhere.invalid/api/v2');
      await form.act('testAndSubmit');
      assert.equal(form.state.test?.state, 'failed');
      assert.deepEqual(form.state.banner, unclear);
      const announced = form.messages.flatMap((message) => (message.kind === 'announce' ? [message.text] : []));
      assert.ok(announced.at(-1)?.endsWith(unclear?.message ?? '?'), announced.at(-1));
      await form.act('checkAgain');
      assert.match(form.state.banner?.message ?? '', /What you entered since then is only in this form\.$/);
    });

  it('keeps what was entered since a create that was carried out, and creates nothing twice', async () => {
    await createWithoutResponse();
    form.type('description', 'entered since');
    await form.act('checkAgain');
    assert.ok(!form.closed);
    assert.match(form.state.banner?.message ?? '', /What you entered since then is only in this form\.$/);
    assert.equal(form.session.model.draft.description, 'entered since');
    sandbox().clearRequests();
    await form.act('submit');
    assert.ok(!form.closed);
    assert.deepEqual(
      sandbox().requests.filter(({ method }) => method === 'POST'),
      [],
    );
  });

  it('stays open for another tenant that was chosen since a create that was carried out', async () => {
    await createWithoutResponse();
    const other = sandbox().tenants.find(({ name }) => name === 'Acme Staging')?.id ?? '';
    form.session.model.setTarget({ accountId: 'account-0', tenantId: other }, []);
    await form.act('checkAgain');
    assert.ok(!form.closed);
    assert.match(
      form.state.banner?.message ?? '',
      /^Created “Made late” in Acme Dev\. What you entered since then is only in this form\.$/,
    );
    assert.equal(form.session.model.draft.target?.tenantId, other);
    await form.act('submit');
    assert.ok(form.closed);
    const made = await directory.loadIntegrations({ accountId: 'account-0', tenantId: other }, { force: true });
    assert.ok(made.some(({ name }) => name === 'Made late'));
  });
});
