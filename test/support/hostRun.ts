// Runs the suites of out/test/vscode inside the extension host of a code-server, and prints their report.
// Ends with 0 only when the host said 0. The counts are in the file that CXENGAGE_SUMMARY names.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'node:util';
import { type Page } from 'playwright-core';
import { AUTHORITY } from './certificates.js';
import { type CodeServer, remotePath, startServer, testedBuiltIns } from './host.js';
import { launchBrowser, windowOptions } from './hostBrowser.js';
import { temporaryFolder } from './hostCleanup.js';
import { projectRoot } from './hostProject.js';

const limitSeconds = Number(process.env.CXENGAGE_HOST_LIMIT ?? 540);

/** Prints what is added to a file until told to stop. */
function follow(file: string): () => Promise<void> {
  const stop = new AbortController();
  let position = 0;
  const printNew = async (): Promise<void> => {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    process.stdout.write(bytes.subarray(position));
    position = bytes.length;
  };
  const loop = (async () => {
    while (!stop.signal.aborted) {
      await printNew();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await printNew();
  })();
  return async () => {
    stop.abort();
    await loop;
  };
}

/** Opens the page that makes the host run the suites. Resolves with their exit code; throws when the page, the server or time ends first. */
async function exitCode(page: Page, server: CodeServer): Promise<number> {
  const root = projectRoot();
  return await new Promise<number>((resolve, reject) => {
    const said: string[] = [];
    const fail = (reason: string): void => {
      reject(
        new Error(
          `${reason}\nWarnings and errors of the host:\n${said.slice(-30).join('\n')}\nLast output of the server:\n${server.lastOutput()}`,
        ),
      );
    };
    const timer = setTimeout(() => {
      fail(`The extension host did not finish its suites within ${limitSeconds} s.`);
    }, limitSeconds * 1000);
    timer.unref();
    void server.died.then(fail);
    page.once('crash', () => {
      fail('The page of the workbench crashed.');
    });
    const start = async (): Promise<void> => {
      await page.exposeFunction('codeAutomationExit', (code: number) => {
        resolve(code);
      });
      await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
        if (type === 'error' || type === 'warn') said.push(format(...args));
      });
      const payload = [
        ['extensionDevelopmentPath', remotePath(server.origin, root)],
        ['extensionTestsPath', remotePath(server.origin, join(root, 'out', 'test', 'vscode', 'index.js'))],
      ] as const;
      await page.goto(server.workbenchUrl(payload), { timeout: 60_000 });
    };
    start().catch((error: unknown) => {
      fail(String(error));
    });
  });
}

async function main(): Promise<number> {
  const temporary = temporaryFolder('suite');
  const folder = join(temporary.path, 'workspace');
  // Of a workspace file, so that a suite can add a folder without the window starting anew.
  const workspace = join(temporary.path, 'suites.code-workspace');
  const report = join(temporary.path, 'report.txt');
  await mkdir(folder);
  await writeFile(join(folder, 'README.md'), '# A folder for the suites\n');
  await writeFile(workspace, JSON.stringify({ folders: [{ path: 'workspace' }] }));
  // A private authority as the only one the system trusts, for the suites of HTTP: VS Code hands the system's on to fetch and https.
  const authority = join(temporary.path, 'authority.pem');
  await writeFile(authority, AUTHORITY);
  // A list that closes because the window lost the focus for a moment is no news of the extension's.
  const settings = { 'workbench.quickOpen.closeOnFocusLost': false };
  const server = await startServer({
    folder: workspace,
    builtIns: testedBuiltIns,
    testDriver: true,
    settings,
    env: { CXENGAGE_REPORT: report, SSL_CERT_FILE: authority },
    idleSeconds: 120,
  });
  const browser = await launchBrowser();
  const stopFollowing = follow(report);
  try {
    return await exitCode(await (await browser.newContext(windowOptions)).newPage(), server);
  } finally {
    await stopFollowing();
    await browser.close();
    await server.stop();
    temporary.remove();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
