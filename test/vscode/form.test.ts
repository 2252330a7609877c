import assert from 'node:assert/strict';
import { UserError } from '../../src/core/base/errors';
import type { TenantRef } from '../../src/core/directory/model';
import { FormCommands } from '../../src/form/formCommands';
import { createDraft, editDraft } from '../../src/form/panel/newDraft';
import { startSandbox, useSandbox } from '../support/sandbox';
import { extensionServices } from './accountsSupport';
import { eventually } from '../support/eventually';
import { directoryOn } from './explorerSupport';
import { Form } from './formSupport';

describe('The form, as its page sees it', () => {
  const sandbox = useSandbox();
  let form: Form;
  let parts: ReturnType<typeof directoryOn>;

  const tenantId = (name = 'Acme Dev'): string => sandbox().tenants.find((tenant) => tenant.name === name)?.id ?? '';
  const target = (name?: string): TenantRef => ({ accountId: 'account-0', tenantId: tenantId(name) });
  const writes = () =>
    sandbox().requests.filter(({ method, path }) => method !== 'GET' && path.includes('/integrations'));
  const integrationsPath = (name?: string): string => `/v1/tenants/${tenantId(name)}/integrations`;
  const answer = (status: number, body: object): void => {
    sandbox().addFault({
      method: 'POST',
      path: integrationsPath(),
      fault: { kind: 'status', status, body: JSON.stringify(body), contentType: 'application/json' },
    });
  };

  /** A new Zendesk integration with everything filled in. */
  async function create(): Promise<Form> {
    parts = directoryOn([sandbox()]);
    form = await Form.open(parts.directory, createDraft(target(), { type: 'zendesk', properties: {} }, true));
    form.type('name', 'Returns desk');
    form.type('properties.endpointPrefix', 'https://acme.zendesk.com/api/v2');
    form.type('properties.username', 'ada@acme.example');
    form.typeSecret('properties.password', 'pass-word-1');
    await eventually(() => {
      assert.equal(form.state.blocked, undefined);
    });
    return form;
  }

  async function edit(name: string): Promise<Form> {
    parts = directoryOn([sandbox()]);
    await parts.directory.loadTenants('account-0');
    const found = (await parts.directory.loadIntegrations(target())).find((each) => each.name === name);
    assert.ok(found);
    form = await Form.open(parts.directory, editDraft(found));
    return form;
  }

  afterEach(async () => {
    await form.dispose();
  });

  it('shows what the server objects to where the form has no field for it, and can be sent again', async () => {
    await create();
    answer(400, {
      error: { message: 'bad request parameters', attribute: { properties: 'are not liked', tenantId: 'is odd' } },
    });
    await form.act('submit');
    assert.equal(form.state.banner?.severity, 'error');
    assert.deepEqual(
      form.focused.filter(({ field }) => field.startsWith('properties.')),
      [],
    );
    await form.act('submit');
    assert.ok(form.closed);
    assert.equal(writes().length, 2);
  });

  it('can be sent again unchanged after the server objected to a field', async () => {
    await create();
    answer(400, { error: { message: 'bad request parameters', attribute: { active: 'is not allowed today' } } });
    await form.act('submit');
    assert.match(form.state.active.issues[0]?.message ?? '', /not allowed today/);
    await form.act('submit');
    assert.ok(form.closed);
  });

  it('puts the cursor at the field the server objects to, once the page takes it', async () => {
    await create();
    answer(400, { error: { message: 'bad request parameters', attribute: { username: 'is unknown' } } });
    await form.act('submit');
    assert.deepEqual(form.focused.at(-1), { field: 'properties.username', locked: false });
  });

  it('puts the cursor into a secret field that has just become one', async () => {
    await edit('Support desk');
    form.post({ kind: 'secretSource', id: 900, field: 'properties.password', act: 'clear' });
    await eventually(() => {
      assert.equal(form.focused.at(-1)?.field, 'properties.password');
    });
    const focus = form.messages.findLastIndex((message) => message.kind === 'focus');
    const before = form.messages.slice(0, focus).findLast((message) => message.kind === 'state');
    assert.equal(before?.state.fields.find(({ id }) => id === 'properties.password')?.secret?.kind, 'none');
  });

  it('keeps a choice that the catalogue does not know, and offers it', async () => {
    const { remote, id } = twilioOf();
    remote.properties.region = 'us9-tnx';
    await edit('Twilio');
    const region = form.state.fields.find((field) => field.id === 'properties.region');
    assert.equal(region?.value, 'us9-tnx');
    assert.ok(region.options?.some(({ value }) => value === 'us9-tnx'));
    assert.deepEqual(region.issues, []);
    form.type('name', 'Twilio of Acme');
    await form.act('submit');
    assert.deepEqual(
      writes().map(({ path, body }) => [path, body]),
      [[`${integrationsPath()}/${id}`, { name: 'Twilio of Acme' }]],
    );
  });

  function twilioOf(): { readonly id: string; readonly remote: { readonly properties: Record<string, unknown> } } {
    const found = sandbox()
      .integrations(tenantId())
      .find(({ name }) => name === 'Twilio');
    assert.ok(found);
    return { id: found.id, remote: found };
  }

  it('makes no copy of what customers cannot create', async () => {
    await create();
    const commands = new FormCommands({ ...(await extensionServices()), directory: parts.directory });
    const error: unknown = await commands.duplicate({ ...target(), integrationId: twilioOf().id }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, /Twilio/);
  });

  it('creates it inactive when that is chosen after a failed test, without unticking Active for the next try', async () => {
    await create();
    form.type('properties.endpointPrefix', sandbox().services.zendesk.endpointPrefix);
    await form.act('testAndSubmit');
    assert.equal(form.state.actions.find(({ primary }) => primary)?.id, 'createInactive');
    answer(400, { error: { message: 'bad request parameters', attribute: { username: 'is unknown' } } });
    await form.act('createInactive');
    assert.equal(form.state.active.value, true);
    form.type('properties.username', sandbox().services.zendesk.username);
    assert.equal(form.state.banner, undefined);
    form.typeSecret('properties.password', sandbox().services.zendesk.password);
    await form.act('testAndSubmit');
    assert.ok(form.closed);
    assert.deepEqual(
      writes().map(({ status, body }) => [
        status,
        typeof body === 'object' && body !== null && 'active' in body && body.active,
      ]),
      [
        [400, false],
        [201, true],
      ],
    );
  });

  it('tests nothing as long as what the test needs is missing, and asks for that alone', async () => {
    parts = directoryOn([sandbox()]);
    form = await Form.open(parts.directory, createDraft(target(), { type: 'rest', properties: {} }, true));
    await eventually(() => {
      assert.equal(form.state.blocked, undefined);
    });
    form.type('name', '');
    form.type('properties.authMethod', 'basic');
    form.type('properties.endpointPrefix', sandbox().services.rest.url);
    await form.act('test');
    assert.equal(form.state.test, undefined);
    assert.equal(form.focused.at(-1)?.field, 'properties.username');
    assert.deepEqual(
      form.state.basics.flatMap(({ issues }) => issues),
      [],
    );
  });

  it('reports a canceled test', async () => {
    await create();
    form.type('properties.endpointPrefix', sandbox().services.zendesk.endpointPrefix);
    sandbox().addFault({ path: '/api/v2/**', when: { always: true }, fault: { kind: 'stall', at: 'headers' } });
    form.post({ kind: 'act', id: 901, action: 'test' });
    await eventually(() => {
      assert.ok(form.state.busy);
    });
    await form.act('stop');
    await eventually(() => {
      assert.ok(form.messages.some((message) => message.kind === 'announce' && message.text.includes('canceled')));
    });
    assert.equal(form.state.busy, undefined);
  });

  it('learns a secret whole, not every beginning of it', async () => {
    await create();
    for (const text of ['Supp', 'Support', 'Support-desk', 'Support-desk-9'])
      form.typeSecret('properties.password', text);
    form.post({ kind: 'touch', field: 'properties.password' });
    assert.equal(form.redactor.redact('Support desk Support-desk-9'), 'Support desk ••••');
  });

  it('proposes another name when the first turns out to be taken, also after something was typed', async () => {
    parts = directoryOn([sandbox()]);
    sandbox().slowTenant(tenantId(), 300);
    const path = integrationsPath();
    sandbox().addFault({
      method: 'GET',
      path,
      when: { always: true },
      fault: {
        kind: 'status',
        status: 200,
        contentType: 'application/json',
        body: JSON.stringify({
          result: [{ id: 'i-1', type: 'zendesk', name: 'Zendesk', active: true, properties: {} }],
        }),
      },
    });
    form = await Form.open(parts.directory, createDraft(target(), { type: 'zendesk', properties: {} }, true));
    form.type('properties.username', 'ada@acme.example');
    await eventually(() => {
      assert.equal(form.state.basics[0]?.value, 'Zendesk 2');
    });
  });

  it('waits for a tenant it does not know yet, and says why it cannot', async () => {
    parts = directoryOn([sandbox()]);
    sandbox().addFault({ path: '/v1/login', when: { always: true }, fault: { kind: 'status', status: 418 } });
    sandbox().addFault({ path: '/v1/me', when: { always: true }, fault: { kind: 'status', status: 418 } });
    sandbox().addFault({ path: '/v1/tenants', when: { always: true }, fault: { kind: 'status', status: 418 } });
    form = await Form.open(parts.directory, createDraft(target(), { type: 'zendesk', properties: {} }, true));
    assert.equal(form.state.target?.tenantName, tenantId());
    assert.equal(form.state.blocked, 'The tenant is being read.');
    await eventually(() => {
      assert.equal(form.state.unblock?.id, 'reload');
    });
    sandbox().clearFaults();
    await form.act('reload');
    assert.equal(form.state.blocked, undefined);
    assert.equal(form.state.target.tenantName, 'Acme Dev');
  });

  describe('when its account signs out', () => {
    it('continues with the next sign-in at the same endpoint, and nowhere else', async () => {
      await create();
      const elsewhere = await startSandbox();
      assert.deepEqual(
        elsewhere.tenants.map(({ id }) => id),
        sandbox().tenants.map(({ id }) => id),
      );
      const stranger = parts.signIn(elsewhere);
      await parts.directory.loadTenants(stranger);
      parts.signOut(0);
      await eventually(() => {
        assert.equal(form.state.unblock?.id, 'signIn');
      });
      assert.equal(form.state.target, undefined);

      parts.signIn(sandbox());
      await eventually(() => {
        assert.equal(form.state.blocked, undefined);
      });
      assert.match(form.state.banner?.message ?? '', /continues with the account/);
      await form.act('submit');
      assert.ok(form.closed);
      assert.equal(writes().length, 1);
      assert.deepEqual(
        elsewhere.requests.filter(({ method, path }) => method === 'POST' && path.includes('/integrations')),
        [],
      );
      await elsewhere.close();
    });

    it('closes when nothing was entered, and stays when something was', async () => {
      parts = directoryOn([sandbox()]);
      form = await Form.open(parts.directory, createDraft(target(), { type: 'zendesk', properties: {} }, true));
      await eventually(() => {
        assert.equal(form.state.blocked, undefined);
      });
      parts.signOut(0);
      await eventually(() => {
        assert.ok(form.closed);
      });
    });
  });

  it('follows changes in an untouched edit, and keeps one that was begun', async () => {
    await edit('Support desk');
    const { source } = form.session.model.draft;
    assert.ok(source);
    await parts.directory.updateIntegration(source, { description: 'written meanwhile', basis: source });
    await eventually(() => {
      assert.equal(form.state.basics[1]?.value, 'written meanwhile');
    });
    form.type('description', 'mine');
    const now = form.session.model.draft.source;
    assert.ok(now);
    await parts.directory.updateIntegration(now, { name: 'Other name', basis: now });
    form.type('description', 'mine too');
    assert.deepEqual(
      form.state.basics.map(({ value }) => value),
      ['Support desk', 'mine too'],
    );
  });
});
