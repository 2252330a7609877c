// Runs test/vscode/bench/calls.ts inside an extension host and gives what it wrote.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { remotePath, startServer } from '../support/host.js';
import { launchBrowser } from '../support/hostBrowser.js';
import { temporaryFolder } from '../support/hostCleanup.js';
import { startSandboxProcess } from '../support/sandbox.js';

const Result = v.object({
  own: v.number(),
  plain: v.number(),
  pairs: v.number(),
  activatedBytes: v.number(),
  loadedBytes: v.number(),
  rss: v.number(),
  vscode: v.string(),
});

/** Times are medians in milliseconds, sizes are bytes. */
export type HostCalls = v.InferOutput<typeof Result>;

/** @param delay milliseconds that the API lets every call wait, as a network would. */
export async function hostCalls(root: string, delay: number): Promise<HostCalls> {
  const temporary = temporaryFolder('bench-calls');
  const result = join(temporary.path, 'result.json');
  const folder = join(temporary.path, 'workspace');
  await mkdir(folder);
  const sandbox = await startSandboxProcess();
  if (delay > 0)
    await sandbox.remote.addFault({ when: { always: true }, fault: { kind: 'delay', ms: delay, at: 'beforeWrite' } });
  const { url, username, password, tenants } = sandbox.line;
  const env = {
    CXENGAGE_BENCH_RESULT: result,
    CXENGAGE_BENCH_SANDBOX: JSON.stringify({ url, username, password, tenantId: tenants[0]?.id }),
  };
  const server = await startServer({ folder, testDriver: true, env });
  const browser = await launchBrowser({ optimizes: true });
  try {
    const page = await (await browser.newContext()).newPage();
    const ended = new Promise<number>((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
    const said: string[] = [];
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) =>
      said.push(args.map(String).join(' ')),
    );
    const suite = join(root, 'out', 'test', 'vscode', 'bench', 'calls.js');
    await page.goto(
      server.workbenchUrl([
        ['extensionDevelopmentPath', remotePath(server.origin, root)],
        ['extensionTestsPath', remotePath(server.origin, suite)],
      ]),
    );
    const code = await Promise.race([ended, server.died]);
    if (code !== 0)
      throw new Error(`the measuring in the extension host ended with ${code}: ${said.slice(-10).join('\n')}`);
    return v.parse(Result, JSON.parse(await readFile(result, 'utf8')));
  } finally {
    await browser.close();
    await server.stop();
    await sandbox.stop();
    temporary.remove();
  }
}
