import assert from 'node:assert/strict';
import type { FetchFunction } from '../../../src/core/api/model';
import type { Integration, IntegrationChange } from '../../../src/core/directory/model';
import { parseQuery, search, indexTenant } from '../../../src/explorer/find/searchIndex';
import type { Dialect, Sandbox, SandboxIntegration } from '../../../src/sandbox/server';
import { call, signIn, startSandbox } from '../../support/sandbox';
import { failure } from '../api/support';
import { directoryOn, zendesk } from '../directory/onSandbox';
import { titleOf, type Combination } from './combinations';

/** “Café” with its accent as a character of its own, as a Mac may type it. */
const TYPED_NAME = ' Cafe\u0301 desk';

/** A sandbox of one dialect, and the extension's core on it. */
class Journey {
  readonly sandbox: Sandbox;
  readonly #fetch: FetchFunction;
  readonly #core;

  constructor(sandbox: Sandbox, fetch: FetchFunction) {
    this.sandbox = sandbox;
    this.#fetch = fetch;
    this.#core = directoryOn(sandbox, undefined, undefined, { fetch });
  }

  get dialect(): Dialect {
    return this.sandbox.dialect;
  }

  get directory() {
    return this.#core.directory;
  }

  get tenant() {
    return { accountId: this.#core.account.id, tenantId: this.sandbox.tenants[0]?.id ?? '' };
  }

  /** What the server holds under a name. */
  stored(name: string): SandboxIntegration {
    const found = this.sandbox.integrations(this.tenant.tenantId).find((each) => each.name === name);
    assert.ok(found, `the server has no "${name}"`);
    return found;
  }

  refOf(name: string) {
    return { ...this.tenant, integrationId: this.stored(name).id };
  }

  /** As a form has it that was opened now. */
  async opened(name: string): Promise<Integration> {
    return (await this.directory.fetchWithSecrets(this.refOf(name))).integration;
  }

  async changed(name: string, change: IntegrationChange): Promise<Integration> {
    const outcome = await this.directory.updateIntegration(this.refOf(name), change);
    assert.ok(outcome.kind === 'updated', `${name}: ${outcome.kind}`);
    return outcome.integration;
  }

  /** A change by somebody else, behind the core's back. */
  async elsewhere(name: string, body: unknown): Promise<void> {
    this.sandbox.shiftClock(2);
    const token = tokenOf(this.sandbox);
    const path = `/v1/tenants/${this.tenant.tenantId}/integrations/${this.stored(name).id}`;
    const response = await call(this.sandbox.url, 'PUT', path, { token: await token, body });
    assert.equal(response.status, 200, response.text);
  }

  async signInWithKey(): Promise<void> {
    const key = directoryOn(this.sandbox, undefined, undefined, { fetch: this.#fetch, apiKey: true });
    const tenants = await key.directory.loadTenants('account-1');
    assert.deepEqual(
      tenants.map(({ tenantId, name }) => [tenantId, name]),
      [[this.tenant.tenantId, 'Acme Dev']],
    );
    assert.ok((await key.directory.loadIntegrations(this.tenant)).length > 5);
  }

  async list(): Promise<void> {
    const tenants = await this.directory.loadTenants('account-1');
    for (const { name } of this.sandbox.tenants)
      assert.ok(
        tenants.some((tenant) => tenant.name === name),
        name,
      );
    const child = tenants.find(({ name }) => name === 'Globex Retail');
    assert.equal(child?.parentName, 'Globex Group');
    const listed = await this.directory.loadIntegrations(this.tenant);
    const held = this.sandbox.integrations(this.tenant.tenantId);
    assert.deepEqual(
      listed.map(({ name, type, active, description }) => [name, type, active, description]),
      held.map(({ name, type, active, description }) => [name, type, active, description ?? '']),
    );
    for (const each of listed) {
      const text = JSON.stringify(each);
      for (const secret of ['sample-rest-password', 'sample-zendesk-password', 'sample-security-token', '"****"'])
        assert.ok(!text.includes(secret), `${each.name} shows a secret`);
      assert.ok(Number.isFinite(Date.parse(each.updated ?? '')), String(each.updated));
    }
  }

  async create(): Promise<void> {
    const outcome = await this.directory.createIntegration(this.tenant, zendesk(TYPED_NAME));
    assert.equal(outcome.kind, 'created', 'error' in outcome ? outcome.error.message : outcome.kind);
    const { names } = this.dialect;
    this.stored(names === 'tidied' ? 'Café desk' : TYPED_NAME);
    const again = await this.directory.createIntegration(this.tenant, zendesk(TYPED_NAME));
    assert.ok(again.kind === 'notCreated', again.kind);
    assert.equal(again.error.kind, 'duplicate');
    await this.createInTheDark();
    const bad = { ...zendesk('Bad'), properties: { ...zendesk('Bad').properties, workItems: 'yes' } };
    const refused = await this.directory.createIntegration(this.tenant, bad);
    assert.ok(refused.kind === 'notCreated', refused.kind);
    assert.deepEqual(Object.keys(refused.error.fieldErrors), ['workItems']);
  }

  /** The response is lost: whatever is said afterwards must be true, and there is one. */
  async createInTheDark(): Promise<void> {
    this.sandbox.addFault({
      method: 'POST',
      path: '/v1/tenants/*/integrations',
      fault: { kind: 'status', status: 502, write: true },
    });
    const before = this.sandbox.integrations(this.tenant.tenantId).length;
    const lost = await this.directory.createIntegration(this.tenant, zendesk('Re\u0301sume\u0301 desk'));
    assert.notEqual(lost.kind, 'notCreated', 'it was created');
    if (this.dialect.names === 'exact') assert.equal(lost.kind, 'created');
    assert.equal(this.sandbox.integrations(this.tenant.tenantId).length, before + 1);
  }

  /** Changes a property beside secrets. Where the server hides those, it asks for them by name and changes nothing. */
  async edit(): Promise<void> {
    const name = 'Support desk';
    const before = this.stored(name);
    const wish = { properties: { username: 'new@acme.example' }, basis: await this.opened(name) };
    await this.asksFor('password', name, wish);
    const typed = this.dialect.secrets === 'clear' ? {} : { secrets: { password: 'sample-typed' } };
    await this.changed(name, { ...wish, ...typed });
    assert.deepEqual(this.stored(name).properties, {
      ...before.properties,
      username: 'new@acme.example',
      ...typed.secrets,
    });
    await this.changed('Price list', { secrets: { token: 'sample-new-token' } });
    assert.equal(this.stored('Price list').properties.token, 'sample-new-token');
    await this.editWhatTheServerKeeps();
  }

  /** Where the server hides secrets, a change without the type's own is refused before it is sent. */
  async asksFor(secret: string, name: string, wish: IntegrationChange): Promise<void> {
    if (this.dialect.secrets === 'clear') return;
    this.sandbox.clearRequests();
    const error = await failure(this.directory.updateIntegration(this.refOf(name), wish));
    assert.deepEqual([error.kind, Object.keys(error.fieldErrors)], ['invalid', [secret]], name);
    // This sandbox would refuse it itself; another server may not.
    const isWritten = this.sandbox.requests.some(({ method }) => method === 'PUT');
    assert.equal(isWritten, false, `${name}: nothing was sent`);
  }

  /** Properties that the server added or that no catalog lists survive an edit of another one. */
  async editWhatTheServerKeeps(): Promise<void> {
    const twilio = this.stored('Twilio').properties;
    const secrets = this.dialect.secrets === 'clear' ? {} : { authToken: 'sample-typed' };
    await this.asksFor('authToken', 'Twilio', { properties: { webRtc: false } });
    await this.changed('Twilio', { properties: { webRtc: false }, secrets });
    assert.deepEqual(this.stored('Twilio').properties, { ...twilio, webRtc: false, ...secrets });
    if (this.dialect.surplus === 'refuse') return;
    const verint = { ...this.stored('Verint').properties, novelty: 'kept' };
    await this.elsewhere('Verint', { properties: verint });
    const password = this.dialect.secrets === 'clear' ? {} : { sftpPassword: 'sample-typed' };
    await this.asksFor('sftpPassword', 'Verint', { properties: { orgName: 'Other' } });
    await this.changed('Verint', { properties: { orgName: 'Other' }, secrets: password });
    assert.deepEqual(this.stored('Verint').properties, { ...verint, orgName: 'Other', ...password });
  }

  async enable(): Promise<void> {
    for (const active of [false, true]) {
      const outcome = await this.directory.updateIntegration(this.refOf('Order API'), { active });
      assert.ok(outcome.kind === 'updated');
      assert.equal(outcome.integration.active, active);
      assert.equal(this.stored('Order API').active, active);
    }
    const { properties } = this.stored('Order API');
    assert.equal(properties.password, this.sandbox.services.rest.password, 'no secret is written by a switch');
  }

  async undo(): Promise<void> {
    const before = this.stored('Opening hours');
    await this.changed('Opening hours', { description: 'changed', active: false });
    const outcomes = await this.directory.undo();
    assert.deepEqual(
      outcomes?.map(({ kind }) => kind),
      ['done'],
    );
    const after = this.stored('Opening hours');
    assert.deepEqual(
      [after.description ?? '', after.active, after.properties],
      [before.description ?? '', before.active, before.properties],
    );
  }

  async find(): Promise<void> {
    const listed = await this.directory.loadIntegrations(this.tenant, { force: true });
    const entries = listed.map(({ integrationId, name, type }) => ({
      ...{ integrationId, name, type, typeLabel: type },
      ...{ host: '', user: '', state: '' },
    }));
    const block = indexTenant(this.tenant, 'Acme Dev', entries);
    for (const { id, name } of this.sandbox.integrations(this.tenant.tenantId)) {
      const hits = [...search(block, parseQuery(name))].map(({ integrationId }) => integrationId);
      assert.ok(hits.includes(id), `"${name}" is not found`);
    }
  }

  async guard(): Promise<void> {
    const basis = await this.opened('Opening hours');
    await this.elsewhere('Opening hours', { description: 'theirs' });
    const outcome = await this.directory.updateIntegration(this.refOf('Opening hours'), {
      description: 'mine',
      basis,
    });
    assert.ok(outcome.kind === 'conflict', outcome.kind);
    assert.equal(this.stored('Opening hours').description, 'theirs', 'nobody was overwritten');
    assert.equal((await outcome.overwrite()).kind, 'updated');
    assert.equal(this.stored('Opening hours').description, 'mine');
  }

  /** The words for a missing right are the same, whatever the server says. */
  async refuse(): Promise<void> {
    const { tenantId } = this.tenant;
    this.sandbox.setPermissions('user', tenantId, ['VIEW_ALL_PROVIDERS']);
    const outcome = await this.directory.createIntegration(this.tenant, zendesk('Not allowed'));
    assert.ok(outcome.kind === 'notCreated', outcome.kind);
    assert.equal(outcome.error.kind, 'forbidden');
    const key = directoryOn(this.sandbox, undefined, undefined, { fetch: this.#fetch, apiKey: true }).directory;
    this.sandbox.setPermissions('key', tenantId, []);
    const error = await failure(key.loadTenants('account-1').then(() => key.loadIntegrations(this.tenant)));
    assert.equal(error.kind, 'forbidden');
  }
}

const tokenOf = async (sandbox: Sandbox): Promise<string> => {
  const response = await call(sandbox.url, 'POST', '/v1/tokens', {
    body: { username: sandbox.username, password: sandbox.password },
  });
  const token = /"token":"([^"]+)"/.exec(response.text)?.[1];
  return token ?? signIn(sandbox);
};

const STEPS = ['signInWithKey', 'list', 'create', 'edit', 'enable', 'undo', 'find', 'guard', 'refuse'] as const;

/** Everything a user does, under one combination. Gives what went wrong, each with its step; nothing where all is well. */
async function travel(combination: Combination, fetch: FetchFunction): Promise<readonly string[]> {
  const sandbox = await startSandbox({ dialect: combination });
  const journey = new Journey(sandbox, fetch);
  const findings: string[] = [];
  for (const step of STEPS)
    await journey[step]().catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      findings.push(`${step}: ${text.split('\n').slice(0, 4).join(' ')}`);
    });
  await sandbox.close();
  return findings;
}

/** Sandboxes at the same time: a journey spends most of its time waiting. */
const WORKERS = 8;

/** Travels under every combination. Gives the findings by the combination's title. */
export async function travelAll(
  combinations: readonly Combination[],
  fetch: FetchFunction,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const findings = new Map<string, readonly string[]>();
  const waiting = [...combinations];
  await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        findings.set(titleOf(next), await travel(next, fetch));
    }),
  );
  return findings;
}
