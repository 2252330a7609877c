// Copies and rotations in many tenants, with faults at random points and a window that starts anew in the middle.
import assert from 'node:assert/strict';
import type { Directory } from '../../../src/core/directory/directory';
import type { Tenant } from '../../../src/core/directory/model';
import { tenantKey } from '../../../src/core/directory/refs';
import { MemorySecrets } from '../../../src/core/operations/memorySecrets';
import { scanIntegrations } from '../../../src/core/operations/scan';
import { applyChanges, isLeft, type AppliedChange, type ApplyOutcome } from '../../../src/core/plan/apply';
import { compareSecrets } from '../../../src/core/plan/comparedSecrets';
import { compareTenants, type TenantIntegrations } from '../../../src/core/plan/comparison';
import { copySourceOf, desiredCopies, secretsToCopy } from '../../../src/core/plan/copyDesired';
import type { DesiredIntegration } from '../../../src/core/plan/model';
import { planChanges } from '../../../src/core/plan/planner';
import { readBackChanges } from '../../../src/core/plan/readBack';
import { applyReport } from '../../../src/core/plan/report';
import { desiredRotation, findHolders } from '../../../src/core/plan/rotation';
import { useSandbox, type FaultRule, type Sandbox } from '../../support/sandbox';
import { directoryOn } from '../directory/onSandbox';
import { random } from './random';

const NAME = 'Loyalty';
const old = 'canary-fleet-old-0b7e1';
const fresh = 'canary-fleet-new-4c8d2';

/** What can happen to one request: refused, lost before or after it was done, broken, or slowed down by the server. */
const FAULTS: readonly FaultRule['fault'][] = [
  { kind: 'status', status: 400 },
  { kind: 'status', status: 403 },
  { kind: 'status', status: 429, retryAfter: 1 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 500, write: true },
  { kind: 'status', status: 503, retryAfter: 1 },
  { kind: 'reset', at: 'beforeWrite' },
  { kind: 'reset', at: 'afterWrite' },
  { kind: 'reset', at: 'midResponse' },
  { kind: 'truncate' },
  { kind: 'html', write: true },
  { kind: 'empty' },
  { kind: 'notJson' },
];

type Operation = 'copy' | 'rotate';

/** One operation on one sandbox, once with faults and once without. */
class FleetRun {
  readonly #sandbox: Sandbox;
  readonly #operation: Operation;
  readonly #pick: (limit: number) => number;
  /** Everything that a person sees of it. */
  readonly #seen: string[] = [];

  constructor(sandbox: Sandbox, operation: Operation, seed: number) {
    this.#sandbox = sandbox;
    this.#operation = operation;
    this.#pick = random(seed);
  }

  async run(): Promise<void> {
    await this.#prepare();
    const before = this.#others();
    this.#sandbox.clearRequests();
    this.#addFaults();
    const first = await this.#attempt(this.#pick(3) > 0);
    for (const each of first) this.#assertTrue(each);
    this.#sandbox.clearFaults();
    const creates = this.#creates();
    // A window that starts anew knows nothing of the first attempt.
    const second = await this.#attempt(false);
    assert.deepEqual(
      second.filter(isLeft).map(({ change, outcome }) => `${change.tenantName}: ${outcome.kind}`),
      [],
    );
    for (const tenant of this.#targets()) {
      const found = this.#named(tenant.id);
      assert.deepEqual(
        found.map(({ properties }) => properties.password),
        [this.#operation === 'copy' ? old : fresh],
        tenant.name,
      );
      const made = first.find(({ change }) => change.tenantName === tenant.name)?.outcome.kind === 'done';
      const again = this.#creates().get(tenant.id) ?? 0;
      if (made) assert.equal(again, creates.get(tenant.id) ?? 0, `${tenant.name} was made already`);
    }
    assert.deepEqual(this.#others(), before, 'nothing else was changed');
    await this.#compare();
    assert.ok(this.#seen.length > 2 && !this.#seen.some((text) => text.includes(old) || text.includes(fresh)));
  }

  /** Tenants that may be written to. */
  #targets() {
    return this.#sandbox.tenants.filter(({ name }) => name !== 'Umbrella Audit');
  }

  #named(tenantId: string) {
    return this.#sandbox.integrations(tenantId).filter(({ name }) => name === NAME);
  }

  #others(): string {
    const all = this.#sandbox.allTenants.flatMap(({ id }) => this.#sandbox.integrations(id));
    return JSON.stringify(all.filter(({ name }) => name !== NAME));
  }

