// Runs the suites of out/test/vscode in a desktop VS Code: VSCODE_PATH, or the version that VSCODE_TEST_VERSION
// names, which @vscode/test-electron fetches, or `code` on PATH, or else the stable one.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { findDesktop } from './find-host.mjs';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const temporary = mkdtempSync(join(tmpdir(), 'cxengage-desktop-'));
process.once('exit', () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }));
const report = join(temporary, 'report.txt');
writeFileSync(report, '');
// A folder of a workspace file, so that a suite can add another without the window starting anew.
mkdirSync(join(temporary, 'workspace'));
const workspace = join(temporary, 'suites.code-workspace');
writeFileSync(workspace, JSON.stringify({ folders: [{ path: 'workspace' }] }));
// A private authority that the system trusts, for the suites of HTTP.
const { AUTHORITY } = await import('../out/test/support/certificates.mjs');
const authority = join(temporary, 'authority.pem');
writeFileSync(authority, AUTHORITY);
// A version that was asked for is not the one that happens to be at hand.
const desktop = process.env.VSCODE_TEST_VERSION && !process.env.VSCODE_PATH ? undefined : findDesktop();

try {
  process.exitCode = await runTests({
    ...(desktop ? { vscodeExecutablePath: desktop } : { version: process.env.VSCODE_TEST_VERSION ?? 'stable' }),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'out', 'test', 'vscode', 'index.js'),
    extensionTestsEnv: { CXENGAGE_REPORT: report, SSL_CERT_FILE: authority },
    launchArgs: [
      workspace,
      '--disable-extensions',
      '--user-data-dir',
      join(temporary, 'user-data'),
      '--extensions-dir',
      join(temporary, 'extensions'),
    ],
  });
} catch (error) {
  console.error(`The desktop VS Code did not run the suites: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  console.log(readFileSync(report, 'utf8'));
}
