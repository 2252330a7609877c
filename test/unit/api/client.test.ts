import assert from 'node:assert/strict';
import { until } from '../../support/until';
import { FairLimiter } from '../../../src/core/api/limiter';
import { discoverTenants } from '../../../src/core/api/tenants';
import { startSandbox, type Sandbox } from '../../support/sandbox';
import { CLIENTS, connect, failure, restDraft, type Connection } from './support';

for (const [name, fetch] of CLIENTS) {
  describe(`REST client over ${name}`, () => {
    let sandbox: Sandbox;
    let connection: Connection;
    let tenantId: string;

    before(async () => {
      sandbox = await startSandbox();
    });
    after(async () => {
      await sandbox.close();
    });
    beforeEach(() => {
      sandbox.reset();
      connection = connect(sandbox, { fetch });
      tenantId = sandbox.tenants[0]?.id ?? '';
    });

    it('signs in with user and password and lists tenants with parents and permissions', async () => {
      const tenants = await discoverTenants(connection.client, { kind: 'password' });
      const ids = tenants.map((tenant) => tenant.id);
      assert.deepEqual(
        ids,
        sandbox.allTenants.map((tenant) => tenant.id),
      );
      assert.ok(
        tenants.some((tenant) => tenant.parentId !== undefined && ids.includes(tenant.parentId)),
        'a child names its parent',
      );
      assert.ok(
        tenants.some((tenant) => !tenant.active),
        'inactive tenants are in the list',
      );
      assert.ok(tenants[0]?.permissions?.includes('MANAGE_ALL_PROVIDERS'));
    });

    it('signs in with an API key, which may not list tenants, and gives its one tenant', async () => {
      const credential = { kind: 'apiKey', key: sandbox.apiKey, secret: sandbox.apiSecret, tenantId } as const;
      const keyed = connect(sandbox, { fetch, credential });
      const tenants = await discoverTenants(keyed.client, { kind: 'apiKey', tenantId });
      assert.deepEqual(
        tenants.map((tenant) => tenant.id),
        [tenantId],
      );
      assert.equal(tenants[0]?.permissions, undefined);
      assert.equal(keyed.ends(), 0, 'the refusal of the list is no end of the session');
    });

    it('works in a tenant of which an API key may see the integrations alone', async () => {
      const credential = { kind: 'apiKey', key: sandbox.apiKey, secret: sandbox.apiSecret, tenantId } as const;
      const { client } = connect(sandbox, { fetch, credential });
      sandbox.setPermissions('key', tenantId, ['VIEW_ALL_PROVIDERS', 'MANAGE_ALL_PROVIDERS']);
      const [only] = await discoverTenants(client, { kind: 'apiKey', tenantId });
      assert.deepEqual(only, { id: tenantId, name: tenantId, active: true });
      sandbox.setPermissions('key', tenantId, []);
      const error = await failure(discoverTenants(client, { kind: 'apiKey', tenantId }));
      assert.deepEqual(error.missingPermissions, ['MANAGE_TENANT']);
    });

    it('signs in at once, though every place is taken by calls without a response', async () => {
      const limiter = new FairLimiter(() => 1, 60_000);
      let end: () => void = () => undefined;
      const stuck = limiter.run('t', () => new Promise<void>((resolve) => (end = resolve)));
      const { client } = connect(sandbox, { fetch, limiter });
      assert.ok((await client.token()).length > 0);
      end();
      await stuck;
    });

    it('ends a write that is to finish once begun only as long as it waits for its turn', async () => {
      const limiter = new FairLimiter(() => 1, 60_000);
      const { client } = connect(sandbox, { fetch, limiter });
      const [one] = await client.integrations(tenantId);
      const write = (description: string, signal: AbortSignal) =>
        client.updateIntegration(tenantId, one?.id ?? '', { description }, { signal, finishesBegun: true });
      const path = '/v1/tenants/*/integrations/*';
      sandbox.addFault({ method: 'PUT', path, fault: { kind: 'delay', ms: 100, at: 'beforeWrite' } });
      const late = new AbortController();
      const begun = write('begun', late.signal);
      await until(() => sandbox.requests.some(({ method }) => method === 'PUT'));
      late.abort();
      assert.equal((await begun).description, 'begun');
      let end: () => void = () => undefined;
      const free = new Promise<void>((resolve) => (end = resolve));
      const stuck = [1, 2].map(() => limiter.run('t', () => free, { urgent: true }));
      const early = new AbortController();
      const waiting = failure(write('not begun', early.signal));
      await until(() => limiter.load.waiting === 1);
      early.abort();
      const { kind, noEffect } = await waiting;
      end();
      await Promise.all(stuck);
      assert.deepEqual({ kind, noEffect }, { kind: 'aborted', noEffect: true });
      assert.equal((await client.integration(tenantId, one?.id ?? '')).description, 'begun');
    });

    it('uses a pasted token as it is, with or without the word before it', async () => {
      const token = await connection.client.token();
      for (const pasted of [token, `Token ${token}`, `  "${token}"\n`]) {
        const client = connect(sandbox, { fetch, credential: { kind: 'token', token: pasted } }).client;
        assert.ok((await client.login()).tenants.length > 0);
      }
    });

    it('refuses a token that cannot be a header before any client sees it', async () => {
      const bad = connect(sandbox, { fetch, credential: { kind: 'token', token: 'canary-token\r\nx-evil: 1' } });
      const error = await failure(bad.client.login());
      assert.equal(error.kind, 'signedOut');
      assert.ok(!`${error.message} ${error.causeText} ${bad.log.lines.join()}`.includes('canary-token'));
    });

    it('runs a sign-in and a write while lists without a response hold every slot', async () => {
      // One place, and three more once a call is slow.
      const limiter = new FairLimiter(() => 1, 5);
      const busy = connect(sandbox, { fetch, limiter });
      const [first] = sandbox.integrations(tenantId);
      sandbox.addFault({
        path: '/v1/tenants/*/integrations',
        when: { always: true },
        fault: { kind: 'stall', at: 'headers' },
      });
      const stop = new AbortController();
      const token = await busy.client.token();
      const stalled = Array.from({ length: 5 }, () =>
        failure(busy.client.integrations(tenantId, { signal: stop.signal })),
      );
      await until(() => sandbox.requests.filter(({ path }) => path.endsWith('/integrations')).length >= 4);
      const { client } = connect(sandbox, { fetch, limiter });
      assert.notEqual(await client.token(), token);
      assert.ok((await client.login()).tenants.length > 0);
      assert.equal((await client.integration(tenantId, first?.id ?? '')).id, first?.id);
      assert.equal(
        (await client.updateIntegration(tenantId, first?.id ?? '', { description: 'through' })).description,
        'through',
      );
      stop.abort();
      assert.deepEqual(
        (await Promise.all(stalled)).map(({ kind }) => kind),
        Array.from({ length: 5 }, () => 'aborted'),
      );
    });

    it('creates, reads and updates an integration', async () => {
      const made = await connection.client.createIntegration(tenantId, {
        ...restDraft('Made here'),
        description: 'by a test',
      });
      assert.equal(made.name, 'Made here');
      const read = await connection.client.integration(tenantId, made.id);
      assert.deepEqual(read.properties, made.properties);
      const changed = await connection.client.updateIntegration(tenantId, made.id, { active: false });
      assert.equal(changed.active, false);
      const listed = await connection.client.integrations(tenantId);
      assert.equal(listed.find((each) => each.id === made.id)?.active, false);
    });

    it('sends exactly the body it was given, flat, with the Token header and no more', async () => {
      sandbox.clearRequests();
      await connection.client.createIntegration(tenantId, restDraft('Exact'));
      const posts = sandbox.requests.filter(
        (request) => request.method === 'POST' && request.path.endsWith('/integrations'),
      );
      assert.equal(posts.length, 1);
      assert.deepEqual(posts[0]?.body, restDraft('Exact'));
    });

    it('reads and writes listeners', async () => {
      const owner = sandbox.tenants
        .flatMap((tenant) => sandbox.integrations(tenant.id))
        .find((each) => each.type === 'salesforce' || each.type === 'email');
      assert.ok(owner, 'the samples have a type with listeners');
      const before = await connection.client.listeners(owner.tenantId, owner.id);
      const properties =
        owner.type === 'email'
          ? { email: 'a@example.org', password: 'canary-mail-1' }
          : { topic: 'Case/Topic', type: 'Case' };
      const made = await connection.client.createListener(owner.tenantId, owner.id, {
        name: 'New listener',
        active: false,
        properties,
      });
      await connection.client.updateListener(owner.tenantId, owner.id, made.id, { name: 'Renamed listener' });
      const after = await connection.client.listeners(owner.tenantId, owner.id);
      assert.equal(after.length, before.length + 1);
      assert.ok(after.some((each) => each.name === 'Renamed listener'));
    });

    it('names the tenant and the missing permission', async () => {
      const audit = connect(sandbox, {
        fetch,
        credential: { kind: 'password', userName: sandbox.auditor.username, password: sandbox.auditor.password },
      });
      const error = await failure(
        audit.client.createIntegration(tenantId, restDraft('Not allowed'), { tenantName: 'Acme-DEV' }),
      );
      assert.equal(error.kind, 'forbidden');
      assert.deepEqual(error.missingPermissions, ['MANAGE_ALL_PROVIDERS']);
      assert.match(error.message, /^Acme-DEV: .*MANAGE_ALL_PROVIDERS/);
    });

    it('reports a taken name at the field', async () => {
      await connection.client.createIntegration(tenantId, restDraft('Twice'));
      const error = await failure(connection.client.createIntegration(tenantId, restDraft('Twice')));
      assert.equal(error.kind, 'duplicate');
      assert.ok(error.fieldErrors.name?.length);
      assert.ok(error.noEffect);
    });

    it('names the sign-in that failed, and does not try it again', async () => {
      const wrong = connect(sandbox, {
        fetch,
        credential: { kind: 'password', userName: sandbox.username, password: 'canary-wrong-password' },
      });
      const error = await failure(wrong.client.login());
      assert.equal(error.kind, 'signedOut');
      assert.equal(wrong.ends(), 1);
      sandbox.clearRequests();
      assert.equal((await failure(wrong.client.integrations(tenantId))).kind, 'signedOut');
      assert.equal(sandbox.requests.length, 0, 'a session that ended asks nobody');
      assert.ok(!wrong.log.lines.join('\n').includes('canary-wrong-password'));
    });

    it('rejects IDs that lead to another resource', async () => {
      for (const id of ['..', '.', '', 'a'.repeat(300), '\ud800']) {
        const error = await failure(connection.client.integration(tenantId, id));
        assert.equal(error.kind, 'refused', JSON.stringify(id));
        assert.ok(error.noEffect);
      }
      const odd = await failure(connection.client.integration(tenantId, '../../login?x=1#y'));
      assert.equal(odd.kind, 'notFound', 'other odd ids are encoded whole');
    });
  });
}
