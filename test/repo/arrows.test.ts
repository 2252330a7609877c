import assert from 'node:assert/strict';
import { type LintCase, lintCases } from '../support/lintCases';

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

const arrows = forbidden.map(([from, to]) => {
  const refused: LintCase = [`src/${from}/example.ts`, `import { x } from '${pathTo(from, to)}';`];
  return { from, to, refused };
});

const ways = [
  "import type { Model } from '../form/panel/model';",
  "export { Model } from '../form/panel/model';",
  "export * from '../form/panel/model';",
  "const { Model } = await import('../form/panel/model.js');",
  'const { Model } = await import(`../form/panel/model.js`);',
  "type Model = import('../form/panel/model').Model;",
  "import model = require('../form/panel/model');",
  "const model = require('../form/panel/model');",
  'const model = await import(path);',
].map((code): LintCase => ['src/explorer/example.ts', code]);

const detour: LintCase = ['src/explorer/tree/example.ts', "import { x } from '../x/../../form/model';"];

const strangers = [
  ...['core/base', 'sandbox', 'webview'].map((room): LintCase => [
    `src/${room}/example.ts`,
    "import * as vscode from 'vscode';",
  ]),
  ...['node:fs', 'fs'].map((name): LintCase => ['src/webview/example.ts', `import { x } from '${name}';`]),
];

const unknownRoom: LintCase = ['src/core/example/a.ts', "import { x } from '../base/json';"];

const allowed = [
  ...core.flatMap((from, at) =>
    core.slice(at).map((to) => [`src/core/${from}/example.ts`, `../${to}/example`] as const),
  ),
  ...features.map((room) => [`src/${room}/deep/example.ts`, '../../core/directory/model'] as const),
  ...features.map((room) => [`src/${room}/example.ts`, '../host/notify.js'] as const),
  ['src/host/example.ts', '../core/base/json'] as const,
  ['src/host/example.ts', 'vscode'] as const,
  ['src/extension.ts', './composition.js'] as const,
  ['src/composition.ts', './explorer/register'] as const,
  ['src/webview/example.ts', '../form/contract'] as const,
  ['src/webview/example.ts', '../form/contract.js'] as const,
  ['src/sandbox/routes/example.ts', '../values'] as const,
  ['src/sandbox/example.ts', 'node:http'] as const,
].map(([path, specifier]): LintCase => [path, `import { x } from '${specifier}';`]);

describe('the lint rule for the arrows between rooms', function () {
  this.timeout(60_000);

  let found: ReadonlyMap<LintCase, readonly string[]>;
  before(() => {
    const refused = [...arrows.map((arrow) => arrow.refused), ...ways, detour, ...strangers, unknownRoom];
    found = lintCases('rooms(arrows)', [...refused, ...allowed]);
  });

  it('refuses every forbidden arrow', () => {
    for (const { from, to, refused } of arrows) {
      const messages = found.get(refused) ?? [];
      assert.equal(messages.length, 1, `${from} → ${to}`);
      assert.ok(messages[0]?.includes(from) && messages[0].includes(to), messages[0]);
    }
  });

  it('refuses each way to import', () => {
    for (const way of ways) assert.equal(found.get(way)?.length, 1, way[1]);
  });

  it('refuses a detour through a folder that is not there', () => {
    assert.equal(found.get(detour)?.length, 1);
  });

  it('keeps VS Code out of core, sandbox and webview, and Node out of webview', () => {
    for (const stranger of strangers) assert.equal(found.get(stranger)?.length, 1, stranger.join(': '));
  });

  it('refuses a room that it does not know', () => {
    assert.equal(found.get(unknownRoom)?.length, 1);
  });

  it('lets pass what runs down', () => {
    for (const each of allowed) assert.deepEqual(found.get(each), [], each.join(': '));
  });
});
