import assert from 'node:assert/strict';
import { ApiError } from '../../../src/core/api/error';
import type { ApiClient, FetchFunction } from '../../../src/core/api/model';
import { createIntegrationOnce } from '../../../src/core/directory/create';
import type { CreateOutcome, UpdateOutcome } from '../../../src/core/directory/model';
import { updateIntegrationSafely } from '../../../src/core/directory/update';
import type { WriteTarget } from '../../../src/core/directory/writeTarget';
import type { Clock } from '../../../src/core/base/clock';
import { startSandbox, type FaultRule, type Sandbox } from '../../support/sandbox';
import { CLIENTS, connect, QuickClock, restDraft, seeded, type Connection, type RecordedLog } from './support';

const ROUND = 130;
const ACTORS = 4;
const SEED = Number(process.env.CXENGAGE_TEST_SEED ?? Date.now() % 1_000_000);
const CANARIES = /canary|eyJ[\w-]{10}/;

const FAULTS: readonly FaultRule['fault'][] = [
  { kind: 'reset', at: 'beforeRead' },
  { kind: 'reset', at: 'beforeWrite' },
  { kind: 'reset', at: 'afterWrite' },
  { kind: 'reset', at: 'midResponse' },
  { kind: 'truncate' },
  { kind: 'truncate', write: false },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 502, write: true },
  { kind: 'status', status: 504 },
  { kind: 'status', status: 504, write: true },
  { kind: 'status', status: 500, write: true },
  { kind: 'status', status: 429, retryAfter: 3 },
  { kind: 'status', status: 401 },
  { kind: 'html', write: true },
  { kind: 'html' },
  { kind: 'notJson' },
  { kind: 'empty' },
  { kind: 'wrapping', how: 'bare' },
  { kind: 'wrapping', how: 'data' },
  { kind: 'redirect' },
];

/** Slow responses are more frequent: they are what a cancel hits. */
const DELAYS: readonly FaultRule['fault'][] = [
  { kind: 'delay', ms: 25, at: 'beforeWrite' },
  { kind: 'delay', ms: 15, at: 'afterWrite' },
];

interface Made {
  readonly name: string;
  outcome: CreateOutcome;
}

/** The texts a field may have at the end: the last one known to be saved, and those of later tries that nobody is sure of. */
type Expected = Map<string, Set<string>>;

function bodyHas(body: unknown, name: string): boolean {
  return typeof body === 'object' && body !== null && 'name' in body && body.name === name;
}

/** An account, signed in anew where its session ended. */
class Account {
  readonly #signIn: () => Connection;
  readonly logs: RecordedLog[] = [];
  connection: Connection;

  constructor(signIn: () => Connection) {
    this.#signIn = signIn;
    this.connection = this.signInAgain();
  }

  signInAgain(): Connection {
    this.connection = this.#signIn();
    this.logs.push(this.connection.log);
    return this.connection;
  }

  /** Where a write in a tenant goes: as the gate has it, through the sign-in of the moment. */
  target(tenantId: string, clock: Clock): WriteTarget {
    const current = (): ApiClient => this.connection.client;
    return {
      get client() {
        return current();
      },
      ref: { accountId: 'a', tenantId },
      tenantName: 'Acme',
      clock,
    };
  }
}

class Round {
  readonly made: Made[] = [];
  readonly expected: Expected = new Map();
  readonly #sandbox: Sandbox;
  readonly #accounts: readonly Account[];
  readonly #random: () => number;
  /** Integrations that the actors share; the same ones all through. */
  #shared: readonly string[] = [];
  #names = 0;

  /** @param seed is in every name: a request of the round before that comes in late must not be taken for one of this. */
  constructor(
    sandbox: Sandbox,
    accounts: readonly Account[],
    random: () => number,
    private readonly seed: number,
  ) {
    this.#sandbox = sandbox;
    this.#accounts = accounts;
    this.#random = random;
  }

