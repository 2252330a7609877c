import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TenantRef } from '../../src/core/directory/model';
import { DraftToCopy } from '../../src/core/plan/copyDesired';
import type { HostMessage } from '../../src/form/contract';
import { createDraft, editDraft } from '../../src/form/panel/newDraft';
import type { ConnectionTestReport } from '../../src/core/connectionTest/model';
import { INTERNAL_COMMANDS } from '../../src/host/commandIds';
import { useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { extensionServices } from './accountsSupport';
import { directoryOn } from './explorerSupport';
import { Form } from './formSupport';

describe('The form after each action', () => {
  const sandbox = useSandbox();
  let form: Form;

  const target = (): TenantRef => ({
    accountId: 'account-0',
    tenantId: sandbox().tenants.find(({ name }) => name === 'Acme Dev')?.id ?? '',
  });
  const samples = () =>
    sandbox().sampleValues.map(({ type, properties }) => ({
      type,
      properties: Object.fromEntries(
        Object.entries(properties).flatMap(([key, value]): [string, string | number | boolean][] =>
          typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[key, value]] : [],
        ),
      ),
    }));
  const focus = (): string => {
    const last = form.messages.findLast(
      (message): message is Extract<HostMessage, { kind: 'focus' }> => message.kind === 'focus',
    );
    return last ? `${last.target.kind} ${last.target.id}` : '';
  };
  const announced = (): readonly string[] =>
    form.messages.flatMap((message) => (message.kind === 'announce' ? [message.text] : []));
  const writes = () =>
    sandbox().requests.filter(({ method, path }) => method === 'PUT' && path.includes('/integrations'));

  async function create(isSandbox = false): Promise<void> {
    const parts = directoryOn([sandbox()], undefined, undefined, isSandbox ? { sandbox: true } : {});
    form = await Form.open(
      parts.directory,
      createDraft(target(), { type: 'zendesk', properties: {} }, true),
      samples(),
    );
    await eventually(() => {
      assert.equal(form.state.blocked, undefined);
    });
  }

  /** An integration that is stored, and its directory. */
  async function stored() {
    const { directory } = directoryOn([sandbox()]);
    await directory.loadTenants('account-0');
    const source = (await directory.loadIntegrations(target())).find(({ name }) => name === 'Support desk');
    assert.ok(source);
    return { directory, source };
  }

  afterEach(async () => {
    await form.dispose();
  });

  it('keeps the focus where the work continues, never nowhere', async () => {
    await create();
    assert.equal(focus(), 'field type');
    await form.act('testAndSubmit');
    assert.equal(focus(), 'field properties.endpointPrefix');
    form.type('properties.endpointPrefix', sandbox().services.zendesk.endpointPrefix);
    form.type('properties.username', sandbox().services.zendesk.username);
    form.typeSecret('properties.password', 'wrong-password-1');
    form.agrees = false;
    await form.act('test');
    assert.equal(focus(), 'action test', 'after a question that was declined');
    form.agrees = true;
    await form.act('test');
    assert.equal(focus(), 'section test');
    await form.act('testAndSubmit');
    assert.equal(focus(), 'section test');
    assert.equal(form.state.actions.find(({ primary }) => primary)?.id, 'createInactive');
    await form.act('dismiss');
    assert.equal(focus(), 'action createInactive');
    form.typeSecret('properties.password', sandbox().services.zendesk.password);
    assert.equal(form.state.actions.find(({ primary }) => primary)?.id, 'testAndSubmit');
    await form.act('test');
    assert.equal(focus(), 'action test');
    await form.act('copyCurl');
    assert.equal(focus(), 'action copyCurl');
    await form.act('startOver');
    assert.equal(focus(), 'field type');
    assert.equal(form.state.fields.find(({ id }) => id === 'properties.password')?.secret?.kind ?? 'none', 'none');
  });

  it('announces the sentence of a failed test once, with its consequence', async () => {
    await create();
    form.type('properties.endpointPrefix', sandbox().services.zendesk.endpointPrefix);
    form.type('properties.username', sandbox().services.zendesk.username);
    form.typeSecret('properties.password', 'wrong-password-1');
    await form.act('testAndSubmit');
    const { test, banner } = form.state;
    assert.equal(test?.state, 'failed');
    const texts = [test.summary, ...test.stages.map(({ detail }) => detail ?? ''), banner?.message ?? ''];
    const failed = test.summary.slice(test.summary.indexOf(': ') + 2);
    assert.equal(texts.filter((text) => text.includes(failed)).length, 1);
    assert.ok(announced().at(-1)?.includes(failed) && announced().at(-1)?.includes('Nothing was created.'));
  });

  it('announces that something was created, and closes', async () => {
    await create();
    form.type('name', 'Returns desk');
    form.type('properties.endpointPrefix', 'https://acme.zendesk.com/api/v2');
    form.type('properties.username', 'ada@acme.example');
    form.typeSecret('properties.password', 'pass-word-1');
    await form.act('submit');
    assert.ok(form.closed);
    assert.equal(announced().at(-1), 'Created “Returns desk” in Acme Dev.');
  });

  it('hands what was typed to Copy to Tenants, in memory, whatever the name is taken by here', async () => {
    await create();
    const real = vscode.commands.executeCommand;
    const handed: unknown[] = [];
    Object.assign(vscode.commands, {
      executeCommand: (id: string, argument: unknown) => {
        if (id !== INTERNAL_COMMANDS.copyDraft) return real.call(vscode.commands, id, argument);
        handed.push(argument);
        return Promise.resolve();
      },
    });
    try {
      await form.act('createInMore');
      assert.equal(focus(), 'field properties.endpointPrefix');
      form.type('name', sandbox().integrations(target().tenantId)[0]?.name ?? '');
      form.type('properties.endpointPrefix', 'https://acme.zendesk.com/api/v2');
      form.type('properties.username', 'ada@acme.example');
      form.typeSecret('properties.password', 'canary-more-51c0');
      await form.act('createInMore');
    } finally {
      Object.assign(vscode.commands, { executeCommand: real });
    }
    const [copy] = handed;
    assert.ok(copy instanceof DraftToCopy && handed.length === 1);
    assert.equal(copy.draft.properties.password, 'canary-more-51c0');
    assert.deepEqual(copy.tenant, target());
    assert.equal(focus(), 'action createInMore');
    assert.ok(!form.closed && !JSON.stringify(form.messages).includes('canary-more-51c0'));
  });

  it('fills in what the sandbox accepts, which is then sent without a question', async () => {
    await create(true);
    assert.equal(form.state.canFillSample, true);
    form.agrees = false;
    await form.act('fillSample');
    assert.equal(focus(), 'action testAndSubmit');
    assert.deepEqual(
      form.state.fields.flatMap(({ issues }) => issues.filter(({ severity }) => severity !== 'advice')),
      [],
    );
    await form.act('testAndSubmit');
    assert.ok(form.closed, form.state.test?.summary);
  });

  it('tells the page that a secret which a fix or sample values brought is not what was typed there', async () => {
    await create(true);
    const secret = () => form.state.fields.find(({ id }) => id === 'properties.password')?.secret;
    form.typeSecret('properties.password', 'typed-first-1');
    assert.deepEqual(secret(), { kind: 'typed', seq: 1 });
    form.type('properties.username', 'agent@acme.com/token:behind-the-name-2');
    form.post({ kind: 'change', seq: 3, field: 'properties.username', value: 'agent@acme.com/token', isFix: true });
    assert.deepEqual(secret(), { kind: 'typed' });
    assert.equal(form.session.model.typedSecret('password'), 'behind-the-name-2');
    form.typeSecret('properties.password', 'typed-then-3');
    await form.act('fillSample');
    assert.deepEqual(secret(), { kind: 'typed' });
    assert.ok(!JSON.stringify(form.messages).includes(form.session.model.typedSecret('password') ?? ''));
  });

  it('offers no sample values outside the sandbox', async () => {
    await create();
    assert.equal(form.state.canFillSample, false);
  });

  it('takes the banner of a paste away with the type', async () => {
    await create();
    form.post({ kind: 'pasted', id: 500, text: 'curl https://api.acme.example/v1 -u ada:pass-word-1' });
    await eventually(() => {
      assert.equal(form.state.banner?.severity, 'success');
    });
    assert.equal(focus(), 'action testAndSubmit');
    form.type('description', 'stays');
    assert.equal(form.state.banner?.severity, 'success');
    form.type('type', 'zendesk');
    assert.equal(form.state.banner, undefined);
  });

  it('asks for every conflict by name before anything is saved', async () => {
    const { directory, source } = await stored();
    form = await Form.open(directory, editDraft(source));
    form.type('name', 'Desk of mine');
    form.type('description', 'mine');
    await directory.updateIntegration(source, { name: 'Desk of theirs', description: 'theirs', basis: source });
    sandbox().clearRequests();
    await form.act('submit');
    assert.equal(focus(), 'section conflicts');
    assert.deepEqual(
      form.state.conflicts.map(({ choice }) => choice),
      ['none', 'none'],
    );
    form.post({ kind: 'choose', field: 'name', choice: 'mine' });
    await form.act('submit');
    assert.match(announced().at(-1) ?? '', /: Description\.$/);
    assert.equal(focus(), 'section conflicts');
    assert.deepEqual(writes(), []);
    form.post({ kind: 'choose', field: 'description', choice: 'theirs' });
    await form.act('submit');
    assert.ok(form.closed);
    assert.deepEqual(
      writes().map(({ body }) => body),
      [{ name: 'Desk of mine' }],
    );
  });

  it('says what became of a save that was canceled after it was sent', async () => {
    const { directory, source } = await stored();
    form = await Form.open(directory, editDraft(source));
    form.type('description', 'mine');
    sandbox().addFault({
      method: 'PUT',
      path: '/v1/tenants/*/integrations/*',
      fault: { kind: 'delay', ms: 60_000, at: 'beforeWrite' },
    });
    sandbox().clearRequests();
    const saving = form.act('submit');
    await eventually(() => {
      assert.equal(writes().length, 1);
    });
    form.post({ kind: 'act', id: 9999, action: 'stop' });
    await saving;
    assert.match(
      form.state.banner?.message ?? '',
      /You canceled after the request was sent\. It is not known whether the change was saved\./,
    );
    assert.ok(!announced().includes('Nothing was sent.'));
  });

  it('takes nothing that is typed while starting over reads, and leaves all as it was where that is stopped', async () => {
    const { directory, source } = await stored();
    form = await Form.open(directory, editDraft(source));
    const description = (): unknown => form.state.basics[1]?.value;
    form.type('description', 'mine');
    sandbox().addFault({
      method: 'GET',
      path: `/v1/tenants/*/integrations/${source.integrationId}`,
      fault: { kind: 'delay', ms: 60_000, at: 'beforeWrite' },
    });
    const stopped = form.act('startOver');
    assert.deepEqual(form.state.busy, { label: 'Reading the integration…', cancellable: true });
    form.type('description', 'typed meanwhile');
    form.post({ kind: 'act', id: 9999, action: 'stop' });
    await stopped;
    assert.deepEqual([form.state.busy, description()], [undefined, 'mine']);
    sandbox().clearFaults();
    await form.act('startOver');
    assert.deepEqual([form.state.busy, description()], [undefined, source.description]);
    assert.equal(focus(), 'field name');
  });

  it('loses nothing where it is closed while starting over reads', async () => {
    const { directory, source } = await stored();
    form = await Form.open(directory, editDraft(source));
    form.type('description', 'mine');
    form.post({ kind: 'act', id: 9999, action: 'startOver' });
    await form.dispose();
    assert.equal(form.session.model.draft.description, 'mine');
  });

  it('leaves no result of a test beside a secret that was replaced without one', async () => {
    const { testResults } = await extensionServices();
    const { directory, source } = await stored();
    const passed: ConnectionTestReport = { ok: true, stages: [], conclusion: 'Passed.', note: '' };
    const isShown = (): boolean => testResults.get(directory.integration(source) ?? assert.fail()) !== undefined;
    for (const secret of [undefined, 'wrong-password-1']) {
      const now = directory.integration(source) ?? assert.fail();
      testResults.record(now, passed);
      form = await Form.open(directory, editDraft(now));
      await eventually(() => {
        assert.equal(form.state.blocked, undefined);
      });
      form.post({ kind: 'change', seq: 100, field: 'active', value: !now.active });
      if (secret !== undefined) form.typeSecret('properties.password', secret);
      await form.act('submit');
      assert.ok(form.closed);
      assert.equal(isShown(), secret === undefined);
      if (secret === undefined) await form.dispose();
    }
  });
});