  #creates(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { method, path } of this.#sandbox.requests) {
      const tenantId = /^\/v1\/tenants\/([^/]+)\/integrations$/.exec(path)?.[1];
      if (method === 'POST' && tenantId !== undefined) counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1);
    }
    return counts;
  }

  /** The first tenant has the source of the copies; a rotation finds the value in every one. */
  async #prepare(): Promise<void> {
    const { directory, account } = directoryOn(this.#sandbox);
    const tenants = await directory.loadTenants(account.id);
    for (const { id } of this.#operation === 'copy' ? this.#targets().slice(0, 1) : this.#targets()) {
      const ref = tenants.find(({ tenantId }) => tenantId === id) ?? assert.fail();
      const { kind } = await directory.createIntegration(ref, {
        type: 'rest',
        name: NAME,
        active: true,
        properties: { endpointPrefix: 'https://a.example', username: 'u', password: old, token: '' },
      });
      assert.equal(kind, 'created');
    }
  }

  /** On reads and writes, once, now and then, or always. */
  #addFaults(): void {
    const targets = this.#targets();
    for (let count = 3 + this.#pick(6); count > 0; count -= 1) {
      const { id } = targets[this.#pick(targets.length)] ?? assert.fail();
      const fault = FAULTS[this.#pick(FAULTS.length)] ?? assert.fail();
      const always = this.#pick(3) === 0;
      this.#sandbox.addFault({
        method: ['GET', 'POST', 'PUT', 'PUT', 'POST'][this.#pick(5)] ?? assert.fail(),
        path: `/v1/tenants/${id}/integrations${this.#pick(2) === 0 ? '' : '**'}`,
        skip: this.#pick(2),
        ...(always ? { when: { always: true } } : {}),
        fault,
      });
    }
  }

  async #attempt(stops: boolean): Promise<readonly AppliedChange[]> {
    const { directory, account } = directoryOn(this.#sandbox);
    const tenants = await directory.loadTenants(account.id);
    const secrets = new MemorySecrets();
    const desired = await this.#desired(directory, tenants, secrets);
    const { changes } = await planChanges(desired, { directory, secrets });
    const stop = new AbortController();
    let begun = 0;
    const last = this.#pick(changes.length + 1);
    const applied = await applyChanges(changes, {
      directory,
      secrets,
      signal: stop.signal,
      onProgress: (_change, outcome) => {
        if (!outcome && (begun += 1) > last && stops) stop.abort();
      },
    });
    const read = await readBackChanges(applied, { directory, secrets });
    this.#seen.push(JSON.stringify([changes, read]), applyReport(read, 0));
    for (const { change, readBack } of read) if (readBack === 'different') assert.fail(`${change.tenantName} differs`);
    secrets.clear();
    return applied;
  }

  async #desired(
    directory: Directory,
    tenants: readonly Tenant[],
    secrets: MemorySecrets,
  ): Promise<readonly DesiredIntegration[]> {
    if (this.#operation === 'rotate') {
      const { holders, scan } = await findHolders(directory, old, {});
      const unread = new Set(scan.failed.map(({ ref }) => ref.integrationId ?? ref.tenantId));
      for (const { id, name } of this.#targets()) {
        const isFound = holders.some(({ tenant }) => tenant.tenantId === id);
        const [stored] = this.#named(id).filter(({ properties }) => properties.password === old);
        const isRead = !unread.has(id) && stored !== undefined && !unread.has(stored.id);
        assert.equal(isFound, isRead, `${name} is found, or named as not read`);
      }
      return desiredRotation(holders, { old: secrets.add(old, 'Old value'), fresh: secrets.add(fresh, 'New value') });
    }
    const [from] = this.#targets();
    const tenant = tenants.find(({ tenantId }) => tenantId === from?.id) ?? assert.fail();
    const { integration, properties } = await this.#source(directory, tenant);
    const source = copySourceOf(integration, tenant);
    assert.deepEqual(
      secretsToCopy(source).map(({ property }) => property),
      ['password'],
    );
    assert.ok(typeof properties.password === 'string');
    const reference = secrets.add(properties.password, 'Password');
    const existing = new Map<string, readonly { readonly name: string }[]>();
    await scanIntegrations(directory, { tenant: (each, all) => void existing.set(tenantKey(each), all) });
    return desiredCopies({
      sources: [source],
      targets: tenants.filter(({ tenantId }) => this.#targets().some(({ id }) => id === tenantId)),
      choose: () => ({ kind: 'reference', reference }),
      placeholder: secrets.add('placeholder', 'Placeholder'),
      nameTaken: { kind: 'update' },
      existing: (target) => existing.get(tenantKey(target)),
      tenantName: (target) => directory.tenant(target)?.name ?? target.tenantId,
    });
  }

  /** The faults may be on the source too: a person would try again. */
  async #source(directory: Directory, tenant: Tenant) {
    for (let triesLeft = 4; ; triesLeft -= 1) {
      try {
        const all = await directory.loadIntegrations(tenant, { force: true });
        const stored = all.find(({ name }) => name === NAME) ?? assert.fail();
        return await directory.fetchWithSecrets(stored);
      } catch (error) {
        if (triesLeft > 0) continue;
        this.#sandbox.clearFaults();
        if (triesLeft < -1) throw error;
      }
    }
  }

  /** What an outcome says is how the sandbox has it. */
  #assertTrue({ change, outcome }: AppliedChange): void {
    const { target } = change.desired;
    assert.ok(target.kind === 'tenant');
    const passwords = this.#named(target.ref.tenantId).map(({ properties }) => properties.password);
    const wished = this.#operation === 'copy' ? old : fresh;
    const label = `${change.tenantName}: ${change.action} ${outcome.kind}, stored ${passwords.length}`;
    assert.ok(passwords.length <= 1, label);
    if (isDone(outcome)) assert.deepEqual(passwords, [wished], label);
    else if (outcome.kind !== 'unclear') assert.ok(!passwords.includes(wished), label);
  }

  async #compare(): Promise<void> {
    const { directory } = directoryOn(this.#sandbox);
    const found: TenantIntegrations[] = [];
    await scanIntegrations(directory, {
      tenant: (tenant, integrations) => void found.push({ tenant, tenantName: tenant.name, integrations }),
    });
    const compared = await compareSecrets(await compareTenants(found), { directory });
    const row = compared.integrations.find(({ name }) => name === NAME) ?? assert.fail();
    const groups = row.secrets?.find(({ field }) => field === 'password')?.groups ?? [];
    assert.deepEqual(new Set(groups), new Set(row.missingCount > 0 ? [0, undefined] : [0]));
    this.#seen.push(JSON.stringify(compared));
  }
}

function isDone({ kind }: ApplyOutcome): boolean {
  return kind === 'done' || kind === 'nothingToDo';
}

/** Declares the tests: one for each seed and operation. */
export function describeFleetRuns(seeds: readonly number[]): void {
  describe(`Changes over many tenants, with faults and a new window: ${seeds.length} seeds`, () => {
    const sandbox = useSandbox({ tenants: 9, integrations: 1 });
    for (const operation of ['copy', 'rotate'] as const)
      for (const seed of seeds)
        it(`${operation} doubles nothing, loses nothing, and reports each outcome as it is (seed ${seed})`, async function () {
          this.timeout(60_000);
          await new FleetRun(sandbox(), operation, seed).run();
        });
  });
}