  /** Before the weather turns: something to share. */
  async prepare(): Promise<void> {
    const client = this.#accounts[0]?.connection.client;
    assert.ok(client);
    const made = Array.from({ length: ACTORS }, (_each, index) =>
      client.createIntegration(this.#home, restDraft(`Shared ${index}`)),
    );
    this.#shared = (await Promise.all(made)).map((each) => each.id);
  }

  get #home(): string {
    return this.#sandbox.tenants[0]?.id ?? '';
  }

  pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.#random() * list.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }

  /** One operation of one actor. Two actors share an account, as two calls of one window do. */
  async step(actor: number): Promise<void> {
    const account = this.#accounts[actor % this.#accounts.length];
    assert.ok(account);
    if (this.#random() < 0.02) this.#sandbox.revokeTokens();
    if (account.connection.ends() > 0) account.signInAgain();
    const { client } = account.connection;
    const tenantId = this.pick(this.#sandbox.tenants).id;
    const controller = new AbortController();
    if (this.#random() < 0.1)
      setTimeout(() => {
        controller.abort();
      }, this.#random() * 25);
    const { signal } = controller;
    const dice = this.#random();
    if (dice < 0.5) await this.#allowed(client.integrations(tenantId, { signal }));
    else if (dice < 0.6) await this.#allowed(client.login({ signal }));
    else if (dice < 0.75) await this.#create(account, tenantId, signal);
    else await this.#update(account, actor, signal);
  }

  /** Work that may fail, but only in the one way the API layer fails. */
  async #allowed<T>(work: Promise<T>): Promise<T | ApiError> {
    try {
      return await work;
    } catch (error) {
      assert.ok(error instanceof ApiError, `threw ${String(error)}`);
      assert.ok(
        !CANARIES.test(`${error.message} ${error.causeText} ${error.stack ?? ''} ${JSON.stringify(error.fieldErrors)}`),
        'a secret in an error',
      );
      return error;
    }
  }

  async #create(account: Account, tenantId: string, signal: AbortSignal): Promise<void> {
    this.#names += 1;
    const name = `Made ${this.seed}-${this.#names}`;
    // A clock of its own: on the shared one, the waits of others would make minutes of the moments a canceled request takes to arrive.
    const outcome = await createIntegrationOnce(
      account.target(tenantId, new QuickClock(this.#random)),
      restDraft(name),
      signal,
    );
    assert.ok(!CANARIES.test(JSON.stringify(outcome)), 'a secret in an outcome');
    this.made.push({ name, outcome });
  }

  /** Each actor writes its own field of integrations that all share, so that no change of another may get lost. */
  async #update(account: Account, actor: number, signal: AbortSignal): Promise<void> {
    const text = `text ${Math.floor(this.#random() * 1e9)}`;
    const useProperties = this.#random() < 0.5;
    // Own integration: properties. The next actor's: the description, beside that one's work on the properties.
    const integrationId = this.#shared[useProperties ? actor : (actor + 1) % ACTORS] ?? '';
    const target = Object.assign(account.target(this.#home, account.connection.clock), { integrationId });
    const [field, change] = useProperties
      ? ['username', { properties: { username: text }, secrets: { password: `canary-${text}` } }]
      : ['description', { description: text }];
    const outcome = await this.#allowed(updateIntegrationSafely(target, change, { signal }));
    this.#note(`${integrationId} ${field}`, text, outcome);
    // What was canceled on its way may still be written; the server gets its turn before the next change of this field.
    if (outcome instanceof ApiError)
      await new Promise((resolve) => {
        setTimeout(resolve, 60);
      });
  }

  #note(key: string, text: string, outcome: UpdateOutcome | ApiError): void {
    if (!(outcome instanceof ApiError)) {
      assert.equal(outcome.kind, 'updated', 'nobody else writes this field');
      this.expected.set(key, new Set([text]));
    } else if (!outcome.message.includes('The change was not saved')) {
      const before = this.expected.get(key) ?? new Set([this.#valueOf(key)]);
      this.expected.set(key, before.add(text));
    }
  }

  #valueOf(key: string): string {
    const [id = '', field = ''] = key.split(' ');
    const found = this.#sandbox.integrations(this.#home).find((each) => each.id === id);
    return String(field === 'description' ? found?.description : found?.properties[field]);
  }

  /** After the storm: what was said must be what is there. */
  async check(): Promise<void> {
    for (const made of this.made) {
      if (made.outcome.kind === 'unclear') made.outcome = await made.outcome.recheck();
      const there = this.#sandbox.allTenants
        .flatMap((tenant) => this.#sandbox.integrations(tenant.id))
        .filter((each) => each.name === made.name);
      const posts = this.#sandbox.requests.filter(
        (request) =>
          request.method === 'POST' && request.path.endsWith('/integrations') && bodyHas(request.body, made.name),
      );
      assert.ok(there.length <= 1, `${made.name} is there ${there.length} times`);
      assert.ok(posts.filter((post) => post.status !== 401).length <= 1, `${made.name} was sent ${posts.length} times`);
      if (made.outcome.kind === 'created')
        assert.equal(there[0]?.id, made.outcome.integration.integrationId, `${made.name} was said to be created`);
      else assert.equal(there.length, 0, `${made.name} was said to be ${made.outcome.kind}`);
    }
    for (const [key, texts] of this.expected)
      assert.ok(texts.has(this.#valueOf(key)), `${key} is "${this.#valueOf(key)}", not ${[...texts].join(' or ')}`);
  }
}

async function runRound(sandbox: Sandbox, fetch: FetchFunction, seed: number): Promise<Round> {
  const random = seeded(seed);
  sandbox.reset();
  const accounts = [0, 1].map(() => {
    const clock = new QuickClock(random);
    return new Account(() => connect(sandbox, { fetch, timeoutSeconds: 20, clock, limit: 3 }));
  });
  const round = new Round(sandbox, accounts, random, seed);
  await round.prepare();
  FAULTS.forEach((fault, index) => {
    sandbox.addFault({ when: { probability: 0.008, seed: seed + index }, fault });
  });
  DELAYS.forEach((fault, index) => {
    sandbox.addFault({
      method: index === 0 ? 'POST' : 'PUT',
      when: { probability: 0.1, seed: seed + 100 + index },
      fault,
    });
  });
  let left = ROUND;
  await Promise.all(
    Array.from({ length: ACTORS }, async (_each, actor) => {
      while (left > 0) {
        left -= 1;
        await round.step(actor);
      }
    }),
  );
  sandbox.clearFaults();
  for (const account of accounts) account.signInAgain();
  await round.check();
  for (const log of accounts.flatMap(({ logs }) => logs))
    assert.ok(!log.lines.some((line) => CANARIES.test(line)), 'a secret in the log');
  return round;
}

/** Declares the tests. @param operations in all, half with each client; a multiple of 260. */
export function describeRandomOperations(operations: number): void {
  describe(`Random operations under random faults, seed ${SEED} (CXENGAGE_TEST_SEED repeats it)`, () => {
    for (const [client, fetch] of CLIENTS) {
      const rounds = operations / CLIENTS.length / ROUND;
      it(`loses nothing, duplicates nothing and leaks no secret in ${rounds * ROUND} operations over ${client}`, async function () {
        this.timeout(300_000);
        const sandbox = await startSandbox({ password: 'canary-signin-4d1e' });
        const kinds = new Map<string, number>();
        try {
          for (let round = 0; round < rounds; round += 1) {
            const { made } = await runRound(sandbox, fetch, SEED + round * 1000);
            for (const { outcome } of made) kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
          }
        } finally {
          await sandbox.close();
        }
        assert.ok(
          (kinds.get('created') ?? 0) > 0 && (kinds.get('notCreated') ?? 0) > 0,
          'the faults were weather, not a flood',
        );
      });
    }
  });
}
