import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ApiError } from '../../src/core/api/error';
import type { CreateOutcome, Integration, IntegrationDraft, Tenant, TenantRef } from '../../src/core/directory/model';
import type { HostMessage, WebviewMessage } from '../../src/form/contract';
import { newFormPanel } from '../../src/form/formPanel';
import type { Draft } from '../../src/form/panel/draft';
import { DraftStore } from '../../src/form/panel/draftStore';
import { propertyId } from '../../src/form/panel/model';
import { createDraft, duplicateDraft } from '../../src/form/panel/newDraft';
import { FormPanels } from '../../src/form/panel/panels';
import type { Services } from '../../src/host/services';
import { deferred } from '../support/deferred';
import { eventually } from '../support/eventually';
import { useSandbox } from '../support/sandbox';
import { extensionServices } from './accountsSupport';
import { directoryOn } from './explorerSupport';

const CANARY = 'canary-closed-3e81d';

describe('A form that is closed while something is under way', () => {
  const sandbox = useSandbox();
  let panels: FormPanels;
  let drafts: DraftStore;
  let fresh: () => Draft;
  let said: string[];
  let directory: ReturnType<typeof directoryOn>['directory'];
  let dev: Tenant;
  const opened: vscode.WebviewPanel[] = [];
  const KEY = 'create/account-of-closed';

  beforeEach(async () => {
    const real = await extensionServices();
    ({ directory } = directoryOn([sandbox()]));
    dev = (await directory.loadTenants('account-0')).find(({ name }) => name === 'Acme Dev') ?? assert.fail();
    said = [];
    const tell = async (message: string): Promise<undefined> => Promise.resolve(void said.push(message));
    const services: Services = { ...real, directory, notify: { ...real.notify, warn: tell, info: tell } };
    panels = new FormPanels(services);
    drafts = new DraftStore(real.context.workspaceState);
    const values = { endpointPrefix: 'https://a.example', authMethod: 'token' };
    fresh = () => createDraft(dev, { type: 'rest', name: 'Prefilled', properties: values }, true);
  });
  afterEach(async () => {
    for (const panel of opened.splice(0)) panel.dispose();
    await drafts.remove(KEY);
  });

  async function named(wanted: string): Promise<Integration> {
    const all = await directory.loadIntegrations(dev);
    return all.find(({ name }) => name === wanted) ?? assert.fail(wanted);
  }

  /** Opens the form in a panel whose page is this test. */
  function open(): { readonly panel: vscode.WebviewPanel; readonly post: (message: WebviewMessage) => void } {
    const panel = newFormPanel();
    const messages = new vscode.EventEmitter<WebviewMessage>();
    Object.defineProperty(panel.webview, 'onDidReceiveMessage', { value: messages.event });
    panels.takeNext(panel);
    panels.open(KEY, fresh);
    opened.push(panel);
    const post = (message: WebviewMessage): void => {
      messages.fire(message);
    };
    post({ kind: 'ready' });
    return { panel, post };
  }

  const onDisk = (): Draft | undefined => drafts.get(KEY);
  /** VS Code tells of a closed panel in a turn of its own. */
  async function close(panel: vscode.WebviewPanel): Promise<void> {
    const isGone = new Promise((resolve) => panel.onDidDispose(resolve));
    panel.dispose();
    await isGone;
  }

  /** Makes *Try Again* wait for the server, until what is given is called; that ends when *Try Again* has. */
  function holdTenants(): () => Promise<void> {
    const { promise, resolve: end } = deferred<undefined>();
    const ended: Promise<unknown>[] = [];
    const loadTenants = directory.loadTenants.bind(directory);
    Object.assign(directory, {
      loadTenants: async (...args: Parameters<typeof loadTenants>) => {
        await promise;
        const loading = loadTenants(...args);
        ended.push(loading);
        return loading;
      },
    });
    return async () => {
      end(undefined);
      await promise;
      await Promise.all(ended);
      await new Promise((resolve) => setImmediate(resolve));
    };
  }

  it('comes back at once with what was typed, secrets too', async () => {
    const release = holdTenants();
    const before = open();
    before.post({ kind: 'change', seq: 1, field: 'description', value: 'typed' });
    before.post({ kind: 'secret', seq: 2, field: propertyId('token'), value: CANARY });
    before.post({ kind: 'act', id: 1, action: 'reload' });
    await close(before.panel);
    const { panel, post } = open();
    await eventually(() => {
      assert.match(panel.webview.html, /Draft restored\.[^ ]/);
    });
    assert.doesNotMatch(panel.webview.html, new RegExp(CANARY));
    const sent = deferred<IntegrationDraft>();
    Object.assign(directory, {
      createIntegration: async (_tenant: TenantRef, draft: IntegrationDraft) => {
        sent.resolve(draft);
        return Promise.reject(new Error('not needed'));
      },
    });
    post({ kind: 'act', id: 1, action: 'submit' });
    assert.equal((await sent.promise).properties.token, CANARY);
    await release();
  });

  it('takes nothing from the one that is opened in its place', async () => {
    const release = holdTenants();
    const before = open();
    before.post({ kind: 'act', id: 1, action: 'reload' });
    await close(before.panel);
    const { post } = open();
    post({ kind: 'change', seq: 1, field: 'description', value: 'typed since' });
    await eventually(() => {
      assert.equal(onDisk()?.description, 'typed since');
    });
    await release();
    assert.equal(onDisk()?.description, 'typed since');
  });

  it('is kept with the reason where what was sent failed, though nothing in it was typed', async () => {
    const desk = await named('Support desk');
    fresh = () => duplicateDraft(desk, true);
    const { promise, resolve: end } = deferred<CreateOutcome>();
    Object.assign(directory, { createIntegration: async () => promise });
    const { panel, post } = open();
    post({ kind: 'act', id: 1, action: 'submit' });
    await close(panel);
    end({ kind: 'notCreated', error: new ApiError('server', 'Acme Dev: CxEngage failed.') });
    await eventually(() => {
      assert.deepEqual(said, ['Acme Dev: CxEngage failed. What you entered is kept as a draft.']);
    });
    assert.deepEqual([onDisk()?.name, onDisk()?.dirty], ['Support desk (copy)', true]);
  });

  it('is kept with the reason where that came before VS Code told of the close', async () => {
    const desk = await named('Support desk');
    fresh = () => duplicateDraft(desk, true);
    Object.assign(directory, {
      createIntegration: async (): Promise<CreateOutcome> =>
        Promise.resolve({ kind: 'notCreated', error: new ApiError('server', 'Acme Dev: CxEngage failed.') }),
    });
    const { panel, post } = open();
    const replied = deferred<undefined>();
    // The page is gone already.
    Object.defineProperty(panel.webview, 'postMessage', {
      value: async ({ kind }: HostMessage): Promise<boolean> => {
        if (kind === 'reply') replied.resolve(undefined);
        return Promise.resolve(false);
      },
    });
    post({ kind: 'act', id: 1, action: 'submit' });
    await replied.promise;
    await close(panel);
    assert.deepEqual(said, ['Acme Dev: CxEngage failed. What you entered is kept as a draft.']);
    assert.equal(onDisk()?.dirty, true);
  });

  const taken: CreateOutcome = {
    kind: 'notCreated',
    error: new ApiError('duplicate', 'Acme Dev: The name is taken.', {
      fieldErrors: { name: ['Taken.'] },
      noEffect: true,
    }),
  };

  for (const [what, typed] of [
    ['nothing in it was typed', undefined],
    ['something was typed', 'typed'],
  ] as const)
    it(`is kept with the reason where a field of it was rejected and ${what}`, async () => {
      const desk = await named('Support desk');
      fresh = () => duplicateDraft(desk, true);
      const { promise, resolve: end } = deferred<CreateOutcome>();
      Object.assign(directory, { createIntegration: async () => promise });
      const { panel, post } = open();
      if (typed !== undefined) post({ kind: 'change', seq: 1, field: 'description', value: typed });
      post({ kind: 'act', id: 1, action: 'submit' });
      await close(panel);
      end(taken);
      await eventually(() => {
        assert.deepEqual(said, ['Acme Dev: The name is taken. What you entered is kept as a draft.']);
      });
      assert.deepEqual([onDisk()?.name, onDisk()?.dirty], ['Support desk (copy)', true]);
      // Opened again, it shows the field, and has nothing to say when it closes.
      const again = open();
      await eventually(() => {
        assert.match(again.panel.webview.html, /Taken\./);
      });
      await close(again.panel);
      assert.equal(said.length, 1);
    });

  it('says nothing when it closes of a field that was rejected while it was open', async () => {
    const desk = await named('Support desk');
    fresh = () => duplicateDraft(desk, true);
    Object.assign(directory, { createIntegration: async () => Promise.resolve(taken) });
    const { panel, post } = open();
    const replied = deferred<undefined>();
    Object.defineProperty(panel.webview, 'postMessage', {
      value: async ({ kind }: HostMessage): Promise<boolean> => {
        if (kind === 'reply') replied.resolve(undefined);
        return Promise.resolve(true);
      },
    });
    post({ kind: 'act', id: 1, action: 'submit' });
    await replied.promise;
    post({ kind: 'change', seq: 1, field: 'name', value: 'Support desk (other)' });
    await close(panel);
    assert.deepEqual(said, []);
    assert.equal(onDisk()?.name, 'Support desk (other)');
  });

  it('begins anew where nobody touched what an earlier window left', async () => {
    const desk = await named('Support desk');
    await drafts.save(KEY, duplicateDraft({ ...desk, description: 'of yesterday' }, true));
    fresh = () => duplicateDraft({ ...desk, description: 'of today' }, false);
    const { panel } = open();
    await eventually(() => {
      assert.match(panel.webview.html, /of today/);
    });
    assert.doesNotMatch(panel.webview.html, /of yesterday/);
  });
});
