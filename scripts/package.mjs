// Packs what `npm run build` made into a .vsix. The same files give the same bytes: vsce sorts the entries and sets
// one time for all when SOURCE_DATE_EPOCH says so; modes, which depend on the machine's umask, are made alike in a copy.
// Takes the path to write to; without it, NAME-VERSION.vsix here.
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';

// Zip times are local ones and begin in 1980.
process.env.TZ = 'UTC';
process.env.SOURCE_DATE_EPOCH ??= String(Date.UTC(1980, 0, 1) / 1000);

/** Nothing of these is ever packed. vsce would hold each of their thousands of files against every line of .vscodeignore. */
const NEVER_PACKED = ['.demo', '.git', '.vscode-test', 'node_modules', 'out', 'test-results'];

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const packagePath = resolve(process.argv[2] ?? `${name}-${version}.vsix`);
const copy = mkdtempSync(join(tmpdir(), 'cxengage-package-'));
try {
  for (const entry of readdirSync('.').filter((each) => !NEVER_PACKED.includes(each)))
    cpSync(entry, join(copy, entry), { recursive: true });
  for (const file of await listFiles({ cwd: copy, packageManager: PackageManager.None }))
    chmodSync(join(copy, file), 0o644);
  await createVSIX({ cwd: copy, dependencies: false, packagePath });
} finally {
  rmSync(copy, { recursive: true, force: true });
}
