// What `npm run bench` measures inside the extension host: the suite that VS Code runs in place of the tests.
// Writes to the file that CXENGAGE_BENCH_RESULT names.
import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Services } from '../../../src/host/services';
import { createConnectionFactory } from '../../../src/host/connection';
import { median } from './median';

const PAIRS = 300;

const Sandbox = v.object({ url: v.string(), username: v.string(), password: v.string(), tenantId: v.string() });

/** Bytes in use after a full collection. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  return process.memoryUsage().heapUsed;
}

/** The same once what else starts with a window is there: the heap is as it was half a second before. */
async function settledHeap(): Promise<number> {
  for (let before = heap(); ;) {
    await setTimeout(500);
    const now = heap();
    if (Math.abs(now - before) < 100_000) return now;
    before = now;
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Medians of calls made in turns, so that what else the machine does meets both alike. Milliseconds. */
async function compare(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
  pairs: number,
): Promise<readonly [number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let pair = -20; pair < pairs; pair += 1) {
    const [a, b] = [await timed(first), await timed(second)];
    // The first twenty warm both up.
    if (pair < 0) continue;
    times[0].push(a);
    times[1].push(b);
  }
  return [median(times[0]), median(times[1])];
}

export async function run(): Promise<void> {
  const { CXENGAGE_BENCH_SANDBOX: given = '{}', CXENGAGE_BENCH_RESULT: file = '' } = process.env;
  const { url, username, password, tenantId } = v.parse(Sandbox, JSON.parse(given));
  const before = await settledHeap();
  const extension = vscode.extensions.getExtension<{ readonly services: Services }>(
    'cxengage-community.cxengage-integrations',
  );
  if (!extension) throw new Error('the extension is not there');
  const { services } = await extension.activate();
  const activated = heap();

  const connect = createConnectionFactory(services);
  const account = {
    id: 'bench',
    label: 'Bench',
    endpoint: { name: 'Bench', url },
    kind: 'password',
    userName: username,
  } as const;
  const connection = connect(
    account,
    () => Promise.resolve({ state: 'found', credential: { kind: 'password', userName: username, password } }),
    () => undefined,
  );
  const authorization = `Token ${await connection.token()}`;
  const ours = (): Promise<unknown> => connection.client.integrations(tenantId);
  const bare = async (): Promise<unknown> =>
    (await fetch(`${url}/v1/tenants/${tenantId}/integrations`, { headers: { authorization } })).json();
  const [own, plain] = await compare(ours, bare, PAIRS);

  await vscode.commands.executeCommand('cxengage.startSandbox');
  const [sandbox] = services.directory.accounts();
  if (sandbox) {
    const tenants = await services.directory.loadTenants(sandbox.id);
    await Promise.all(tenants.map((tenant) => services.directory.loadIntegrations(tenant).catch(() => [])));
  }
  const loaded = heap();
  writeFileSync(
    file,
    JSON.stringify({
      own,
      plain,
      pairs: PAIRS,
      activatedBytes: activated - before,
      loadedBytes: loaded - before,
      rss: process.memoryUsage.rss(),
      vscode: vscode.version,
    }),
  );
}
