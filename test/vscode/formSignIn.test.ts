import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TenantRef } from '../../src/core/directory/model';
import { createDraft } from '../../src/form/panel/newDraft';
import { COMMANDS } from '../../src/host/commandIds';
import { useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { directoryOn } from './explorerSupport';
import { Form } from './formSupport';

describe('A form whose session expired', () => {
  const sandbox = useSandbox();
  const real = vscode.commands.executeCommand;
  let parts: ReturnType<typeof directoryOn>;
  let form: Form;
  /** Sign-ins that were started, with what they were given. */
  let started: [id: string, argument: unknown][];

  const target = (): TenantRef => ({
    accountId: 'account-0',
    tenantId: sandbox().tenants.find(({ name }) => name === 'Acme Dev')?.id ?? '',
  });
  const isReady = (): Promise<void> =>
    eventually(() => {
      assert.equal(form.state.blocked, undefined);
    });

  beforeEach(() => {
    started = [];
    parts = directoryOn([sandbox()]);
    Object.assign(vscode.commands, {
      executeCommand: (id: string, argument: unknown) => {
        if (id !== COMMANDS.signIn && id !== COMMANDS.signInAgain) return real.call(vscode.commands, id, argument);
        started.push([id, argument]);
        if (id === COMMANDS.signIn) return Promise.resolve(parts.signIn(sandbox()));
        parts.signInAgain(0, sandbox().password);
        return Promise.resolve('account-0');
      },
    });
  });
  afterEach(async () => {
    Object.assign(vscode.commands, { executeCommand: real });
    await form.dispose();
  });

  async function open(): Promise<void> {
    form = await Form.open(parts.directory, createDraft(target(), { type: 'rest', properties: {} }, true));
  }

  it('signs in its own account again after a create that was rejected, and goes on', async () => {
    await open();
    await isReady();
    form.type('name', 'Signed in again');
    form.type('properties.authMethod', 'none');
    form.type('properties.endpointPrefix', 'https://again.example');
    const fault = sandbox().addFault({
      method: 'POST',
      path: '/v1/tenants/*/integrations',
      fault: { kind: 'status', status: 401 },
      when: { always: true },
    });
    await form.act('submit');
    assert.ok(form.state.banner?.actions.some(({ id }) => id === 'signIn'));
    await form.act('signIn');
    assert.deepEqual(started, [[COMMANDS.signInAgain, { accountId: 'account-0' }]]);
    assert.equal(form.state.banner, undefined);
    await isReady();
    fault.remove();
    await form.act('submit');
    assert.ok(form.closed);
  });

  it('offers to sign in where its tenant cannot be read for that reason, and reads it then', async () => {
    parts.setPassword(0, 'wrong');
    await open();
    await eventually(() => {
      assert.deepEqual(form.state.unblock, { id: 'signIn', label: 'Sign In…' });
    });
    await form.act('signIn');
    assert.deepEqual(started, [[COMMANDS.signInAgain, { accountId: 'account-0' }]]);
    await isReady();
  });

  it('reads its tenant again after a sign-in elsewhere, with no other view that does', async () => {
    await open();
    await isReady();
    form.type('description', 'kept');
    parts.signInAgain(0, sandbox().password);
    await eventually(() => {
      assert.equal(form.state.blocked, 'The tenant is being read.');
    });
    await isReady();
  });

  it('signs in for the first time where its account is gone, and goes on', async () => {
    await open();
    await isReady();
    form.type('description', 'kept');
    parts.signOut(0);
    await eventually(() => {
      assert.equal(form.state.unblock?.id, 'signIn');
    });
    await form.act('signIn');
    assert.deepEqual(started, [[COMMANDS.signIn, undefined]]);
    await isReady();
    assert.match(form.state.banner?.message ?? '', /continues with the account/);
    assert.equal(form.state.basics[1]?.value, 'kept');
  });
});
