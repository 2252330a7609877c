// Figures of compare, find-same-secret and report over very many tenants, as ratios to a bare loop of the same requests at
// the same concurrency. Part of `npm run bench`; by itself: node --expose-gc out/test/bench/fleet.mjs [TENANTS] [INTEGRATIONS].
// Prints the rows that stand in docs/performance.md.
import { performance } from 'node:perf_hooks';
import { FairLimiter } from '../../src/core/api/limiter.js';
import type { Directory } from '../../src/core/directory/directory.js';
import { auditMarkdown, auditRow, type AuditRow } from '../../src/core/export/auditReport.js';
import { scanIntegrations } from '../../src/core/operations/scan.js';
import { compareTenants, type TenantIntegrations } from '../../src/core/plan/comparison.js';
import { findHolders } from '../../src/core/plan/rotation.js';
import { directoryWith } from '../support/directory.js';
import { startSandboxProcess } from '../support/sandbox.js';
import { median } from '../vscode/bench/median.js';

const [tenantCount = '1000', integrationCount = '20'] = process.argv.slice(2);
/** The default of `cxengage.maxConcurrentRequests`. */
const AT_ONCE = 6;
/** What the API takes for a response in the second series, in ms, as a network would. */
const DELAY_MS = 40;
const ROUNDS = 3;
const SAMPLE_MS = 50;
const AIM = 1.15;

const sandbox = await startSandboxProcess(['--tenants', tenantCount, '--integrations', integrationCount]);
const { url, username, password } = sandbox.line;

type Work = (directory: Directory) => Promise<void>;

interface Timed {
  readonly ms: number;
  /** Largest heap seen, less what it was before, in bytes. */
  readonly heap: number;
}

async function timed(work: () => Promise<void>): Promise<Timed> {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let most = before;
  const sampling = setInterval(() => (most = Math.max(most, process.memoryUsage().heapUsed)), SAMPLE_MS);
  const start = performance.now();
  try {
    await work();
    return { ms: performance.now() - start, heap: most - before };
  } finally {
    clearInterval(sampling);
  }
}

/** One run on a directory as a window has it, that has read nothing but the tenants; tells which requests it sent. */
async function own(
  work: Work,
): Promise<Timed & { readonly sent: readonly { readonly url: string; readonly headers: Headers }[] }> {
  const account = {
    id: 'bench',
    label: 'Bench',
    kind: 'password',
    userName: username,
    endpoint: { name: 'Bench', url },
  } as const;
  const credential = { kind: 'password', userName: username, password } as const;
  const sent: { readonly url: string; readonly headers: Headers }[] = [];
  const { directory } = directoryWith([{ account, credential }], {
    limiter: new FairLimiter(() => AT_ONCE),
    fetch: async (address, init) => {
      sent.push({ url: address, headers: new Headers(init.headers) });
      return fetch(address, init);
    },
  });
  await directory.loadTenants('bench');
  sent.length = 0;
  return { ...(await timed(async () => work(directory))), sent };
}

/** The same requests with nothing around them: sent, and their JSON parsed. */
async function bare(requests: readonly { readonly url: string; readonly headers: Headers }[]): Promise<Timed> {
  return timed(async () => {
    const waiting = requests.values();
    const worker = async (): Promise<void> => {
      for (const { url: address, headers } of waiting) await (await fetch(address, { headers })).json();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  });
}

async function compare(directory: Directory): Promise<void> {
  const found: TenantIntegrations[] = [];
  await scanIntegrations(directory, {
    tenant: (tenant, integrations) => void found.push({ tenant, tenantName: tenant.name, integrations }),
  });
  await compareTenants(found);
}

async function report(directory: Directory): Promise<void> {
  const rows: AuditRow[] = [];
  const { read } = await scanIntegrations(directory, {
    tenant: ({ name }, all) => void rows.push(...all.map((integration) => auditRow({ tenantName: name, integration }))),
  });
  await auditMarkdown({ rows, tenantCount: read, unread: [], at: Date.now() });
}

async function find(directory: Directory): Promise<void> {
  await findHolders(directory, 'sample-password-1', {});
}

async function row(what: string, work: Work, rounds: number, delay: number): Promise<string> {
  const pairs: { readonly own: Timed; readonly bare: Timed; readonly count: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const mine = await own(work);
    pairs.push({ own: mine, bare: await bare(mine.sent), count: mine.sent.length });
  }
  const ratio = median(pairs.map((pair) => pair.own.ms / pair.bare.ms));
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const over = Math.round(((ratio - AIM) / AIM) * 100);
  const cells = [
    what,
    delay === 0 ? 'at once' : `in ${delay} ms`,
    String(pairs[0]?.count ?? 0),
    seconds(median(pairs.map((pair) => pair.own.ms))),
    seconds(median(pairs.map((pair) => pair.bare.ms))),
    `${ratio.toFixed(2)}×`,
    over <= 0 ? 'met' : `**missed** by ${over} %`,
    `+${(median(pairs.map((pair) => pair.own.heap)) / 1e6).toFixed(0)} MB`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const works: readonly (readonly [string, Work, number])[] = [
  ['compare all tenants', compare, ROUNDS],
  ['report on all tenants', report, ROUNDS],
  ['find who holds the same secret', find, 1],
];
console.log(`${tenantCount} tenants × ${integrationCount} integrations; ${AT_ONCE} requests at once`);
console.log('| what | the API responds | requests | took | bare loop | ratio | aim ≤ 1.15 | heap at most |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
try {
  for (const delay of [0, DELAY_MS]) {
    if (delay > 0)
      await sandbox.remote.addFault({ when: { always: true }, fault: { kind: 'delay', ms: delay, at: 'beforeWrite' } });
    for (const [what, work, rounds] of works) console.log(await row(what, work, rounds, delay));
  }
} finally {
  await sandbox.stop();
}
