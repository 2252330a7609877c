// Figures of plan and apply for very many tenants, on a sandbox in a process of its own: `npm run bench`. Prints a table
// for docs/performance.md. The core alone, as a command line would run it: VS Code's part is in the other figures.
import pLimit from 'p-limit';
import type { FetchFunction } from '../../src/core/api/model.js';
import { applyChanges } from '../../src/core/plan/apply.js';
import { parseIntegrationFileInSlices } from '../../src/core/plan/integrationFile.js';
import { totalsOf } from '../../src/core/plan/model.js';
import { planChanges } from '../../src/core/plan/planner.js';
import { desiredOfFiles } from '../../src/core/plan/resolve.js';
import { parseTenantsFile } from '../../src/core/plan/tenantsFile.js';
import { startSandboxProcess } from '../support/sandbox.js';
import { watchTurns } from '../support/turns.js';
import { directoryOn } from '../unit/directory/onSandbox.js';
import { median } from '../vscode/bench/median.js';

const [count = '1000', delay = '40', rounds = '3'] = process.argv.slice(2);
/** Calls at the same time: the default of `cxengage.maxConcurrentRequests`. */
const CONCURRENT = 6;

interface Sent {
  readonly url: string;
  readonly init: Parameters<FetchFunction>[1];
}

interface Figure {
  readonly name: string;
  readonly took: number;
  readonly alone: number;
  readonly requests: number;
  /** The longest time between two turns of the event loop, less what other processes had of it; in ms. */
  readonly longestTurn: number;
}

const sandbox = await startSandboxProcess(['--tenants', count, '--integrations', '5']);
await sandbox.remote.addFault({
  when: { always: true },
  fault: { kind: 'delay', ms: Number(delay), at: 'beforeWrite' },
});
let sent: Sent[] = [];
const { directory } = directoryOn(sandbox.line, undefined, undefined, {
  fetch: async (url, init) => {
    sent.push({ url, init });
    return fetch(url, init);
  },
});
const tenants = (await directory.loadTenants('account-1')).filter((tenant) => directory.access(tenant).canManage);
const aliases = tenants.map(({ tenantId }, index) => [`t${index}`, { tenantId }] as const);
const tenantsFile = parseTenantsFile(JSON.stringify({ tenants: Object.fromEntries(aliases) }));
const fileText = (name: string, address: string): string =>
  JSON.stringify({
    type: 'rest',
    name,
    properties: { endpointPrefix: address, username: 'u', password: '${secret:bench}' },
    targets: Object.fromEntries(aliases.map(([alias]) => [alias, {}])),
  });
const secrets = { value: async () => Promise.resolve('bench-secret') };

/** The same requests once more, at the same concurrency, and nothing but their responses read. */
async function alone(requests: readonly Sent[]): Promise<number> {
  const limit = pLimit(CONCURRENT);
  const start = performance.now();
  await Promise.all(
    requests.map(async ({ url, init: { signal: _ended, ...init } }) =>
      limit(async () => {
        // Names are unique in a tenant: these are others.
        const body = init.method === 'POST' ? init.body?.replace('"Bench', '"Alone') : init.body;
        await (await fetch(url, { ...init, ...(body === undefined ? {} : { body }) })).text();
      }),
    ),
  );
  return performance.now() - start;
}

const figures: Figure[] = [];

async function measured<T>(name: string, work: () => Promise<T>): Promise<T> {
  sent = [];
  const endTurns = watchTurns();
  const start = performance.now();
  const result = await work();
  const took = performance.now() - start;
  const longestTurn = endTurns();
  const requests = [...sent];
  figures.push({ name, took, requests: requests.length, longestTurn, alone: await alone(requests) });
  return result;
}

const plan = async (name: string, address: string) => {
  const file = await parseIntegrationFileInSlices(fileText(name, address));
  const desired = await desiredOfFiles([{ path: 'bench.cxintegration.json', file }], tenantsFile, directory);
  return planChanges(desired, { directory, secrets });
};

/** Makes, changes and checks one integration in every tenant. */
async function round(name: string): Promise<void> {
  const created = await measured('plan, nothing is there yet', () => plan(name, 'https://a.example'));
  await measured('apply: create', () => applyChanges(created.changes, { directory, secrets }));
  const updated = await measured('plan, one value differs', () => plan(name, 'https://b.example'));
  await measured('apply: update', () => applyChanges(updated.changes, { directory, secrets }));
  const nothing = await measured('plan, nothing to do', () => plan(name, 'https://b.example'));
  const [create, update] = [totalsOf(created.changes).create, totalsOf(updated.changes).update];
  const same = totalsOf(nothing.changes).nothing;
  if ([create, update, same].some((total) => total !== tenants.length))
    throw new Error(`of ${tenants.length} tenants ${create} were created, ${update} updated, ${same} the same`);
}

for (let number = 1; number <= Number(rounds); number += 1) await round(`Bench ${number}`);
await sandbox.stop();

const steps = [...new Set(figures.map(({ name }) => name))].map((name) => {
  const all = figures.filter((figure) => figure.name === name);
  const of = (read: (figure: Figure) => number): number => median(all.map(read));
  const [took, alone] = [of((figure) => figure.took), of((figure) => figure.alone)];
  const ratio = of((figure) => figure.took / figure.alone).toFixed(2);
  const longest = of(({ longestTurn }) => longestTurn).toFixed(0);
  const cells = [
    name,
    of(({ requests }) => requests),
    `${(took / 1000).toFixed(1)} s`,
    `${(alone / 1000).toFixed(1)} s`,
  ];
  return `| ${[...cells, `${ratio}×`, `${longest} ms`].join(' | ')} |`;
});
console.log(`${tenants.length} tenants × 1 integration, an API that takes ${delay} ms, ${CONCURRENT} requests at a time

| step | requests | took | the responses alone | ratio | longest work in one go |
| --- | --- | --- | --- | --- | --- |
${steps.join('\n')}`);
