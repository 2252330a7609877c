import assert from 'node:assert/strict';
import { ESLint } from 'eslint';

const eslint = new ESLint({
  overrideConfig: { languageOptions: { parserOptions: { project: null } } },
  ruleFilter: ({ ruleId }: { ruleId: string }) => ruleId === 'rooms/arrows',
});

/** What the project's own lint rule says of one line in a file. */
async function refused(filePath: string, line: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${line}\n`, { filePath });
  return (result?.messages ?? []).map(({ message }) => message);
}

const core = ['plan', 'operations', 'export', 'directory', 'connectionTest', 'catalog', 'api', 'redact', 'base'];
const features = ['accounts', 'explorer', 'form', 'files', 'changes', 'fleet'];

/** Every forbidden arrow: a room, and one that it may not import. */
const forbidden: readonly (readonly [from: string, to: string])[] = [
  ...core.flatMap((from, at) => core.slice(0, at).map((to) => [`core/${from}`, `core/${to}`] as const)),
  ...core.flatMap((from) => ['host', ...features, 'sandbox', 'webview'].map((to) => [`core/${from}`, to] as const)),
  ...['host', ...features].flatMap((from) => ['sandbox', 'webview'].map((to) => [from, to] as const)),
  ...features.map((to) => ['host', to] as const),
  ...features.flatMap((from) => features.filter((to) => to !== from).map((to) => [from, to] as const)),
  ...['host', 'core/base', ...features].map((to) => ['sandbox', to] as const),
  ...['host', 'core/base', 'sandbox', ...features].map((to) => ['webview', to] as const),
];

function pathTo(from: string, to: string): string {
  return `${'../'.repeat(from.split('/').length)}${to}/example`;
}

describe('the lint rule for the arrows between rooms', function () {
  this.timeout(60_000);

  it('refuses every forbidden arrow', async () => {
    for (const [from, to] of forbidden) {
      const found = await refused(`src/${from}/example.ts`, `import { x } from '${pathTo(from, to)}';`);
      assert.equal(found.length, 1, `${from} → ${to}`);
      assert.ok(found[0]?.includes(from) && found[0].includes(to), found[0]);
    }
  });

  it('refuses each way to import', async () => {
    const lines = [
      "import type { Model } from '../form/panel/model';",
      "export { Model } from '../form/panel/model';",
      "export * from '../form/panel/model';",
      "const { Model } = await import('../form/panel/model.js');",
      'const { Model } = await import(`../form/panel/model.js`);',
      "type Model = import('../form/panel/model').Model;",
      "import model = require('../form/panel/model');",
      "const model = require('../form/panel/model');",
      'const model = await import(path);',
    ];
    for (const line of lines) assert.equal((await refused('src/explorer/example.ts', line)).length, 1, line);
  });

  it('refuses a detour through a folder that is not there', async () => {
    assert.equal(
      (await refused('src/explorer/tree/example.ts', "import { x } from '../x/../../form/model';")).length,
      1,
    );
  });

  it('keeps VS Code out of core, sandbox and webview, and Node out of webview', async () => {
    for (const room of ['core/base', 'sandbox', 'webview'])
      assert.equal((await refused(`src/${room}/example.ts`, "import * as vscode from 'vscode';")).length, 1, room);
    for (const name of ['node:fs', 'fs'])
      assert.equal((await refused('src/webview/example.ts', `import { x } from '${name}';`)).length, 1, name);
  });

  it('refuses a room that it does not know', async () => {
    assert.equal((await refused('src/core/example/a.ts', "import { x } from '../base/json';")).length, 1);
  });

  it('lets pass what runs down', async () => {
    const allowed: readonly (readonly [file: string, specifier: string])[] = [
      ...core.flatMap((from, at) =>
        core.slice(at).map((to) => [`src/core/${from}/example.ts`, `../${to}/example`] as const),
      ),
      ...features.map((room) => [`src/${room}/deep/example.ts`, '../../core/directory/model'] as const),
      ...features.map((room) => [`src/${room}/example.ts`, '../host/notify.js'] as const),
      ['src/host/example.ts', '../core/base/json'],
      ['src/host/example.ts', 'vscode'],
      ['src/extension.ts', './explorer/register'],
      ['src/webview/example.ts', '../form/contract'],
      ['src/webview/example.ts', '../form/contract.js'],
      ['src/sandbox/routes/example.ts', '../values'],
      ['src/sandbox/example.ts', 'node:http'],
    ];
    for (const [file, specifier] of allowed)
      assert.deepEqual(await refused(file, `import { x } from '${specifier}';`), [], `${file}: ${specifier}`);
  });
});
