import assert from 'node:assert/strict';
import { ApiError } from '../../../src/core/api/error';
import type { FetchFunction } from '../../../src/core/api/model';
import type { FaultHandle, Sandbox } from '../../../src/sandbox/server';
import { type Bench, type Operation } from './faultOperations';
import { FAULTS, type FaultRow } from './faultTable';
import { connect, QuickClock } from './support';

const SHORT_SECONDS = 0.5;
const LONG_SECONDS = 20;
const CANARIES = /canary|eyJ[\w-]{10}/;
/** Every case has names of its own: a request of the case before that comes in late is not counted for this one. */
const NAME_PREFIX = 'Made under fault ';
let caseNumber = 0;

/** One fault on one operation with one client. */
export interface Case {
  readonly client: string;
  readonly fetch: FetchFunction;
  readonly operation: Operation;
  readonly row: FaultRow;
  readonly always: boolean;
}

/** Whatever comes with a 401, the token is renewed once. */
function isUnauthorized({ name }: FaultRow): boolean {
  return name.startsWith('401');
}

/** Whether it makes a difference that a fault stays: what is not tried again ends the same way. */
function staysInteresting(row: FaultRow): boolean {
  return row.passing || isUnauthorized(row);
}

/** The table for some clients and operations. */
export function casesFor(
  clients: readonly (readonly [string, FetchFunction])[],
  operations: readonly Operation[],
): readonly Case[] {
  return clients.flatMap(([client, fetch]) =>
    operations.flatMap((operation) =>
      FAULTS.flatMap((row) =>
        (staysInteresting(row) ? [false, true] : [false]).map((always) => ({ client, fetch, operation, row, always })),
      ),
    ),
  );
}

type Ending = { readonly value: unknown } | { readonly error: unknown };

/** How many of everything the server holds, and the text that updates change. */
function inventory({ sandbox, tenantId, existing, parent, newName }: Bench) {
  const isOurs = ({ name }: { readonly name: string }) => name === newName || !name.startsWith(NAME_PREFIX);
  const all = sandbox.allTenants.flatMap((tenant) => sandbox.integrations(tenant.id));
  const listeners = sandbox.listeners(tenantId, parent);
  return {
    integrations: all.filter(isOurs).length,
    listeners: listeners.filter(isOurs).length,
    made: [...all, ...listeners].filter((each) => each.name === newName).length,
    description: all.find((each) => each.id === existing)?.description,
  };
}

type Inventory = ReturnType<typeof inventory>;

const nameOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'name' in body ? body.name : undefined;

function kindOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'
    ? value.kind
    : '';
}

/** Whether a single fault must not show: a passing one, on what may be tried again or looked up. */
function mustSucceed({ operation, row, always }: Case): boolean {
  if (row.kinds.length === 0) return true;
  // One 401 leads to a renewal, except at the sign-in itself.
  if (isUnauthorized(row) && !always) return operation.on.path !== '/v1/tokens';
  return row.passing && !always && (operation.kind === 'read' || operation.kind === 'rawUpdate');
}

