import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ApiError } from '../../src/core/api/error';
import { UserError } from '../../src/core/base/errors';
import { pickIntegration, pickListener, pickTenant } from '../../src/host/quickPicks';
import { useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { directoryOn } from './explorerSupport';

/** Keeps the lists that are opened, the real ones. */
class Lists {
  readonly opened: vscode.QuickPick<vscode.QuickPickItem>[] = [];
  readonly #real = vscode.window.createQuickPick;

  constructor() {
    const real = this.#real.bind(vscode.window);
    Object.assign(vscode.window, {
      createQuickPick: () => {
        const pick = real();
        this.opened.push(pick);
        return pick;
      },
    });
  }

  get last(): vscode.QuickPick<vscode.QuickPickItem> {
    return this.opened.at(-1) ?? assert.fail('no list was opened');
  }

  dispose(): void {
    Object.assign(vscode.window, { createQuickPick: this.#real });
  }
}

async function failureOf(asked: Promise<unknown>): Promise<UserError> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof UserError, String(error));
  return error;
}

describe('the question for a tenant', () => {
  const first = useSandbox();
  const second = useSandbox({ tenants: 1 });
  let lists: Lists;

  beforeEach(() => {
    lists = new Lists();
  });
  afterEach(() => {
    lists.dispose();
  });

  it('says why there is none instead of showing an empty list', async () => {
    const { directory, setPassword } = directoryOn([first()]);
    setPassword(0, 'wrong');
    const failure = await failureOf(pickTenant(directory));
    assert.ok(failure instanceof ApiError && failure.kind === 'signedOut');
    assert.ok(lists.opened.every(({ items }) => items.length === 0));
  });

  it('says where nothing may be changed', async () => {
    const { directory } = directoryOn([second()]);
    const [tenant] = await directory.loadTenants('account-0');
    assert.ok(tenant);
    await directory.markTenant(tenant, 'readOnly');
    assert.match(
      (await failureOf(pickTenant(directory, { writable: true }))).message,
      /You cannot create or change integrations in any of your tenants/,
    );
    assert.equal((await pickTenant(directory))?.tenantId, tenant.tenantId, 'it may still be looked at');
  });

  it('is not asked with one candidate', async () => {
    const { directory } = directoryOn([second()]);
    await directory.loadTenants('account-0');
    assert.equal((await pickTenant(directory))?.tenantId, second().tenants[0]?.id);
    assert.equal(lists.opened.length, 0);
  });

  it('is shown before the response, and removed when that leaves one candidate', async () => {
    const { directory } = directoryOn([second()]);
    const slow = second().addFault({
      path: '/v1/tokens',
      when: { next: 1 },
      fault: { kind: 'delay', ms: 20_000, at: 'beforeWrite' },
    });
    const asked = pickTenant(directory);
    await eventually(() => {
      assert.equal(lists.last.busy, true);
    });
    slow.remove();
    assert.equal((await asked)?.tenantId, second().tenants[0]?.id);
  });

  it('offers the tenants of one account where another fails, and names that', async () => {
    const { directory, setPassword } = directoryOn([first(), second()]);
    setPassword(1, 'wrong');
    const asked = pickTenant(directory);
    await eventually(() => {
      assert.equal(lists.last.busy, false);
    });
    const labels = lists.last.items.map(({ label }) => label);
    assert.ok(labels.includes('Acme Dev'), labels.join());
    assert.equal(labels.at(-1), 'Could not load: Ada 1');
    lists.last.hide();
    assert.equal(await asked, undefined);
  });

  it('comes after a sign-in where no account is signed in', async () => {
    const { directory } = directoryOn([]);
    const asked = pickTenant(directory);
    await eventually(() => {
      assert.equal(lists.last.title, 'Sign In to CxEngage');
    });
    lists.last.hide();
    assert.equal(await asked, undefined);
    assert.equal(lists.opened.length, 1, 'a sign-in that was given up is followed by no empty list');
  });
});

describe('The questions for an integration and a listener', () => {
  const sandbox = useSandbox({ tenants: 1 });

  it('say what to do instead of showing an empty list', async () => {
    const { directory } = directoryOn([sandbox()]);
    const [tenant] = await directory.loadTenants('account-0');
    assert.ok(tenant);
    const all = await directory.loadIntegrations(tenant);
    const lists = new Lists();
    const saysOf = async (asked: Promise<unknown>): Promise<string> => (await failureOf(asked)).message;
    try {
      Object.assign(directory, { loadIntegrations: async () => Promise.resolve([]) });
      const none = 'No integrations in this tenant yet. Create one with “Create Integration…”.';
      assert.equal(await saysOf(pickIntegration(directory, tenant)), none);
      assert.equal(await saysOf(pickIntegration(directory, tenant, { withListeners: true })), none);
      const others = all.filter(({ type }) => type === 'rest');
      assert.ok(others.length > 0);
      Object.assign(directory, { loadIntegrations: async () => Promise.resolve(others) });
      assert.equal(
        await saysOf(pickIntegration(directory, tenant, { withListeners: true })),
        'No integration in this tenant can have listeners. Create one of type “Salesforce” with “Create Integration…”.',
      );
      assert.equal(
        await saysOf(pickListener([], { name: 'Desk', type: 'email' })),
        '“Desk” has no listeners yet. Create one with “Create Listener…”.',
      );
      assert.equal(
        await saysOf(pickListener([], { name: 'Page', type: 'facebook' })),
        '“Page” has no listeners. CxEngage sets them up.',
      );
      assert.equal(lists.opened.length, 0);
    } finally {
      lists.dispose();
    }
  });
});
