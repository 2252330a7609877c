import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { discoverTenants } from '../../src/core/api/tenants';
import type { FetchFunction } from '../../src/core/api/model';
import { createIntegrationOnce } from '../../src/core/directory/create';
import { updateIntegrationSafely } from '../../src/core/directory/update';
import { chosenClient, createFetch } from '../../src/host/fetch';
import { EXPIRED, GOOD, OTHER_NAME, SELF_SIGNED, type Pems } from '../support/certificates';
import { casesFor, linesOf, runCases } from '../unit/api/faultCases';
import { OPERATIONS } from '../unit/api/faultOperations';
import { connect, failure, restDraft } from '../unit/api/support';
import { extensionServices } from './accountsSupport';
import { startProxy, startSecureSandbox, tlsFront, type Proxy, type SecureSandbox } from './httpSupport';

/** A name that nothing but the test's proxy can resolve. */
const NAME = 'api.cxengage.test';
const CLIENTS: readonly (readonly ['fetch' | 'node-fetch', FetchFunction])[] = (['fetch', 'node-fetch'] as const).map(
  (name) => [name, createFetch({ networkClient: () => name, patchesFetch: () => true })],
);
const ROUTES = ['directly', 'through the proxy of the settings'] as const;
/** Set by the nightly run: every fault on every way, which takes minutes. */
const isThorough = process.env.CXENGAGE_THOROUGH !== undefined;

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('http').update(name, value, vscode.ConfigurationTarget.Global);
}

/** Calls nobody can log in to: only the connection matters. */
function callTo(url: string, fetch: FetchFunction) {
  return connect({ url, username: 'nobody', password: 'canary-nobody' }, { fetch, timeoutSeconds: 5 }).client.token();
}