function judgeError(error: unknown, { operation, row }: Case): void {
  assert.ok(error instanceof ApiError, `threw ${String(error)}`);
  assert.ok(row.kinds.includes(error.kind), `ended in ${error.kind} (${error.causeText})`);
  assert.ok(error.message.length > 10 && !/<\w|undefined|\[object/.test(error.message), error.message);
  assert.ok(operation.tolerant !== true, 'it should not have failed at all');
}

function judgeCreate(ending: Ending, now: Inventory, grown: number): void {
  assert.ok('value' in ending, 'a create never throws');
  const kind = kindOf(ending.value);
  assert.ok(['created', 'notCreated', 'unclear'].includes(kind), kind);
  if (kind === 'created') assert.deepEqual([grown, now.made], [1, 1], 'said created');
  if (kind === 'notCreated') assert.deepEqual([grown, now.made], [0, 0], 'said not created');
}

function judgeUpdate(ending: Ending, item: Case, before: Inventory, now: Inventory, newText: string): void {
  if ('value' in ending) {
    assert.equal(kindOf(ending.value), 'updated');
    assert.equal(now.description, newText, 'said updated');
    return;
  }
  judgeError(ending.error, item);
  const message = ending.error instanceof ApiError ? ending.error.message : '';
  if (!message.includes('is not known')) assert.equal(now.description, before.description, `said "${message}"`);
}

function judge(item: Case, ending: Ending, before: Inventory, now: Inventory, bench: Bench): void {
  const { operation } = item;
  const grown = now.integrations - before.integrations;
  const grownListeners = now.listeners - before.listeners;
  const posts = bench.sandbox.requests.filter(
    ({ method, path, body }) =>
      method === 'POST' && /\/(integrations|listeners)$/.test(path) && nameOf(body) === bench.newName,
  ).length;
  if (mustSucceed(item)) assert.ok('value' in ending, `failed: ${'error' in ending ? String(ending.error) : ''}`);
  // A 401 says that nothing was done; after it the request goes out once more with a new token.
  const refused = isUnauthorized(item.row) && operation.on.method === 'POST';
  assert.ok(posts <= (refused ? 2 : 1), `${posts} creates were sent`);
  if (operation.kind === 'create') judgeCreate(ending, now, grown + grownListeners);
  else if (operation.kind === 'update') judgeUpdate(ending, item, before, now, bench.newText);
  else if ('error' in ending) judgeError(ending.error, item);
  if (operation.kind === 'rawCreate') {
    const made = grown + grownListeners;
    assert.ok(made === 0 || made === 1, `${made} were made`);
    if ('value' in ending) assert.equal(made, 1);
    if ('error' in ending && ending.error instanceof ApiError && ending.error.noEffect)
      assert.equal(made, 0, 'said to be without effect');
  } else if (operation.kind !== 'create') {
    assert.deepEqual([grown, grownListeners], [0, 0], 'the number of entries changed');
  }
  const text = [
    ...bench.connection.log.lines,
    JSON.stringify(ending, (_key, value: unknown) =>
      value instanceof Error ? `${value.message} ${value.stack ?? ''}` : value,
    ),
  ];
  // What reads give holds secrets by design; they are cut out one room further.
  const spoken =
    'error' in ending || operation.kind === 'create' || operation.kind === 'update' ? text : text.slice(0, -1);
  assert.ok(!spoken.some((line) => CANARIES.test(line)), 'a secret came out');
}

/** A sandbox, and the address by which it is called. */
export interface Place {
  readonly sandbox: Sandbox;
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Why a case failed, or undefined. */
async function runCase(item: Case, { sandbox, url }: Place): Promise<string | undefined> {
  caseNumber += 1;
  sandbox.reset();
  sandbox.revokeTokens();
  const playing: { fault?: FaultHandle } = {};
  const timeoutSeconds = (): number => {
    if (!item.row.slow || !playing.fault) return LONG_SECONDS;
    // Once the fault is over, a busy machine must not look like another one.
    return !item.always && playing.fault.played > 0 ? LONG_SECONDS : SHORT_SECONDS;
  };
  const connection = connect(
    { url, username: sandbox.username, password: sandbox.password },
    { fetch: item.fetch, timeoutSeconds, clock: new QuickClock() },
  );
  const tenant = sandbox.tenants.find(({ id }) =>
    sandbox.integrations(id).some((each) => each.type === 'salesforce' && sandbox.listeners(id, each.id).length > 0),
  );
  const owned = tenant ? sandbox.integrations(tenant.id) : [];
  const parent = owned.find(
    (each) => each.type === 'salesforce' && sandbox.listeners(each.tenantId, each.id).length > 0,
  );
  const existing = owned.find((each) => each.type === 'rest') ?? owned.find((each) => each.type === 'zendesk');
  if (!tenant || !parent || !existing) return 'the samples lack what the cases need';
  const bench: Bench = {
    sandbox,
    connection,
    tenantId: tenant.id,
    existing: existing.id,
    parent: parent.id,
    owner: parent,
    listener: sandbox.listeners(tenant.id, parent.id)[0]?.id ?? '',
    newName: `${NAME_PREFIX}${caseNumber}`,
    newText: `changed under fault ${caseNumber}`,
  };
  const before = inventory(bench);
  if (item.operation.on.path !== '/v1/tokens') await connection.client.token();
  playing.fault = sandbox.addFault({
    ...item.operation.on,
    when: item.always ? { always: true } : { next: 1 },
    fault: item.row.fault,
  });
  const ending: Ending = await item.operation.run(bench).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  sandbox.clearFaults();
  try {
    judge(item, ending, before, inventory(bench), bench);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error);
  }
}

/**
 * Runs cases, as many at once as there are places.
 * @returns how many ran, and what was wrong with which.
 */
export async function runCases(
  cases: readonly Case[],
  open: () => Promise<Place>,
  workers: number,
): Promise<{ readonly ran: number; readonly findings: ReadonlyMap<Case, string> }> {
  const findings = new Map<Case, string>();
  const waiting = [...cases];
  let ran = 0;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const place = await open();
      try {
        for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
          const finding = await runCase(item, place);
          ran += 1;
          if (finding !== undefined) findings.set(item, finding);
        }
      } finally {
        await place.close();
      }
    }),
  );
  return { ran, findings };
}

/** The findings about some cases, each as a line. */
export function linesOf(cases: readonly Case[], findings: ReadonlyMap<Case, string>): readonly string[] {
  return cases.flatMap((item) =>
    findings.has(item) ? [`${item.row.name}${item.always ? ', every time' : ''}: ${findings.get(item) ?? ''}`] : [],
  );
}