describe('HTTP inside the extension host', () => {
  let secure: SecureSandbox;
  let proxy: Proxy;

  before(async function () {
    // Only there does VS Code take an authority from the environment; elsewhere it would have to be installed.
    if (process.platform !== 'linux') this.skip();
    secure = await startSecureSandbox(GOOD);
    proxy = await startProxy((host) =>
      host.startsWith(NAME) ? { port: Number(host.split(':')[1]) } : { refuse: 403 },
    );
  });
  afterEach(async () => {
    secure.sandbox.reset();
    for (const name of ['proxy', 'fetchAdditionalSupport']) await set(name, undefined);
  });
  after(async () => {
    if (process.platform !== 'linux') return;
    await secure.close();
    await proxy.close();
  });

  it('takes VS Code’s own fetch, and node-fetch where VS Code leaves that alone', async () => {
    const { settings } = await extensionServices();
    assert.ok('__vscodePatchedFetch' in globalThis, 'this VS Code patches fetch');
    assert.equal(chosenClient(settings), 'fetch');
    await set('fetchAdditionalSupport', false);
    assert.equal(chosenClient(settings), 'node-fetch');
    assert.equal(chosenClient({ ...settings, networkClient: () => 'fetch' }), 'fetch');
    await set('fetchAdditionalSupport', undefined);
    assert.equal(chosenClient(settings), 'fetch');
  });

  it('loads node-fetch from its own chunk of the package when the user asks for it', async () => {
    const { fetch, settings } = await extensionServices();
    const configuration = vscode.workspace.getConfiguration('cxengage');
    await configuration.update('network.client', 'node-fetch', vscode.ConfigurationTarget.Global);
    try {
      assert.equal(settings.networkClient(), 'node-fetch');
      const { client } = connect(secure.sandbox, { fetch });
      assert.ok((await client.login()).tenants.length > 0);
      const agents = secure.sandbox.requests.map((request) => JSON.stringify(request.headers));
      assert.ok(
        agents.every((headers) => headers.includes('node-fetch')),
        'the server saw node-fetch',
      );
    } finally {
      await configuration.update('network.client', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  for (const [clientIndex, [name, fetch]] of CLIENTS.entries()) {
    for (const [routeIndex, route] of ROUTES.entries()) {
      const viaProxy = route !== 'directly';
      const use = async (): Promise<void> => {
        if (viaProxy) await set('proxy', `http://127.0.0.1:${proxy.port}`);
      };
      const urlOf = ({ port }: { readonly port: number }): string => `https://${viaProxy ? NAME : '127.0.0.1'}:${port}`;

      it(`${name} signs in, lists, creates and updates ${route}, over a certificate of an authority that the system trusts`, async () => {
        await use();
        const { sandbox } = secure;
        const asked = proxy.asked.length;
        const { client, clock, log } = connect(
          { url: urlOf(secure), username: sandbox.username, password: sandbox.password },
          { fetch },
        );
        const tenants = await discoverTenants(client, { kind: 'password' });
        const ref = { accountId: 'a', tenantId: tenants[0]?.id ?? '' };
        const made = await createIntegrationOnce({ client, ref, clock }, restDraft('By the extension host'));
        assert.ok(made.kind === 'created', JSON.stringify(made));
        const { integrationId } = made.integration;
        const outcome = await updateIntegrationSafely({ client, ref, clock, integrationId }, { active: false });
        assert.equal(outcome.kind, 'updated');
        assert.equal(sandbox.integrations(ref.tenantId).find((each) => each.id === integrationId)?.active, false);
        assert.equal(proxy.asked.length > asked, viaProxy, `tunnels asked for: ${proxy.asked.slice(asked).join()}`);
        assert.ok(!/Token |canary/.test(JSON.stringify(proxy.headers)), 'the proxy is told no secret');
        assert.ok(!log.lines.some((line) => /canary|eyJ[\w-]{10}/.test(line)));
      });

      // The whole table runs outside of the host; here each fault of a create once, on one of the ways that VS Code makes it go.
      const operations = OPERATIONS.filter((each) => each.name === 'create, at the request');
      const way = clientIndex * ROUTES.length + routeIndex;
      const cases = casesFor([[name, fetch]], operations).filter(
        (item, index) => !item.always && (isThorough || index % (CLIENTS.length * ROUTES.length) === way),
      );
      it(`${name} keeps its promises under every fault ${route}: ${cases.length} cases`, async function () {
        this.timeout(120_000);
        await use();
        const { ran, findings } = await runCases(
          cases,
          async () => {
            const place = await startSecureSandbox(GOOD);
            return { sandbox: place.sandbox, url: urlOf(place), close: () => place.close() };
          },
          8,
        );
        assert.deepEqual(linesOf(cases, findings), []);
        assert.equal(ran, cases.length);
      });
    }

    const certificates: readonly (readonly [string, Pems, RegExp])[] = [
      ['one signed by itself', SELF_SIGNED, /self-signed/],
      ['an expired one', EXPIRED, /has expired/],
      ['one for another name', OTHER_NAME, /belongs to another name/],
    ];
    for (const [what, pems, text] of certificates) {
      it(`${name} names an untrusted certificate: ${what}`, async () => {
        const front = await tlsFront(pems, Number(new URL(secure.sandbox.url).port));
        try {
          const error = await failure(callTo(`https://127.0.0.1:${front.port}`, fetch));
          assert.equal(error.kind, 'tls', error.causeText);
          assert.match(error.message, text);
          assert.deepEqual(secure.sandbox.requests, []);
        } finally {
          await front.close();
        }
      });
    }

    for (const status of [403, 407, 502]) {
      it(`${name} names a proxy that refuses with ${status}`, async () => {
        const refusing = await startProxy(() => ({ refuse: status }));
        await set('proxy', `http://127.0.0.1:${refusing.port}`);
        try {
          const error = await failure(callTo(`https://${NAME}:${secure.port}`, fetch));
          // To node-fetch VS Code gives the proxy's refusal as if it were the server's: a 502 could be either's.
          assert.ok(
            error.kind === 'proxy' || (name === 'node-fetch' && status === 502),
            `${error.kind} ${error.causeText}`,
          );
          assert.match(error.message, /[Pp]roxy/);
          assert.match(error.message, new RegExp(String(status)));
          assert.ok(refusing.asked.length > 0);
          assert.deepEqual(secure.sandbox.requests, []);
        } finally {
          await refusing.close();
        }
      });
    }

    it(`${name} names a proxy that does not run`, async () => {
      const gone = await startProxy(() => ({ refuse: 403 }));
      await gone.close();
      await set('proxy', `http://127.0.0.1:${gone.port}`);
      const error = await failure(callTo(`https://${NAME}:${secure.port}`, fetch));
      assert.equal(error.kind, 'proxy', error.causeText);
      assert.match(error.message, /proxy could not be reached/);
    });
  }

  it('goes through the proxy by node-fetch when the user keeps VS Code from patching fetch', async () => {
    const { settings } = await extensionServices();
    await set('fetchAdditionalSupport', false);
    await set('proxy', `http://127.0.0.1:${proxy.port}`);
    const { sandbox } = secure;
    const { client } = connect(
      { url: `https://${NAME}:${secure.port}`, username: sandbox.username, password: sandbox.password },
      { fetch: createFetch(settings) },
    );
    assert.ok((await client.login()).tenants.length > 0);
  });
});
